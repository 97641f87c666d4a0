"""The gradient page and the session: derivatives written out, and the slope at the shown step."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

import mountain
from mountain import Formula, Ground, Terrain
from ui.gradient_page import GradientPage, Slopes

if TYPE_CHECKING:
    from ui.situation import Situation
    from ui.window import MainWindow

#: So often is looked whether the algebra is done.
_LOOK_MS = 60


class GradientDesk(QObject):
    """Tells the gradient page of the mountain, and of the place where the hiker stands.

    Parameters
    ----------
    window : MainWindow
        Whose session it is.
    page : GradientPage
        The page.
    """

    def __init__(self, window: MainWindow, page: GradientPage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self._terrain: Terrain | None = None
        self._algebra: mountain.Algebra | None = None
        self._asked = False
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        """Whether derivatives are being simplified."""
        return self._looking.isActive()

    def show_terrain(self) -> None:
        """Write the derivatives out, and have them simplified."""
        terrain = self._window.session.terrain
        if self._terrain == terrain:
            return
        self._terrain, self._asked = terrain, False
        self._page.show_terrain(terrain)
        if isinstance(terrain.ground, Formula):
            self._looking.start()
        else:
            self._looking.stop()

    def show_step(self) -> None:
        """Tell of the gradient and the reading at the step that is shown."""
        self._page.show_slopes(slopes_of(self._window.session))

    def close(self) -> None:
        """End the algebra."""
        self._looking.stop()
        if self._algebra is not None:
            self._algebra.close()

    def _look(self) -> None:
        """Ask for simpler derivatives once the page is seen, and take them when they are there."""
        if not self._asked:
            self._ask()
            return
        simplified = None if self._algebra is None else self._algebra.poll()
        if simplified is not None:
            self._looking.stop()
            self._page.show_simplified(simplified)

    def _ask(self) -> None:
        """Ask for simpler derivatives; what was asked before is not wanted any more."""
        self._asked = True
        terrain = self._terrain
        assert terrain is not None
        assert isinstance(terrain.ground, Formula)
        if self._algebra is None:
            self._algebra = mountain.Algebra()
        window = terrain.window
        reach = (window.x0, window.x1, window.y0, window.y1)
        self._algebra.ask_derivatives(terrain.ground.node, reach)


def slopes_of(situation: Situation) -> Slopes:
    """Return the gradient and the reading at the step that is shown."""
    ground, here = situation.terrain.ground, _slope(situation.terrain.ground, *situation.place)
    track, step = situation.track, situation.own_step
    if track is None:
        return Slopes(here)
    row = track.rows[step]
    ago = int(row["on_reading"])
    read_step = max(step - ago, 0)
    read_at = track.rows[read_step]
    read = (float(row["grad_x"]), float(row["grad_y"]))
    method = track.plan_at(read_step).reading
    return Slopes(
        here=here,
        there=_slope(ground, float(read_at["x"]), float(read_at["y"])),
        read=read if all(map(math.isfinite, read)) else None,
        steps_ago=ago,
        instrument=mountain.READINGS[method],
    )


def _slope(ground: Ground, x: float, y: float) -> tuple[float, float]:
    slope_x, slope_y = ground.gradient(x, y)
    return float(slope_x), float(slope_y)
