"""The page of the formula: type one, and it is the mountain."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSizePolicy, QVBoxLayout

import mountain
from mountain import Formula, FormulaError, Grid, Ground, Regression, Terrain, Window
from ui.desk import Page
from ui.edges import Edges
from ui.elevation_sheet import ElevationSheet
from ui.formula_view import FormulaView
from ui.remembered import EXAMPLES, Written, remember, remembered
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

#: Of a text that is wrong, so much is shown on either side of where it is.
_AROUND = 14
_STAYS = "Until then the mountain stays as it is."
#: What is said of ground that is nowhere.
_NO_GROUND = (
    "There is no ground in this window: the formula has no height anywhere in it; "
    "try other edges, or as x^2 + y^2"
)


def _contents_of(ground: Ground) -> str:
    """Say in words what a mountain is that is no formula."""
    if isinstance(ground, Regression):
        points = mountain.counted(len(ground.samples.x), "point")
        return f"{points}; the mean squared error over slope and intercept."
    return ground.text


def where_wrong(error: FormulaError) -> str:
    """Return a line of the text, and one with a caret under the place that is wrong."""
    first = max(error.position - _AROUND, 0)
    shown = error.text[first : error.position + _AROUND]
    before = "…" if first else ""
    return f"{before}{shown}\n{' ' * (error.position - first + len(before))}^"


class FormulaPage(Page):
    """A box for a formula, how it was understood, and the edges of the map.

    Attributes
    ----------
    elevation : ElevationSheet
        What a mountain is that is no formula but an elevation map.

    Signals
    -------
    understood : (Formula, Window)
        This mountain's formula is shown, and remarks on it are welcome.
    written : (Formula, Window)
        What was typed so far may be a mountain; remarks on it are welcome as well.
    done
        Return was pressed: the keyboard is wanted elsewhere.
    """

    heading = "Formula"
    meaning = "Type a formula, and it is the mountain."
    understood = Signal(object, object)
    written = Signal(object, object)
    done = Signal()

    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__()
        self._shown: Terrain | None = None
        # What was understood last, of what is shown and of what was typed.
        self._understood: tuple[Formula, Window] | None = None
        self._written: tuple[Formula, Window] | None = None
        self._is_wrong = self._to_remember = False
        self._box = self._made_box()
        self._view = FormulaView(typesetter, 3.6, 2.0)
        self._view.setObjectName("understood")
        self._view.setAccessibleName("How the formula was understood")
        self._where = self._label("formula_error")
        self._remarks = self._label("formula_remarks")
        self._stays = self._label("formula_stays")
        self._stays.setProperty("text_size", "small")
        self._stays.setText(_STAYS)
        self._edges = Edges()
        self.elevation = ElevationSheet()
        self._remembered = QComboBox()
        self._remembered.setObjectName("remembered")
        self._remembered.setAccessibleName("Remembered formulas")
        self._remembered.setToolTip("Formulas that were walked on, the last one first; examples.")
        self._remembered.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._remembered.setPlaceholderText("Remembered formulas")
        # A long formula must not make the page wider than the desk.
        self._remembered.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._arrange()
        for written in dict.fromkeys((*remembered(), *EXAMPLES)):
            self._remembered.addItem(written.text, written)
        self._remembered.setCurrentIndex(-1)
        self._box.textEdited.connect(self._read)
        self._box.returnPressed.connect(self._finish)
        self._edges.edited.connect(self._read)
        self._edges.finished.connect(self._finish)
        self._remembered.activated.connect(self._recall)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._view.show_theme(theme)
        self._edges.show_theme(theme)
        self.elevation.show_theme(theme)
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
            if self._to_remember:
                self._remember()
            return
        self._written = None
        self._box.setText(terrain.ground.typed if isinstance(terrain.ground, Formula) else "")
        self._box.setCursorPosition(0)
        self._edges.show_window(terrain.window)
        self._say("", "")
        if isinstance(terrain.ground, Formula):
            self._understand(terrain.ground, terrain.window)
            self.understood.emit(terrain.ground, terrain.window)
        else:
            self._view.show_words(f"Made of data: {_contents_of(terrain.ground)}")
        self._make_room(is_map=isinstance(terrain.ground, Grid) and bool(terrain.ground.origin))

    def _make_room(self, *, is_map: bool) -> None:
        """Leave out what is about formulas where the mountain is an elevation map."""
        for each in (self._view, self._edges, self._remembered):
            each.setHidden(is_map)

    def show_remarks(self, formula: Formula, window: Window, warnings: tuple[str, ...]) -> None:
        """Say what may surprise on a formula's map, if it is still the one that is shown."""
        if (formula, window) == self._understood and not self._is_wrong:
            self._say("", "\n".join((*formula.hints, *warnings)))

    def refuse(self, formula: Formula, window: Window) -> None:
        """Say that a formula has no ground, if it is still the one that is typed."""
        if (formula, window) == self._written and not self._is_wrong:
            self._say("", _NO_GROUND, wrong=True)

    def _read(self) -> None:
        """Take what has been typed so far."""
        self._to_remember = False
        self._make_room(is_map=False)
        window = self._edges.read()
        try:
            formula = mountain.parse_formula(self._box.text())
        except FormulaError as error:
            problem = error.problem[:1].upper() + error.problem[1:]
            self._say(where_wrong(error), f"{problem}: {error.suggestion}", wrong=True)
            return
        if window is None:
            # What the formula is nobody doubts.
            self._view.show_node(formula.node)
            self._say("", "", wrong=True)
            self._stays.hide()
            self._view.show_dim(False)
            return
        self._written = formula, window
        self._understand(formula, window)
        self.written.emit(formula, window)

    def _understand(self, formula: Formula, window: Window) -> None:
        """Show how a formula was understood."""
        self._understood = formula, window
        if self._is_wrong:
            # Remarks on the formula before stay until there are those on this one.
            self._say("", "")
        self._view.show_node(formula.node)

    def _say(self, where: str, remarks: str, *, wrong: bool = False) -> None:
        """Say what is wrong or surprising; while it is wrong, the mountain is the one before."""
        self._is_wrong = wrong
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self._remarks.setText(remarks)
        self._remarks.setVisible(bool(remarks))
        self._stays.setVisible(wrong)
        self._view.show_dim(wrong)

    def _finish(self) -> None:
        """Give the keyboard away, and remember what was typed as soon as it is the mountain."""
        if self._is_wrong:
            return
        shown = self._shown
        if shown is not None and (shown.ground, shown.window) == self._written:
            self._remember()
        else:
            self._to_remember = self._written is not None
        self.done.emit()

    def _remember(self) -> None:
        """Put what was typed at the head of what is remembered."""
        assert self._written is not None
        formula, window = self._written
        written = Written(formula.typed, (window.x0, window.x1, window.y0, window.y1))
        self._to_remember = False
        remember(written)
        with QSignalBlocker(self._remembered):
            for place in reversed(range(self._remembered.count())):
                if self._remembered.itemData(place) == written:
                    self._remembered.removeItem(place)
            self._remembered.insertItem(0, written.text, written)
            self._remembered.setCurrentIndex(-1)

    def _recall(self, index: int) -> None:
        written = self._remembered.itemData(index)
        self._box.setText(written.text)
        self._edges.show_window(Window(*written.window))
        self._remembered.setCurrentIndex(-1)
        self._read()

    def _made_box(self) -> QLineEdit:
        box = QLineEdit()
        box.setObjectName("formula")
        box.setAccessibleName("Formula")
        box.setToolTip("The height over x and y: powers, roots, sin, e, |x|, LaTeX too.")
        box.setPlaceholderText("x^2 + 3y^2")
        box.setProperty("typed", True)
        box.setMaxLength(4000)
        return box

    def _label(self, name: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        return label

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        name = QLabel("f(x, y) =")
        name.setProperty("text_size", "small")
        name.setBuddy(self._box)
        above = QVBoxLayout()
        above.setSpacing(GRID // 4)
        above.addWidget(name)
        above.addWidget(self._box)
        column.addLayout(above)
        for each in (self._view, self._where, self._remarks, self._stays):
            column.addWidget(each)
        column.addWidget(self._edges)
        column.addWidget(self._remembered)
        column.addWidget(self.elevation)
        column.addStretch(1)
