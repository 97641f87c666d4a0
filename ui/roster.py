"""The roster: who takes part in the race, how each is doing, and who is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import mountain
from ui.roster_row import RowView, column_edges, row_height
from ui.standings import HEADINGS, RosterRow as RosterRow, roster_rows as roster_rows
from ui.theme import DUSK, GRID, Theme

#: How many rows are on the screen before the rest is scrolled to; the half one says that there is.
_ROWS_SEEN, _FEWEST_ROWS_SEEN = 6.5, 3


class _Headings(QWidget):
    """The words over the columns of figures."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = DUSK

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.setFixedHeight(theme.small + 6)
        self.update()

    def show_width(self, width: int) -> None:
        """Stand over rows that are so many pixels wide."""
        self.setMaximumWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Write the words."""
        painter = QPainter(self)
        painter.setFont(self._theme.font(self._theme.small))
        painter.setPen(QColor(self._theme.quiet))
        edges = column_edges(self._theme, self.width())
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for (left, right), heading in zip(edges, HEADINGS, strict=True):
            painter.drawText(QRectF(left - 9, 0, right - left + 9, self.height()), align, heading)
        painter.end()


class _Rows(QScrollArea):
    """The rows, scrolling when there are more than fit.

    Signals
    -------
    resized : int
        How wide the rows are, beside the scroll bar.
    """

    resized = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._height = 0
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(content)

    def show_room(self, count: int, height: int) -> None:
        """Ask for the room that so many rows of a height need."""
        self._height = round(min(count, _ROWS_SEEN) * height)
        self.setMinimumHeight(min(count, _FEWEST_ROWS_SEEN) * height)
        self.setMaximumHeight(count * height)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how wide the rows are."""
        super().resizeEvent(event)
        self.resized.emit(self.viewport().width())

    def sizeHint(self) -> QSize:
        """Return the room that is asked for."""
        return QSize(super().sizeHint().width(), self._height)


class Roster(QFrame):
    """The hikers of the race, a row for each, and what makes more of them.

    Signals
    -------
    chosen, removed, duplicated, multiplied : int
        A hiker's number.
    visibility_changed : (int, bool)
        A hiker's number, and whether to show them.
    all_rules_wanted, ghosts_dismissed
        One hiker for every optimizer; no more ghosts of the last runs.
    race_chosen : str
        A prepared race's name.

    Parameters
    ----------
    together : QAction
        Whether all set out from one place; it has its button here.
    """

    chosen = Signal(int)
    visibility_changed = Signal(int, bool)
    duplicated = Signal(int)
    multiplied = Signal(int)
    removed = Signal(int)
    all_rules_wanted = Signal()
    race_chosen = Signal(str)
    ghosts_dismissed = Signal()

    def __init__(self, together: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("roster")
        self._theme = DUSK
        self._chosen = 0
        self._views: list[RowView] = []
        self._make_header(together)
        self._headings, self._rows = _Headings(), _Rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(self._header)
        column.addWidget(self._headings)
        column.addWidget(self._rows)
        self._rows.resized.connect(self._headings.show_width)
        self._headings.hide()
        self._rows.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        # As wide as the knobs with their scroll bar, in whose place it stands.
        self.setFixedWidth(25 * theme.normal + 2 * GRID)
        self.setStyleSheet(_style_sheet(theme))
        self._headings.show_theme(theme)
        self._together.setIconSize(QSize(theme.normal, theme.normal))
        for view in self._views:
            view.show_theme(theme)
        self._rows.show_room(len(self._views), row_height(theme))

    def show_race(
        self, rows: Sequence[RosterRow], chosen: int, *, ghosts: bool = False, alone: bool = False
    ) -> None:
        """Show how everybody is doing, and who is chosen; one hiker alone needs no row.

        Parameters
        ----------
        ghosts : bool
            Whether there are ghosts of the last runs, to be dismissed.
        alone : bool
            Whether one hiker alone has a row all the same, as nothing else tells of them.
        """
        self._fill_races()
        self._chosen = chosen
        self._make_views(len(rows) if alone or len(rows) > 1 else 0)
        for view, row in zip(self._views, rows, strict=False):
            view.show_row(row, row.number == chosen)
        self._duplicate.setEnabled(len(rows) < mountain.MOST_HIKERS)
        self._dismiss.setVisible(ghosts)
        self._together.setVisible(len(rows) > 1)
        self._multiply.setEnabled(len(rows) + 2 <= mountain.MOST_HIKERS)

    def _make_header(self, together: QAction) -> None:
        self._header = QGridLayout()
        self._header.setSpacing(GRID // 2)
        title = QLabel("Hikers")
        title.setObjectName("hikers")
        self._races = QComboBox()
        self._races.setObjectName("races")
        self._races.setAccessibleName("Prepared races")
        self._races.setToolTip("Set out in a race that is prepared.")
        self._races.addItem("Races …")
        # As wide as its first entry; the list that opens is as wide as it needs.
        self._races.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._races.setMinimumContentsLength(1)
        self._races.activated.connect(self._choose_race)
        self._duplicate = self._button(
            "duplicate", "Duplicate", "Copy the chosen hiker, so that one knob can be changed."
        )
        self._multiply = self._button(
            "multiply",
            "η ½ · 1 · 2",
            "Three hikers instead of the chosen one: η halved, η, and η doubled.",
        )
        self._all_rules = self._button(
            "all_rules", "All rules", "One hiker for every optimizer, all else being equal."
        )
        self._dismiss = self._button(
            "dismiss_ghosts", "Dismiss ghosts", "Take the ways of the last runs off the map."
        )
        self._dismiss.hide()
        self._together = QToolButton()
        self._together.setObjectName("together")
        self._together.setDefaultAction(together)
        self._together.setAccessibleName(together.text())
        self._together.setToolTip(together.toolTip())
        self._together.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._together.hide()
        self._multiply.setAccessibleName("Learning rate halved, as it is, and doubled")
        self._duplicate.clicked.connect(lambda: self.duplicated.emit(self._chosen))
        self._multiply.clicked.connect(lambda: self.multiplied.emit(self._chosen))
        self._all_rules.clicked.connect(self.all_rules_wanted)
        self._dismiss.clicked.connect(self.ghosts_dismissed)
        self._header.addWidget(title, 0, 0)
        for place, button in enumerate((self._duplicate, self._multiply, self._all_rules)):
            self._header.addWidget(button, 0, place + 1)
        self._header.addWidget(self._races, 0, 4)
        self._header.setColumnStretch(4, 1)
        self._header.addWidget(self._together, 1, 0, 1, 2)
        self._header.addWidget(self._dismiss, 1, 2, 1, 3)

    def _button(self, name: str, text: str, meaning: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(meaning)
        return button

    def _fill_races(self) -> None:
        """List the races when hikers are there; reading them takes what compiles the walk."""
        if self._races.count() > 1:
            return
        for name in mountain.race_names():
            race = mountain.race_named(name)
            self._races.addItem(f"{race.title} {mountain.terrain_named(race.terrain).title}", name)
            place = self._races.count() - 1
            self._races.setItemData(place, race.caption, Qt.ItemDataRole.ToolTipRole)

    def _choose_race(self, place: int) -> None:
        name = self._races.itemData(place)
        with QSignalBlocker(self._races):
            self._races.setCurrentIndex(0)
        if name is not None:
            self.race_chosen.emit(name)

    def _make_views(self, count: int) -> None:
        """Have so many rows; those that are there already stay as they are."""
        if count == len(self._views):
            return
        while len(self._views) > count:
            view = self._views.pop()
            self._rows.column.removeWidget(view)
            view.hide()
            view.deleteLater()
        while len(self._views) < count:
            self._views.append(self._made_view(len(self._views)))
        self._headings.setVisible(count > 0)
        self._rows.setVisible(count > 0)
        self._rows.show_room(count, row_height(self._theme))

    def _made_view(self, number: int) -> RowView:
        view = RowView(number, self._theme)
        view.chosen.connect(self.chosen)
        view.removed.connect(self.removed)
        view.visibility_changed.connect(self.visibility_changed)
        view.left.connect(self._go)
        self._rows.column.addWidget(view)
        return view

    def _go(self, number: int, rows: int) -> None:
        """Move the keyboard to another row."""
        view = self._views[min(max(number + rows, 0), len(self._views) - 1)]
        view.setFocus(Qt.FocusReason.TabFocusReason)
        self._rows.ensureWidgetVisible(view, 0, 0)


def _style_sheet(theme: Theme) -> str:
    """Return the style of the roster's own small controls."""
    return f"""
    QFrame#roster {{ background: {theme.panel}; border-radius: {GRID}px; }}
    QLabel#hikers {{ font-weight: bold; font-size: {theme.small}px; }}
    QPushButton, QComboBox {{ font-size: {theme.small}px; min-height: {theme.small + 7}px;
        padding: 2px 4px; }}
    QPushButton:focus, QComboBox:focus {{ padding: 1px 3px; }}
    QComboBox::drop-down {{ width: {theme.small + 4}px; }}
    QToolButton#together {{ font-size: {theme.small}px; padding: 2px 4px; }}
    QToolButton#together:checked {{ color: {theme.accent}; }}
    QToolButton {{ background: transparent; border: none; padding: 0px; min-height: 0px;
        color: {theme.quiet}; font-size: {theme.normal}px; }}
    QToolButton:hover {{ color: {theme.accent}; }}
    QToolButton:focus {{ border: 1px solid {theme.accent}; padding: 0px; }}
    """
