"""The roster's header: what makes more hikers, prepared races, and where all set out."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QToolButton, QWidget

import mountain
from ui.theme import GRID, Theme


class RosterHeader(QWidget):
    """What stands over the rows.

    Signals
    -------
    duplicate_wanted, multiply_wanted
        More hikers like the chosen one.
    all_rules_wanted, ghosts_dismissed
        One hiker for every optimizer; no more ghosts of the last runs.
    race_chosen : str
        A prepared race's name.

    Parameters
    ----------
    together : QAction
        Whether all set out from one place; it has its button here.
    """

    duplicate_wanted = Signal()
    multiply_wanted = Signal()
    all_rules_wanted = Signal()
    race_chosen = Signal(str)
    ghosts_dismissed = Signal()

    def __init__(self, together: QAction) -> None:
        super().__init__()
        self._duplicate = _button(
            "duplicate", "Duplicate", "Copy the chosen hiker, so that one knob can be changed."
        )
        self._multiply = _button(
            "multiply",
            "η ½ · 1 · 2",
            "Three hikers instead of the chosen one: η halved, η, and η doubled.",
        )
        self._multiply.setAccessibleName("Learning rate halved, as it is, and doubled")
        self._all_rules = _button(
            "all_rules", "All rules", "One hiker for every optimizer, all else being equal."
        )
        self._dismiss = _button(
            "dismiss_ghosts", "Dismiss ghosts", "Take the ways of the last runs off the map."
        )
        self._races, self._together = _race_box(), _together_button(together)
        self._lay_out()
        self._dismiss.hide()
        self._together.hide()
        self._duplicate.clicked.connect(self.duplicate_wanted)
        self._multiply.clicked.connect(self.multiply_wanted)
        self._all_rules.clicked.connect(self.all_rules_wanted)
        self._dismiss.clicked.connect(self.ghosts_dismissed)
        self._races.activated.connect(self._choose_race)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._together.setIconSize(QSize(theme.normal, theme.normal))

    def show_race(self, count: int, *, ghosts: bool) -> None:
        """Offer what can be done with so many hikers, and with ghosts of the last runs."""
        self._fill_races()
        self._duplicate.setEnabled(count < mountain.MOST_HIKERS)
        self._multiply.setEnabled(count + 2 <= mountain.MOST_HIKERS)
        self._dismiss.setVisible(ghosts)
        self._together.setVisible(count > 1)

    def _lay_out(self) -> None:
        title = QLabel("Hikers")
        title.setObjectName("hikers")
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        first = (title, self._duplicate, self._multiply, self._all_rules, self._races)
        for column, widget in enumerate(first):
            layout.addWidget(widget, 0, column)
        layout.setColumnStretch(len(first) - 1, 1)
        layout.addWidget(self._together, 1, 0, 1, 2)
        layout.addWidget(self._dismiss, 1, 2, 1, 3)

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


def _button(name: str, text: str, meaning: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setToolTip(meaning)
    return button


def _race_box() -> QComboBox:
    """Make the box of prepared races, without a race yet."""
    box = QComboBox()
    box.setObjectName("races")
    box.setAccessibleName("Prepared races")
    box.setToolTip("Set out in a race that is prepared.")
    box.addItem("Races …")
    # As wide as its first entry; the list that opens is as wide as it needs.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(1)
    return box


def _together_button(together: QAction) -> QToolButton:
    """Make the button of an action that the window has."""
    button = QToolButton()
    button.setObjectName("together")
    button.setDefaultAction(together)
    button.setAccessibleName(together.text())
    button.setToolTip(together.toolTip())
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
