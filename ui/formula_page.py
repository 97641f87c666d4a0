"""The page of the formula: type one, and it is the mountain."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
)

import mountain
from mountain import Formula, FormulaError, Terrain, TerrainError, Window
from ui.desk import Page
from ui.formula_view import FormulaView
from ui.remembered import Written, remember, remembered
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_EDGES = ("x0", "x1", "y0", "y1")
_SIDES = {"x0": "West", "x1": "East", "y0": "South", "y1": "North"}
#: Of a text that is wrong, so much is shown on either side of where it is.
_AROUND = 14


def where_wrong(error: FormulaError) -> str:
    """Return a line of the text, and one with a caret under the place that is wrong."""
    first = max(error.position - _AROUND, 0)
    shown = error.text[first : error.position + _AROUND]
    before = "…" if first else ""
    return f"{before}{shown}\n{' ' * (error.position - first + len(before))}^"


class FormulaPage(Page):
    """A box for a formula, how it was understood, and the edges of the map.

    Signals
    -------
    written : (Formula, Window)
        What was typed so far is a mountain.
    done
        Return was pressed: the keyboard is wanted elsewhere.
    """

    heading = "Formula"
    meaning = "Type a formula, and it is the mountain."
    written = Signal(object, object)
    done = Signal()

    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__()
        self._shown: Terrain | None = None
        self._written: tuple[Formula, Window] | None = None
        self._box = QLineEdit()
        self._box.setObjectName("formula")
        self._box.setAccessibleName("Formula")
        self._box.setToolTip("The height over x and y: powers, roots, sin, e, |x|, LaTeX too.")
        self._box.setPlaceholderText("x^2 + 3y^2")
        self._box.setProperty("typed", True)
        self._box.setMaxLength(4000)
        self._view = FormulaView(typesetter, 4.0)
        self._view.setObjectName("understood")
        self._view.setAccessibleName("How the formula was understood")
        self._where = self._label("formula_error")
        self._where.setTextFormat(Qt.TextFormat.PlainText)
        self._remarks = self._label("formula_remarks")
        self._remarks.setProperty("text_size", "small")
        self._edges = {name: self._edge(name) for name in _EDGES}
        self._remembered = QComboBox()
        self._remembered.setObjectName("remembered")
        self._remembered.setAccessibleName("Remembered formulas")
        self._remembered.setToolTip("Formulas that were walked on, the last one first.")
        self._remembered.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self._list_remembered()
        self._box.textEdited.connect(self._read)
        self._box.returnPressed.connect(self._finish)
        for edge in self._edges.values():
            edge.textEdited.connect(self._read)
            edge.returnPressed.connect(self._finish)
        self._remembered.activated.connect(self._recall)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._view.show_theme(theme)
        font = theme.font(theme.normal)
        font.setFamilies(["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"])
        self._where.setFont(font)
        self._where.setStyleSheet(f"font-family: {font.family()!r}; color: {theme.bad};")

    def show_terrain(self, terrain: Terrain) -> None:
        """Show a mountain's formula and the edges of its map, unless they have been typed here."""
        if self._shown == terrain:
            return
        self._shown = terrain
        # What is being typed is further on than the mountain that has been made of it.
        if (terrain.ground, terrain.window) == self._written:
            return
        is_formula = isinstance(terrain.ground, Formula)
        self._box.setText(terrain.ground.text if is_formula else "")
        self._box.setCursorPosition(0)
        self._show_edges(terrain.window)
        if isinstance(terrain.ground, Formula):
            self._understand(terrain.ground, terrain.window)
        else:
            self._say("", "")
            self._view.show_words(f"Made of data: {terrain.ground.text}")

    def _show_edges(self, window: Window) -> None:
        for name, edge in self._edges.items():
            edge.setText(repr(float(getattr(window, name))).removesuffix(".0"))
            edge.setCursorPosition(0)

    def _typed(self) -> tuple[Formula, Window] | None:
        """Return what stands in the boxes, if it is a mountain."""
        try:
            edges = [float(self._edges[name].text().replace("−", "-")) for name in _EDGES]
            return mountain.parse_formula(self._box.text()), Window(*edges)
        except (FormulaError, TerrainError, ValueError):
            return None

    def _read(self) -> None:
        """Take what has been typed so far."""
        try:
            formula = mountain.parse_formula(self._box.text())
        except FormulaError as error:
            problem = error.problem[:1].upper() + error.problem[1:]
            self._say(where_wrong(error), f"{problem}: {error.suggestion}")
            return
        try:
            edges = [self._number(name) for name in _EDGES]
            window = Window(*edges)
        except TerrainError as error:
            self._say("", str(error))
            return
        self._understand(formula, window)
        self._written = formula, window
        self.written.emit(formula, window)

    def _number(self, name: str) -> float:
        text = self._edges[name].text().strip().replace("−", "-")
        try:
            return float(text)
        except ValueError:
            message = f"{_SIDES[name].lower()} edge: {text!r} is no number; try -3 or 2.5"
            raise TerrainError(message) from None

    def _understand(self, formula: Formula, window: Window) -> None:
        """Show how a formula was understood, and what may surprise on its map."""
        self._say("", "\n".join((*formula.hints, *formula.warnings(window))))
        self._view.show_node(formula.node)

    def _say(self, where: str, remarks: str) -> None:
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self._remarks.setText(remarks)
        self._remarks.setVisible(bool(remarks))

    def _finish(self) -> None:
        """Remember what was typed, if it is a mountain."""
        typed = self._typed()
        if typed is None:
            return
        formula, window = typed
        remember(Written(formula.text, (window.x0, window.x1, window.y0, window.y1)))
        self._list_remembered()
        self.done.emit()

    def _list_remembered(self) -> None:
        with QSignalBlocker(self._remembered):
            self._remembered.clear()
            for written in remembered():
                self._remembered.addItem(written.text, written)
            self._remembered.setCurrentIndex(-1)

    def _recall(self, index: int) -> None:
        written = self._remembered.itemData(index)
        self._box.setText(written.text)
        self._show_edges(Window(*written.window))
        self._remembered.setCurrentIndex(-1)
        self._read()

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    def _edge(self, name: str) -> QLineEdit:
        edge = QLineEdit("-3" if name.endswith("0") else "3")
        edge.setObjectName(f"window_{name}")
        edge.setProperty("typed", True)
        edge.setAccessibleName(f"{_SIDES[name]} edge of the map")
        edge.setToolTip(f"{_SIDES[name]} edge of the map, in map units.")
        edge.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return edge

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        name = QLabel("f(x, y) =")
        name.setBuddy(self._box)
        row.addWidget(name)
        row.addWidget(self._box, 1)
        column.addLayout(row)
        column.addWidget(self._where)
        column.addWidget(self._remarks)
        column.addWidget(self._view, 3)
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for line, axis in enumerate("xy"):
            grid.addWidget(QLabel(f"{axis}  from"), line, 0)
            grid.addWidget(self._edges[f"{axis}0"], line, 1)
            grid.addWidget(QLabel("to"), line, 2)
            grid.addWidget(self._edges[f"{axis}1"], line, 3)
        column.addLayout(grid)
        self._remembered.setPlaceholderText("Remembered formulas")
        column.addWidget(self._remembered)
        column.addStretch(1)
