"""A formula on the screen, set as in a book."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from mountain import Node
from ui.theme import DUSK, Theme
from ui.typesetter import INK, SIZE, Typesetter

#: A formula becomes smaller down to this share of its natural size rather than taller,
_READABLE = 0.7
#: and down to this one rather than plain text, where a term is too wide.
_SMALLEST = 0.55
#: Between two terms, and between two lines, in letters.
_SPACE, _LEADING = 0.3, 0.35


@dataclass(frozen=True)
class _Line:
    """Terms beside each other: each with its distance from the left, and what they need of height.

    Attributes
    ----------
    terms : list of (float, QSvgRenderer)
        From left to right.
    up, down : float
        How far the highest reaches above the line that letters stand on, and the lowest below it.
    """

    terms: list[tuple[float, QSvgRenderer]]
    up: float
    down: float


class FormulaView(QWidget):
    """Shows one formula, broken between its terms; until it is set, and if too small, as text.

    Parameters
    ----------
    typesetter : Typesetter
        Who sets it.
    lines : float
        How tall this is, in lines of text.
    """

    def __init__(self, typesetter: Typesetter, lines: float = 2.6) -> None:
        super().__init__()
        self._typesetter, self._lines = typesetter, lines
        self._theme = DUSK
        self._terms: tuple[str, ...] = ()
        self._words = ""
        self._pictures: list[QSvgRenderer] = []
        self._set: list[_Line] = []
        self._scale = 1.0
        typesetter.typeset.connect(self._take)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._draw()

    def show_node(self, node: Node) -> None:
        """Show an expression; one that is too long is said to be so."""
        terms, words = mountain.mathml_terms(node), mountain.text_of(node)
        if terms is None or words is None:
            self.show_words(mountain.TOO_LONG)
        else:
            self._show(terms, words)

    def show_words(self, words: str) -> None:
        """Show plain words in the place of a formula."""
        self._show((), words)

    @property
    def is_set(self) -> bool:
        """Whether the formula is seen as it was set, not as plain text."""
        return bool(self._set)

    def sizeHint(self) -> QSize:
        """Return so many lines of text."""
        return QSize(12 * self._theme.normal, round(self._lines * self._theme.normal))

    def heightForWidth(self, width: int) -> int:
        """Return so many lines of text, or more if nothing else keeps all of it readable."""
        usual = round(self._lines * self._theme.normal)
        _, broken = self._fitted(width, usual)
        if broken:
            return max(usual, math.ceil(self._tall(broken)))
        room = QRect(0, 0, width, 100_000)
        words = QFontMetrics(self._font).boundingRect(room, self._flags(width), self._words)
        return max(usual, words.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the formula elsewhere."""
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the formula to the left, in the middle of the height."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._set:
            painter.setFont(self._font)
            painter.setPen(QColor(self._theme.ink if self._terms else self._theme.quiet))
            painter.drawText(QRectF(self.rect()), self._flags(self.width()), self._words)
            return
        top = (self.height() - self._tall(self._set)) / 2
        for line in self._set:
            for left, picture in line.terms:
                box = picture.viewBoxF()
                size = box.size() * self._scale
                above = line.up + box.top() * self._scale
                picture.render(painter, QRectF(left, top + above, size.width(), size.height()))
            top += line.up + line.down + _LEADING * self._theme.normal

    def _show(self, terms: tuple[str, ...], words: str) -> None:
        self._terms, self._words = terms, words
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self._draw()

    def _draw(self) -> None:
        """Draw the terms, if all have been set, in the theme's colour."""
        pictures = self._typesetter.pictures(self, self._terms)
        ink = self._theme.ink.encode()
        self._pictures = [
            QSvgRenderer(QByteArray(picture.replace(INK.encode(), ink)))
            for picture in pictures or ()
            if picture
        ]
        if len(self._pictures) < len(self._terms):
            self._pictures = []
        self._break()
        # Another formula needs another height.
        self.updateGeometry()

    def _take(self, mathml: str) -> None:
        if mathml in self._terms and not self._pictures:
            self._draw()

    @property
    def _font(self) -> QFont:
        return self._theme.font(self._theme.normal)

    def _flags(self, width: int) -> int:
        """Return how plain words stand: broken between them, if each has room on a line."""
        measure = QFontMetrics(self._font).horizontalAdvance
        wide = any(measure(word) > width for word in self._words.split())
        flags = Qt.TextFlag.TextWrapAnywhere if wide else Qt.TextFlag.TextWordWrap
        return int(Qt.AlignmentFlag.AlignVCenter) | int(flags)

    def _break(self) -> None:
        """Break the formula to suit the room that there is."""
        self._scale, self._set = self._fitted(self.width(), self.height())
        self.update()

    def _fitted(self, width: int, height: int) -> tuple[float, list[_Line]]:
        """Find the largest size at which the terms have room, on as many lines as there are.

        Where there is not room enough at the smallest, they are as tall as they are; no line where
        a term is too wide.
        """
        natural = 1.25 * self._theme.normal / SIZE
        shares = [1.0 - 0.05 * step for step in range(round((1.0 - _SMALLEST) / 0.05) + 1)]
        scale, broken = natural, []
        for share in shares if self._pictures else ():
            scale = share * natural
            broken = self._broken(scale, width)
            if broken and (self._tall(broken) <= height or share <= _READABLE):
                break
        return scale, broken

    def _broken(self, scale: float, width: int) -> list[_Line]:
        """Break the terms into lines at a size; none where one is too wide."""
        lines: list[list[tuple[float, QSvgRenderer]]] = [[]]
        left, space = 0.0, _SPACE * self._theme.normal
        for picture in self._pictures:
            wide = picture.viewBoxF().width() * scale
            if wide > width:
                return []
            if left + wide > width:
                lines.append([])
                left = 0.0
            lines[-1].append((left, picture))
            left += wide + space
        return [_line(terms, scale) for terms in lines]

    def _tall(self, lines: list[_Line]) -> float:
        between = _LEADING * self._theme.normal * (len(lines) - 1)
        return sum(line.up + line.down for line in lines) + between


def _line(terms: list[tuple[float, QSvgRenderer]], scale: float) -> _Line:
    boxes = [picture.viewBoxF() for _, picture in terms]
    up = max(-box.top() for box in boxes) * scale
    return _Line(terms, up, max(box.bottom() for box in boxes) * scale)
