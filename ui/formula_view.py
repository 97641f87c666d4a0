"""A formula on the screen, set as in a book."""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

import mountain
from mountain import Node
from ui.mathml import breadth, parts_of
from ui.paragraph import Paragraph, Piece, fitted, is_too_wide
from ui.theme import DUSK, Theme
from ui.typesetter import Typesetter

#: What stands before a derivative, in MathML and in words.
DERIVATIVES = {
    axis: (
        f"<math><mfrac><mrow><mo>∂</mo><mi>f</mi></mrow><mrow><mo>∂</mo><mi>{axis}</mi></mrow>"
        "</mfrac><mo>=</mo></math>",
        f"∂f/∂{axis} = ",
    )
    for axis in "xy"
}
#: How much is seen of a formula that does not hold any more.
_DIM = 0.38
#: Words of more lines than this are no help, but for those that say so.
_MOST_LINES = 6
#: So wide a narrow letter is at least, in letters of the text around.
_NARROW = 0.4
_BREAKS = ("*", "/", "(", ",", "^")


class FormulaView(QWidget):
    """Shows one formula, broken between its terms, or within them; where it cannot, as text.

    Until a formula is set, the one before is seen.

    Parameters
    ----------
    typesetter : Typesetter
        Who sets it.
    lines : float
        How tall this is, in lines of text.
    letters : float
        How large a short formula is, in letters of the text around.
    name : (str, str)
        What stands before the formula, in MathML and in words.

    Signals
    -------
    left_out
        All of the formula is seen again, or it is too long for that: `is_left_out` tells.
    """

    left_out = Signal()

    def __init__(
        self,
        typesetter: Typesetter,
        lines: float = 2.6,
        letters: float = 1.25,
        name: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._typesetter, self._lines, self._letters = typesetter, lines, letters
        self._name, self._named = name
        self._theme, self._is_dim = DUSK, False
        self._is_too_long = self._is_cut = False
        self._terms: tuple[str, ...] = ()
        self._wanted: tuple[str, ...] = ()
        self._words = ""
        self._split: frozenset[str] = frozenset()
        self._pieces: list[Piece] = []
        self._is_set = False
        self._paragraph = Paragraph()
        self._fits: dict[int, Paragraph] = {}
        self._heights: dict[int, int] = {}
        self._picture: QPixmap | None = None
        typesetter.typeset.connect(self._take)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._refit()

    def show_node(self, node: Node) -> None:
        """Show an expression; one that is too long is said to be so."""
        terms, words = mountain.mathml_terms(node), mountain.text_of(node)
        if terms is None or words is None:
            self._show((), mountain.TOO_LONG, is_too_long=True)
        else:
            self._show((self._name, *terms) if self._name else terms, words)

    def show_words(self, words: str) -> None:
        """Show plain words in the place of a formula."""
        self._show((), words)

    @property
    def is_left_out(self) -> bool:
        """Whether the formula is too long to be seen."""
        return self._is_too_long or self._is_cut

    def show_dim(self, is_dim: bool) -> None:
        """Show that the formula does not hold any more, or that it does."""
        if is_dim != self._is_dim:
            self._is_dim = is_dim
            self.update()

    @property
    def is_dim(self) -> bool:
        """Whether what is seen is said not to hold any more."""
        return self._is_dim

    @property
    def is_set(self) -> bool:
        """Whether the formula is seen as it was set, not as plain text, nor the one before."""
        return self._is_set and bool(self._paragraph.lines)

    @property
    def paragraph(self) -> Paragraph:
        """What is seen of the formula; without lines where it is plain text."""
        return self._paragraph

    def sizeHint(self) -> QSize:
        """Return so many lines of text."""
        return QSize(12 * self._theme.normal, round(self._lines * self._theme.normal))

    def heightForWidth(self, width: int) -> int:
        """Return so many lines of text, or more if nothing else keeps all of it readable."""
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the formula elsewhere."""
        if self._split:
            # There may be room for whole terms again.
            self._split = frozenset()
            self._draw()
        else:
            self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the formula to the left, in the middle of the height."""
        painter = QPainter(self)
        painter.setOpacity(_DIM if self._is_dim else 1.0)
        if self._paragraph.lines:
            painter.drawPixmap(0, 0, self._painted())
        else:
            painter.setFont(self._font)
            painter.setPen(QColor(self._theme.ink if self._terms else self._theme.quiet))
            painter.drawText(QRectF(self.rect()), self._flags, self._shown_words(self.width()))
        painter.end()

    def _painted(self) -> QPixmap:
        """Return the formula in the theme's ink, painted once."""
        if self._picture is None:
            ratio = self.devicePixelRatioF()
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paragraph.paint(painter, (self.height() - self._paragraph.tall) / 2)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
            painter.fillRect(self.rect(), QColor(self._theme.ink))
            painter.end()
            self._picture = picture
        return self._picture

    def _show(self, terms: tuple[str, ...], words: str, *, is_too_long: bool = False) -> None:
        self._terms, self._words = terms, words
        self._is_too_long = is_too_long
        self._split = frozenset()
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        self._draw()

    def _draw(self) -> None:
        """Take the pictures of what is shown, if all have been set."""
        pieces = [piece for term in self._terms for piece in self._pieces_of(term)]
        self._wanted = tuple(mathml for mathml, _ in pieces)
        pictures = self._typesetter.pictures(self, self._wanted)
        self._is_set = pictures is not None and all(pictures)
        if pictures is not None:
            unset = {part for part, each in zip(self._wanted, pictures, strict=True) if not each}
            if self._split_into_parts(unset):
                return
            self._pieces = [
                Piece(picture, continues)
                for picture, (_, continues) in zip(pictures, pieces, strict=True)
                if picture is not None and not unset
            ]
        self._refit()

    def _pieces_of(self, part: str, continues: bool = False) -> Iterator[tuple[str, bool]]:
        """Yield what a part is set in, and whether each continues what is before."""
        # What is far too wide is not even tried: setting it would take long.
        if breadth(part) * _NARROW * self._theme.normal > self.width():
            self._split |= {part}
        if part not in self._split:
            yield part, continues
            return
        parts = parts_of(part)
        if len(parts) == 1:
            yield part, continues
            return
        for place, smaller in enumerate(parts):
            yield from self._pieces_of(smaller, continues or place > 0)

    def _split_into_parts(self, parts: set[str]) -> bool:
        """Have parts set part by part, where they have any, and tell whether one has."""
        divisible = {part for part in parts if len(parts_of(part)) > 1}
        if divisible:
            self._split |= divisible
            self._draw()
        return bool(divisible)

    def _take(self, mathml: str) -> None:
        if not self._is_set and mathml in self._wanted:
            self._draw()

    @property
    def _font(self) -> QFont:
        return self._theme.font(self._theme.normal)

    @property
    def _flags(self) -> int:
        """Return how plain words stand: broken between them."""
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        return int(align) | int(Qt.TextFlag.TextWordWrap)

    def _height(self, width: int) -> int:
        usual = round(self._lines * self._theme.normal)
        if (paragraph := self._fitted(width)).lines:
            return max(usual, math.ceil(paragraph.tall))
        return max(usual, self._tall_words(self._shown_words(width), width))

    def _shown_words(self, width: int) -> str:
        """Return the words with places to break them; too many of them are said to be so."""
        words = self._named + self._words if self._terms else self._words
        if self._is_too_long:
            return self._instead
        for sign in _BREAKS:
            # A space without width: names and numbers are never broken.
            words = words.replace(sign, f"{sign}\u200b")
        if self._tall_words(words, width) <= _MOST_LINES * QFontMetrics(self._font).height():
            return words
        return self._instead

    @property
    def _instead(self) -> str:
        """Return what is seen in the place of what is too long; after a name it is told beside."""
        return f"{self._named}…" if self._named else mountain.TOO_LONG

    def _tall_words(self, words: str, width: int) -> int:
        room = QRect(0, 0, max(width, 1), 100_000)
        return QFontMetrics(self._font).boundingRect(room, self._flags, words).height()

    def _refit(self) -> None:
        """Fit the formula anew: it is another, or in letters of another size."""
        self._fits.clear()
        self._heights.clear()
        self._break()
        self.updateGeometry()

    def _break(self) -> None:
        """Break the formula to suit the room that there is."""
        self._paragraph = self._fitted(self.width())
        self._picture = None
        self.update()
        self._notice_cut()
        if self._is_set:
            room, letter = self.width(), self._theme.normal
            pieces = zip(self._wanted, self._pieces, strict=True)
            wide = {part for part, piece in pieces if is_too_wide(piece, room, letter)}
            self._split_into_parts(wide)

    def _notice_cut(self) -> None:
        """Tell whether there is room for all of the formula, where that has changed."""
        before, words = self.is_left_out, bool(self._terms) and not self._paragraph.lines
        self._is_cut = words and self._shown_words(self.width()) == self._instead
        if self.is_left_out != before:
            self.left_out.emit()

    def _fitted(self, width: int) -> Paragraph:
        """Return the formula in lines of a width; in none where that cannot be."""
        if width not in self._fits:
            letter = self._theme.normal
            height = self._lines * letter
            self._fits[width] = fitted(self._pieces, width, height, letter, self._letters)
        return self._fits[width]
