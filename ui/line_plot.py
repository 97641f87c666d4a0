"""The plot beside the regression's mountain: points, and the line that the hiker stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from mountain import Samples
from ui.axis import axes
from ui.theme import DUSK, Theme

#: A point is taken from so many pixels away.
_REACH = 14
#: Of more errors than this nobody could tell one from another.
_MOST_ERRORS = 60
#: A key moves a point by this share of what is seen, right and up.
_NUDGE = 0.02
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}


@dataclass(frozen=True)
class LineView:
    """What the plot shows.

    Attributes
    ----------
    samples : Samples
        The points.
    line : (float, float)
        Slope and intercept where the hiker stands.
    best : (float, float) or None
        Those of the best line, where it may be seen.
    looked_at : tuple of int
        The points that the reading walked on looked at; all where it is empty.
    batch : int
        How many a reading looks at from now on; 0 for all.
    """

    samples: Samples
    line: tuple[float, float]
    best: tuple[float, float] | None = None
    looked_at: tuple[int, ...] = ()
    batch: int = 0


class LinePlot(QWidget):
    """Points that can be dragged, the line through them, and how far each is off it.

    Signals
    -------
    dragged : (int, float, float)
        Which point is being moved, and where to.
    """

    dragged = Signal(int, float, float)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line_plot")
        self.setAccessibleName("Points and line")
        self._theme, self._view = DUSK, LineView(Samples((0.0, 1.0), (0.0, 1.0)), (0.0, 0.0))
        self._taken: int | None = None
        self._chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Drag a point. With keys: Return takes the next, the arrows move it.")
        self._plot = pg.PlotWidget(axisItems=axes())
        self._plot.setObjectName("plot")
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(False, False)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # As large as there is room, not as it would like to be.
        self._plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._plot.setMinimumSize(0, 0)
        self._errors = self._plot.plot(connect="pairs")
        self._best, self._line = self._plot.plot(), self._plot.plot()
        self._points = self._plot.plot(pen=None, symbol="o")
        self._plot.viewport().installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._plot.setBackground(theme.panel)
        for side in ("left", "bottom"):
            axis = self._plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.line, width=theme.stroke / 3))
            axis.setTextPen(theme.quiet)
            axis.setTickFont(theme.font(theme.small))
        self._line.setPen(pg.mkPen(theme.trail, width=theme.stroke))
        dashed = Qt.PenStyle.DashLine
        self._best.setPen(pg.mkPen(theme.truth, width=0.5 * theme.stroke, style=dashed))
        self._errors.setPen(pg.mkPen(theme.line, width=0.4 * theme.stroke))
        self._points.setSymbolSize(round(3 * theme.stroke))
        self._points.setSymbolPen(pg.mkPen(theme.ink, width=0.4 * theme.stroke))
        self.setMinimumHeight(round(11 * theme.normal))
        self.show_line(self._view)

    def show_line(self, view: LineView) -> None:
        """Show points, and the line that the hiker stands for."""
        is_new = not _differ_in_one(view.samples, self._view.samples)
        self._view = view
        x, y = np.array(view.samples.x), np.array(view.samples.y)
        if is_new:
            self._fit(x, y)
        self._line.setData(*self._across(view.line))
        self._best.setData(*(self._across(view.best) if view.best else ([], [])))
        self._chosen %= len(x)
        self._points.setData(x, y, symbolBrush=self._brushes(len(x)))
        few = x[:_MOST_ERRORS], y[:_MOST_ERRORS]
        reached = view.line[0] * few[0] + view.line[1]
        self._errors.setData(np.repeat(few[0], 2), np.stack([few[1], reached], -1).ravel())
        slope, intercept = view.line
        self.setAccessibleDescription(f"y = {slope:.2f} x + {intercept:.2f}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a point, move it, and let it go."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._taken = self._nearest(event.position())
        elif kind == QEvent.Type.MouseButtonRelease:
            self._taken = None
        elif self._taken is not None and kind == QEvent.Type.MouseMove:
            assert isinstance(event, QMouseEvent)
            place = self._place(event.position())
            self.dragged.emit(self._taken, place.x(), place.y())
        else:
            return super().eventFilter(watched, event)
        return True

    def place_of(self, index: int) -> QPointF:
        """Return where a point stands, in pixels of the plot's picture."""
        point = QPointF(self._view.samples.x[index], self._view.samples.y[index])
        scene = self._plot.getViewBox().mapViewToScene(point)
        return QPointF(self._plot.mapFromScene(scene))

    def _place(self, point: QPointF) -> QPointF:
        place: QPointF = self._plot.getViewBox().mapSceneToView(
            self._plot.mapToScene(point.toPoint())
        )
        return place

    def _nearest(self, point: QPointF) -> int | None:
        """Return which point is under the pointer."""
        view = self._plot.getViewBox()
        across, down = view.viewPixelSize()
        place = self._place(point)
        x, y = np.array(self._view.samples.x), np.array(self._view.samples.y)
        away = np.hypot((x - place.x()) / across, (y - place.y()) / down)
        nearest = int(away.argmin())
        return nearest if away[nearest] <= _REACH else None

    def _fit(self, x: np.ndarray, y: np.ndarray) -> None:
        """Leave room around the points, in which they can be dragged."""
        for set_range, values in ((self._plot.setXRange, x), (self._plot.setYRange, y)):
            room = 0.25 * (float(np.ptp(values)) or 1.0)
            set_range(values.min() - room, values.max() + room, padding=0)

    def _across(self, line: tuple[float, float]) -> tuple[Sequence[float], Sequence[float]]:
        """Return the two ends of a line, beyond the plot's edges."""
        x = np.array(self._plot.getViewBox().viewRange()[0])
        ends = x + np.array([-1.0, 1.0]) * np.ptp(x)
        return ends.tolist(), (line[0] * ends + line[1]).tolist()

    def _brushes(self, count: int) -> list[object]:
        """Fill the points that were looked at, and the one that the keys move in its own colour."""
        theme, looked_at = self._theme, set(self._view.looked_at) or set(range(count))
        filled, hollow = pg.mkBrush(theme.truth), pg.mkBrush(theme.panel)
        brushes = [filled if each in looked_at else hollow for each in range(count)]
        if self.hasFocus():
            brushes[self._chosen] = pg.mkBrush(theme.accent)
        return brushes

    def event(self, event: QEvent) -> bool:
        """Keep the arrows, which otherwise walk."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() in _WAYS)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next point with Return, and move it with the arrows."""
        samples = self._view.samples
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._chosen = (self._chosen + 1) % len(samples)
            self.show_line(self._view)
        elif event.key() in _WAYS:
            right, up = _WAYS[Qt.Key(event.key())]
            (left, east), (low, high) = self._plot.getViewBox().viewRange()
            x = samples.x[self._chosen] + _NUDGE * right * (east - left)
            y = samples.y[self._chosen] + _NUDGE * up * (high - low)
            self.dragged.emit(self._chosen, x, y)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which point the keys move."""
        super().focusInEvent(event)
        self.show_line(self._view)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self.show_line(self._view)


def _differ_in_one(samples: Samples, others: Samples) -> bool:
    """Tell whether points are the same but for one, which may have been moved."""
    if len(samples) != len(others):
        return False
    pairs = zip(samples.x, samples.y, others.x, others.y, strict=True)
    return sum((x, y) != (other_x, other_y) for x, y, other_x, other_y in pairs) <= 1
