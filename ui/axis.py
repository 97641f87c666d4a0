"""Axes of plots, whose figures have true minus signs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg

from ui.verdict import with_minus_signs

SIDES = ("left", "bottom")


def axes() -> dict[str, pg.AxisItem]:
    """Return new axes for a plot, by side."""
    made = {side: pg.AxisItem(side) for side in SIDES}
    for axis in made.values():
        axis.tickStrings = _with_minus_signs(axis.tickStrings)
    return made


def _with_minus_signs(figures: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def signed(*ticks: Any) -> list[str]:
        return [with_minus_signs(text) for text in figures(*ticks)]

    return signed
