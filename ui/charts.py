"""The charts: height, slope and step length against the step, with every reading marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ui.badge import badge_colour
from ui.chart import Chart, Curve
from ui.hikers_view import HikersView
from ui.icons import icon
from ui.theme import GRID, Theme

if TYPE_CHECKING:
    from mountain import Floats, Track

#: How tall a chart must be to be read from the back row, in lines of text.
_TALL = 8.5


class Charts(QWidget):
    """Three charts over one axis of steps; where there is little room, one or two are left out.

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
        self.setAccessibleName("Charts of height, slope and step length")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._steps = 0
        self._shown: object = None
        self._turned = 0
        self._charts = {
            "height": Chart("Height"),
            "slope": Chart("Slope", logarithmic=True),
            "length": Chart("Step", logarithmic=True),
        }
        self._turn = QToolButton(self)
        self._turn.setObjectName("turn_charts")
        self._turn.setAccessibleName("Other charts")
        self._turn.setToolTip("Show other charts.  [C]")
        self._turn.clicked.connect(self.turn)
        for chart in self._charts.values():
            # Equal shares, whatever a chart itself would like.
            column.addWidget(chart.plot, 1)
            chart.plot.scene().installEventFilter(self)
            chart.plot.viewport().installEventFilter(self)
            chart.plot.viewport().setMouseTracking(True)
            if chart is not self._charts["height"]:
                chart.plot.setXLink(self._charts["height"].plot)
        self.show_theme(theme)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme, self._shown = theme, None
        for chart in self._charts.values():
            chart.show_theme(theme)
        self.setMinimumHeight(round(_TALL * theme.normal))
        self._arrange()

    def turn(self) -> None:
        """Show others, where not all have room."""
        self._turned = (self._turned + 1) % len(self._charts)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as have room."""
        super().resizeEvent(event)
        self._arrange()

    def _seen(self) -> list[str]:
        """Return the names of those that have room."""
        names = list(self._charts)
        count = int((self.height() + GRID) / (_TALL * self._theme.normal + GRID))
        if count >= len(names):
            return names
        if count < 2:
            return [names[self._turned]]
        return [name for name in names if name != names[-1 - self._turned]]

    def _arrange(self) -> None:
        seen = self._seen()
        roomy = len(seen) == len(self._charts)
        for name, chart in self._charts.items():
            chart.plot.setVisible(name in seen)
            chart.show_steps(last=name == seen[-1], named=roomy, theme=self._theme)
        column = self.layout()
        assert column is not None
        # At once: laid out later, a chart would be painted at its old height first.
        column.invalidate()
        column.activate()
        self._place_turn(shown=not roomy)

    def _place_turn(self, *, shown: bool) -> None:
        # Between the axes there is a corner as tall as a line of small text.
        side = round(1.3 * self._theme.small)
        self._turn.setStyleSheet("padding: 1px; min-height: 0px; border-radius: 4px;")
        self._turn.setIcon(icon("turn_charts", self._theme.quiet, side))
        self._turn.setIconSize(QSize(side, side))
        self._turn.adjustSize()
        self._turn.move(2, self.height() - self._turn.height() - 2)
        self._turn.setVisible(shown)
        self._turn.raise_()

    def show_hikers(self, view: HikersView) -> None:
        """Show the hikers from their start to a step."""
        tracks = () if view.race is None else view.race.tracks
        tracks = tuple(track for track in tracks if track.number not in view.hidden)
        # The way to come is not charted, so a knob that changes only that costs nothing here.
        shown = [track.rows[[0, min(view.step, track.steps)]].tobytes() for track in tracks]
        key = (shown, view.step, view.chosen, view.hidden)
        if key == self._shown:
            return
        self._shown, self._steps = key, view.step
        alone = view.race is None or len(view.race.tracks) == 1
        inks = ["" if alone else badge_colour(track.number, self._theme) for track in tracks]
        chosen = [track.number == view.chosen for track in tracks]
        for name, values_of in _VALUES.items():
            curves = [
                _curve(values_of(track), track, view.step, (ink, main))
                for track, ink, main in zip(tracks, inks, chosen, strict=True)
            ]
            self._charts[name].show_curves(curves)
        self._charts["height"].plot.setXRange(0, max(self._steps, 10), padding=0.02)
        self._describe(view)

    def _describe(self, view: HikersView) -> None:
        track, step = view.track, view.own_step
        if track is None:
            self.setAccessibleDescription("No step walked yet.")
            return
        self.setAccessibleDescription(
            f"Step {step}: height {track.height[step]:.2f}, slope {track.slope[step]:.2g}."
        )

    def show_cursor(self, step: int | None) -> None:
        """Mark a step in all charts."""
        for chart in self._charts.values():
            chart.show_cursor(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which step is pointed at or clicked; a chart of another size has other figures."""
        if event.type() == QEvent.Type.Leave:
            self.pointed.emit(None)
        for chart in self._charts.values():
            if chart.plot.viewport() is watched:
                if event.type() == QEvent.Type.Resize:
                    chart.fit_figures()
                elif isinstance(event, QMouseEvent):
                    self._point_at(chart, event)
        return super().eventFilter(watched, event)

    def _point_at(self, chart: Chart, event: QMouseEvent) -> None:
        step = min(max(chart.step_at(event.position()), 0), self._steps)
        clicked = event.type() == QEvent.Type.MouseButtonPress
        if clicked and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(step)
        self.pointed.emit(step)


def _lengths(track: Track) -> Floats:
    """Return how long the step was that led to each place; the first like the second."""
    lengths: Floats = np.hypot(np.diff(track.x), np.diff(track.y))
    return np.concatenate([lengths[:1], lengths]) if len(lengths) else np.zeros(len(track))


_VALUES = {
    "height": lambda track: track.height,
    "slope": lambda track: track.slope,
    "length": _lengths,
}


def _curve(values: Floats, track: Track, step: int, look: tuple[str, bool]) -> Curve:
    shown = values[: step + 1]
    taken = np.flatnonzero(track.measured[: step + 1])
    return Curve(shown, taken, ink=look[0], main=look[1])
