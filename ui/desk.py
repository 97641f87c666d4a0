"""The desk: one page at a time about what the mountain is made of, in the place of the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.theme import DUSK, GRID, Theme


class Page(QWidget):
    """What a page of the desk has: a heading, and a theme that it wears."""

    #: The words on its tab, and what is found there.
    heading = ""
    meaning = ""

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        raise NotImplementedError


class Desk(QFrame):
    """Pages with a tab for each, made when first turned to; a page that is too tall scrolls.

    Signals
    -------
    turned : str
        The name of the page that is on top now.

    Parameters
    ----------
    kinds : mapping of str to type of Page
        By name, in the order of the tabs.
    make : callable
        Makes the page of a name.
    """

    turned = Signal(str)

    def __init__(
        self,
        kinds: Mapping[str, type[Page]],
        make: Callable[[str], Page],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._make = make
        self._theme = DUSK
        self._pages: dict[str, Page] = {}
        self._tabs: dict[str, QPushButton] = {}
        self._areas: dict[str, QScrollArea] = {}
        self._stack = QStackedWidget()
        tabs = QHBoxLayout()
        tabs.setSpacing(GRID // 2)
        for name, kind in kinds.items():
            self._tabs[name] = self._tab(name, kind)
            tabs.addWidget(self._tabs[name])
            self._areas[name] = _scrolling()
            self._stack.addWidget(self._areas[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(tabs)
        column.addWidget(self._stack, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.turn_to(next(iter(self._tabs)))

    @property
    def page(self) -> str:
        """The name of the page on top."""
        return next(name for name, tab in self._tabs.items() if tab.isChecked())

    def turn_to(self, name: str) -> None:
        """Put a page on top."""
        if name not in self._pages:
            self._pages[name] = page = self._make(name)
            page.show_theme(self._theme)
            self._areas[name].setWidget(page)
            page.setAutoFillBackground(False)
        for each, tab in self._tabs.items():
            # Not a group of Qt's, of which the Tab key reaches one button alone.
            tab.setChecked(each == name)
        self._stack.setCurrentWidget(self._areas[name])
        self.turned.emit(name)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        for page in self._pages.values():
            page.show_theme(theme)

    def _tab(self, name: str, page: type[Page]) -> QPushButton:
        tab = QPushButton(page.heading)
        tab.setObjectName(f"page_{name}")
        tab.setProperty("preset", True)
        tab.setAccessibleName(f"Page: {page.heading}")
        tab.setToolTip(page.meaning)
        tab.setCheckable(True)
        tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tab.clicked.connect(lambda: self.turn_to(name))
        return tab


def _scrolling() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
