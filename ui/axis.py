"""Axes of plots, whose figures have true minus signs, and what is counted along them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg

from ui.theme import Theme
from ui.verdict import with_minus_signs

SIDES = ("left", "bottom")

#: Figures from here to there are written out, with commas; beyond they have powers of ten.
_LONG, _LONGEST = 1e4, 1e7


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis with figures that differ where the ticks do.

    Parameters
    ----------
    side : str
        `left` or `bottom`.
    """

    def __init__(self, side: str) -> None:
        super().__init__(side)
        # Figures are those of the data, never in thousands or thousandths of it.
        self.enableAutoSIPrefix(False)
        self.counted_from = 0.0

    def count_from(self, number: float) -> None:
        """Write how far ticks are from a number, where 0 is too far away for their figures."""
        if number != self.counted_from:
            self.counted_from = number
            self.picture = None
            self.update()

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """Write figures with true minus signs and without a negative zero."""
        # Far below the spacing is a zero that was not quite reached, which has no sign.
        from_there = [each - self.counted_from for each in values]
        exact = [0.0 if abs(each) < 1e-6 * spacing else each for each in from_there]
        if any(_LONG <= abs(each) < _LONGEST for each in exact):
            places = max(0, math.ceil(-math.log10(spacing * scale) - 1e-9))
            return [with_minus_signs(f"{each * scale:,.{places}f}") for each in exact]
        return [with_minus_signs(text) for text in super().tickStrings(exact, scale, spacing)]


def axes() -> dict[str, Axis]:
    """Return new axes for a plot, by side."""
    return {side: Axis(side) for side in SIDES}


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
        self._far = pg.TextItem()
        self._side = 0
        for each in self._items:
            each.setParentItem(view)
            # Before the line, wherever it goes.
            each.setZValue(10)
        self.show_names("x", "y")
        view.sigResized.connect(self._place)

    @property
    def _items(self) -> tuple[pg.TextItem, ...]:
        return self._across, self._up, self._far

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for each in self._items:
            each.setFont(theme.font(theme.small, bold=True))
            each.setColor(theme.trail if each is self._far else theme.quiet)
            each.fill = pg.mkBrush(theme.panel)
        self._place()

    def show_names(
        self, across: str, up: str, counted_from: tuple[float, float] = (0.0, 0.0)
    ) -> None:
        """Name the two axes, and say from which numbers on they count."""
        self._across.setPlainText(f"{across}{_less(counted_from[0])} →")
        self._up.setPlainText(f"↑ {up}{_less(counted_from[1])}")
        self._place()

    def show_far(self, side: int) -> None:
        """Say that the line is far above the plot, 1, or below it, -1; with 0 nothing."""
        if side != self._side:
            self._side = side
            self._far.setPlainText({0: "", 1: "↑ the line", -1: "↓ the line"}[side])
            self._far.setAnchor((0.5, 0 if side > 0 else 1))
            self._place()

    def _place(self) -> None:
        self._across.setPos(self._view.width(), self._view.height())
        self._up.setPos(0, 0)
        self._far.setPos(0.5 * self._view.width(), 0 if self._side > 0 else self._view.height())


def _less(number: float) -> str:
    """Write what is taken from the numbers on an axis."""
    if number == 0:
        return ""
    return f" {'−' if number > 0 else '+'} {abs(number):,.15g}"
