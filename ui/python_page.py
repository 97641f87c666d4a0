"""The second exercise: a student's own gradient in Python, compared with the exact one."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

import mountain
from mountain import Formula, GradientVerdict, Regression, Terrain
from ui.answer import bring_into_view, plain_lines
from ui.formula_view import FormulaView
from ui.theme import DUSK, GRID, Theme
from ui.typesetter import Typesetter
from ui.verdict import with_minus_signs

#: Of what a function says, so much is shown.
_LONGEST_TOLD = 240
_TEMPLATE = """\
def gradient(x, y):
    # the slopes along x and along y
    return 0.0, 0.0
"""
_HINT = "Write the gradient of this mountain. It runs in a process of its own."
_INDENT = 4


class _Sheet(QPlainTextEdit):
    """A sheet on which Return goes on where the line began, and farther in after a colon."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin a line below the one before it; take blanks before a line out together."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        inwards = len(before) - len(before.lstrip(" "))
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            more = _INDENT if before.split("#")[0].rstrip().endswith(":") else 0
            cursor.insertText("\n" + " " * (inwards + more))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        elif event.key() == Qt.Key.Key_Backspace and _ends_in_blanks(before, cursor):
            back = (inwards - 1) % _INDENT + 1
            kept = cursor.MoveMode.KeepAnchor
            cursor.movePosition(cursor.MoveOperation.Left, kept, back)
            cursor.removeSelectedText()
        else:
            super().keyPressEvent(event)


def _ends_in_blanks(before: str, cursor: QTextCursor) -> bool:
    return bool(before) and not before.strip(" ") and not cursor.hasSelection()


class PythonPage(QWidget):
    """A sheet for a function, and what is said of it.

    Parameters
    ----------
    typesetter : Typesetter
        Who sets the mountain's formula.
    seconds : float
        How long a function may take.
    """

    _done = Signal(object, int)

    def __init__(self, typesetter: Typesetter, seconds: float = 5.0) -> None:
        super().__init__()
        self._seconds = seconds
        self._theme, self._right = DUSK, True
        self._terrain: Terrain | None = None
        self._turn = 0
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._asked = QLabel()
        self._asked.setProperty("text_size", "small")
        self._view = FormulaView(typesetter, 2.0)
        self._view.setObjectName("python_formula")
        self._text = self._made_sheet()
        self._check = QPushButton("Check")
        self._check.setObjectName("check_python")
        self._check.setToolTip("Run your function in a process of its own, and compare it.")
        self._open = QPushButton("Open a file …")
        self._open.setObjectName("open_python")
        self._open.setToolTip("Take your function from a Python file.")
        self._said = plain_lines("python_verdict")
        self._arrange()
        self._check.clicked.connect(self._run)
        self._open.clicked.connect(self._choose_file)
        self._done.connect(self._take)
        self._text.textChanged.connect(self._forget)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._view.show_theme(theme)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._text.setStyleSheet(f"QPlainTextEdit {{ font-family: {font.family()!r}; }}")
        self._text.setMinimumHeight(8 * theme.normal)
        self._colour()

    def show_terrain(self, terrain: Terrain) -> None:
        """Compare with the gradient of this mountain from now on."""
        if terrain != self._terrain:
            self._terrain = terrain
            self._asked.setText(f"f(x, y) of {terrain.title}, on the map:")
            if isinstance(terrain.ground, Regression):
                self._asked.setText(f"f(x, y) of {terrain.title}, rounded:")
                self._view.show_node(terrain.ground.short_node)
            elif isinstance(terrain.ground, Formula):
                self._view.show_node(terrain.ground.node)
            else:
                self._view.show_words(f"Made of data: {terrain.ground.text}")
            self._forget()

    def _forget(self) -> None:
        """Say nothing of a function that is no more, or that is to be another gradient."""
        self._turn += 1
        self._say(_HINT, right=True)

    def wait(self) -> None:
        """Have nothing run any more, and wait until that is so."""
        self._turn += 1
        self._workers.waitForDone()

    def open_file(self, path: Path) -> None:
        """Take the text of a file."""
        try:
            self._text.setPlainText(mountain.python_from_file(path))
        except mountain.FileError as error:
            self._say(str(error), right=False)

    def _run(self) -> None:
        """Run the function away from the window; only the last run counts."""
        terrain = self._terrain
        if terrain is None:
            return
        self._turn = turn = self._turn + 1
        text = self._text.toPlainText()
        self._check.setEnabled(False)
        self._say("Being tried …", right=True)

        def work() -> None:
            verdict = mountain.check_gradient(
                text, terrain.ground, terrain.window, self._seconds, lambda: turn != self._turn
            )
            self._done.emit(verdict, turn)

        self._workers.start(work)

    def _take(self, verdict: GradientVerdict, turn: int) -> None:
        self._check.setEnabled(True)
        if turn == self._turn:
            printed = _breakable(" ".join(verdict.printed.split()))
            told = f"\nIt printed: {printed}" if printed else ""
            mark = "✓" if verdict.is_right else "✗"
            sentence = _breakable(with_minus_signs(verdict.sentence))
            self._say(f"{mark} {sentence}{told}", verdict.is_right)
            bring_into_view(self._said)

    def _say(self, words: str, right: bool) -> None:
        self._right = right
        self._said.setText(words)
        self._colour()

    def _colour(self) -> None:
        self._said.setStyleSheet(f"color: {self._theme.ink if self._right else self._theme.bad};")

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open Python", str(Path.home()), "*.py *.txt")
        if name:
            self.open_file(Path(name))

    def _made_sheet(self) -> QPlainTextEdit:
        text = _Sheet(_TEMPLATE)
        text.setObjectName("python_gradient")
        text.setAccessibleName("Your function gradient(x, y) in Python")
        text.setToolTip(
            "Python with a function gradient(x, y) that returns both slopes. Return keeps a line's "
            "indentation; Tab and Shift+Tab leave the box."
        )
        # As tall as there is room, not as it would like to be.
        text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        text.setTabChangesFocus(True)
        text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        return text

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._asked)
        column.addWidget(self._view)
        row = QHBoxLayout()
        row.addWidget(self._check)
        row.addWidget(self._open)
        # Above what grows and shrinks, so that they do not move when something is said.
        column.addLayout(row)
        column.addWidget(self._text, 1)
        column.addWidget(self._said)


def _breakable(text: str) -> str:
    """Shorten what is very long, and let words be broken that are wider than the page."""
    short = text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]} …"
    # A space of no width, which is no space but to who breaks lines.
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", short)
