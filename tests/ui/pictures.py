"""What the tests of drawn widgets share: widgets as pictures, and pictures as numbers."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtWidgets import QWidget

from ui.drawing import Line
from ui.theme import Theme


def picture_of(widget: QWidget, ratio: float = 1.0, ground: str = "#ff00ff") -> NDArray[np.uint8]:
    """Return a widget's pixels as it paints itself over one colour, rows by columns by RGBA."""
    size = widget.size() * ratio
    image = QImage(size, QImage.Format.Format_RGBA8888)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(ground))
    painter = QPainter(image)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).copy()


def colour_at(pixels: NDArray[np.uint8], x: float, y: float) -> str:
    """Return the colour of one pixel by name."""
    red, green, blue = (int(part) for part in pixels[round(y), round(x), :3])
    return QColor(red, green, blue).name()


def boxes_of(lines: tuple[Line, ...]) -> list[QRectF]:
    return [QRectF(*line.box) for line in lines]


def outside(line: Line, theme: Theme) -> float:
    """Return how far a line's letters reach out of its box, in the drawing's units."""
    ink, box = line.ink(theme), QRectF(*line.box)
    return max(
        box.left() - ink.left(),
        ink.right() - box.right(),
        box.top() - ink.top(),
        ink.bottom() - box.bottom(),
    )


def overlaps(lines: tuple[Line, ...], theme: Theme) -> list[tuple[str, str]]:
    """Return the pairs of lines whose letters touch."""
    inks = [line.ink(theme) for line in lines]
    return [
        (lines[first].text, lines[second].text)
        for second in range(len(lines))
        for first in range(second)
        if inks[first].intersects(inks[second])
    ]
