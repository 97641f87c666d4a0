"""The page of the gradient: written out, its numbers where the hiker stands, and what was read."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

import mountain
from mountain import Terrain
from ui.desk import Page
from ui.formula_view import DERIVATIVES, FormulaView
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_AXES = ("x", "y")
_SIMPLIFYING = "Simplifying …"


@dataclass(frozen=True)
class Slopes:
    """The gradient and the reading that is walked on.

    Attributes
    ----------
    here, there : (float, float)
        The exact gradient where the hiker stands, and where the slope was read.
    read : (float, float) or None
        What was read there; None before the first reading.
    steps_ago : int
        How many steps ago that was.
    instrument : str
        By what it was read, in words.
    """

    here: tuple[float, float]
    there: tuple[float, float] = (math.nan, math.nan)
    read: tuple[float, float] | None = None
    steps_ago: int = 0
    instrument: str = "Phone"


def figures(value: float) -> str:
    """Return a slope for a narrow column, with a true minus sign."""
    if not math.isfinite(value):
        return "none"
    small = value != 0 and not 1e-3 <= abs(value) < 1e5
    return (f"{value:.2e}" if small else f"{value:.4f}").replace("-", "−")


def _told(simplified: mountain.Simplified) -> str:
    """Say in a few words how what is written out was come by."""
    reason, found = simplified.reason, [node is not None for node in simplified.nodes]
    if all(found):
        return "Simplified, as far as time allowed." if reason else "Simplified."
    if reason == mountain.TOO_LONG:
        return "Shown as differentiated: too long to simplify."
    if reason.startswith("not simplified within"):
        return "Shown as differentiated: simplifying took too long."
    return f"Shown as differentiated: {reason or 'no simpler form was found'}."


class GradientPage(Page):
    """The two partial derivatives as in a book, and a table of their numbers."""

    heading = "Gradient"
    meaning = "The slope written out, its numbers here, and what was read."

    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__()
        self.setObjectName("gradient")
        self._views = [FormulaView(typesetter, 3.6, 1.7, DERIVATIVES[axis]) for axis in _AXES]
        for axis, view in self._by_axis:
            view.setObjectName(f"gradient_{axis}")
            view.setAccessibleName(f"Partial derivative by {axis}")
            view.left_out.connect(self._tell)
        self._said = ""
        self._remark = QLabel()
        self._remark.setObjectName("gradient_remark")
        self._remark.setProperty("text_size", "small")
        self._remark.setWordWrap(True)
        self._cells: dict[tuple[int, int], QLabel] = {}
        self._told = QLabel()
        self._told.setObjectName("gradient_told")
        self._told.setWordWrap(True)
        self._arrange()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for view in self._views:
            view.show_theme(theme)

    def show_terrain(self, terrain: Terrain) -> None:
        """Write a mountain's derivatives out, as they come from its formula."""
        if not isinstance(terrain.ground, mountain.Formula):
            for view in self._views:
                view.show_words("made of data: the slope is worked out, not written out")
            self._said = ""
            self._tell()
            return
        for view, node in zip(self._views, terrain.ground.gradient_nodes, strict=True):
            view.show_node(node)
        self._said = _SIMPLIFYING
        self._tell()

    def show_simplified(self, simplified: mountain.Simplified) -> None:
        """Write the derivatives more simply, where that has been found."""
        for view, node in zip(self._views, simplified.nodes, strict=True):
            if node is not None:
                view.show_node(node)
        self._said = _told(simplified)
        self._tell()

    def show_slopes(self, slopes: Slopes) -> None:
        """Show the numbers where the hiker stands, and what was read."""
        ago = mountain.counted(slopes.steps_ago, "step")
        # On two lines, for the column is narrow.
        reading = f"{slopes.instrument},\n{ago} ago" if slopes.steps_ago else slopes.instrument
        for place, text in enumerate(("Here", reading, "its error")):
            self._cells[0, place].setText(text)
        for line in range(2):
            read = math.nan if slopes.read is None else slopes.read[line]
            numbers = (slopes.here[line], read, read - slopes.there[line])
            for place, number in enumerate(numbers):
                self._cells[line + 1, place].setText(figures(number))
        slope = math.hypot(*slopes.here)
        if not math.isfinite(slope):
            self._told.setText("There is no ground here, and so no gradient.")
        elif slope == 0:
            self._told.setText("The gradient is zero here: the ground is level.")
        else:
            self._told.setText(
                f"∇f points {mountain.heading(*slopes.here)} and uphill, at a right angle to the "
                f"contour line. It is {figures(slope)} long: {mountain.tilt(slope):.0f}° steep."
            )

    def _tell(self) -> None:
        """Say how what is written out was come by, or that it is too long for that."""
        left_out = [f"∂f/∂{axis}" for axis, view in self._by_axis if view.is_left_out]
        remark = self._said
        if left_out and remark != _SIMPLIFYING:
            is_are = "are" if len(left_out) > 1 else "is"
            rest = "" if len(left_out) > 1 else f"{remark} "
            words = f"{' and '.join(left_out)} {is_are} too long to write out"
            remark = f"{rest}{words}; the numbers below are exact all the same."
        self._remark.setText(remark)
        self._remark.setVisible(bool(remark))

    @property
    def _by_axis(self) -> Iterable[tuple[str, FormulaView]]:
        return zip(_AXES, self._views, strict=True)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        for view in self._views:
            column.addWidget(view)
        column.addWidget(self._remark)
        table = QGridLayout()
        table.setHorizontalSpacing(GRID)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, heading in enumerate(("", "∂f/∂x", "∂f/∂y")):
            table.addWidget(QLabel(heading), line, 0)
            for place in range(3):
                self._cells[line, place] = cell = QLabel()
                cell.setObjectName(f"cell_{line}_{place}")
                cell.setAlignment(right)
                if line == 0:
                    cell.setProperty("text_size", "small")
                table.addWidget(cell, line, place + 1)
        for place in range(3):
            table.setColumnStretch(place + 1, 1)
        column.addLayout(table)
        column.addWidget(self._told)
        column.addStretch(1)
