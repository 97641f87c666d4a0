"""The pictures that a map of one size and part is put together from, kept between paintings."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize

from mountain import Floats
from ui.badge import badge_colour
from ui.contours import Scale
from ui.theme import Theme
from ui.trail import Trail, lines_between
from ui.veil import SIGHT, Veil
from ui.ways import Ways

if TYPE_CHECKING:
    from mountain import Race, Track

#: Of a long way, so many steps are drawn while the map moves under it.
_HURRIED = 1500


class Pictures:
    """The ways and the mist, for a widget of one size and a part of the map.

    Parameters
    ----------
    theme : Theme
        How they look.
    size, ratio : QSize, float
        Of the widget in logical pixels, and device pixels to one of them.
    frame, scale : QRectF, Scale
        Where the map lies in the widget, and how map units become pixels.
    power, sight : float
        How many times longer everything is than on the whole map, and how many times farther the
        hiker sees in the mist than usual, in pixels.
    hurried : bool
        Whether they are for a moment only, of which there are sixty in a second.
    """

    def __init__(
        self,
        theme: Theme,
        size: QSize,
        ratio: float,
        *,
        frame: QRectF,
        scale: Scale,
        power: float = 1.0,
        sight: float = 1.0,
        hurried: bool = False,
    ) -> None:
        self.ratio, self.hurried = ratio, hurried
        self._scale, self._frame, self._power, self._sight = scale, frame, power, sight
        self.trail = Trail(QRectF(0, 0, size.width(), size.height()), ratio, theme)
        self.past = Ways(size, ratio, scale, theme, frame)
        self.coming = Ways(size, ratio, scale, theme, frame)
        self._theme = theme
        self._race: Race | None = None
        self._hidden: frozenset[int] = frozenset()
        self._drawn = 0

    @property
    def sight(self) -> float:
        """How far a hiker sees in the mist, in pixels."""
        return SIGHT * self._sight * max(self._frame.width(), self._frame.height())

    @cached_property
    def veil(self) -> Veil:
        """The mist, thinned along the way walked so far; made when it is first seen."""
        veil = Veil(self._frame, self.ratio, self._theme.mist, self._sight)
        if self._race is not None and self._drawn:
            for track in self._shown(self._race):
                self._thin(veil, track, 0, self._drawn)
        return veil

    def walk(self, race: Race | None, step: int, hidden: frozenset[int]) -> None:
        """Add what has been walked since; start anew where those are other ways."""
        if hidden != self._hidden or not self._continues(race, step):
            self._drawn = 0
            self.trail.forget()
            # Made anew when it is next seen.
            self.__dict__.pop("veil", None)
        self._race, self._hidden = race, hidden
        if race is None or step + 1 <= self._drawn:
            return
        for track in self._shown(race):
            self._walk_on(track, step, alone=len(race.tracks) == 1)
        self._drawn = step + 1

    def _shown(self, race: Race) -> list[Track]:
        return [track for track in race.tracks if track.number not in self._hidden]

    def _walk_on(self, track: Track, step: int, *, alone: bool) -> None:
        rows = track.rows[max(self._drawn - 1, 0) : step + 1]
        if self._drawn and len(rows) < 2:
            return
        if self.hurried:
            rows = rows[:: max(1, len(rows) // _HURRIED)]
        points = self._scale.to_screen(np.stack([rows["x"], rows["y"]], -1))
        ink = "" if alone else badge_colour(track.number, self._theme)
        readings = points[rows["on_reading"] == 0]
        self.trail.walk(lines_between(points, within=self._near_frame), self._dots(readings), ink)
        if "veil" in self.__dict__:
            self._thin(self.veil, track, max(self._drawn - 1, 0), step + 1)

    def _thin(self, veil: Veil, track: Track, first: int, last: int) -> None:
        """Thin the mist along a part of a way."""
        rows = track.rows[first:last]
        points = self._scale.to_screen(np.stack([rows["x"], rows["y"]], -1))
        # Wide lines need no fine points, and take long where they have them.
        grain = 1.0 if self._power == 1.0 else veil.radius / 16
        veil.walk(lines_between(points, max(1.0, grain)))

    @property
    def _near_frame(self) -> QRectF | None:
        """What lines are painted near to; None where all are."""
        return None if self._power == 1.0 else self._frame.adjusted(-50, -50, 50, 50)

    def _dots(self, readings: Floats) -> Floats:
        sight = self._near_frame
        if sight is None:
            return readings
        after = (readings >= sight.topLeft().toTuple()).all(1)
        return readings[after & (readings <= sight.bottomRight().toTuple()).all(1)]

    def _continues(self, race: Race | None, step: int) -> bool:
        """Tell whether all tracks only go on from what is drawn."""
        if self._drawn == 0:
            return True
        before = self._race
        if race is None or before is None or self._drawn > step + 1:
            return False
        return len(race.tracks) == len(before.tracks) and all(
            self._goes_on(now, then) for now, then in zip(race.tracks, before.tracks, strict=True)
        )

    def _goes_on(self, track: Track, before: Track) -> bool:
        last = self._drawn - 1
        if min(last, before.steps) > track.steps:
            return False
        ends = [0, min(last, before.steps)]
        same = track.rows[ends] == before.rows[ends]
        return bool(same.all())
