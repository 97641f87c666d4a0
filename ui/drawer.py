"""A drawer: a panel as tall as what is in it, which scrolls where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from ui.theme import GRID, Theme


class Drawer(QScrollArea):
    """Holds one panel; its width is the same before the panel comes."""

    def __init__(self) -> None:
        super().__init__()
        self._panel: QWidget | None = None
        self._wide = 0
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(20 * GRID)

    def put(self, panel: QWidget) -> None:
        """Put the panel in."""
        self._panel = panel
        panel.setMinimumWidth(self._wide)
        self.setWidget(panel)
        # Its corners are round: what is behind them is the window.
        panel.setAutoFillBackground(False)
        panel.installEventFilter(self)

    def show_theme(self, theme: Theme) -> None:
        """Be wide enough for a theme's texts."""
        self._wide = 25 * theme.normal
        if self._panel is not None:
            self._panel.setMinimumWidth(self._wide)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the panel's size, and room beside it for the scroll bar."""
        tall = self._panel.sizeHint().height() if self._panel is not None else 0
        return QSize(self._wide + 2 * GRID, tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the panel when what is in it changes."""
        if watched is self._panel and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
