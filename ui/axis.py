"""Axes of plots, whose figures have true minus signs, and what is counted along them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg

from ui.theme import Theme
from ui.verdict import with_minus_signs

SIDES = ("left", "bottom")


def axes() -> dict[str, pg.AxisItem]:
    """Return new axes for a plot, by side."""
    made = {side: pg.AxisItem(side) for side in SIDES}
    for axis in made.values():
        # Figures are those of the data, never in thousands or thousandths of it.
        axis.enableAutoSIPrefix(False)
        axis.tickStrings = _with_minus_signs(axis.tickStrings)
    return made


def _with_minus_signs(figures: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def signed(values: Sequence[float], scale: float, spacing: float) -> list[str]:
        # Far below the spacing is a zero that was not quite reached, which has no sign.
        exact = [0.0 if abs(each) < 1e-6 * spacing else each for each in values]
        return [with_minus_signs(text) for text in figures(exact, scale, spacing)]

    return signed


class AxisNames:
    """What is counted along two axes, in the corners of a plot, where it takes no room.

    Parameters
    ----------
    view : ViewBox
        The plot's inside.
    """

    def __init__(self, view: pg.ViewBox) -> None:
        self._view = view
        self._across, self._up = pg.TextItem(anchor=(1, 1)), pg.TextItem(anchor=(0, 0))
        for each in (self._across, self._up):
            each.setParentItem(view)
            # Before the line, wherever it goes.
            each.setZValue(10)
        self.show_names("x", "y")
        view.sigResized.connect(self._place)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for each in (self._across, self._up):
            each.setFont(theme.font(theme.small, bold=True))
            each.setColor(theme.quiet)
            each.fill = pg.mkBrush(theme.panel)
        self._place()

    def show_names(self, across: str, up: str) -> None:
        """Name the two axes."""
        self._across.setPlainText(f"{across} →")
        self._up.setPlainText(f"↑ {up}")
        self._place()

    def _place(self) -> None:
        self._across.setPos(self._view.width(), self._view.height())
        self._up.setPos(0, 0)
