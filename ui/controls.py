"""The panel of controls: the mountain, the prepared hikes and the knobs."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

import mountain
from mountain import OPTIMIZERS, PARAMETERS, Plan, Preset, Terrain
from ui.gauge import StrideGauge
from ui.gauge_state import GaugeState
from ui.icons import icon
from ui.knob import Knob
from ui.outset import presets_shown
from ui.theme import GRID, Theme

_COLUMNS = 3
#: The knobs that stay where there is little room.
_BRIEF = ("learning_rate", "measure_every")


class Controls(QFrame):
    """What a teacher turns and presses.

    Signals
    -------
    preset_chosen : Preset
        A prepared hike.
    terrain_chosen : str
        A terrain's name.
    setting_changed : (str, object)
        A setting's name and its value.
    setting_refused : str
        Why a setting cannot be what was typed, in one line.
    typed
        A number was typed to its end: the keyboard is wanted elsewhere.
    unfolded : int
        How far down the settings begin that were folded away.
    """

    preset_chosen = Signal(object)
    terrain_chosen = Signal(str)
    setting_changed = Signal(str, object)
    setting_refused = Signal(str)
    typed = Signal()
    unfolded = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._presets: tuple[Preset, ...] = ()
        self._brief = False
        self._shown: tuple[Plan, Preset | None] = (Plan(), None)
        self._values: dict[str, object] = {}
        self._buttons: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._layout.setSpacing(GRID)
        self._make_terrain()
        self._grid = QGridLayout()
        self._grid.setSpacing(GRID)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self._layout.addLayout(self._grid)
        self._knobs: dict[str, Knob] = {}
        self._make_knobs("knobs", self._layout)
        self.gauge = StrideGauge()
        self._layout.addWidget(self.gauge)
        self._make_more()

    def complete(self) -> None:
        """Make the settings that are folded away, which the first painting can do without."""
        column = self._folded.layout()
        assert isinstance(column, QVBoxLayout)
        if column.isEmpty():
            self._make_knobs("more", column)
            self.show_plan(*self._shown)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        self.gauge.show_theme(theme)
        side = theme.normal + 3
        self._more.setIcon(icon("more", theme.ink, side, theme.on_accent))
        self._more.setIconSize(QSize(side, side))

    def show_terrain(self, terrain: Terrain) -> None:
        """Show which mountain it is, and the hikes prepared on it."""
        with QSignalBlocker(self._terrain):
            # One's own mountain is none of the list.
            self._terrain.setPlaceholderText(terrain.title)
            self._terrain.setCurrentIndex(self._terrain.findData(terrain.name))
        self._caption.setText(terrain.caption)
        for name, knob in self._knobs.items():
            knob.show_parameter(mountain.parameter_on(terrain, name))
        self._show_presets(presets_shown(terrain.name))

    def show_plan(self, plan: Plan, preset: Preset | None) -> None:
        """Show the settings in force, and which prepared hike they are."""
        self._shown = plan, preset
        uses = OPTIMIZERS[plan.optimizer].uses
        for name, knob in self._knobs.items():
            value = getattr(plan, name)
            if self._values.get(name) != value:
                self._values[name] = value
                knob.show_value(value)
            used = name in uses or not PARAMETERS[name].by_optimizer
            knob.setVisible(used and not (self._brief and name not in _BRIEF))
        for button, each in zip(self._buttons, self._presets, strict=True):
            button.setChecked(each == preset)

    def show_brief(self, brief: bool) -> None:
        """Show the mountain and the most needed knobs alone, or everything."""
        self._brief = brief
        for each in (self._caption, self._more, *self._buttons):
            each.setHidden(brief)
        self._folded.setVisible(self._more.isChecked() and not brief)
        self.show_plan(*self._shown)

    def show_limit(self, stride: float, limit: float | None, *, batches: bool = False) -> None:
        """Show η·k beside the limit at home; None where none is known.

        Where readings look at batches, it is told that the limit is that of all points.
        """
        self.gauge.show_stride(GaugeState(stride, limit, batches))

    def _make_terrain(self) -> None:
        self._terrain = QComboBox()
        self._terrain.setObjectName("terrain")
        self._terrain.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._terrain.setAccessibleName("Terrain")
        self._terrain.setToolTip("Which mountain to descend.")
        for name in mountain.terrain_names():
            self._terrain.addItem(mountain.terrain_named(name).title, name)
        self._terrain.currentIndexChanged.connect(
            lambda _: self.terrain_chosen.emit(self._terrain.currentData())
        )
        self._caption = QLabel()
        self._caption.setProperty("text_size", "small")
        self._caption.setWordWrap(True)
        self._layout.addWidget(self._terrain)
        self._layout.addWidget(self._caption)

    def _make_more(self) -> None:
        self._more = QToolButton()
        self._more.setObjectName("more")
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._more.setText("More settings")
        self._more.setAccessibleName("More settings")
        self._more.setToolTip("Show the reading, the clock and the limits of the hike.")
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._folded = QWidget()
        column = QVBoxLayout(self._folded)
        column.setContentsMargins(0, 0, 0, 0)
        self._folded.hide()
        self._more.toggled.connect(self._unfold)
        self._layout.addWidget(self._more)
        self._layout.addWidget(self._folded, 1, Qt.AlignmentFlag.AlignTop)

    def _unfold(self, unfolded: bool) -> None:
        self._folded.setVisible(unfolded)
        if unfolded:
            # When the panel has grown, and not before, there is somewhere to scroll to.
            QTimer.singleShot(0, lambda: self.unfolded.emit(self._more.y()))

    def _make_knobs(self, place: str, column: QVBoxLayout) -> None:
        for parameter in PARAMETERS.values():
            if parameter.place == place:
                knob = self._knobs[parameter.name] = Knob(parameter)
                knob.changed.connect(self.setting_changed)
                knob.refused.connect(self.setting_refused)
                knob.done.connect(self.typed)
                column.addWidget(knob)

    def _show_presets(self, presets: tuple[Preset, ...]) -> None:
        if presets == self._presets:
            return
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self._presets = presets
        self._buttons = [self._preset_button(preset) for preset in presets]
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
            button.setHidden(self._brief)

    def _preset_button(self, preset: Preset) -> QPushButton:
        button = QPushButton(preset.title)
        button.setObjectName(f"preset_{preset.name}")
        button.setProperty("preset", True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCheckable(True)
        where = mountain.terrain_named(preset.terrain).title
        button.setAccessibleName(f"{preset.title}, on {where}")
        button.setToolTip(f"{preset.caption} ({where})")
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.preset_chosen.emit(preset))
        return button
