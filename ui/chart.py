"""One chart: curves against the step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt

from ui.axis import axes
from ui.theme import Theme

if TYPE_CHECKING:
    from mountain import Floats


@dataclass(frozen=True, eq=False)
class Curve:
    """What one hiker has in a chart.

    Attributes
    ----------
    values : array, shape (n,)
        From step 0 on.
    taken : array of int
        At which steps readings were taken.
    ink : str
        The colour; the theme's own where it is empty.
    main : bool
        Whether it is the chosen hiker's, which has dots.
    """

    values: Floats
    taken: NDArray[np.int64]
    ink: str = ""
    main: bool = True


class Chart:
    """A plot of one quantity.

    Parameters
    ----------
    title : str
        The quantity.
    logarithmic : bool
        Whether its axis is logarithmic.
    """

    def __init__(self, title: str, *, logarithmic: bool = False) -> None:
        self._title, self._logarithmic = title, logarithmic
        self._text_height = 1
        self.plot = pg.PlotWidget(axisItems=axes())
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMinimumWidth(0)
        self.plot.setMouseEnabled(False, False)
        self.plot.setLogMode(False, logarithmic)
        if logarithmic:
            self.plot.getViewBox().setLimits(minYRange=2)
            self.plot.getViewBox().sigYRangeChanged.connect(self.fit_figures)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._curves: list[pg.PlotDataItem] = []
        self._dots = self.plot.plot(pen=None, symbol="o")
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._cursor.hide()
        self.plot.addItem(self._cursor)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self._text_height = theme.small
        self.plot.setBackground(theme.panel)
        self._dots.setSymbolSize(2.0 * theme.stroke)
        self._dots.setSymbolBrush(theme.trail)
        self._dots.setSymbolPen(None)
        self._cursor.setPen(pg.mkPen(theme.truth, width=theme.stroke / 3))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.line, width=theme.stroke / 3))
            axis.setTextPen(theme.quiet)
            axis.setTickFont(theme.font(theme.small))
            axis.setStyle(
                tickLength=-round(0.4 * theme.small),
                tickTextOffset=round(0.3 * theme.small),
                tickTextHeight=round(1.3 * theme.small),
            )
        style = {"color": theme.ink, "font-size": f"{theme.small}px"}
        left = self.plot.getAxis("left")
        left.setLabel(self._title, **style)
        left.enableAutoSIPrefix(False)
        left.setWidth(5.4 * theme.small)
        self.plot.getAxis("bottom").enableAutoSIPrefix(False)

    def show_curves(self, curves: Sequence[Curve]) -> None:
        """Show one curve for each hiker, instead of those that were there."""
        while len(self._curves) < len(curves):
            self._curves.append(self._new_curve())
        shown = [curve.values for curve in curves]
        if self._logarithmic:
            shown = self._above_nothing(shown)
        nothing = np.empty(0)
        self._dots.setData(nothing, nothing)
        for item in self._curves[len(curves) :]:
            item.setData(nothing, nothing)
        for item, curve, values in zip(self._curves, curves, shown, strict=False):
            steps = np.arange(len(values))
            item.setData(steps, values)
            thick = (0.6 if curve.main else 0.36) * self._theme.stroke
            item.setPen(pg.mkPen(curve.ink or self._theme.trail, width=thick))
            if curve.main:
                sparse = curve.taken[:: max(1, len(curve.taken) // 400)]
                self._dots.setData(steps[sparse], values[sparse])
                self._dots.setSymbolBrush(curve.ink or self._theme.trail)

    def show_steps(self, *, last: bool, named: bool, theme: Theme) -> None:
        """Write the steps below, under the last of several charts, and what they are."""
        bottom = self.plot.getAxis("bottom")
        bottom.setStyle(showValues=last)
        if last and named:
            bottom.setLabel("step", **{"color": theme.quiet, "font-size": f"{theme.small}px"})
        bottom.showLabel(last and named)

    def _new_curve(self) -> pg.PlotDataItem:
        curve = self.plot.plot()
        curve.setClipToView(True)
        curve.setDownsampling(auto=True, method="peak")
        return curve

    def _above_nothing(self, curves: Sequence[Floats]) -> list[Floats]:
        """Lift what is 0 and has no logarithm to the floor."""
        finite = [values[np.isfinite(values) & (values > 0)] for values in curves]
        floor = min((values.min() for values in finite if len(values)), default=1e-12)
        return [np.maximum(values, floor) for values in curves]

    def fit_figures(self) -> None:
        """Write figures at as many whole powers of ten as have room along the axis, two at least.

        One figure alone would not tell how far apart two heights on the axis are.
        """
        if not self._logarithmic:
            return
        low, high = self.plot.getViewBox().viewRange()[1]
        # With room for three, no spacing of whole powers leaves less than two in sight.
        room = max(3, int(self.plot.height() / (3 * self._text_height)))
        powers = np.arange(np.ceil(low), np.floor(high) + 1)
        stride = max(1, int(np.ceil(len(powers) / room)))
        ticks = [(power, f"{10.0**power:g}") for power in powers if power % stride == 0]
        self.plot.getAxis("left").setTicks([ticks])

    def show_cursor(self, step: int | None) -> None:
        """Mark a step, or none."""
        self._cursor.setVisible(step is not None)
        if step is not None:
            self._cursor.setValue(step)

    def step_at(self, point: QPointF) -> int:
        """Return the step under a point of the widget."""
        view = self.plot.getViewBox()
        step: float = view.mapSceneToView(self.plot.mapToScene(point.toPoint())).x()
        return round(step)
