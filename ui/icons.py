"""The line drawings of the buttons and fates, coloured by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import mountain


@lru_cache(maxsize=256)
def picture(name: str, colour: str, pixels: int, ratio: float = 1.0) -> QPixmap:
    """Return a drawing as a square picture.

    Parameters
    ----------
    name : str
        The drawing's file name without its ending.
    colour : str
        Of the strokes.
    pixels : int
        The side, in the screen's logical pixels.
    ratio : float
        Device pixels to a logical pixel.
    """
    text = (mountain.ASSETS / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def icon(name: str, colour: str, pixels: int, checked_colour: str | None = None) -> QIcon:
    """Return a drawing as an icon, in another colour where its button is checked."""
    made = QIcon()
    for ratio in {1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}:
        made.addPixmap(picture(name, colour, pixels, ratio))
        if checked_colour is not None:
            checked = picture(name, checked_colour, pixels, ratio)
            made.addPixmap(checked, QIcon.Mode.Normal, QIcon.State.On)
    return made
