"""Where everything in the window stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import clock_face, inclinometer
from ui.command_line import SMALLEST_HEIGHT, SMALLEST_WIDTH
from ui.theme import GRID

if TYPE_CHECKING:
    from ui.blackboard import Blackboard
    from ui.window import MainWindow


class Arrangement:
    """Instruments to the left, the map in the middle, knobs or hikers and the charts to the right.

    What floats over the map moves nothing else.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        centre = QWidget()
        grid = QGridLayout(centre)
        grid.setContentsMargins(GRID, GRID, GRID, GRID)
        grid.setSpacing(GRID)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(window.clock)
        left.addWidget(window.phone)
        left.addStretch(1)
        self._right = QVBoxLayout()
        self._right.setSpacing(GRID)
        self._right.addWidget(window.drawer)
        # Where the charts will be, so that nothing moves when they come.
        self._awaited = QWidget()
        self._awaited.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._right.addWidget(self._awaited, 1)
        grid.addWidget(window.transport, 0, 0, 1, 3)
        grid.addLayout(left, 2, 0)
        grid.addWidget(window.map, 2, 1)
        self._grid = grid
        grid.addWidget(window.verdict, 3, 0, 1, 2)
        grid.addLayout(self._right, 2, 2, 2, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(2, 1)
        window.setCentralWidget(centre)
        # Of the window's own, or what fits at one size would keep it from becoming smaller.
        window.setMinimumSize(SMALLEST_WIDTH, SMALLEST_HEIGHT)

    def put_charts(self, charts: QWidget) -> None:
        """Put the charts where they were awaited."""
        self._right.replaceWidget(self._awaited, charts)
        self._awaited.deleteLater()

    def put_roster(self, roster: QWidget) -> None:
        """Put the hikers in the place of the knobs, out of sight."""
        roster.hide()
        self._right.insertWidget(1, roster)

    def put_desk(self, desk: QWidget) -> None:
        """Put the desk in the place of the charts, out of sight."""
        desk.hide()
        self._right.addWidget(desk, 1)

    def put_relief(self, relief: QWidget) -> None:
        """Put the relief in the place of the map."""
        self._grid.addWidget(relief, 2, 1)

    def show_charts(self, shown: bool) -> None:
        """Show the charts, or leave their place to the desk."""
        charts = self._window.charts
        (self._awaited if charts is None else charts).setVisible(shown)

    def give_width(self) -> None:
        """Give the instruments the width that a square map does not need, and their own shapes."""
        window, normal = self._window, self._window.theme.normal
        bars = window.verdict.height() + window.transport.sizeHint().height()
        tall = window.height() - bars - 4 * GRID
        spare = window.width() - window.drawer.sizeHint().width() - tall - 8 * GRID
        shapes: tuple[tuple[QWidget, float], ...] = (
            (window.clock, clock_face.HEIGHT / clock_face.WIDTH),
            (window.phone, inclinometer.HEIGHT / inclinometer.WIDTH),
        )
        widest = (tall - GRID) / sum(share for _, share in shapes)
        side = min(max(spare, round(14.5 * normal)), 21 * normal, int(widest))
        for view, share in shapes:
            view.setFixedSize(side, round(share * side))

    def place_notice(self) -> None:
        """Let the notice float over the top of the map."""
        notice = self._window.notice
        width = self._window.scenery.shown.width() - 2 * GRID
        size = QSize(width, notice.heightForWidth(width))
        notice.setGeometry(QRect(self._on_map(GRID), size))
        notice.raise_()

    def place_blackboard(self, blackboard: Blackboard) -> None:
        """Lay the blackboard over the part of the map where the hiker is not."""
        view = self._window.scenery.shown
        width = view.width() - 2 * GRID
        height = min(blackboard.heightForWidth(width), view.height() // 2)
        down = GRID if view.is_hiker_low else view.height() - height - GRID
        blackboard.setGeometry(QRect(self._on_map(down), QSize(width, height)))
        blackboard.hang(high=view.is_hiker_low)
        blackboard.raise_()
        # What is told for a while lies on what stays.
        self._window.notice.raise_()

    def _on_map(self, down: int) -> QPoint:
        return self._window.scenery.shown.mapTo(self._window, QPoint(GRID, down))
