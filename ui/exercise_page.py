"""The page of exercises: three, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from mountain import Terrain
from ui.derivative_page import DerivativePage
from ui.desk import Page
from ui.digit_cost_page import DigitCostPage
from ui.python_page import PythonPage
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_TITLES = (
    "1  Derivatives by hand",
    "2  The gradient in Python",
    "3  The cost of a digit",
)


class ExercisePage(Page):
    """A list of the exercises, and the one that was chosen.

    Signals
    -------
    walk_wanted : Exercise
        Its equation is to be the mountain.
    """

    heading = "Exercises"
    meaning = "Three exercises: by hand, in Python, and the cost of a digit."
    walk_wanted = Signal(object)

    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__()
        self._derivatives = DerivativePage(typesetter)
        self._python, self._digits = PythonPage(typesetter), DigitCostPage()
        self._list = QComboBox()
        self._list.setObjectName("exercise")
        self._list.setAccessibleName("Exercise")
        self._list.setToolTip("Which of the three exercises to do.")
        self._list.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._list.addItems(_TITLES)
        self._list.currentIndexChanged.connect(self._turn_to)
        self._derivatives.walk_wanted.connect(self.walk_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self._list)
        for page in self._pages:
            column.addWidget(page, 1)
        self._turn_to(0)

    @property
    def _pages(self) -> tuple[DerivativePage, PythonPage, DigitCostPage]:
        return self._derivatives, self._python, self._digits

    def _turn_to(self, place: int) -> None:
        """Show one exercise; those out of sight take no room."""
        for index, page in enumerate(self._pages):
            page.setHidden(index != place)

    def minimumSizeHint(self) -> QSize:
        """Return what all lines take at this width, of which who scrolls the page knows nothing."""
        layout, least = self.layout(), super().minimumSizeHint()
        assert layout is not None
        return least.expandedTo(QSize(0, layout.minimumHeightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take another height at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for page in self._pages:
            page.show_theme(theme)

    def show_terrain(self, terrain: Terrain) -> None:
        """Ask about another mountain, where it is asked about."""
        self._derivatives.show_terrain(terrain)
        self._python.show_terrain(terrain)

    def wait(self) -> None:
        """Wait until nothing is being run any more."""
        self._python.wait()
        self._derivatives.close_algebra()
