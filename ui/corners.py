"""The relief's lower corners: the rose and the slopes' colours in one, the tools in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QAction, QPainter, QPicture
from PySide6.QtWidgets import QWidget

from mountain import Terrain
from ui.lantern import Lantern
from ui.map_tools import MapTools
from ui.outlook import Outlook
from ui.overlay import paint_legend
from ui.rose import Rose
from ui.theme import Theme

#: The smallest letters, in pixels, in a small window: on a desk, and on a wall.
_SMALLEST = {"dusk": 12, "projector": 13}


def legible(theme: Theme) -> Theme:
    """Return a theme whose small letters can be read in the smallest window."""
    return replace(theme, small=max(theme.small, _SMALLEST.get(theme.name, 12)))


class Corners:
    """What stands in them; it makes way for the hiker.

    Parameters
    ----------
    theme, view : Theme, QWidget
        How, and where.
    """

    def __init__(self, theme: Theme, view: QWidget) -> None:
        self._tools = MapTools(theme, view)
        self._view = view

    @property
    def lantern(self) -> Lantern:
        """Where the light stands."""
        return self._tools.lantern

    def put_buttons(self, actions: Mapping[str, QAction]) -> None:
        """Put buttons beside the lantern, for actions by the names of their drawings."""
        self._tools.put_buttons(actions)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._tools.show_theme(theme)

    def make_way(self, hiker: QPointF) -> None:
        """Let the tools stand where the hiker is not."""
        self._tools.stand_in(QRectF(self._view.rect()), hiker)

    def paint(
        self, painter: QPainter, outlook: Outlook, terrain: Terrain, *, slopes: bool
    ) -> list[QRectF]:
        """Paint the rose, and above it what the colours of slopes mean, if they are shown.

        Returns
        -------
        taken : list of QRectF
            Where nothing else is to be written.
        """
        is_left = self._tools.is_right
        rose = Rose(outlook, terrain, is_left=is_left)
        rose.paint(painter)
        taken = [rose.box, QRectF(self._tools.geometry())]
        if slopes:
            above = QRectF(self._view.rect())
            above.setBottom(rose.box.top())
            legend = QPicture()
            with QPainter(legend) as inner:
                paint_legend(inner, above, outlook.theme, is_left=is_left)
            legend.play(painter)
            taken.append(QRectF(legend.boundingRect()))
        return taken
