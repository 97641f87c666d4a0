"""The columns of a trajectory file, and a race written in them: CSV as RFC 4180 has it."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat, zip_longest
from math import isfinite

import numpy as np

from mountain.fate import FATES, ending
from mountain.ground import Floats
from mountain.race import Race
from mountain.track import Track

#: What can stand in the column `event`; a fate stands in a hiker's last row only.
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
        """Write each number where it changes, and repeat its text where it does not."""
        values: Floats = getattr(track, name)
        # The writing of a number costs most of all, and a reading stands in many rows.
        bits = values.view(np.int64)
        begins = np.flatnonzero(np.append(True, bits[1:] != bits[:-1]))
        texts = [repr(value) if isfinite(value) else "" for value in values[begins].tolist()]
        times = np.diff(begins, append=len(values)).tolist()
        return list(chain.from_iterable(map(repeat, texts, times)))

    return Column(name, "double", unit, description, written)


def _count(name: str, description: str) -> Column:
    """Make a column of whole numbers."""

    def written(track: Track) -> list[str]:
        """Write all digits."""
        return list(map(str, track.rows[name].tolist()))

    return Column(name, "nonNegativeInteger", "", description, written)


def _setting(name: str, datatype: str, unit: str, description: str) -> Column:
    """Make a column of a setting of the plan by which each step was walked."""

    def written(track: Track) -> list[str]:
        """Write a setting once for each leg, and repeat its text for the leg's steps."""
        texts = [repr(getattr(leg.plan, name)) for leg in track.legs]
        return [texts[leg] for leg in track.leg_of.tolist()]

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
    _number("learning_rate", "map unit per unit of slope", "The rate of the step that led here."),
    _setting("measure_every", "nonNegativeInteger", "", "Steps walked on one reading."),
    Column("event", "string", "", f"What happened: {', '.join(EVENTS)}.", _events),
)
HEADER = ",".join(column.name for column in COLUMNS) + _LINE_END


def as_race(walked: Track | Race) -> Race:
    """Return a race as it is, and a hiker's track as a race of one."""
    return Race((walked,)) if isinstance(walked, Track) else walked


def row_of(race: Race, step: int, place: int = 0) -> int:
    """Count the rows before that of a step and of a hiker, by their place in the race.

    All hikers of a step stand together, and who has no more steps has no more rows.
    """
    earlier = sum(min(len(track), step) for track in race.tracks)
    return earlier + sum(len(track) > step for track in race.tracks[:place])


def fate_of(track: Track) -> str:
    """Return the name of a hike's fate."""
    return ending(track).fate.name


def told_fates(
    race: Race, everybody: bool, fate: Callable[[Track], str] = fate_of
) -> tuple[str, ...]:
    """Return the fate that each hiker's last row tells; empty where it tells what happened there.

    Unless everybody's fate is told, it is that of hikers whose hike is over, once others have
    walked on.
    """
    return tuple(
        fate(track) if everybody or (track.ended and track.steps < race.steps) else ""
        for track in race.tracks
    )


def trajectory_blocks(race: Race, fates: Sequence[str], first: int = 0) -> Iterator[list[str]]:
    """Yield the lines of a race in pieces, so that a long one needs little memory.

    Parameters
    ----------
    race : Race
        The race.
    fates : sequence of str
        What `told_fates` returns.
    first : int
        The first row to write.
    """
    size = max(_BLOCK // len(race.tracks), 1)
    begin = bisect(range(race.steps + 2), first, key=partial(row_of, race)) - 1
    for step in range(begin, race.steps + 1, size):
        yield _lines(race, fates, step, step + size)[max(first - row_of(race, step), 0) :]


def trajectory_lines(walked: Track | Race, first: int = 0, last_is_fate: bool = True) -> list[str]:
    """Write a track or a race as lines of a trajectory file, line ends included, `HEADER` not.

    Parameters
    ----------
    walked : Track or Race
        The hike or hikes.
    first : int
        The first row to write.
    last_is_fate : bool
        Whether the event of everybody's last row is their fate, not what happened at that step;
        the fate of those whom others have left behind is told in any case.

    Returns
    -------
    list of str
        The same lines whatever `first` is and however the tracks were walked.
    """
    race = as_race(walked)
    fates = told_fates(race, everybody=last_is_fate)
    return list(chain.from_iterable(trajectory_blocks(race, fates, first)))


def rows_in_common(
    before: Race, fates_before: Sequence[str], now: Race, fates: Sequence[str]
) -> int:
    """Count the rows from the first that stand in the files of both races.

    Parameters
    ----------
    before, now : Race
        The races.
    fates_before, fates : sequence of str
        What `told_fates` returns for each.
    """
    if before.terrain != now.terrain or len(before.tracks) != len(now.tracks):
        return 0
    told = zip(before.tracks, fates_before, now.tracks, fates, strict=True)
    kept = [_steps_in_common(*each) for each in told]
    lengths = (max(map(len, pair)) for pair in zip(before.tracks, now.tracks, strict=True))
    parted = [
        (step, place)
        for place, (step, length) in enumerate(zip(kept, lengths, strict=True))
        if step < length
    ]
    return row_of(now, *min(parted, default=(now.steps + 1, 0)))


def _steps_in_common(before: Track, fate_before: str, now: Track, fate: str) -> int:
    """Count the rows from the first that are the same for a hiker.

    Rows follow from terrain, start and plans, so that these tell without a look at the rows.
    """
    if before.rows[0].tobytes() != now.rows[0].tobytes():
        return 0
    legs = zip(before.legs, now.legs, strict=False)
    same = next((i for i, (old, new) in enumerate(legs) if old != new), None)
    same = min(len(before.legs), len(now.legs)) if same is None else same
    parted = [track.legs[same].first for track in (before, now) if len(track.legs) > same]
    if (len(before), fate_before) != (len(now), fate):
        parted += [before.steps] * bool(fate_before) + [now.steps] * bool(fate)
    return min(len(before), len(now), *parted)


def _lines(race: Race, fates: Sequence[str], first: int, end: int) -> list[str]:
    """Write all hikers' rows of some steps, step by step."""
    tracks = zip(race.tracks, fates, strict=True)
    each = [_lines_of(track, fate, first, end) for track, fate in tracks if len(track) > first]
    return [line for together in zip_longest(*each) for line in together if line]


def _lines_of(track: Track, fate: str, first: int, end: int) -> list[str]:
    # One row more, because a reading shows in the difference to the row before.
    before = min(first, 1)
    rows = slice(first - before, end)
    part = replace(track, rows=track.rows[rows], pages=track.pages[rows])
    columns = [column.written(part)[before:] for column in COLUMNS]
    if fate and end >= len(track):
        columns[-1][-1] = fate
    return [",".join(cells) + _LINE_END for cells in zip(*columns, strict=True)]
