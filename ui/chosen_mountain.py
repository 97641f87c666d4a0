"""Which mountain the command line asks for: one of the gallery, or a formula of one's own."""

from __future__ import annotations

import argparse
import difflib

import mountain
from ui.command_line import UsageError, numbers
from ui.outset import FORMULA, OWN

_USUAL = "-3,3,-3,3"


def add_mountain(group: argparse._ArgumentGroup) -> None:
    """Add the options that tell which mountain it is."""
    first = mountain.terrain_names()[0]
    group.add_argument("--terrain", metavar="NAME", help=f"one of `terrains` ({first})")
    group.add_argument("--formula", metavar="TEXT", help='a height in x and y, as "x^2 sin y"')
    group.add_argument(
        "--window", metavar="X0,X1,Y0,Y1", help=f"what --formula's map shows ({_USUAL})"
    )


def own_mountain(options: argparse.Namespace) -> mountain.Terrain | None:
    """Make the mountain of a formula, or raise `UsageError`; None where none was given."""
    if options.formula is None:
        if options.window is not None:
            raise UsageError("--window: goes with --formula; a terrain of the gallery has its own")
        return None
    if options.terrain is not None:
        raise UsageError("--terrain, --formula: one mountain at a time; leave one of them out")
    text = _USUAL if options.window is None else options.window
    window = mountain.Window(*numbers("--window", text, 4, _USUAL))
    formula = mountain.Formula(options.formula)
    return mountain.surveyed(FORMULA, OWN, formula, window)


def chosen_mountain(options: argparse.Namespace) -> mountain.Terrain:
    """Find or make the mountain that was asked for; the first of the gallery if none was."""
    own = own_mountain(options)
    if own is not None:
        return own
    given = options.terrain
    return mountain.terrain_named(mountain.terrain_names()[0] if given is None else given)


def preset_named(terrain: mountain.Terrain | None, name: str) -> mountain.Preset:
    """Find a preset of a terrain, or of the first one that has it."""
    names = mountain.terrain_names() if terrain is None else (terrain.name,)
    presets = [preset for each in names for preset in mountain.presets_of(each)]
    found = next((preset for preset in presets if preset.name == name), None)
    if found is None:
        known = list(dict.fromkeys(preset.name for preset in presets))
        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"try one of {', '.join(known)}"
        raise UsageError(f"--preset: {name!r} is not known; {hint}")
    return found
