"""The eye that looks at the relief: hands and keys move it; in the mist it stays by the hiker."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QWidget

from mountain import Camera, Mesh
from ui.hand import Hand
from ui.haze import FADING
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.swing import Swing
from ui.veil import SIGHT

#: So far from the middle of what is seen, in parts of a map that is seen whole at first, a hiker
#: may walk in the mist before the eye follows: not at each leap across a valley.
_SLACK = 0.16


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
        From where one looks when there is no mist. Its focus is told from the hiker in the mist.
    opening : float
        How many times nearer one is in the mist than on a map that is seen whole at first.

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
        self.opening = 1.0
        self._near = (0.0, 0.0)
        hand, self._swing = Hand(view), Swing(view)
        hand.zoomed.connect(lambda factor: self.look_from(self.orbit.zoomed(factor)))
        hand.pulled.connect(self._pull)
        hand.pushed.connect(
            lambda right, down: self._pull(QPointF(right * view.width(), down * view.height()))
        )
        hand.whole_wanted.connect(lambda: self.look_from(Orbit()))
        self._swing.swung.connect(lambda *swing: self.look_from(self.orbit.swung(*swing)))
        self._swing.pulled.connect(self._pull)

    @property
    def is_swinging(self) -> bool:
        """Whether somebody holds it."""
        return self._swing.is_held

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
        place = (self._near[0] * mesh.sides[0], self._near[1] * mesh.sides[1])
        sight = (_SLACK + FADING[-1][0] * SIGHT) / self.opening
        # A ridge that the mist hides, hides nobody; while it lifts, more and more can be seen.
        sight = sight + (1.0 - mist) / mist if mist > 0 else math.inf
        return self.orbit.closer(place, mist, self.opening).camera(mesh, size, sight)

    def _pull(self, by: QPointF) -> None:
        outlook = self._outlook()
        if outlook is not None:
            unit = outlook.camera.distance / float(outlook.camera.lens[4, 0])
            self.look_from(self.orbit.panned(by.x() * unit, by.y() * unit, outlook.mesh))
