"""The charts: height and slope against the step, with every reading marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from ui.theme import GRID, Theme

if TYPE_CHECKING:
    from mountain import Floats, Track


class Charts(QWidget):
    """Two charts over one axis of steps.

    Signals
    -------
    pointed : int or None
        The step under the pointer.
    chosen : int
        The step that was clicked.
    """

    pointed = Signal(object)
    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts")
        self.setAccessibleName("Charts of height and slope")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._steps = 0
        self._shown: bytes | None = None
        self._charts = {"height": _Chart("Height"), "slope": _Chart("Slope", logarithmic=True)}
        for chart in self._charts.values():
            column.addWidget(chart.plot)
            chart.plot.scene().installEventFilter(self)
            chart.plot.viewport().installEventFilter(self)
            chart.plot.viewport().setMouseTracking(True)
        self._charts["slope"].plot.setXLink(self._charts["height"].plot)
        self._charts["height"].plot.getAxis("bottom").setStyle(showValues=False)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for chart in self._charts.values():
            chart.show_theme(theme)
        bottom = self._charts["slope"].plot.getAxis("bottom")
        bottom.setLabel("step", **{"color": theme.quiet, "font-size": f"{theme.small}px"})
        self.setMinimumHeight(10 * theme.normal)

    def show_track(self, track: Track | None, step: int) -> None:
        """Show a track from its start to a step."""
        # The way to come is not charted, so a knob that changes only that costs nothing here.
        shown = None if track is None else track.rows[[0, step]].tobytes()
        if shown is not None and shown == self._shown:
            return
        self._shown, self._steps = shown, step
        if track is None:
            nothing = np.empty(0, np.int64)
            for chart in self._charts.values():
                chart.show_values(nothing, np.empty(0), nothing)
            self.setAccessibleDescription("No step walked yet.")
            return
        steps, taken = np.arange(step + 1), np.flatnonzero(track.measured[: step + 1])
        for name, values in (("height", track.height), ("slope", track.slope)):
            self._charts[name].show_values(steps, values[: step + 1], taken)
        self._charts["height"].plot.setXRange(0, max(self._steps, 10), padding=0.02)
        self.setAccessibleDescription(
            f"Step {step}: height {track.height[step]:.2f}, slope {track.slope[step]:.2g}."
        )

    def show_cursor(self, step: int | None) -> None:
        """Mark a step in both charts."""
        for chart in self._charts.values():
            chart.show_cursor(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which step is pointed at or clicked."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        elif isinstance(event, QMouseEvent):
            chart = next(
                (each for each in self._charts.values() if each.plot.viewport() is watched), None
            )
            if chart is not None:
                step = min(max(chart.step_at(event.position()), 0), self._steps)
                clicked = event.type() == QEvent.Type.MouseButtonPress
                if clicked and event.button() == Qt.MouseButton.LeftButton:
                    self.chosen.emit(step)
                self.pointed.emit(step)
        return super().eventFilter(watched, event)


class _Chart:
    """One chart."""

    def __init__(self, title: str, *, logarithmic: bool = False) -> None:
        self._title, self._logarithmic = title, logarithmic
        self._text_height = 1
        self.plot = pg.PlotWidget()
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMinimumWidth(0)
        self.plot.setMouseEnabled(False, False)
        self.plot.setLogMode(False, logarithmic)
        if logarithmic:
            self.plot.getViewBox().setLimits(minYRange=2)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._curve = self.plot.plot()
        self._curve.setClipToView(True)
        self._curve.setDownsampling(auto=True, method="peak")
        self._dots = self.plot.plot(pen=None, symbol="o")
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.plot.addItem(self._cursor)

    def show_theme(self, theme: Theme) -> None:
        self._text_height = theme.small
        self.plot.setBackground(theme.panel)
        self._curve.setPen(pg.mkPen(theme.trail, width=1.5 if theme.stroke < 4 else 2.5))
        self._dots.setSymbolSize(2.0 * theme.stroke)
        self._dots.setSymbolBrush(theme.trail)
        self._dots.setSymbolPen(None)
        self._cursor.setPen(QPen(QColor(theme.truth), 0))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.quiet)
            axis.setTickFont(theme.font(theme.small))
        style = {"color": theme.ink, "font-size": f"{theme.small}px"}
        left = self.plot.getAxis("left")
        left.setLabel(self._title, **style)
        left.enableAutoSIPrefix(False)
        left.setWidth(5.4 * theme.small)
        self.plot.getAxis("bottom").enableAutoSIPrefix(False)

    def show_values(
        self, steps: NDArray[np.int64], values: Floats, taken: NDArray[np.int64]
    ) -> None:
        shown = values
        if self._logarithmic and len(values):
            # A slope of exactly 0 has no logarithm; it is shown on the floor.
            positive = values[values > 0]
            shown = np.maximum(values, positive.min() if len(positive) else 1e-12)
            self._show_powers(shown)
        self._curve.setData(steps, shown)
        sparse = taken[:: max(1, len(taken) // 400)]
        self._dots.setData(steps[sparse], shown[sparse])

    def _show_powers(self, values: Floats) -> None:
        """Write figures at a few whole powers of ten."""
        low, high = np.log10(values.min()), np.log10(values.max())
        labels = max(2, int(self.plot.height() / (3 * self._text_height)))
        stride = int(np.ceil((max(high - low, 2.0) + 1) / labels))
        powers = range(int(np.floor(low)) - stride, int(np.ceil(high)) + stride + 1)
        ticks = [(power, f"{10.0**power:g}") for power in powers if power % stride == 0]
        self.plot.getAxis("left").setTicks([ticks])

    def show_cursor(self, step: int | None) -> None:
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setValue(step)

    def step_at(self, point: QPointF) -> int:
        view = self.plot.getViewBox()
        step: float = view.mapSceneToView(self.plot.mapToScene(point.toPoint())).x()
        return round(step)
