"""The eye that looks at the relief: hands and keys move it; in the mist it stays by the hiker."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from mountain import Camera, Mesh
from ui.hand import Hand
from ui.haze import FADING
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.swing import Swing
from ui.vantage import best_turn
from ui.veil import SIGHT
from ui.zoom import Zoom

#: So far from the middle of what is seen, in parts of a map that is seen whole at first, a hiker
#: may walk in the mist before the eye follows: not at each leap across a valley.
_SLACK = 0.16
#: Of what the map shows at first, so much is to be seen from where the eye begins: the middle.
_MIDDLE = 0.5


class Eye(QObject):
    """Where one looks at the block from.

    Parameters
    ----------
    view : QWidget
        Whose hands and keys move it.
    outlook : callable
        Returns what is seen now, if anything.

    Attributes
    ----------
    orbit : Orbit
        From where one looks, as told from where one begins: at the middle of what is seen of a
        hike at first; in the mist at the hiker.

    Signals
    -------
    moved
        Somebody moves it.
    """

    moved = Signal()

    def __init__(self, view: QWidget, outlook: Callable[[], Outlook | None]) -> None:
        super().__init__(view)
        self.orbit = Orbit()
        self._outlook = outlook
        self._opening: Zoom | None = None
        self._power, self._middle = 1.0, (0.0, 0.0)
        self._first: tuple[Mesh, Orbit] | None = None
        self._near, self._mist = (0.0, 0.0), 1.0
        hand, self._swing = Hand(view), Swing(view)
        hand.zoomed.connect(self._zoom)
        hand.pulled.connect(self._pull)
        hand.pushed.connect(
            lambda right, down: self._pull(QPointF(right * view.width(), down * view.height()))
        )
        hand.whole_wanted.connect(self._see_whole)
        self._swing.swung.connect(lambda *swing: self.look_from(self.orbit.swung(*swing)))
        self._swing.pulled.connect(self._pull)

    @property
    def is_swinging(self) -> bool:
        """Whether somebody holds it."""
        return self._swing.is_held

    @property
    def opening(self) -> float:
        """How many times nearer one is in the mist than on a map that is seen whole at first."""
        return 1.0 if self._opening is None else self._opening.opening

    def begin(self, opening: Zoom) -> bool:
        """Look at what a map shows of a hike at first; tell whether that is anything new."""
        if opening == self._opening:
            return False
        self._opening, self._first = opening, None
        self._power, seen, whole = opening.power, opening.seen, opening.whole
        self._middle = (
            (seen.x0 + 0.5 * seen.width - whole.x0) / whole.width - 0.5,
            (seen.y0 + 0.5 * seen.tall - whole.y0) / whole.tall - 0.5,
        )
        if self._power > 1:
            self.orbit = replace(self.orbit, zoom=1.0, focus=(0.0, 0.0))
        return True

    def look_from(self, orbit: Orbit) -> None:
        """Look from elsewhere."""
        self.orbit = orbit
        self.moved.emit()

    def follow(self, place: tuple[float, float], *, at_once: bool) -> None:
        """Stay by somebody who walks on.

        Parameters
        ----------
        place : (float, float)
            Where they are, in parts of the map from its middle.
        at_once : bool
            Whether they have just come there.
        """
        across, along = (
            min(max(part, -0.5), 0.5) if math.isfinite(part) else 0.0 for part in place
        )
        slack = _SLACK / self.opening
        off = math.hypot(across - self._near[0], along - self._near[1])
        share = 1.0 if at_once else max(0.0, 1.0 - slack / off) if off > 0 else 0.0
        self._near = (
            self._near[0] + share * (across - self._near[0]),
            self._near[1] + share * (along - self._near[1]),
        )

    def camera(self, mesh: Mesh, size: tuple[int, int], mist: float) -> Camera:
        """Return the camera for a picture of so many columns and rows, in so much of the mist."""
        self._mist = mist
        orbit = self.orbit.opened(self._first_orbit(mesh), 1.0 - mist)
        place = (self._near[0] * mesh.sides[0], self._near[1] * mesh.sides[1])
        sight = (_SLACK + FADING[-1][0] * SIGHT) / self.opening
        # A ridge that the mist hides, hides nobody; while it lifts, more and more can be seen.
        sight = sight + (1.0 - mist) / mist if mist > 0 else math.inf
        return orbit.closer(place, mist, self.opening).camera(mesh, size, sight)

    def _first_orbit(self, mesh: Mesh) -> Orbit:
        """Return where one begins without mist: where most is seen of the land around a hike."""
        if self._power <= 1:
            return Orbit()
        if self._first is None or self._first[0] is not mesh:
            focus = self._middle[0] * mesh.sides[0], self._middle[1] * mesh.sides[1]
            half = 0.5 * _MIDDLE * min(mesh.sides) / self._power
            turn = best_turn(mesh, focus, half, Orbit().tilt)
            self._first = mesh, Orbit(turn=turn, zoom=self._power, focus=focus)
        return self._first[1]

    def _pull(self, by: QPointF) -> None:
        outlook = self._outlook()
        if outlook is not None:
            unit = outlook.camera.distance / float(outlook.camera.lens[4, 0])
            seen = outlook.camera.focus
            before = replace(self.orbit, turn=outlook.camera.turn, focus=seen[:2])
            after = before.panned(by.x() * unit, by.y() * unit, outlook.mesh)
            by_x, by_y = after.focus[0] - seen[0], after.focus[1] - seen[1]
            focus = self.orbit.focus[0] + by_x, self.orbit.focus[1] + by_y
            self.look_from(replace(self.orbit, focus=focus))

    def _zoom(self, factor: float) -> None:
        power = self._power ** (1.0 - self._mist)
        self.look_from(self.orbit.zoomed(factor, power))

    def _see_whole(self) -> None:
        """Look at the whole block; it is there that one begins now."""
        self._power, self._middle = 1.0, (0.0, 0.0)
        self.look_from(Orbit())
