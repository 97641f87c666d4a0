"""Replay: a hike walked again from its sidecar, and compared to the last bit."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from mountain.columns import COLUMNS, trajectory_blocks
from mountain.fate import FATES
from mountain.files import shown
from mountain.hike import advance, replan, start
from mountain.sidecar import COMPLETE, RECORDING, Sidecar, SidecarError, read_sidecar
from mountain.terrain import TerrainError
from mountain.track import Track
from mountain.trajectory import TrajectoryError, check_header, opened, whole_lines


@dataclass(frozen=True, eq=False)
class Replay:
    """A hike walked again.

    Attributes
    ----------
    track : Track
        The hike as it was walked now.
    difference : str or None
        Where its file first differs, with both values, in one line; None when it is equal.
    """

    track: Track
    difference: str | None


def replay(path: Path) -> Replay:
    """Walk a recorded hike again from its sidecar, and compare it with its file.

    Raises
    ------
    SidecarError
        When the sidecar is missing or damaged, or nobody can walk by it.
    TrajectoryError
        When the file cannot be read, or holds no whole row.
    """
    sidecar = read_sidecar(path)
    with opened(path) as file:
        lines = whole_lines(file)
        check_header(next(lines, None))
        rows, last = _count(lines)
        counted = rows if sidecar.status == RECORDING else sidecar.rows
        if not min(rows, counted):
            raise TrajectoryError("holds no whole row; choose another file")
        try:
            track = _walked(sidecar, min(rows, counted) - 1)
        except TerrainError as error:
            raise SidecarError(f"{shown(path)}: its sidecar's {error}") from None
        # Without an ending, there is a fate only when it was cut short at the very end.
        ended = sidecar.status == COMPLETE and rows >= counted
        told = ended or last.rpartition(",")[2] in FATES
        again = trajectory_blocks(track, last_is_fate=told and len(track) == min(rows, counted))
        lines = whole_lines(file)
        next(lines)
        return Replay(track, _difference(lines, again, counted))


def _count(lines: Iterable[str]) -> tuple[int, str]:
    """Return how many lines there are, and the last."""
    ends = deque(enumerate(lines, start=1), maxlen=1)
    return ends[0] if ends else (0, "")


def _walked(sidecar: Sidecar, steps: int) -> Track:
    """Walk so many steps as the sidecar tells, or as many as the hiker does."""
    track = start(sidecar.terrain, sidecar.legs[0].plan, sidecar.start)
    for leg in sidecar.legs[1:]:
        if leg.first - 1 <= steps:
            track = replan(advance(track, leg.first - 1 - track.steps), leg.plan)
    return advance(track, steps - track.steps)


def _difference(lines: Iterable[str], again: Iterable[list[str]], counted: int) -> str | None:
    """Tell where lines first differ from those of a hike walked again."""
    walked: Iterator[str] = (line.removesuffix("\r\n") for block in again for line in block)
    number = 1
    for number, (line, due) in enumerate(zip_longest(lines, walked), start=2):
        if line is None:
            return f"line {number}: missing in the file"
        if due is None and number <= counted + 1:
            return f"line {number}: {line!r} in the file, but walked again the hike is over"
        if due is None:
            return f"line {number}: {line!r} in the file, of which its sidecar knows nothing"
        if line != due:
            return f"line {number}, {_first_difference(line, due)}"
    missing = counted + 1 - number
    return f"line {number + 1}: missing, with all {missing} rows that follow" if missing else None


def _first_difference(line: str, due: str) -> str:
    cells = line.split(",")
    if len(cells) != len(COLUMNS):
        return f"has {len(cells)} cells, not {len(COLUMNS)}"
    column, cell, expected = next(
        (column, cell, expected)
        for column, cell, expected in zip(COLUMNS, cells, due.split(","), strict=True)
        if cell != expected
    )
    return f"column {column.name}: {cell!r} in the file, {expected!r} walked again"
