"""The map's tools, in one of its corners: what its colours tell, and where its light stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QAction, QFontMetrics
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
        Whether they stand in a corner to the right, not to the left.
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
        right, left, *_ = self._corners(frame)
        edge = 2 * self._theme.normal
        self.is_right = not right.adjusted(-edge, -edge, edge, edge).contains(hiker)
        self.setGeometry((right if self.is_right else left).toRect())

    def keep_off(self, frame: QRectF, marks: Sequence[QPointF]) -> None:
        """Stand in the corner of a map where least is covered; below rather than above.

        Parameters
        ----------
        frame : QRectF
            Where the map lies in the widget around, in pixels.
        marks : sequence of QPointF
            The middles of what must be seen there: the hiker, and homes.
        """
        edge = 2 * self._theme.normal
        half = QPointF(edge, edge)
        squares = [QRectF(mark - half, mark + half) for mark in marks]

        def covered(corner: QRectF) -> int:
            parts = [corner & square for square in squares]
            # Rounding decides nothing.
            return round(sum(part.width() * part.height() for part in parts))

        corners = self._corners(frame)
        place = min(range(len(corners)), key=lambda each: covered(corners[each]))
        self.is_right = place % 2 == 0
        self.setGeometry(corners[place].toRect())

    def _corners(self, frame: QRectF) -> tuple[QRectF, ...]:
        """Return the corners to stand in: lower right, lower left, upper right and upper left."""
        # A low map has no room for a column.
        roomy = frame.width() >= _ROOMY * self._theme.normal or 2 * frame.height() < frame.width()
        self._row.setDirection(_ROW if roomy else _COLUMN)
        self._row.activate()
        inner = frame.adjusted(GRID, GRID, -GRID, -GRID)
        # Above there are words in the corners.
        words = QFontMetrics(self._theme.font(self._theme.small)).height() + 2 * GRID
        corners = tuple(QRectF(QPointF(), QSizeF(self.sizeHint())) for _ in range(4))
        for place, corner in enumerate(corners):
            corner.moveRight(inner.right())
            if place % 2:
                corner.moveLeft(inner.left())
            corner.moveBottom(inner.bottom())
            if place >= 2:
                corner.moveTop(inner.top() + words)
        return corners
