"""Intents: what a click or a key asks for, and who does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

import mountain
from mountain import Preset
from ui.dropping import Dropping
from ui.opening import open_file, open_trajectory, refuse_several
from ui.outset import presets_shown
from ui.tape import Notice, recordings_folder
from ui.theme import DUSK, PROJECTOR

if TYPE_CHECKING:
    from ui.controls import Controls
    from ui.roster import Roster
    from ui.window import MainWindow


def connect_intents(window: MainWindow) -> None:
    """Have everything that a window's views ask for done."""
    window.map.start_chosen.connect(window.session.choose_start)
    window.transport.pace_chosen.connect(window.session.set_pace)
    window.notice.file_chosen.connect(lambda path: open_trajectory(window, path))
    dropping = Dropping(window)
    dropping.file_dropped.connect(lambda path: open_file(window, path))
    dropping.several_dropped.connect(lambda count: refuse_several(window, count))
    _connect_commands(window)


def connect_controls(window: MainWindow, controls: Controls) -> None:
    """Have everything that the knobs ask for done."""
    session = window.session
    controls.preset_chosen.connect(lambda preset: _choose_preset(window, preset))
    controls.terrain_chosen.connect(lambda name: _choose_terrain(window, name))
    controls.setting_changed.connect(session.change_setting)
    controls.setting_refused.connect(lambda why: session.noticed.emit(Notice(why)))
    controls.typed.connect(window.map.setFocus)
    controls.unfolded.connect(window.drawer.verticalScrollBar().setValue)


def _connect_commands(window: MainWindow) -> None:
    session = window.session
    done = {
        "play": session.play,
        "back": lambda: session.move(-1),
        "step": lambda: session.move(1),
        "restart": session.restart,
        "end": session.go_to_end,
        "mist": lambda lowered: session.lift_mist(not lowered),
        "race": window.show_roster,
        "numbers": window.show_numbers,
        "relief": window.scenery.show_relief,
        "desk": window.show_desk,
        "slopes": window.map.ground.show_slopes,
        "arrows": window.map.ground.show_arrows,
        "together": session.set_together,
        "turn_charts": window.turn_charts,
        "dismiss": lambda: _dismiss_ghosts(window),
        "record": session.record,
        "save": lambda: _save(window),
        "open": lambda: _open(window),
        "projector": lambda on: window.show_theme(PROJECTOR if on else DUSK),
        "fullscreen": window.set_full_screen,
        "next_preset": lambda: _turn_preset(window, 1),
        "previous_preset": lambda: _turn_preset(window, -1),
        "leave": lambda: window.set_full_screen(False),
        "quit": window.close,
    }
    for name, intent in done.items():
        window.actions_by_name[name].triggered.connect(intent)


def connect_roster(window: MainWindow, roster: Roster) -> None:
    """Have everything that the roster asks for done."""
    session = window.session
    roster.chosen.connect(session.choose_hiker)
    roster.visibility_changed.connect(lambda number, shown: session.hide(number, not shown))
    roster.duplicated.connect(session.duplicate)
    roster.multiplied.connect(session.multiply)
    roster.removed.connect(session.remove)
    roster.all_rules_wanted.connect(lambda: session.line_up(session.lineup.with_every_rule()))
    roster.race_chosen.connect(session.choose_race)
    roster.ghosts_dismissed.connect(lambda: _dismiss_ghosts(window))


def _dismiss_ghosts(window: MainWindow) -> None:
    """Take the ways of the last runs, and those of opened files, off the map."""
    window.scenery.show_others({})
    window.session.dismiss_past()


def _choose_preset(window: MainWindow, preset: Preset) -> None:
    window.session.choose_preset(preset)
    window.map.setFocus()


def _choose_terrain(window: MainWindow, name: str) -> None:
    window.session.choose_terrain(name)
    window.map.setFocus()


def _turn_preset(window: MainWindow, way: int) -> None:
    """Go through the prepared hikes of all terrains, as with a presenter's remote."""
    names = mountain.terrain_names()
    every = [preset for name in names for preset in mountain.presets_of(name)]
    here = window.session.preset
    if here in every:
        place = every.index(here) + way
    else:
        own = presets_shown(window.session.terrain.name)
        first = every.index(own[0]) if own else 0
        place = first if way > 0 else first - 1
    _choose_preset(window, every[place % len(every)])


def _save(window: MainWindow) -> None:
    session = window.session
    suggested = recordings_folder().parent / f"{session.terrain.name}.csv"
    name, _ = QFileDialog.getSaveFileName(window, "Save the trajectory", str(suggested), "*.csv")
    if name:
        path = Path(name)
        session.save(path if path.suffix else path.with_suffix(".csv"))


def _open(window: MainWindow) -> None:
    folder = recordings_folder()
    begin = folder if folder.is_dir() else folder.parent
    endings = " ".join(f"*{ending}" for ending in (".csv", *mountain.ENDINGS))
    kinds = f"Trajectories and elevation maps ({endings});;All files (*)"
    title = "Open a trajectory or an elevation map"
    name, _ = QFileDialog.getOpenFileName(window, title, str(begin), kinds)
    if name:
        open_file(window, Path(name))
