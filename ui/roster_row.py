"""One hiker's row in the roster: tick, badge, words and figures."""

from __future__ import annotations

import math
from itertools import accumulate, pairwise

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QCheckBox, QFrame, QToolButton, QWidget

from ui.badge import paint_badge
from ui.standings import RosterRow, ordinal
from ui.theme import GRID, Theme

#: How wide their columns are, as shares of the whole.
_SHARES = (0.19, 0.19, 0.17, 0.24, 0.21)
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_Space,
    Qt.Key.Key_Delete,
}


def _is_ours(event: QKeyEvent) -> bool:
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _KEYS and held == Qt.KeyboardModifier.NoModifier


def row_height(theme: Theme) -> int:
    """Return how tall a row is, in pixels."""
    return 2 * math.ceil(QFontMetricsF(theme.font(theme.small)).height()) + 12


def column_edges(theme: Theme, width: float) -> list[tuple[float, float]]:
    """Return where each column of figures begins and ends in a row of so many pixels."""
    left, right = _text_left(theme), width - GRID
    ends = [left + share * (right - left) for share in accumulate(_SHARES, initial=0.0)]
    return list(pairwise(ends))


def _text_left(theme: Theme) -> float:
    return 4.3 * theme.small


class RowView(QFrame):
    """One hiker: tick, badge, what sets them apart, fate and figures.

    Signals
    -------
    chosen, removed : int
        The hiker's number.
    visibility_changed : (int, bool)
        The number, and whether to show them.
    left : (int, int)
        The number, and by how many rows the keyboard goes on.
    """

    chosen = Signal(int)
    removed = Signal(int)
    visibility_changed = Signal(int, bool)
    left = Signal(int, int)

    def __init__(self, number: int, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.setObjectName(f"hiker_{number}")
        # A click leaves the keyboard where it is, so that Space goes on playing.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._row: RosterRow | None = None
        self._chosen = False
        self._tick = QCheckBox(self)
        self._tick.setObjectName(f"shown_{number}")
        self._tick.setAccessibleName(f"Show hiker {number + 1}")
        self._tick.setToolTip(f"Show hiker {number + 1} on the map and in the charts.")
        self._tick.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tick.clicked.connect(lambda on: self.visibility_changed.emit(number, on))
        self._remove = QToolButton(self)
        self._remove.setObjectName(f"remove_{number}")
        self._remove.setText("×")
        self._remove.setAccessibleName(f"Remove hiker {number + 1}")
        self._remove.setToolTip(f"Take hiker {number + 1} out of the race.")
        self._remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._remove.clicked.connect(lambda: self.removed.emit(number))
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.setFixedHeight(row_height(theme))
        self._place()
        self.update()

    def show_row(self, row: RosterRow, chosen: bool) -> None:
        """Show how the hiker is doing, and whether it is they whose knobs are on the screen."""
        if (row, chosen) == (self._row, self._chosen):
            return
        self._row, self._chosen = row, chosen
        self._tick.setChecked(row.shown)
        self.setAccessibleName(row.sentence + (" Chosen." if chosen else ""))
        self.setToolTip(row.title)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that choose and remove from the window's shortcuts."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and _is_ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, remove, or go to the next row."""
        key = event.key()
        if not _is_ours(event):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Delete:
            self.removed.emit(self.number)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(self.number, 1 if key == Qt.Key.Key_Down else -1)
        else:
            self.chosen.emit(self.number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose this hiker."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put tick and button in their places."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint badge, words and figures."""
        if self._row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        small = self._theme.small
        centre = QPointF(3.0 * small, self.height() / 2)
        painter.setOpacity(1.0 if self._row.shown else 0.4)
        paint_badge(painter, centre, 0.75 * small, self._row.number, self._theme)
        painter.setOpacity(1.0)
        self._paint_title(painter, self._paint_fate(painter, self._row), self._row)
        self._paint_figures(painter, self._row)
        painter.end()

    def _place(self) -> None:
        side = round(1.6 * self._theme.small)
        self._remove.setGeometry(self.width() - side - 3, 4, side, side)
        tick = max(3 * GRID, self._theme.normal + GRID)
        self._tick.setGeometry(6, (self.height() - tick) // 2, tick, tick)

    def _paint_ground(self, painter: QPainter) -> None:
        theme = self._theme
        if self._chosen or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2.0 if self.hasFocus() else 1.0))
            painter.setBrush(QColor(theme.raised if self._chosen else theme.panel))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _line(self, place: int) -> QRectF:
        """Return the box of the first or second line of text."""
        tall = (self.height() - 12) / 2
        left = _text_left(self._theme)
        return QRectF(left, 6 + place * tall, self.width() - left - GRID, tall)

    def _paint_fate(self, painter: QPainter, row: RosterRow) -> float:
        """Write place and fate at the end of the first line; return where they begin."""
        theme = self._theme
        box = self._line(0)
        box.setRight(self._remove.x() - 2)
        text = f"{ordinal(row.rank)} · {row.fate}" if row.rank else row.fate
        font = theme.font(theme.small)
        colours = {True: theme.good, False: theme.bad, None: theme.quiet}
        painter.setFont(font)
        painter.setPen(QColor(colours[row.arrived]))
        painter.drawText(box, _RIGHT, text)
        return box.right() - QFontMetricsF(font).horizontalAdvance(text)

    def _paint_title(self, painter: QPainter, end: float, row: RosterRow) -> None:
        theme, box = self._theme, self._line(0)
        box.setRight(end - GRID)
        painter.setFont(theme.font(theme.small))
        painter.setPen(QColor(theme.ink))
        metrics = QFontMetricsF(painter.font())
        name, dot, apart = row.title.partition(" · ")
        # The optimizer's name is known by half of it; what sets the hiker apart has the rest.
        least = min(metrics.horizontalAdvance(name), 0.4 * box.width())
        room = max(box.width() - metrics.horizontalAdvance(dot + apart), least)
        name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        left = box.width() - metrics.horizontalAdvance(name)
        apart = metrics.elidedText(dot + apart, Qt.TextElideMode.ElideRight, left)
        painter.drawText(box, _LEFT, name + apart)

    def _paint_figures(self, painter: QPainter, row: RosterRow) -> None:
        theme, line = self._theme, self._line(1)
        painter.setFont(theme.font(theme.small))
        painter.setPen(QColor(theme.quiet))
        edges = column_edges(theme, self.width())
        for (left, right), figure in zip(edges, row.figures, strict=True):
            painter.drawText(QRectF(left, line.y(), right - left, line.height()), _RIGHT, figure)
