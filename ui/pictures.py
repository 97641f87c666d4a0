"""The pictures that a map of one size is put together from, kept between paintings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPixmap

from mountain import Terrain
from ui.badge import badge_colour
from ui.contours import Scale
from ui.sheet import paint_sheet, sheet_of
from ui.theme import Theme
from ui.trail import Trail, lines_between
from ui.veil import Veil
from ui.ways import Ways

if TYPE_CHECKING:
    from mountain import Race, Track


class Pictures:
    """The sheet, the ways and the mist, for a widget of one size.

    Parameters
    ----------
    terrain, theme : Terrain, Theme
        What is shown, and how.
    size, ratio : QSize, float
        Of the widget in logical pixels, and device pixels to one of them.
    frame, scale : QRectF, Scale
        Where the map lies in the widget.
    contoured : bool
        Whether contour lines are drawn.
    """

    def __init__(
        self,
        terrain: Terrain,
        theme: Theme,
        size: QSize,
        ratio: float,
        *,
        frame: QRectF,
        scale: Scale,
        contoured: bool,
    ) -> None:
        self.ratio = ratio
        self._scale = scale
        self.base = QPixmap(size * ratio)
        self.base.setDevicePixelRatio(ratio)
        paint_sheet(self.base, sheet_of(terrain, contoured=contoured), frame, scale, theme)
        self.trail = Trail(QRectF(0, 0, size.width(), size.height()), ratio, theme)
        self.veil = Veil(frame, ratio, theme.mist)
        self.past = Ways(size, ratio, scale, theme)
        self.coming = Ways(size, ratio, scale, theme)
        self._theme = theme
        self._race: Race | None = None
        self._hidden: frozenset[int] = frozenset()
        self._drawn = 0

    def walk(self, race: Race | None, step: int, hidden: frozenset[int]) -> None:
        """Add what has been walked since; start anew where those are other ways."""
        if hidden != self._hidden or not self._continues(race, step):
            self._drawn = 0
            self.trail.forget()
            self.veil.forget()
        self._race, self._hidden = race, hidden
        if race is None or step + 1 <= self._drawn:
            return
        for track in race.tracks:
            if track.number not in hidden:
                self._walk_on(track, step, alone=len(race.tracks) == 1)
        self._drawn = step + 1

    def _walk_on(self, track: Track, step: int, *, alone: bool) -> None:
        rows = track.rows[max(self._drawn - 1, 0) : step + 1]
        if self._drawn and len(rows) < 2:
            return
        points = self._scale.to_screen(np.stack([rows["x"], rows["y"]], -1))
        lines = lines_between(points)
        ink = "" if alone else badge_colour(track.number, self._theme)
        self.trail.walk(lines, points[rows["on_reading"] == 0], ink)
        self.veil.walk(lines)

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
