"""The transport: the row of buttons that walk, record, and change how it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from ui.icons import icon
from ui.playback import DEFAULT_PACE, FASTEST, SLOWEST
from ui.theme import GRID, Theme

_PACES = 100
#: Where there is little room, these words go first; their drawings stay.
_SPARED = ("projector", "record", "race", "relief", "mist", "desk", "play")


@dataclass(frozen=True)
class Command:
    """One thing to do, by button and by key.

    Attributes
    ----------
    name : str
        The name in code, and of its drawing.
    label, meaning : str
        The words on the screen.
    keys : tuple of str
        The key combinations that do it.
    checkable : bool
        Whether it is on or off.
    worded : bool
        Whether its button shows the label beside the drawing.
    """

    name: str
    label: str
    meaning: str
    keys: tuple[str, ...]
    checkable: bool = False
    worded: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("play", "Play", "Walk by the clock, or pause.", ("Space",), True, True),
    Command("back", "Back", "Show the step before.", ("Left",)),
    Command("step", "Step", "Walk one step.", ("Right",)),
    Command("restart", "Restart", "Set out anew from the start.", ("R",)),
    Command("end", "End", "Walk to the end of the hike at once.", ("End",)),
    Command("mist", "Mist", "Lift or lower the mist.", ("M",), True, True),
    Command("race", "Race", "Show the hikers of a race, or the knobs.", ("H",), True, True),
    Command(
        "desk", "Desk", "The formula, its gradient, its cost, and exercises.", ("D",), True, True
    ),
    Command("relief", "Relief", "See the mountain in relief, or the map.", ("3",), True, True),
    Command("slopes", "Steepness", "Colour the ground by its slope, or its height.", ("S",), True),
    Command("arrows", "Arrows", "Let arrows all over the map point downhill.", ("A",), True),
    Command("numbers", "Numbers", "Put the numbers into the formula.", ("B",), True),
    Command(
        "together", "One start", "All set out from one place, or each from their own.", ("L",), True
    ),
    Command("turn_charts", "Other charts", "Show other charts.", ("C",)),
    Command("dismiss", "Dismiss ghosts", "Take the ghosts off the map.", ("G",)),
    Command(
        "record", "Record", "Write the trajectory as the hike goes on.", ("Ctrl+R",), True, True
    ),
    Command("save", "Save", "Save the trajectory walked as CSV.", ("Ctrl+S",)),
    Command("open", "Open", "Open a trajectory as a ghost, or an elevation map.", ("Ctrl+O",)),
    Command("projector", "Projector", "Light theme, big text, thick lines.", ("F10",), True, True),
    Command("fullscreen", "Full screen", "Fill the screen.", ("F11",), True),
    Command("next_preset", "Next preset", "Show the next prepared hike.", ("PgDown",)),
    Command("previous_preset", "Previous preset", "Show the prepared hike before.", ("PgUp",)),
    Command("leave", "Leave", "Leave the full screen.", ("Esc",)),
    Command("quit", "Quit", "Close the window.", ("Ctrl+Q",)),
)
#: Of the button that plays, at rest and while a hiker walks.
_PLAY_WORDS = ("Play", "Pause")
_BUTTONS = (
    *("play", "back", "step", "restart", "end", "pace"),
    *("", "desk", "race", "relief", "numbers", "mist"),
    *("record", "save", "open", "projector", "fullscreen"),
)


def make_actions(parent: QWidget) -> dict[str, QAction]:
    """Make the action of every command, by name, with its keys working in the whole window."""
    actions = {}
    for command in COMMANDS:
        action = QAction(command.label, parent)
        action.setObjectName(f"{command.name}_action")
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checkable)
        action.setToolTip(f"{command.meaning}  [{', '.join(command.keys)}]")
        parent.addAction(action)
        actions[command.name] = action
    return actions


class Transport(QFrame):
    """The row of buttons, and the pace.

    Signals
    -------
    pace_chosen : float
        Minutes of the hike to a second.
    """

    pace_chosen = Signal(float)

    def __init__(self, actions: dict[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._actions = actions
        self._commands = {command.name: command for command in COMMANDS}
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        self._buttons: dict[str, QToolButton] = {}
        for name in _BUTTONS:
            if name == "pace":
                self._make_pace(row)
            elif name:
                self._buttons[name] = self._button(name)
                row.addWidget(self._buttons[name])
            else:
                row.addStretch(1)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._theme = theme
        side = theme.normal + 5
        for name, button in self._buttons.items():
            colour = theme.record if name == "record" else theme.ink
            self._actions[name].setIcon(icon(name, colour, side, theme.on_accent))
            button.setIconSize(QSize(side, side))
        self._actions["together"].setIcon(icon("together", theme.ink, side))
        self._pace.setFixedWidth(5 * theme.normal)
        row = self.layout()
        assert row is not None
        row.setSpacing(round(0.35 * theme.normal))
        self._keep_room()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many words as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _keep_room(self) -> None:
        """Keep the first button as wide as the longer of its words asks for."""
        button, action = self._buttons["play"], self._actions["play"]
        shown, widths = action.text(), []
        for word in _PLAY_WORDS:
            action.setText(word)
            widths.append(button.sizeHint().width())
        action.setText(shown)
        button.setMinimumWidth(max(widths))

    def _fit(self) -> None:
        """Leave words out where the buttons would not fit beside each other."""
        row, style = self.layout(), Qt.ToolButtonStyle
        assert row is not None
        for name in _SPARED:
            self._buttons[name].setToolButtonStyle(style.ToolButtonTextBesideIcon)
        for name in _SPARED:
            row.invalidate()
            if row.minimumSize().width() <= self.width():
                break
            self._buttons[name].setToolButtonStyle(style.ToolButtonIconOnly)

    def show_playing(self, playing: bool) -> None:
        """Show whether the hiker walks."""
        name = "pause" if playing else "play"
        side = self._theme.normal + 5
        action = self._actions["play"]
        action.setIcon(icon(name, self._theme.ink, side, self._theme.on_accent))
        action.setText(_PLAY_WORDS[playing])
        with QSignalBlocker(action):
            action.setChecked(playing)
        self._buttons["play"].setChecked(playing)

    def show_pace(self, pace: float) -> None:
        """Show how fast the hike is played."""
        share = math.log(pace / SLOWEST) / math.log(FASTEST / SLOWEST)
        with QSignalBlocker(self._pace):
            self._pace.setValue(round(share * _PACES))
        self._pace_text.setText(f"{pace:.0f} min/s")

    def _button(self, name: str) -> QToolButton:
        command = self._commands[name]
        button = QToolButton()
        button.setDefaultAction(self._actions[name])
        button.setObjectName(name)
        button.setAccessibleName(command.label)
        button.setAccessibleDescription(command.meaning)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        style = Qt.ToolButtonStyle
        beside = style.ToolButtonTextBesideIcon if command.worded else style.ToolButtonIconOnly
        button.setToolButtonStyle(beside)
        return button

    def _make_pace(self, row: QHBoxLayout) -> None:
        self._pace = QSlider(Qt.Orientation.Horizontal)
        self._pace.setObjectName("pace")
        self._pace.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._pace.setAccessibleName("Pace")
        self._pace.setToolTip("How many minutes of the hike go into a second.")
        self._pace.setRange(0, _PACES)
        self._pace.valueChanged.connect(
            lambda value: self.pace_chosen.emit(SLOWEST * (FASTEST / SLOWEST) ** (value / _PACES))
        )
        self._pace_text = QLabel()
        self._pace_text.setProperty("text_size", "small")
        row.addWidget(self._pace)
        row.addWidget(self._pace_text)
        self._pace_text.setText(f"{DEFAULT_PACE:.0f} min/s")
