"""Recovery: recordings that were cut short are found again, and ended at their last whole row."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

from mountain.files import EXISTING_FILE, claim, in_use, shown
from mountain.notes import RECORDING, RECOVERED, Hike, SidecarError
from mountain.recording import RecordingError, unwritable
from mountain.sidecar import read_sidecar, read_trajectory, trajectory_path, write_sidecar
from mountain.trajectory import MOST_ROWS, Trajectory, hiker_of


def unfinished(folder: Path) -> list[Path]:
    """Find the recordings in a folder that were never ended, and that nobody is writing now."""
    found = []
    for beside in sorted(folder.glob("*-metadata.json")):
        path = trajectory_path(beside)
        try:
            sidecar = read_sidecar(path)
        except SidecarError:
            continue
        if sidecar.status == RECORDING and path.is_file() and not in_use(path):
            found.append(path)
    return found


def recover(path: Path) -> Trajectory:
    """End a recording that was never ended, at its last whole row, and read it.

    Raises
    ------
    SidecarError, TrajectoryError
        When the sidecar or the rows are damaged.
    RecordingError
        When it is still being recorded, or cannot be written.
    """
    sidecar = read_sidecar(path)
    if sidecar.status == RECORDING:
        try:
            rows = _cut_to_whole_rows(path)
            hikes = tuple(_as_far_as(hike, rows[str(hike.number)] - 1) for hike in sidecar.hikes)
            total = min(rows.total(), MOST_ROWS)
            write_sidecar(path, replace(sidecar, status=RECOVERED, rows=total, hikes=hikes))
        except OSError as error:
            raise unwritable(path, error) from None
    return read_trajectory(path)


def _as_far_as(hike: Hike, steps: int) -> Hike:
    """Forget plans by which no row was walked."""
    steps = min(max(steps, 0), MOST_ROWS)
    return replace(hike, steps=steps, legs=tuple(leg for leg in hike.legs if leg.first <= steps))


def _cut_to_whole_rows(path: Path) -> Counter[str]:
    """Cut a file after its last whole row, and return how many rows each hiker has."""
    with os.fdopen(os.open(path, EXISTING_FILE), "r+b") as file:
        if not claim(file.fileno()):
            raise RecordingError(f"{shown(path)}: is still being recorded; end that first")
        rows: Counter[str] = Counter()
        end = 0
        for number, line in enumerate(file):
            if line.endswith(b"\n"):
                end += len(line)
                # The first is the header.
                rows[hiker_of(line.decode("ascii", "replace"))] += min(number, 1)
        file.truncate(end)
        os.fsync(file.fileno())
    return rows
