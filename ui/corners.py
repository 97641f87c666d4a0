"""The relief's lower corners: the rose and the slopes' colours in one, the tools in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QWidget

from mountain import Terrain
from ui.lantern import Lantern
from ui.map_tools import MapTools
from ui.outlook import Outlook
from ui.overlay import legend_box, paint_legend
from ui.rose import Rose
from ui.theme import GRID, Theme

#: The smallest letters, in pixels, in a small window: on a desk, and on a wall.
_SMALLEST = {"dusk": 12, "projector": 13}
#: Whether the tools stand to the right, and whether the rose does, as it is liked best. On the same
#: side it stands above them.
_SIDES = ((True, False), (False, True), (True, True), (False, False))


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
        self._view, self._sides = view, _SIDES[0]

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

    def make_way(
        self, outline: QRectF, outlook: Outlook, terrain: Terrain, *, slopes: bool
    ) -> None:
        """Let all of it stand where the hiker is not.

        Parameters
        ----------
        outline : QRectF
            Around all that belongs to the hiker, in pixels.
        outlook, terrain, slopes : Outlook, Terrain, bool
            As of `paint`.
        """
        frame = QRectF(self._view.rect())
        # Somebody so far away is in no corner.
        self._tools.stand_in(frame, frame.topLeft() - frame.bottomRight())
        right = QRectF(self._tools.geometry())

        def covered(sides: tuple[bool, bool]) -> int:
            tools, rose = QRectF(right), self._rose(outlook, terrain, sides)
            if not sides[0]:
                tools.moveLeft(frame.left() + frame.right() - right.right())
            boxes = (tools, *self._plates(rose, outlook.theme, sides, slopes=slopes))
            lost = (_area(box & outline) + _area(box) - _area(box & frame) for box in boxes)
            # Rounding decides nothing.
            return round(sum(lost))

        self._sides = min(_SIDES, key=covered)
        if not self._sides[0]:
            self._tools.stand_in(frame, right.center())

    def paint(
        self, painter: QPainter, outlook: Outlook, terrain: Terrain, *, slopes: bool
    ) -> list[QRectF]:
        """Paint the rose, and above it what the colours of slopes mean, if they are shown.

        Returns
        -------
        taken : list of QRectF
            Where nothing else is to be written.
        """
        rose, is_left = self._rose(outlook, terrain, self._sides), not self._sides[1]
        rose.paint(painter)
        if slopes:
            paint_legend(painter, self._above(rose), outlook.theme, is_left=is_left)
        plates = self._plates(rose, outlook.theme, self._sides, slopes=slopes)
        return [*plates, QRectF(self._tools.geometry())]

    def _rose(self, outlook: Outlook, terrain: Terrain, sides: tuple[bool, bool]) -> Rose:
        """Return the rose as it stands if the tools and it are on such sides."""
        rose = Rose(outlook, terrain, is_left=not sides[1])
        if sides[0] == sides[1]:
            rose.box.translate(0, -self._tools.height() - GRID)
        return rose

    def _above(self, rose: Rose) -> QRectF:
        """Return the view above the rose."""
        above = QRectF(self._view.rect())
        above.setBottom(rose.box.top())
        return above

    def _plates(
        self, rose: Rose, theme: Theme, sides: tuple[bool, bool], *, slopes: bool
    ) -> tuple[QRectF, ...]:
        """Return where the rose is, and the meaning of colours if it is shown."""
        if not slopes:
            return (rose.box,)
        return rose.box, legend_box(self._above(rose), theme, is_left=not sides[1])


def _area(box: QRectF) -> float:
    return box.width() * box.height()
