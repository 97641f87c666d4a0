"""Words on the command line: a parser whose complaints are one line, and the values it reads."""

from __future__ import annotations

import argparse
import difflib
import math
import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

import mountain

COMMAND = "python main.py"
#: A window's sides, in pixels. In the smallest, all that is on the screen can still be read whole.
SMALLEST_WIDTH, SMALLEST_HEIGHT = 1024, 640
LARGEST = 7680
#: The pages of the desk, in the order of their tabs.
PAGES = ("formula", "gradient", "cost", "exercises")

Result = TypeVar("Result")


class UsageError(Exception):
    """A command line that cannot be used; the message says what, where and what would work."""


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError`, and leaves all printing to its caller.

    An option without a value is a switch (``store_true``); positional words have names in capitals.
    """

    def __init__(self, command: str, description: str) -> None:
        super().__init__(
            prog=f"{COMMAND} {command}".strip(),
            description=description,
            allow_abbrev=False,
            add_help=False,
        )
        self.add_argument("-h", "--help", action="store_true", help="show this and exit")

    def error(self, message: str) -> NoReturn:
        """Complain in one line."""
        what = message.removeprefix("argument ").replace("expected one argument", "needs a value")
        raise UsageError(f"{what}; see {self.prog} --help")

    def read(self, given: Sequence[str]) -> argparse.Namespace:
        """Read the words given, or raise `UsageError` that suggests the nearest option."""
        defaults = vars(self.parse_args([]))
        takes_value = {f"--{name.replace('_', '-')}": defaults[name] is None for name in defaults}
        options, rest = self.parse_known_args(_joined(given, takes_value))
        if rest:
            word = rest[0].partition("=")[0]
            near = difflib.get_close_matches(word, takes_value, 1)
            hint = f"did you mean {near[0]}?" if near else f"see {self.prog} --help"
            kind = "no such option" if word.startswith("-") else "one word too many"
            raise UsageError(f"{word}: {kind}; {hint}")
        return options


def _joined(given: Sequence[str], takes_value: Mapping[str, bool]) -> list[str]:
    """Put an equals sign before each value that begins with a minus, or it would be an option."""
    joined: list[str] = []
    for word in given:
        option = joined[-1] if joined and "--" not in joined else ""
        is_value = word.startswith("-") and word not in {*takes_value, "-h", "--"}
        if takes_value.get(option) and is_value:
            joined[-1] = f"{option}={word}"
        else:
            joined.append(word)
    return joined


def if_given(read: Callable[[str], Result], text: str | None) -> Result | None:
    """Read the value of an option that may not have been given."""
    return None if text is None else read(text)


def numbers(option: str, text: str, count: int, example: str) -> list[float]:
    """Read finite numbers with commas between them, or raise `UsageError`."""
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        values = []
    if len(values) != count or not all(math.isfinite(value) for value in values):
        raise UsageError(
            f"{option}: must be {_wanted(count)}, not {text!r}; try {option} {example}"
        )
    return values


def _wanted(count: int) -> str:
    return "a finite number" if count == 1 else f"{count} finite numbers with commas between them"


def size(text: str) -> tuple[int, int]:
    """Read a window's size in pixels, or raise `UsageError`."""
    match = re.fullmatch(r"([0-9]{1,5})[x×]([0-9]{1,5})", text)
    sides = [int(part) for part in match.groups()] if match else [0, 0]
    least = (SMALLEST_WIDTH, SMALLEST_HEIGHT)
    if not all(low <= side <= LARGEST for low, side in zip(least, sides, strict=True)):
        raise UsageError(
            f"--size: must be WIDTHxHEIGHT, from {SMALLEST_WIDTH}x{SMALLEST_HEIGHT} "
            f"to {LARGEST}x{LARGEST}, not {text!r}; try --size 1920x1080"
        )
    return sides[0], sides[1]


def page(text: str) -> str:
    """Read which page of the desk is to be open, or raise `UsageError`."""
    if text not in PAGES:
        near = difflib.get_close_matches(text, PAGES, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"try one of {', '.join(PAGES)}"
        raise UsageError(f"--desk: there is no page {text!r}; {hint}")
    return text


def step(text: str) -> int:
    """Read the step that the window is to show, or raise `UsageError`."""
    most = mountain.PARAMETERS["steps"].maximum
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > most:
        raise UsageError(
            f"--step: must be a whole number from 0 to {most:.0f}, not {text!r}; try --step 100"
        )
    return int(text)


def new_picture(text: str) -> Path:
    """Read where a picture is to be written, or raise `UsageError` when it cannot be."""
    path = Path(text)
    try:
        is_folder, has_folder, exists = path.is_dir(), path.parent.is_dir(), path.exists()
    except OSError as error:
        problem = f"--screenshot: {text[:60]!r}: {error.strerror}; try window.png"
        raise UsageError(problem) from None
    if path.suffix.lower() != ".png" or is_folder:
        raise UsageError(f"--screenshot: must be a PNG file, not {text!r}; try window.png")
    if not has_folder:
        raise UsageError(f"--screenshot: there is no folder {str(path.parent)!r}; make it first")
    if not os.access(path if exists else path.parent, os.W_OK):
        raise UsageError(f"--screenshot: {text!r} cannot be written; try another folder")
    return path


def new_csv(text: str) -> Path:
    """Read where a trajectory is to be written, or raise `UsageError`."""
    if not text:
        raise UsageError("--csv: must name a file, not ''; try --csv descent.csv")
    return Path(text)


def file_to_open(text: str, commands: Sequence[str]) -> Path:
    """Read which file is to be opened, or raise `UsageError`, for a misspelt command too."""
    path = Path(text)
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise UsageError(f"{text[:60]!r}: {error.strerror}; try another name") from None
    if is_folder:
        hint = f"try {COMMAND} with a trajectory CSV or an elevation map in it"
        raise UsageError(f"{text!r}: is a folder; {hint}")
    if not is_file:
        near = difflib.get_close_matches(text, commands, 1)
        hint = f"did you mean {COMMAND} {near[0]}?" if near else f"see {COMMAND} --help"
        raise UsageError(f"{text!r}: no such file or command; {hint}")
    if not os.access(path, os.R_OK):
        raise UsageError(f"{text!r}: the file cannot be read; look at its permissions")
    return path


def as_option(message: str, options: argparse.Namespace) -> str:
    """Name what a message begins with as the command line does, if it is an option there."""
    name = re.split(r"[: ]", message, maxsplit=1)[0]
    if not hasattr(options, name):
        return message
    return f"--{name.replace('_', '-')}{message.removeprefix(name)}"


def add_settings(group: argparse._ArgumentGroup) -> None:
    """Derive an option from every setting of a plan."""
    for parameter in mountain.PARAMETERS.values():
        # The parser takes a percent sign for one of its own.
        option, meaning = _option(parameter), parameter.meaning.replace("%", "%%")
        if isinstance(parameter.default, bool):
            turned_off = "Turns this off: " if parameter.default else ""
            group.add_argument(option, action="store_true", help=turned_off + meaning)
            continue
        metavar = parameter.symbol or ("NAME" if parameter.choices else "N")
        group.add_argument(option, metavar=metavar, help=f"{meaning} ({_brackets(parameter)})")


def _brackets(parameter: mountain.Parameter) -> str:
    if parameter.choices:
        others = [choice for choice in parameter.choices if choice != parameter.default]
        return f"{parameter.default}; or {', '.join(others)}" if others else str(parameter.default)
    endless = "; or inf" if parameter.endless else ""
    return f"{parameter.default:g} {parameter.unit}".strip() + endless


def _option(parameter: mountain.Parameter) -> str:
    no = "no-" if parameter.default is True else ""
    return f"--{no}{parameter.name.replace('_', '-')}"


def settings(options: argparse.Namespace) -> dict[str, mountain.Value]:
    """Read the settings that were given, or raise `UsageError` that names the option."""
    values: dict[str, mountain.Value] = {}
    for name, parameter in mountain.PARAMETERS.items():
        option = _option(parameter)
        given = getattr(options, option.removeprefix("--").replace("-", "_"))
        if isinstance(parameter.default, bool):
            if given:
                values[name] = not parameter.default
        elif given is not None:
            try:
                values[name] = parameter.read(given)
            except mountain.SettingError as error:
                raise UsageError(f"{option}: {str(error).removeprefix(f'{name}: ')}") from None
    return values
