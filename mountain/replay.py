"""Replay: a race walked again from its sidecar, and compared to the last bit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice, zip_longest
from pathlib import Path

from mountain.columns import COLUMNS, told_fates, trajectory_blocks
from mountain.files import shown
from mountain.hike import advance, replan, start
from mountain.notes import COMPLETE, RECORDING, Hike, Sidecar, SidecarError
from mountain.race import Race
from mountain.sidecar import read_sidecar
from mountain.terrain import Terrain, TerrainError
from mountain.track import Track
from mountain.trajectory import (
    TrajectoryError,
    check_header,
    hiker_of,
    is_torn,
    opened,
    whole_lines,
)
from mountain.unread import found_terrain
from mountain.wording import counted


@dataclass(frozen=True, eq=False)
class Replay:
    """A race walked again; a single hike is a race of one.

    Attributes
    ----------
    race : Race
        The race as it was walked now.
    rows : int
        How many of the file's rows it was compared with.
    difference : str or None
        Where its file first differs, with both values, in one line; None when it is equal.
    torn : bool
        Whether the file ends in the middle of a row, which was left out.
    """

    race: Race
    rows: int
    difference: str | None
    torn: bool = False

    @property
    def verdict(self) -> str:
        """How it went, in one line for a person."""
        if not self.torn:
            rows = f"all {self.rows} rows" if self.rows > 1 else "its one row"
            return self.difference or f"equal: {rows}, to the last bit"
        cut = f"the last row was cut off, and {counted(self.rows, 'whole row')} before it compared"
        return f"{self.difference or 'equal, to the last bit'}; {cut}"


def replay(path: Path) -> Replay:
    """Walk a recorded hike or race again from its sidecar, and compare it with its file.

    Raises
    ------
    SidecarError
        When the sidecar is missing or damaged, or nobody can walk by it.
    FileError
        When the elevation map that was walked on is not found, or has changed.
    TrajectoryError
        When the file cannot be read, or holds no whole row.
    """
    with opened(path) as file:
        sidecar = read_sidecar(path)
        lines = whole_lines(file)
        check_header(next(lines, None))
        found = Counter(map(hiker_of, lines))
        written = found.total() if sidecar.status == RECORDING else sidecar.rows
        rows = min(found.total(), written)
        if not rows:
            raise TrajectoryError("holds no whole row; choose another file")
        sidecar = replace(sidecar, terrain=found_terrain(sidecar.terrain))
        try:
            race = _walked(sidecar, found, rows)
        except TerrainError as error:
            raise SidecarError(f"{shown(path)}: its sidecar's {error}") from None
        ended = sidecar.status == COMPLETE and race.rows == rows == written
        torn = is_torn(file)
        lines = whole_lines(file)
        next(lines)
        difference = _difference(lines, _due(race, rows, ended), written)
        return Replay(race, rows, difference, torn)


def _walked(sidecar: Sidecar, found: Counter[str], rows: int) -> Race:
    """Walk as far as the sidecar tells, or as the file's rows do while it is being recorded."""
    tracks = []
    for hike in sidecar.hikes:
        told = hike.steps if sidecar.status != RECORDING else found[str(hike.number)] - 1
        # However many the sidecar counts, there are no more than the file has rows.
        tracks.append(_walked_alone(sidecar.terrain, hike, min(max(told, 0), rows - 1)))
    return Race(tuple(tracks))


def _walked_alone(terrain: Terrain, hike: Hike, steps: int) -> Track:
    track = start(terrain, hike.legs[0].plan, hike.start, hike.number)
    for leg in hike.legs[1:]:
        if leg.first - 1 <= steps:
            track = replan(advance(track, leg.first - 1 - track.steps), leg.plan)
    return advance(track, steps - track.steps)


def _due(race: Race, rows: int, ended: bool) -> Iterator[set[str]]:
    """Yield what each of the first lines may be.

    Without an ending, last rows tell either what happened or the fate: who was recording may have
    been about to end, or others may have walked on whose rows are lost.
    """
    told = {told_fates(race, everybody) for everybody in {ended, True}}
    lines = [chain.from_iterable(trajectory_blocks(race, fates)) for fates in told]
    for alike in islice(zip(*lines, strict=True), rows):
        yield {line.removesuffix("\r\n") for line in alike}


def _difference(lines: Iterable[str], again: Iterable[set[str]], written: int) -> str | None:
    """Tell where lines first differ from those of a race walked again."""
    number = 1
    for number, (line, due) in enumerate(zip_longest(lines, again), start=2):
        if due is None and number <= written + 1:
            return f"line {number}: {line!r} in the file, but walked again the hike is over"
        if due is None:
            return f"line {number}: {line!r} in the file, of which its sidecar knows nothing"
        if line not in due:
            return f"line {number}, {_first_difference(line, min(due))}"
    missing = written + 1 - number
    more = f", with all {missing} rows that follow" if missing > 1 else ""
    return f"line {number + 1}: missing{more}" if missing else None


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
