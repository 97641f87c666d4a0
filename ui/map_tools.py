"""The map's tools, in its lower right corner: what its colours tell, and where its light stands."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from ui.icons import icon
from ui.lantern import Lantern
from ui.theme import GRID, Theme

#: In a narrower map, in letters, the buttons stand above the lantern.
_ROOMY = 28
_LAST = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter
_ROW, _COLUMN = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class MapTools(QWidget):
    """Buttons in a row, or in a column where a map is narrow, and the lantern at its end.

    Attributes
    ----------
    lantern : Lantern
        Where the light stands.
    is_right : bool
        Whether they stand in the right corner, not in the left one.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self.is_right = theme, True
        self._buttons: dict[str, QToolButton] = {}
        self.lantern = Lantern(theme)
        self._row = QBoxLayout(_ROW, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addWidget(self.lantern, 0, _LAST)

    def put_buttons(self, actions: Mapping[str, QAction]) -> None:
        """Put buttons beside the lantern, for actions by the names of their drawings."""
        for place, (name, action) in enumerate(actions.items()):
            button = QToolButton()
            button.setDefaultAction(action)
            button.setObjectName(name)
            button.setAccessibleName(action.text())
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.ArrowCursor)
            self._row.insertWidget(place, button, 0, _LAST)
            self._buttons[name] = button
        self.show_theme(self._theme)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.lantern.show_theme(theme)
        side = theme.normal + 5
        for name, button in self._buttons.items():
            action = button.defaultAction()
            action.setIcon(icon(name, theme.ink, side, theme.on_accent))
            button.setIconSize(QSize(side, side))

    def stand_in(self, frame: QRectF, hiker: QPointF) -> None:
        """Stand in a lower corner of a map: the right one, unless the hiker is there.

        Parameters
        ----------
        frame : QRectF
            Where the map lies in the widget around, in pixels.
        hiker : QPointF
            Where the hiker stands there.
        """
        # A low map has no room for a column.
        roomy = frame.width() >= _ROOMY * self._theme.normal or 2 * frame.height() < frame.width()
        self._row.setDirection(_ROW if roomy else _COLUMN)
        self._row.activate()
        area = QRectF(QPointF(), QSizeF(self.sizeHint()))
        area.moveBottomRight(frame.bottomRight() - QPointF(GRID, GRID))
        edge = 2 * self._theme.normal
        self.is_right = not area.adjusted(-edge, -edge, edge, edge).contains(hiker)
        if not self.is_right:
            area.moveBottomLeft(frame.bottomLeft() + QPointF(GRID, -GRID))
        self.setGeometry(area.toRect())
