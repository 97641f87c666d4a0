"""The verdict: what became of the hike, in words for the back row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.icons import picture
from ui.theme import GRID, Theme

if TYPE_CHECKING:
    from mountain import Fate


@dataclass(frozen=True)
class Saying:
    """What the strip below the map says.

    Attributes
    ----------
    mark : str
        The drawing beside it, a fate's name.
    title, text : str
        The word, and the sentence.
    arrived : bool or None
        Whether that is what the hiker set out for; None while it is open.
    """

    mark: str
    title: str
    text: str
    arrived: bool | None = None


def verdict_of(fate: Fate, reason: str) -> Saying:
    """Return what is said of an ending."""
    return Saying(fate.name, fate.title, reason, None if fate.name == "walking" else fate.arrived)


def with_minus_signs(text: str) -> str:
    """Return a text with true minus signs before its figures."""
    return re.sub(r"(?<!\w)-(?=\d)", "−", text)


def with_units_kept(text: str) -> str:
    """Return a text whose figures stay on one line with their metres and kilometres."""
    return re.sub(r"(?<=\d) (?=k?m\b)", "\N{NO-BREAK SPACE}", text)


class Verdict(QFrame):
    """A strip with a drawing, a word and a sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._saying: Saying | None = None
        self._mark = QLabel()
        self._title = QLabel()
        self._title.setObjectName("verdict_title")
        self._title.setProperty("text_size", "large")
        self._text = QLabel()
        self._text.setObjectName("verdict_reason")
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._text, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        tall = QFontMetrics(theme.font(theme.large)).lineSpacing()
        # Room for a title and two lines, always, so that the map does not jump when the hike ends.
        self.setFixedHeight(3 * tall + 2 * GRID + 4)
        self._paint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sentence anew."""
        super().resizeEvent(event)
        self._fit()

    def show_saying(self, saying: Saying) -> None:
        """Say something else."""
        if saying != self._saying:
            self._saying = saying
            self._paint()

    def _paint(self) -> None:
        if self._saying is None:
            return
        theme, saying = self._theme, self._saying
        colour = {True: theme.good, False: theme.bad, None: theme.neutral}[saying.arrived]
        side = round(theme.large * 1.3)
        self._mark.setPixmap(picture(saying.mark, colour, side, self.devicePixelRatioF()))
        self._title.setText(saying.title)
        self._title.setStyleSheet(f"color: {colour}")
        self._text.setText(with_units_kept(with_minus_signs(saying.text)))
        self.setAccessibleName(f"{saying.title}. {saying.text}")
        self._fit()

    def _fit(self) -> None:
        """Write the sentence as large as its room allows."""
        theme, room = self._theme, self._text.contentsRect()
        middle = (theme.large + theme.normal) // 2
        for pixels in (theme.large, middle, theme.normal):
            needed = QFontMetrics(theme.font(pixels)).boundingRect(
                0, 0, max(room.width(), 1), 10_000, Qt.TextFlag.TextWordWrap, self._text.text()
            )
            if needed.height() <= room.height():
                break
        self._text.setStyleSheet(f"font-size: {pixels}px")
