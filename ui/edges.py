"""The edges of the map: four boxes, and what is wrong with what stands in one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from mountain import TerrainError, Window
from ui.theme import DUSK, GRID, Theme
from ui.verdict import with_minus_signs

NAMES = ("x0", "x1", "y0", "y1")
_SIDES = {"x0": "West", "x1": "East", "y0": "South", "y1": "North"}
_OPPOSITE = {"x0": "x1", "x1": "x0", "y0": "y1", "y1": "y0"}
#: How far apart edges are set that are tried instead.
_USUAL = 6.0
#: In so many figures an edge is written that has no room for all it has.
_MOST_FIGURES, _FEWEST_FIGURES = 16, 3


class EdgeError(ValueError):
    """An edge that cannot be; the message says which, and what would work.

    Attributes
    ----------
    edge : str
        Which of the four, as `Window` calls it.
    """

    def __init__(self, edge: str, problem: str) -> None:
        super().__init__(f"{_SIDES[edge]}: {problem}")
        self.edge = edge


def window_of(texts: Mapping[str, str], edited: str = "x1") -> Window:
    """Return the window that four texts tell of, or raise `EdgeError`.

    Parameters
    ----------
    texts : mapping of str to str
        What is typed, by edge.
    edited : str
        Which was typed last: of two that do not go together, that one is wrong.
    """
    edges = {name: _number(name, texts[name]) for name in NAMES}
    for low, high in (("x0", "x1"), ("y0", "y1")):
        wrong = edited if edited in (low, high) else high
        if not edges[low] < edges[high]:
            raise EdgeError(wrong, _order(wrong, edges))
        try:
            Window(edges[low], edges[high], -1.0, 1.0)
        except TerrainError:
            raise EdgeError(wrong, _distance(wrong, edges)) from None
    return Window(*edges.values())


def _number(name: str, text: str) -> float:
    number = _read(text)
    if not math.isfinite(number):
        if text.count(",") == 1 and math.isfinite(pointed := _read(text.replace(",", "."))):
            raise EdgeError(name, f"{text.strip()!r}: write a decimal point; try {_exact(pointed)}")
        example = "-3" if name.endswith("0") else "3"
        raise EdgeError(name, f"{text.strip()!r} is no number that a map ends at; try {example}")
    return number


def _read(text: str) -> float:
    try:
        return float(text.strip().replace("−", "-"))
    except ValueError:
        return math.nan


def _exact(edge: float) -> str:
    return repr(float(edge)).removesuffix(".0")


def _rounded(edge: float, metrics: QFontMetrics, room: float) -> str:
    """Return an edge in as many figures as there is room for, but for a few that tell it."""
    texts = (f"{edge:.{figures}g}" for figures in range(_MOST_FIGURES, _FEWEST_FIGURES, -1))
    fitting = (text for text in (_exact(edge), *texts) if metrics.horizontalAdvance(text) <= room)
    return next(fitting, f"{edge:.{_FEWEST_FIGURES}g}")


def _order(wrong: str, edges: Mapping[str, float]) -> str:
    other = _OPPOSITE[wrong]
    than = "less" if wrong.endswith("0") else "more"
    side = _SIDES[other].lower()
    return f"must be {than} than {side}, {edges[other]:g}; try {_tried(wrong, edges)}"


def _distance(wrong: str, edges: Mapping[str, float]) -> str:
    other = _OPPOSITE[wrong]
    apart = "far from" if math.isinf(edges[other] - edges[wrong]) else "close to"
    return f"too {apart} {_SIDES[other].lower()}, {edges[other]:g}; try {_tried(wrong, edges)}"


def _tried(wrong: str, edges: Mapping[str, float]) -> str:
    """Return an edge that goes with the opposite one."""
    other = edges[_OPPOSITE[wrong]]
    away = min(max(_USUAL, abs(other)), 1e300)
    return f"{other - away if wrong.endswith('0') else other + away:g}"


def _tip(name: str, exact: str = "") -> str:
    """Return what a box is for, and the edge where the box has not all its figures."""
    return f"{_SIDES[name]} edge of the map, in map units{exact and f': {exact}'}."


class Edges(QWidget):
    """Four boxes, and a line about the one that is wrong, which is marked.

    Signals
    -------
    edited
        Something else stands in a box.
    finished
        Return was pressed in one.
    """

    edited = Signal()
    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme, self._last, self._wrong = DUSK, "x1", ""
        self._shown: dict[str, float] = {}
        self._boxes = {name: self._made_box(name) for name in NAMES}
        self._problem = QLabel()
        self._problem.setObjectName("window_error")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        for line, axis in enumerate("xy"):
            grid.addWidget(QLabel(f"{axis}  from"), line, 0)
            grid.addWidget(self._boxes[f"{axis}0"], line, 1)
            grid.addWidget(QLabel("to"), line, 2)
            grid.addWidget(self._boxes[f"{axis}1"], line, 3)
        grid.addWidget(self._problem, 2, 0, 1, 4)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._problem.setStyleSheet(f"color: {theme.bad};")
        self._mark(self._wrong)
        self._round()

    def show_window(self, window: Window) -> None:
        """Have the edges of a window in the boxes."""
        self._shown = {name: float(getattr(window, name)) for name in NAMES}
        for name, edge in self._shown.items():
            self._boxes[name].setText(_exact(edge))
        self._round()
        self.read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Round to what there is room for now."""
        super().resizeEvent(event)
        self._round()

    def read(self) -> Window | None:
        """Return the window that is typed; None, and said so, where that is none.

        Of what was not typed but shown, and rounded to the room that there is, it has all figures.
        """
        texts = {name: box.text() for name, box in self._boxes.items()}
        texts |= {name: _exact(edge) for name, edge in self._shown.items()}
        try:
            window = window_of(texts, self._last)
        except EdgeError as error:
            self._problem.setText(with_minus_signs(str(error)))
            self._problem.show()
            self._mark(error.edge)
            return None
        self._problem.hide()
        self._problem.clear()
        self._mark("")
        return window

    def _mark(self, wrong: str) -> None:
        """Mark the box that is wrong, and no other."""
        self._wrong = wrong
        for name, box in self._boxes.items():
            style = f"border: 2px solid {self._theme.bad}; padding: {GRID // 2 - 1}px;"
            style = style if name == wrong else ""
            if box.styleSheet() != style:
                box.setStyleSheet(style)
            box.setAccessibleDescription(self._problem.text() if name == wrong else "")

    def _round(self) -> None:
        """Write the edges that were shown in as many figures as there is room for."""
        for name, edge in self._shown.items():
            box = self._boxes[name]
            # Without its borders; one letter is for the cursor.
            room = box.width() - 2 * GRID - box.fontMetrics().averageCharWidth()
            text = _rounded(edge, box.fontMetrics(), room)
            if text != box.text():
                box.setText(text)
            box.setCursorPosition(0)
            exact = "" if float(text) == edge else with_minus_signs(_exact(edge))
            box.setToolTip(_tip(name, exact))

    def _note(self, name: str) -> None:
        self._last = name
        if self._shown.pop(name, None) is not None:
            self._boxes[name].setToolTip(_tip(name))
        self.edited.emit()

    def _made_box(self, name: str) -> QLineEdit:
        box = QLineEdit("-3" if name.endswith("0") else "3")
        box.setObjectName(f"window_{name}")
        box.setProperty("typed", True)
        box.setAccessibleName(f"{_SIDES[name]} edge of the map")
        box.setToolTip(_tip(name))
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.textEdited.connect(lambda: self._note(name))
        box.returnPressed.connect(self.finished)
        return box
