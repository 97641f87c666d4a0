"""The plot beside the regression's mountain: points, and the line that the hiker stands for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

import mountain
from mountain import Floats, Samples
from ui.axis import AxisNames, axes
from ui.extent import Extent, extent_of, side_of, with_line
from ui.theme import DUSK, Theme

#: A point is taken from so many pixels away.
_REACH = 14
#: Of more errors than this nobody could tell one from another.
_MOST_ERRORS = 60
#: Of more points than this each is small, and none has an edge; of still more only some are drawn.
_MANY, _MOST_POINTS = 300, 2000
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
    """What the plot shows, in the points' own units.

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
        Which point is being moved, and where to: always to a place that is seen.
    dropped
        The point is where it is to stay.
    """

    dragged = Signal(int, float, float)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("line_plot")
        self.setAccessibleName("Points and line")
        self._theme, self._view = DUSK, LineView(Samples((0.0, 1.0), (0.0, 1.0)), (0.0, 0.0))
        self._x, self._y = np.array([0.0, 1.0]), np.array([0.0, 1.0])
        self._drawn = np.arange(2)
        self._extent: Extent = extent_of(self._x, self._y)
        self._taken: int | None = None
        self._chosen = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip("Drag a point. With keys: Return takes the next, the arrows move it.")
        self._plot = pg.PlotWidget(axisItems=axes())
        self._plot.setObjectName("plot")
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(False, False)
        self._plot.disableAutoRange()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # As large as there is room, not as it would like to be.
        self._plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._plot.setMinimumSize(0, 0)
        self._errors = self._plot.plot(connect="pairs")
        self._best, self._line = self._plot.plot(), self._plot.plot()
        self._points = self._plot.plot(pen=None, symbol="o")
        self._names = AxisNames(self._plot.getViewBox())
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
        self._names.show_theme(theme)
        self._line.setPen(pg.mkPen(theme.trail, width=theme.stroke))
        dashed = Qt.PenStyle.DashLine
        self._best.setPen(pg.mkPen(theme.truth, width=0.5 * theme.stroke, style=dashed))
        self._errors.setPen(pg.mkPen(theme.line, width=0.4 * theme.stroke))
        self.setMinimumHeight(round(6 * theme.normal))
        self._show_points()
        self._show_line()

    def show_line(self, view: LineView) -> None:
        """Show points, and the line that the hiker stands for."""
        before, self._view = self._view, view
        if view.samples is not before.samples or view.looked_at != before.looked_at:
            self._take_points(view.samples, before.samples)
        self._show_line()

    def _take_points(self, samples: Samples, before: Samples) -> None:
        x, y = np.array(samples.x), np.array(samples.y)
        if self._taken is not None and self._taken < len(x):
            # What is being dragged is where the pointer is, not where it was a moment ago.
            x[self._taken], y[self._taken] = self._x[self._taken], self._y[self._taken]
        moved = len(x) == len(self._x) and ((x != self._x) | (y != self._y)).sum() <= 1
        named = samples.names == before.names
        self._x, self._y = x, y
        self._name_axes()
        some = np.arange(0, len(x), self.drawn_every(len(x)))
        self._drawn = np.union1d(some, np.array(self._view.looked_at, int))
        self._chosen = self._chosen if self._chosen in self._drawn else 0
        if not (moved and named):
            self._taken = None
            self._fit()
        self._show_points()

    def _name_axes(self) -> None:
        """Name what is counted along the axes, from a number nearby where 0 is very far off."""
        x, y = self._x, self._y
        numbers = (
            mountain.counted_from(float(x.min()), float(x.max())),
            mountain.counted_from(float(y.min()), float(y.max())),
        )
        self._names.show_names(*self._view.samples.names, numbers)
        for side, number in zip(("bottom", "left"), numbers, strict=True):
            self._plot.getAxis(side).count_from(number)

    def _show_points(self) -> None:
        stroke, many = self._theme.stroke, len(self._x) > _MANY
        edge = None if many else pg.mkPen(self._theme.ink, width=0.4 * stroke)
        self._points.setData(
            self._x[self._drawn],
            self._y[self._drawn],
            symbolBrush=self._brushes(),
            symbolSize=max(3, round((1 if many else 3) * stroke)),
            symbolPen=edge,
        )

    def _show_line(self) -> None:
        """Draw the line, the best one, and how far the points are off it."""
        view = self._view
        if self._taken is None:
            self._see(with_line(self._extent, *view.line))
        self._line.setData(*self._across(view.line))
        self._best.setData(*(self._across(view.best) if view.best else ([], [])))
        x, y = self._x[:_MOST_ERRORS], self._y[:_MOST_ERRORS]
        reached = view.line[0] * x + view.line[1]
        self._errors.setData(np.repeat(x, 2), np.stack([y, reached], -1).ravel())
        self._names.show_far(side_of(self._extent, *view.line))
        self.setAccessibleDescription(mountain.line_text(view.line, view.samples))

    @staticmethod
    def drawn_every(count: int) -> int:
        """Return which of so many points are drawn: 1 for all, 2 for every other, and so on."""
        return -(-count // _MOST_POINTS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a point, move it, and let it go."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self._taken = self._nearest(event.position())
        elif kind == QEvent.Type.MouseButtonRelease:
            self._drop()
        elif self._taken is not None and kind == QEvent.Type.MouseMove:
            assert isinstance(event, QMouseEvent)
            place = self._place(event.position())
            self._move(self._taken, *self._extent.held(place.x(), place.y()))
        else:
            return super().eventFilter(watched, event)
        return True

    def _move(self, index: int, x: float, y: float) -> None:
        """Show a point elsewhere at once, and tell of it."""
        self._x[index], self._y[index] = x, y
        self._show_points()
        self._show_line()
        self.dragged.emit(index, x, y)

    def _drop(self) -> None:
        """Let the point go; the plot's edges make room around it."""
        if self._taken is not None:
            self._taken = None
            self._fit()
            self._show_line()
            self.dropped.emit()

    def place_of(self, index: int) -> QPointF:
        """Return where a point stands, in pixels of the plot's picture."""
        point = QPointF(self._x[index], self._y[index])
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
        x, y = self._x[self._drawn], self._y[self._drawn]
        away = np.hypot((x - place.x()) / across, (y - place.y()) / down)
        nearest = int(away.argmin())
        return int(self._drawn[nearest]) if away[nearest] <= _REACH else None

    def _fit(self) -> None:
        """Have all points inside, with room around them in which they can be dragged."""
        self._see(with_line(extent_of(self._x, self._y), *self._view.line))

    def _see(self, extent: Extent) -> None:
        if extent != self._extent:
            self._extent = extent
            across, up = (extent.left, extent.right), (extent.low, extent.high)
            self._plot.setRange(xRange=across, yRange=up, padding=0)

    def _across(self, line: tuple[float, float]) -> tuple[Floats, Floats]:
        """Return the two ends of a line, beyond the plot's edges."""
        wide = self._extent.right - self._extent.left
        ends = np.array([self._extent.left - wide, self._extent.right + wide])
        return ends, line[0] * ends + line[1]

    def _brushes(self) -> object:
        """Fill the points that were looked at, and the one that the keys move in its own colour."""
        theme, looked_at = self._theme, set(self._view.looked_at)
        filled, hollow = pg.mkBrush(theme.truth), pg.mkBrush(theme.panel)
        if not looked_at and not self.hasFocus():
            return filled
        drawn = self._drawn.tolist()
        brushes = [filled if not looked_at or each in looked_at else hollow for each in drawn]
        if self.hasFocus():
            brushes[drawn.index(self._chosen)] = pg.mkBrush(theme.accent)
        return brushes

    def event(self, event: QEvent) -> bool:
        """Keep the arrows, which otherwise walk."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.setAccepted(event.key() in _WAYS)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the next point with Return, and move it with the arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            later = self._drawn[self._drawn > self._chosen]
            self._chosen = int((later if len(later) else self._drawn)[0])
            self._show_points()
        elif event.key() in _WAYS:
            right, up = _WAYS[Qt.Key(event.key())]
            extent, here = self._extent, self._chosen
            x = float(self._x[here]) + _NUDGE * right * (extent.right - extent.left)
            y = float(self._y[here]) + _NUDGE * up * (extent.high - extent.low)
            self._move(here, x, y)
            self._fit()
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which point the keys move."""
        super().focusInEvent(event)
        self._show_points()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show it no more."""
        super().focusOutEvent(event)
        self._show_points()
