"""The command line: open the window, or walk without one."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any


def _missing_package(error: ModuleNotFoundError) -> str:
    """Say which package is missing, in one line; an error in our own files is raised again."""
    package = (error.name or "main").partition(".")[0]
    if package in ("main", "mountain", "ui"):
        raise error
    return f"{package}: the package is missing; try pip install --editable ."


try:
    import mountain
    from ui import cost_command, slope_command, spoken
    from ui.chosen_mountain import add_mountain, chosen_mountain, opened, preset_named
    from ui.command_line import (
        COMMAND,
        PAGES,
        Parser,
        UsageError,
        add_settings,
        as_option,
        if_given,
        new_csv,
        new_picture,
        numbers,
        page,
        settings,
        size,
        step,
    )
except ModuleNotFoundError as error:
    print(f"misty-mountain: {_missing_package(error)}", file=sys.stderr)
    sys.exit(2)
except KeyboardInterrupt:
    sys.exit(130)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for, and return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Not every terminal can write an eta.
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else list(arguments)
    options = argparse.Namespace()
    named = bool(given) and given[0] in COMMANDS
    make_parser, command = COMMANDS[given[0]] if named else (_window_parser, window)
    try:
        parser = make_parser()
        options = parser.read(given[named:])
        if options.help:
            _say(parser.format_help().rstrip())
            return 0
        return command(options)
    except KeyboardInterrupt:
        return 130
    except UsageError as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse("--steps: the track does not fit into memory; try fewer")
    except ModuleNotFoundError as error:
        return _refuse(_missing_package(error))
    except _for_people() as error:
        return _refuse(as_option(str(error), options))


def _for_people() -> tuple[type[Exception], ...]:
    """List the errors whose messages are meant for a person."""
    return (
        mountain.CostError,
        mountain.FileError,
        mountain.FormulaError,
        mountain.SamplesError,
        mountain.SettingError,
        mountain.TerrainError,
    )


def _refuse(reason: str) -> int:
    with suppress(OSError):
        print(f"misty-mountain: {' '.join(reason.split())}", file=sys.stderr)
    return 2


def _say(text: str) -> None:
    """Print a result at once."""
    try:
        print(text, flush=True)
    except OSError as error:
        # What is still buffered would complain once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # Somebody who closes a pipe has heard enough: the result stands.
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"standard output: {error.strerror}; try another place") from None


def _terrains_parser() -> Parser:
    parser = Parser("terrains", "List the terrains that come with the program.")
    parser.add_argument("--json", action="store_true", help="print all of it, as JSON on one line")
    return parser


def terrains(options: argparse.Namespace) -> int:
    """List the gallery."""
    names = mountain.terrain_names()
    if options.json:
        _say(json.dumps([spoken.terrain_json(name) for name in names], allow_nan=False))
    else:
        _say("\n".join(spoken.terrain_text(mountain.terrain_named(name)) for name in names))
    return 0


def _hike_parser() -> Parser:
    parser = Parser("hike", "Walk without a window, and tell the fate of the hike.")
    where = parser.add_argument_group("the mountain", "In brackets what holds when not given.")
    add_mountain(where)
    where.add_argument("--start", metavar="X,Y", help="where to set out (the terrain's own start)")
    plan = "In brackets what holds when neither you nor the terrain say otherwise."
    add_settings(parser.add_argument_group("the plan", plan))
    result = parser.add_argument_group("the result")
    result.add_argument("--csv", metavar="FILE", help="write the track, a row for every step")
    result.add_argument("--json", action="store_true", help="print one JSON object on one line")
    return parser


def hike(options: argparse.Namespace) -> int:
    """Walk without a window."""
    csv = if_given(new_csv, options.csv)
    terrain = chosen_mountain(options)
    plan = mountain.plan_on(terrain, settings(options))
    start = terrain.start
    if options.start is not None:
        x, y = numbers("--start", options.start, 2, "-3,-2.5")
        start = (x, y)
    track = mountain.start(terrain, plan, start)
    while not track.ended:
        track = mountain.advance(track, max(track.steps, 10_000))
    if csv is not None:
        mountain.save_track(track, csv)
    ending = mountain.ending(track)
    if options.json:
        _say(json.dumps(spoken.hike_json(track, ending), allow_nan=False))
        return 0
    written = "" if csv is None else f"\nThe track is in {csv}."
    _say(f"{ending.fate.title}\n{ending.reason}{written}")
    return 0


def _race_parser() -> Parser:
    parser = Parser("race", "Walk a prepared race without a window, and tell who arrives when.")
    names = ", ".join(mountain.race_names())
    parser.add_argument("NAME", nargs="?", help=f"one of {names}")
    parser.add_argument("--csv", metavar="FILE", help="write the tracks, a row for every step")
    parser.add_argument("--json", action="store_true", help="print one JSON object on one line")
    return parser


def race(options: argparse.Namespace) -> int:
    """Walk a prepared race without a window."""
    if not options.NAME:
        raise UsageError(f"race: which one? try one of {', '.join(mountain.race_names())}")
    csv = if_given(new_csv, options.csv)
    prepared = mountain.race_named(options.NAME)
    walked = mountain.start_race(mountain.terrain_named(prepared.terrain), prepared.entrants)
    while not walked.ended:
        walked = mountain.advance_race(walked, max(walked.steps, 10_000))
    if csv is not None:
        mountain.save_race(walked, csv)
    if options.json:
        _say(json.dumps(spoken.race_json(prepared, walked), allow_nan=False))
        return 0
    written = "" if csv is None else f"\nThe tracks are in {csv}."
    _say(spoken.race_text(prepared, walked) + written)
    return 0


def _replay_parser() -> Parser:
    parser = Parser("replay", "Walk a recorded hike or race again and compare it, to the last bit.")
    parser.add_argument("FILE", nargs="?", help="a trajectory CSV with its sidecar beside it")
    return parser


def replay(options: argparse.Namespace) -> int:
    """Walk a recorded hike or race again, and compare."""
    if not options.FILE:
        raise UsageError(f"replay: which file? try {COMMAND} replay descent.csv")
    replayed = mountain.replay(Path(options.FILE))
    _say(replayed.verdict)
    return 0 if replayed.difference is None else 1


def cost(options: argparse.Namespace) -> int:
    """Work out what a classifier's answers cost."""
    worked_out = cost_command.cost_of(options)
    text = cost_command.cost_text(worked_out)
    _say(json.dumps(cost_command.cost_json(worked_out)) if options.json else text)
    return 0


def _told(text_of: Callable[[argparse.Namespace], str], options: argparse.Namespace) -> int:
    """Do what is told of in words, and tell it."""
    _say(text_of(options))
    return 0


def _window_parser() -> Parser:
    parser = Parser("", "Descend a misty mountain: see what gradient descent is.")
    parser.epilog = (
        "Without a window: terrains lists the gallery, hike and race walk, replay walks again, "
        "cost works out a classifier's cost, train trains one, slope writes how steep a map is."
    )
    commands = "|".join(COMMANDS)
    parser.usage = f"{COMMAND} [option ...] [FILE]\n       {COMMAND} {commands} --help"
    parser.add_argument("FILE", nargs="?", help="a trajectory CSV, or an elevation map")
    add_mountain(
        parser.add_argument_group("the mountain", "In brackets what holds when not given.")
    )
    parser.add_argument("--preset", metavar="NAME", help="begin with a preset, as too_big")
    parser.add_argument("--race", metavar="NAME", help="begin with a race, as ravine")
    parser.add_argument("--desk", metavar="PAGE", help=f"with the desk: {', '.join(PAGES)}")
    parser.add_argument("--step", metavar="N", help="show the hike after so many steps")
    parser.add_argument("--relief", action="store_true", help="in relief instead of the map")
    parser.add_argument("--clear", action="store_true", help="without the mist")
    parser.add_argument("--projector", action="store_true", help="light colours, large text")
    parser.add_argument("--fullscreen", action="store_true", help="fill the screen")
    parser.add_argument("--size", metavar="WxH", help="the window's size, as 1920x1080")
    parser.add_argument("--screenshot", metavar="OUT.png", help="draw the window once and exit")
    return parser


def window(options: argparse.Namespace) -> int:
    """Open the window."""
    terrain = if_given(mountain.terrain_named, options.terrain)
    own, file = opened(options, tuple(COMMANDS))
    preset = if_given(partial(preset_named, terrain), options.preset)
    race = if_given(mountain.race_named, options.race)
    if own is not None and preset is not None:
        raise UsageError("--preset: has its own mountain; leave out any other")
    if race is not None and (terrain or own or preset):
        raise UsageError("--race: has its own mountain; leave out any other, and --preset")
    settled: dict[str, Any] = {
        "terrain": preset.terrain if preset else terrain and terrain.name,
        "own": own,
        "preset": preset and preset.name,
        "race": race and race.name,
        "desk": if_given(page, options.desk),
        "step": if_given(step, options.step),
        "clear": options.clear,
        "relief": options.relief,
        "projector": options.projector,
        "fullscreen": options.fullscreen,
        "file": file,
        "screenshot": if_given(new_picture, options.screenshot),
        "size": if_given(size, options.size),
    }
    from ui import display

    problem = display.prepare(on_screen=options.screenshot is None)
    if problem is not None:
        raise UsageError(problem)
    try:
        from ui import loading

        loading.begin()
        from ui.app import WindowOptions, run
    except ImportError as error:
        problem = display.loading_problem(error)
        if problem is None:
            raise
        raise UsageError(problem) from None
    return run(
        WindowOptions(**{name: value for name, value in settled.items() if value is not None})
    )


COMMANDS: dict[str, tuple[Callable[[], Parser], Callable[[argparse.Namespace], int]]] = {
    "terrains": (_terrains_parser, terrains),
    "hike": (_hike_parser, hike),
    "race": (_race_parser, race),
    "replay": (_replay_parser, replay),
    "cost": (cost_command.cost_parser, cost),
    "train": (cost_command.train_parser, partial(_told, cost_command.train)),
    "slope": (slope_command.slope_parser, partial(_told, slope_command.slope)),
}

if __name__ == "__main__":
    sys.exit(main())
