"""The cloth over the relief's block: the map's colours and its light."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage

import mountain
from mountain import Terrain
from ui.press import Press
from ui.sheet import Order
from ui.theme import Theme

#: Only all of the map is wanted of a sheet, which is as fine whatever the frame.
_FRAME = QRectF(0, 0, 160, 160)


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
        self.slopes = False
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

    @property
    def picture(self) -> QImage | None:
        """The picture of the whole map, north up; none before it is woven."""
        sheet = self._press.sheet
        is_there = sheet is not None and sheet.order.terrain is self._terrain
        return sheet.whole if sheet is not None and is_there else None

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
