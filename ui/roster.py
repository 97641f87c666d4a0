"""The roster: who takes part in the race, how each is doing, and who is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.roster_header import RosterHeader
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
        self._header, self._headings, self._rows = RosterHeader(together), _Headings(), _Rows()
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(self._header)
        column.addWidget(self._headings)
        column.addWidget(self._rows)
        self._rows.resized.connect(self._headings.show_width)
        self._connect_header()
        self._headings.hide()
        self._rows.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        # As wide as the knobs with their scroll bar, in whose place it stands.
        self.setFixedWidth(25 * theme.normal + 2 * GRID)
        self.setStyleSheet(_style_sheet(theme))
        self._header.show_theme(theme)
        self._headings.show_theme(theme)
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
        self._chosen = chosen
        self._make_views(len(rows) if alone or len(rows) > 1 else 0)
        for view, row in zip(self._views, rows, strict=False):
            view.show_row(row, row.number == chosen)
        self._header.show_race(len(rows), ghosts=ghosts)

    def _connect_header(self) -> None:
        header = self._header
        header.duplicate_wanted.connect(lambda: self.duplicated.emit(self._chosen))
        header.multiply_wanted.connect(lambda: self.multiplied.emit(self._chosen))
        header.all_rules_wanted.connect(self.all_rules_wanted)
        header.race_chosen.connect(self.race_chosen)
        header.ghosts_dismissed.connect(self.ghosts_dismissed)

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
