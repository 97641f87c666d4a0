"""The classifier's sheet on the page of the cost: a network, ten digits, and five words."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import mountain
from ui.digit_strip import DigitStrip, StripView
from ui.network_picture import NetworkPicture, NetworkView
from ui.theme import DUSK, GRID, Theme

_TURN, _TURNING = "Turn map", "Turning …"


class ClassifierSheet(QWidget):
    """The network, ten digits, and the words that it is told in."""

    def __init__(self) -> None:
        super().__init__()
        self.hard = QPushButton("Hard ones")
        self.hard.setObjectName("hard_digits")
        self.hard.setToolTip("Ten digits that the trained network finds hard.")
        self.hard.setCheckable(True)
        self.turned = QPushButton(_TURN)
        self.turned.setObjectName("other_directions")
        self.turned.setToolTip("Walk along two other random directions through the weights.")
        self._theme = DUSK
        self._limit: float | None = None
        self.network = NetworkPicture(self.turned, self.hard)
        self.strip = DigitStrip()
        self._text = QLabel()
        self._text.setObjectName("introduction")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setProperty("text_size", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.strip)
        column.addWidget(self.network, 1)
        column.addLayout(self._words())
        column.addWidget(self._text)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        # Beside a picture buttons are slim, or nothing would be left for it.
        self.setStyleSheet(
            f"QPushButton, QToolButton {{ min-height: {theme.small + 9}px; padding: 1px 4px;"
            f" font-size: {theme.small}px; }}"
        )
        for view in (self.network, self.strip):
            view.show_theme(theme)
        measure = QFontMetrics(theme.font(theme.small)).horizontalAdvance
        for button in self._buttons.values():
            # A button would rather be wider than five of them can be.
            button.setMinimumWidth(measure(button.text()) + GRID + 2)
        self.turned.setFixedWidth(measure(_TURNING) + 2 * GRID + 2)
        self.hard.setFixedWidth(measure(_TURNING) + 2 * GRID + 2)
        self._keep_room()

    def show_network(self, network: NetworkView, strip: StripView, limit: float | None) -> None:
        """Show what the network makes of digits, and say what is true where η·k has a limit."""
        self.network.show_network(network)
        self.strip.show_digits(strip)
        if limit != self._limit:
            self._limit = limit
            self._say(self._word)

    def show_turning(self, turning: bool) -> None:
        """Say that another mountain is being worked out, until it is."""
        self.turned.setText(_TURNING if turning else _TURN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for the longest text at another width."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        """Have nothing move when another word is chosen."""
        measure = QFontMetrics(self._theme.font(self._theme.small))
        box = QRect(0, 0, max(self.width(), 1), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        tall = max(
            measure.boundingRect(box, flags, each.told(0.123)).height()
            for each in mountain.introductions()
        )
        self._text.setFixedHeight(tall + 2)

    def _words(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID // 2)
        self._buttons: dict[str, QToolButton] = {}
        for each in mountain.introductions():
            button = QToolButton()
            button.setText(each.title)
            button.setObjectName(f"word_{each.name}")
            button.setToolTip(f"What the word means, and where it is in the picture: {each.title}.")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            button.setProperty("preset", True)
            button.setCheckable(True)
            button.clicked.connect(lambda _, word=each: self._say(word))
            self._buttons[each.name] = button
            row.addWidget(button)
        self._say(mountain.introductions()[0])
        return row

    def _say(self, word: mountain.Introduction) -> None:
        self._word = word
        for name, button in self._buttons.items():
            button.setChecked(name == word.name)
        self._text.setText(word.told(self._limit))
        self.network.show_word(word.name)
