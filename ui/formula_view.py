"""A formula on the screen, set as in a book."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from mountain import Node
from ui.theme import DUSK, Theme
from ui.typesetter import INK, SIZE, Typesetter

#: Smaller than this share of its natural size, nobody can read a formula.
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
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.setMaximumHeight(round(2 * self._lines * theme.normal))
        self._draw()
        self.updateGeometry()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the formula elsewhere."""
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the formula to the left, in the middle of the height."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._set:
            painter.setFont(self._theme.font(self._theme.normal))
            painter.setPen(QColor(self._theme.ink if self._terms else self._theme.quiet))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(QRectF(self.rect()), flags, self._words)
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

    def _take(self, mathml: str) -> None:
        if mathml in self._terms and not self._pictures:
            self._draw()

    def _break(self) -> None:
        """Find the largest size at which the terms have room, on as many lines as there are."""
        self._set = []
        share = 1.0
        while self._pictures and share >= _SMALLEST:
            self._scale = share * 1.25 * self._theme.normal / SIZE
            broken = self._broken()
            if broken and self._tall(broken) <= self.height():
                self._set = broken
                break
            share *= 0.93
        self.update()

    def _broken(self) -> list[_Line]:
        """Break the terms into lines at the present size; none where one is too wide."""
        lines: list[list[tuple[float, QSvgRenderer]]] = [[]]
        left, space = 0.0, _SPACE * self._theme.normal
        for picture in self._pictures:
            wide = picture.viewBoxF().width() * self._scale
            if wide > self.width():
                return []
            if left + wide > self.width():
                lines.append([])
                left = 0.0
            lines[-1].append((left, picture))
            left += wide + space
        return [self._line(terms) for terms in lines]

    def _line(self, terms: list[tuple[float, QSvgRenderer]]) -> _Line:
        boxes = [picture.viewBoxF() for _, picture in terms]
        up = max(-box.top() for box in boxes) * self._scale
        return _Line(terms, up, max(box.bottom() for box in boxes) * self._scale)

    def _tall(self, lines: list[_Line]) -> float:
        between = _LEADING * self._theme.normal * (len(lines) - 1)
        return sum(line.up + line.down for line in lines) + between
