"""An answer to a question: where it is typed, and what is said of it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from ui.theme import DUSK, GRID, Theme
from ui.verdict import with_minus_signs


class Answer(QWidget):
    """A name, a box, and a sentence below.

    Signals
    -------
    given : str
        What was typed, when Return is pressed or the box is left.

    Parameters
    ----------
    name, words : str
        The box's name in code, and the words before it.
    meaning : str
        What is to be typed.
    above : bool
        Whether the words stand above the box, which holds a lot.
    """

    given = Signal(str)

    def __init__(self, name: str, words: str, meaning: str, *, above: bool = False) -> None:
        super().__init__()
        self._theme, self._right = DUSK, True
        self._box = QLineEdit()
        self._box.setObjectName(name)
        self._box.setAccessibleName(meaning)
        self._box.setToolTip(f"{meaning}.")
        self._box.setProperty("typed", True)
        self._said = QLabel()
        self._said.setObjectName(f"{name}_verdict")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.hide()
        label = QLabel(words)
        label.setBuddy(self._box)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        if above:
            label.setProperty("text_size", "small")
            self._box.setProperty("text_size", "small")
            grid.addWidget(label, 0, 0, 1, 2)
            grid.addWidget(self._box, 1, 0, 1, 2)
        else:
            grid.addWidget(label, 0, 0)
            grid.addWidget(self._box, 0, 1)
        grid.addWidget(self._said, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._box.returnPressed.connect(lambda: self.given.emit(self.text))
        self._box.textEdited.connect(self._said.hide)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self._box.text()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._colour()

    def show_text(self, text: str) -> None:
        """Have something in the box, and nothing said of it."""
        self._box.setText(text)
        self._box.setCursorPosition(0)
        self._said.hide()

    def show_verdict(self, sentence: str, *, right: bool) -> None:
        """Say what is to be said of the answer."""
        self._right = right
        # Not by colour alone.
        self._said.setText(f"{'✓' if right else '✗'} {with_minus_signs(sentence)}")
        self._colour()
        self._said.show()

    def _colour(self) -> None:
        ink = self._theme.good if self._right else self._theme.bad
        self._said.setStyleSheet(f"color: {ink};")
