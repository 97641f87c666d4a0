"""The second exercise: a student's own gradient in Python, compared with the exact one."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QFontDatabase
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
from mountain import GradientVerdict, Terrain
from ui.theme import DUSK, GRID, Theme
from ui.verdict import with_minus_signs

#: Of what a function says, so much is shown.
_LONGEST_TOLD = 240
_TEMPLATE = """\
def gradient(x, y):
    # of the mountain on the map
    return 2 * x, 2 * y
"""


class PythonPage(QWidget):
    """A sheet for a function, and what is said of it.

    Parameters
    ----------
    seconds : float
        How long a function may take.
    """

    _done = Signal(object, int)

    def __init__(self, seconds: float = 5.0) -> None:
        super().__init__()
        self._seconds = seconds
        self._theme, self._right = DUSK, True
        self._terrain: Terrain | None = None
        self._turn = 0
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        self._text = QPlainTextEdit(_TEMPLATE)
        self._text.setObjectName("python_gradient")
        self._text.setAccessibleName("Your function gradient(x, y) in Python")
        self._text.setToolTip("Python with a function gradient(x, y) that returns both slopes.")
        # As tall as there is room, not as it would like to be.
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._text.setTabChangesFocus(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._check = QPushButton("Check")
        self._check.setObjectName("check_python")
        self._check.setToolTip("Run your function in a process of its own, and compare it.")
        self._open = QPushButton("Open a file …")
        self._open.setObjectName("open_python")
        self._open.setToolTip("Take your function from a Python file.")
        self._said = QLabel()
        self._said.setObjectName("python_verdict")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._arrange()
        self._check.clicked.connect(self._run)
        self._open.clicked.connect(self._choose_file)
        self._done.connect(self._take)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._text.setStyleSheet(f"QPlainTextEdit {{ font-family: {font.family()!r}; }}")
        self._text.setMinimumHeight(8 * theme.normal)
        self._colour()

    def show_terrain(self, terrain: Terrain) -> None:
        """Compare with the gradient of this mountain from now on."""
        if terrain != self._terrain:
            self._terrain = terrain
            # What is being tried is compared with another gradient.
            self._turn += 1
            self._said.setText(
                "Write the gradient of the mountain on the map. It runs in a process of its own."
            )
            self._right = True
            self._colour()

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

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._text, 1)
        row = QHBoxLayout()
        row.addWidget(self._check)
        row.addWidget(self._open)
        column.addLayout(row)
        column.addWidget(self._said)


def _breakable(text: str) -> str:
    """Shorten what is very long, and let words be broken that are wider than the page."""
    short = text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]} …"
    # A space of no width, which is no space but to who breaks lines.
    return re.sub(r"(\S{24})(?=\S)", "\\1\u200b", short)
