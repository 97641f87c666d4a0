"""An answer to a question: where it is typed, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QScrollArea, QWidget

from ui.theme import DUSK, GRID, Theme
from ui.verdict import with_minus_signs

_LETTERS_OF_ONE_WIDTH = ["DejaVu Sans Mono", "Menlo", "Consolas", "monospace"]


def plain_lines(name: str) -> QLabel:
    """Make a label for plain text, in as many lines as it takes."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def bring_into_view(widget: QWidget) -> None:
    """Scroll a page, once there is room on it, as little as it takes for a widget to be seen."""
    outer = widget.parentWidget()
    while outer is not None and not isinstance(outer, QScrollArea):
        outer = outer.parentWidget()
    if outer is not None:
        QTimer.singleShot(0, widget, partial(_scroll, outer, widget))


def _scroll(area: QScrollArea, widget: QWidget) -> None:
    if widget.isVisible():
        area.ensureWidgetVisible(widget, 0, GRID)


class Said(QWidget):
    """What is said of an answer, below everything that must not move: nothing, or a sentence.

    Parameters
    ----------
    name : str
        The answer's name in code.
    words : str
        What it is an answer to, where there are several.
    """

    def __init__(self, name: str, words: str = "") -> None:
        super().__init__()
        self._theme, self._right = DUSK, True
        self._words = QLabel(words)
        self._words.hide()
        self._where, self._sentence = plain_lines(f"{name}_where"), plain_lines(f"{name}_verdict")
        for each in (self._where, self._sentence):
            each.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID // 2)
        grid.setVerticalSpacing(0)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._words, 0, 0, 2, 1, top)
        grid.addWidget(self._where, 0, 1)
        grid.addWidget(self._sentence, 1, 1)
        grid.setColumnStretch(1, 1)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        font = theme.font(theme.normal)
        font.setFamilies(_LETTERS_OF_ONE_WIDTH)
        self._where.setFont(font)
        self._where.setStyleSheet(f"font-family: {font.family()!r}; color: {theme.bad};")
        self._colour()

    def show_nothing(self) -> None:
        """Say nothing."""
        self._words.hide()
        self._where.hide()
        self._sentence.hide()

    def show_verdict(self, sentence: str, *, right: bool, where: str = "") -> None:
        """Say a sentence, below a text with a caret where something is wrong with it."""
        self._right = right
        # Not by colour alone.
        self._sentence.setText(f"{'✓' if right else '✗'} {with_minus_signs(sentence)}")
        self._colour()
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self._words.setVisible(bool(self._words.text()))
        self._sentence.show()
        bring_into_view(self._sentence)

    def _colour(self) -> None:
        ink = self._theme.good if self._right else self._theme.bad
        self._sentence.setStyleSheet(f"color: {ink};")


class Answer(QWidget):
    """A name, a box, and what is said of it.

    Attributes
    ----------
    said : Said
        What is said of what was typed, below or elsewhere; it goes as soon as that is edited.
    words : QLabel
        The words before the box.

    Signals
    -------
    given : str
        What was typed, when Return is pressed.
    edited
        Something else is being typed.

    Parameters
    ----------
    name, words : str
        The box's name in code, and the words before it.
    meaning : str
        What is to be typed.
    above : bool
        Whether the words stand above the box, which holds a lot.
    apart : bool
        Whether what is said of the answer stands elsewhere, with the words said again beside it.
    """

    given = Signal(str)
    edited = Signal()

    def __init__(
        self, name: str, words: str, meaning: str, *, above: bool = False, apart: bool = False
    ) -> None:
        super().__init__()
        self.said = Said(name, words.removesuffix(" =") if apart and not above else "")
        self._box = QLineEdit()
        self._box.setObjectName(name)
        self._box.setAccessibleName(meaning)
        self._box.setToolTip(f"{meaning}.")
        self._box.setProperty("typed", True)
        self.words = label = QLabel(words)
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
        if not apart:
            grid.addWidget(self.said, 2, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self._box.returnPressed.connect(lambda: self.given.emit(self.text))
        # Also where it is changed by no key.
        self._box.textChanged.connect(self._forget)

    @property
    def text(self) -> str:
        """What stands in the box."""
        return self._box.text()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.said.show_theme(theme)

    def show_text(self, text: str) -> None:
        """Have something in the box, and nothing said of it."""
        self._box.setText(text)
        self._box.setCursorPosition(0)
        self.said.show_nothing()

    def show_verdict(self, sentence: str, *, right: bool, where: str = "") -> None:
        """Say what is to be said of the answer, and where in it something is wrong."""
        self.said.show_verdict(sentence, right=right, where=where)

    def _forget(self) -> None:
        self.said.show_nothing()
        self.edited.emit()


def align(answers: Sequence[Answer]) -> None:
    """Have boxes that stand one below the other begin at one edge, behind their longest words."""
    for answer in answers:
        answer.words.ensurePolished()
    widest = max(answer.words.sizeHint().width() for answer in answers)
    for answer in answers:
        answer.words.setMinimumWidth(widest)
