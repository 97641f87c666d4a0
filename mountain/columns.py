"""The columns of a trajectory file, and a track written in them: CSV as RFC 4180 has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat
from math import isfinite

import numpy as np

from mountain.fate import FATES, ending
from mountain.formula import Floats
from mountain.track import Track

#: What can stand in the column `event`; a fate stands in the last row only.
EVENTS = ("start", "step", "moved", "settings", *FATES)

_LINE_END = "\r\n"
_BLOCK = 20_000


@dataclass(frozen=True)
class Column:
    """One column of a trajectory file.

    Attributes
    ----------
    name : str
        Its heading.
    datatype : str
        Its CSVW datatype.
    unit : str
        Its unit; empty for a pure number or a word.
    description : str
        One sentence on what stands in it.
    written : callable
        A track to the column's cells as text.
    """

    name: str
    datatype: str
    unit: str
    description: str
    written: Callable[[Track], list[str]]


def _number(name: str, unit: str, description: str) -> Column:
    """Make a column of numbers, shortest exact; what is not finite is left empty."""

    def written(track: Track) -> list[str]:
        values: Floats = getattr(track, name)
        # The writing of a number costs most of all, and a reading stands in many rows.
        bits = values.view(np.int64)
        begins = np.flatnonzero(np.append(True, bits[1:] != bits[:-1]))
        texts = [repr(value) if isfinite(value) else "" for value in values[begins].tolist()]
        times = np.diff(begins, append=len(values)).tolist()
        return list(chain.from_iterable(map(repeat, texts, times)))

    return Column(name, "double", unit, description, written)


def _count(name: str, description: str) -> Column:
    def written(track: Track) -> list[str]:
        return list(map(str, track.rows[name].tolist()))

    return Column(name, "nonNegativeInteger", "", description, written)


def _setting(name: str, datatype: str, unit: str, description: str) -> Column:
    """Make a column of a setting of the plan by which each step was walked."""

    def written(track: Track) -> list[str]:
        texts = [repr(getattr(leg.plan, name)) for leg in track.legs]
        firsts = [leg.first for leg in track.legs]
        legs = np.searchsorted(firsts, track.rows["step"], side="right") - 1
        return [texts[leg] for leg in legs.tolist()]

    return Column(name, datatype, unit, description, written)


def _measured(track: Track) -> list[str]:
    return ["1" if taken else "0" for taken in track.measured.tolist()]


def _events(track: Track) -> list[str]:
    steps = track.rows["step"]
    events = ["step"] * len(steps)
    for index in np.flatnonzero(np.isin(steps, [leg.first for leg in track.legs[1:]])).tolist():
        events[index] = "settings"
    if steps[0] == 0:
        events[0] = "start"
    return events


_LENGTH, _SLOPE = "map unit", "height per map unit"

#: The columns, in the file's order.
COLUMNS = (
    _count("step", "Steps walked; 0 at the start."),
    _number("minutes", "min", "Time since the start, readings included."),
    _count("hiker", "Who walks; 0 is the first."),
    _number("x", _LENGTH, "Position, eastward."),
    _number("y", _LENGTH, "Position, northward."),
    _number("height", _LENGTH, "True height of the ground there."),
    Column("measured", "boolean", "", "1 where the slope was measured, else 0.", _measured),
    _number("grad_x", _SLOPE, "Eastward slope of the reading that is walked on."),
    _number("grad_y", _SLOPE, "Northward slope of the reading that is walked on."),
    _number("slope", _SLOPE, "True steepness |grad f| of the ground there."),
    _setting(
        "learning_rate",
        "double",
        "map unit per unit of slope",
        "How far the step that led here went per unit of slope.",
    ),
    _setting("measure_every", "nonNegativeInteger", "", "Steps walked on one reading."),
    Column("event", "string", "", f"What happened: {', '.join(EVENTS)}.", _events),
)
HEADER = ",".join(column.name for column in COLUMNS) + _LINE_END


def trajectory_blocks(
    track: Track, first: int = 0, last_is_fate: bool = True
) -> Iterator[list[str]]:
    """Yield what `trajectory_lines` returns in pieces, so that a long track needs little memory."""
    for begin in range(first, len(track), _BLOCK):
        yield _lines(track, begin, min(begin + _BLOCK, len(track)), last_is_fate)


def trajectory_lines(track: Track, first: int = 0, last_is_fate: bool = True) -> list[str]:
    """Write a track as lines of a trajectory file, line ends included, `HEADER` not.

    Parameters
    ----------
    track : Track
        The hike.
    first : int
        The first row to write.
    last_is_fate : bool
        Whether the event of the last row is the hike's fate, not what happened at that step.

    Returns
    -------
    list of str
        The same lines whatever `first` is and however the track was walked.
    """
    return [line for block in trajectory_blocks(track, first, last_is_fate) for line in block]


def _lines(track: Track, first: int, end: int, last_is_fate: bool) -> list[str]:
    # One row more, because a reading shows in the difference to the row before.
    before = min(first, 1)
    part = replace(track, rows=track.rows[first - before : end])
    columns = [column.written(part)[before:] for column in COLUMNS]
    if last_is_fate and end == len(track):
        columns[-1][-1] = ending(track).fate.name
    return [",".join(cells) + _LINE_END for cells in zip(*columns, strict=True)]
