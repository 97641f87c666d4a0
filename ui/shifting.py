"""Shifting ground: points are dragged, and the mountain follows as fast as it can be worked out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from mountain import Regression, Terrain
from ui.errand import Errand, Wanted
from ui.session import Session

#: The ground changes no sooner than so long after the last change.
PAUSE_MS = 80


class Shifting(QObject):
    """Moves points of a regression's ground; of many moves in a short time the last counts.

    Parameters
    ----------
    session : Session
        Whose hikers stand on it.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._wanted: dict[int, tuple[float, float]] = {}
        self._made: Terrain | None = None
        self._making = Errand(self)
        self._making.done.connect(self._stand)
        self._timer = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._timer.timeout.connect(self._make)
        session.terrain_changed.connect(self._forget)

    def shift(self, index: int, x: float, y: float) -> None:
        """Want a point at a place in its own units, soon."""
        self._wanted[index] = (x, y)
        if not self._timer.isActive():
            self._timer.start()

    def settle(self) -> None:
        """Have all points where they are wanted, without waiting for more."""
        self._timer.stop()
        self._make()

    def close(self) -> None:
        """End what is being worked out."""
        self._timer.stop()
        self._wanted.clear()
        self._making.close()

    def _make(self) -> None:
        """Work out the ground of the points where they are wanted; the map's edges stay."""
        terrain = self._session.terrain
        ground = terrain.ground
        if self._making.is_running:
            # It is made from what is wanted by then.
            self._timer.start()
            return
        if not self._wanted or not isinstance(ground, Regression):
            return
        wanted, self._wanted = self._wanted, {}

        def work(_: Wanted) -> Terrain:
            moved = ground
            for index, place in wanted.items():
                moved = moved.with_own_point(index, *place)
            return replace(terrain, ground=moved.worked_out())

        self._making.begin(work)

    def _stand(self, terrain: Terrain) -> None:
        self._made = terrain
        self._session.stand_on(terrain)

    def _forget(self) -> None:
        """Want nothing of the mountain before; of one's own the rest is still to come."""
        if self._session.terrain is not self._made:
            self._wanted.clear()
            self._timer.stop()
            self._making.cancel()
