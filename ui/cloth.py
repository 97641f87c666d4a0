"""The cloth over the relief's block: the map's colours, its light, and its arrows downhill."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPainter

import mountain
from mountain import Terrain
from ui.contours import scale_of
from ui.detail import detail_of
from ui.overlay import SlopeField, arrows_downhill, paint_arrows
from ui.press import Press
from ui.relief import CELLS
from ui.sheet import Order
from ui.theme import Theme

#: Only all of the map is wanted of a sheet, which is as fine whatever the frame.
_FRAME = QRectF(0, 0, 160, 160)
#: How long a cloth's longer side is in pixels where there are arrows, and how many times finer.
_LONG, _FINE = 560, 2


class Cloth(QObject):
    """What the block wears; it is woven in a thread of its own, and the last wish counts.

    Parameters
    ----------
    parent : QObject
        Who has it woven.
    terrain, theme : Terrain, Theme
        Of what, and how.

    Attributes
    ----------
    slopes : bool
        Whether its colours tell how steep the ground is.

    Signals
    -------
    woven
        There is another one.
    """

    woven = Signal()

    def __init__(self, parent: QObject, terrain: Terrain, theme: Theme) -> None:
        super().__init__(parent)
        self._terrain, self._theme = terrain, theme
        self._light = mountain.Light()
        self.slopes = self._arrows = False
        self._press = Press(self)
        self._press.printed.connect(self.woven)
        self._weave()

    @property
    def is_busy(self) -> bool:
        """Whether there may be another one."""
        return self._press.is_busy

    def end(self) -> None:
        """Weave nothing more."""
        self._press.end()

    def show_terrain(self, terrain: Terrain) -> None:
        """Weave for another mountain."""
        self._terrain = terrain
        self._weave()

    def show_light(self, light: mountain.Light) -> None:
        """Shade the ground as a light from somewhere else does."""
        self._light = light
        self._weave()

    def show_slopes(self, shown: bool) -> None:
        """Have the colours tell how steep the ground is, or how high."""
        self.slopes = shown
        self._weave()

    def show_arrows(self, shown: bool) -> None:
        """Have arrows point downhill, or none."""
        self._arrows = shown
        self.woven.emit()

    def picture(self, sides: tuple[float, float]) -> QImage | None:
        """Return the picture of a block with such sides, north up; none before it is woven."""
        sheet = self._press.sheet
        if sheet is None or sheet.order.terrain is not self._terrain:
            return None
        return _embroidered(sheet.whole, self._terrain, sides) if self._arrows else sheet.whole

    def _weave(self) -> None:
        self._press.want(
            Order(
                terrain=self._terrain,
                theme=self._theme,
                frame=_FRAME,
                ratio=1.0,
                seen=self._terrain.window,
                light=self._light,
                slopes=self.slopes,
            )
        )


@lru_cache(maxsize=1)
def _field_of(terrain: Terrain) -> SlopeField:
    return SlopeField.of(detail_of(terrain).section(terrain.window, CELLS))


def _embroidered(plain: QImage, terrain: Terrain, sides: tuple[float, float]) -> QImage:
    """Return a picture with arrows that point downhill on it."""
    size, window = QSizeF(_LONG * sides[0], _LONG * sides[1]), terrain.window
    picture = QImage((size * _FINE).toSize(), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(_FINE)
    frame = QRectF(0, 0, size.width(), size.height())
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(frame, plain)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        arrows = arrows_downhill(_field_of(terrain), scale_of(window, frame), window)
        paint_arrows(painter, arrows)
    return picture
