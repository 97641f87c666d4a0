"""A paragraph: the pieces of a formula beside and below each other, as large as there is room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from ui.typesetter import SIZE

#: In letters of the text around: a formula is no smaller than this, but taller, or in words.
_READABLE = 1.0
#: One size is so much of the one before.
_STEP = 0.92
#: Between two terms, two factors and two lines, and before a line that begins with a factor.
_SPACE, _THIN, _LEADING, _INDENT = 0.3, 0.15, 0.35, 1.0


@dataclass(frozen=True)
class Piece:
    """A term of a formula, or a factor of one.

    Attributes
    ----------
    picture : QSvgRenderer
        What is seen, with the line that letters stand on at zero.
    continues : bool
        Whether it is a factor of the term that the piece before is of.
    """

    picture: QSvgRenderer
    continues: bool = False

    @cached_property
    def box(self) -> QRectF:
        """What it takes of room, at the size that it was set in."""
        return self.picture.viewBoxF()


@dataclass(frozen=True)
class Line:
    """Pieces beside each other.

    Attributes
    ----------
    pieces : sequence of (float, Piece)
        From left to right, each with its distance from the left.
    up, down : float
        How far the highest reaches above the line that letters stand on, and the lowest below it.
    """

    pieces: Sequence[tuple[float, Piece]]
    up: float
    down: float


@dataclass(frozen=True)
class Paragraph:
    """Lines below each other; none where a piece is too wide.

    Attributes
    ----------
    lines : sequence of Line
        From top to bottom.
    scale : float
        How large a piece is, as a share of the size that it was set in.
    leading : float
        What is left free between two lines, in pixels.
    """

    lines: Sequence[Line] = ()
    scale: float = 1.0
    leading: float = 0.0

    @property
    def tall(self) -> float:
        """How tall it is, in pixels."""
        between = self.leading * max(len(self.lines) - 1, 0)
        return sum(line.up + line.down for line in self.lines) + between

    def paint(self, painter: QPainter, top: float) -> None:
        """Paint all lines, the first one's upper edge so far down."""
        for line in self.lines:
            for left, piece in line.pieces:
                box = piece.box
                above = top + line.up + box.top() * self.scale
                size = box.size() * self.scale
                piece.picture.render(painter, QRectF(left, above, size.width(), size.height()))
            top += line.up + line.down + self.leading


def fitted(
    pieces: Sequence[Piece], width: float, height: float, letter: int, largest: float
) -> Paragraph:
    """Find the largest size at which the pieces have room, on as many lines as there are.

    Where there is not room enough at a size that is read well, they are as tall as they are.

    Parameters
    ----------
    letter : int
        The size of the text around, in pixels.
    largest : float
        The size to begin with, in letters.
    """
    paragraph, size = Paragraph(), largest
    while pieces:
        paragraph = _broken(pieces, size * letter / SIZE, width, letter)
        if size <= _READABLE or (paragraph.lines and paragraph.tall <= height):
            break
        size = max(size * _STEP, _READABLE)
    return paragraph


def is_too_wide(piece: Piece, width: float, letter: int) -> bool:
    """Tell whether a piece has no room on a line at a size that is read well."""
    return piece.box.width() * _READABLE * letter / SIZE > width


def _broken(pieces: Sequence[Piece], scale: float, width: float, letter: int) -> Paragraph:
    """Break a formula into lines at a size; into none where a piece is too wide."""
    lines: list[list[tuple[float, Piece]]] = [[]]
    left = 0.0
    for piece in pieces:
        wide = piece.box.width() * scale
        if lines[-1]:
            left += (_THIN if piece.continues else _SPACE) * letter
        if left + wide > width and lines[-1]:
            lines.append([])
            left = min(_INDENT * letter, max(width - wide, 0.0)) if piece.continues else 0.0
        if wide > width:
            return Paragraph()
        lines[-1].append((left, piece))
        left += wide
    return Paragraph([_line(each, scale) for each in lines], scale, _LEADING * letter)


def _line(pieces: Sequence[tuple[float, Piece]], scale: float) -> Line:
    boxes = [piece.box for _, piece in pieces]
    up = max(-box.top() for box in boxes) * scale
    return Line(pieces, up, max(box.bottom() for box in boxes) * scale)
