"""Recovery: recordings that were cut short are found again, and ended at their last whole row."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from mountain.files import EXISTING_FILE, claim, in_use, shown
from mountain.recording import RecordingError, unwritable
from mountain.sidecar import (
    RECORDING,
    RECOVERED,
    SidecarError,
    read_sidecar,
    read_trajectory,
    trajectory_path,
    write_sidecar,
)
from mountain.trajectory import MOST_ROWS, Trajectory

_CHUNK = 2**20


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
            legs = tuple(leg for leg in sidecar.legs if leg.first < max(rows, 1))
            write_sidecar(path, replace(sidecar, status=RECOVERED, rows=rows, legs=legs))
        except OSError as error:
            raise unwritable(path, error) from None
    return read_trajectory(path)


def _cut_to_whole_rows(path: Path) -> int:
    """Cut a file after its last whole row, and return how many rows it has."""
    descriptor = os.open(path, EXISTING_FILE)
    try:
        if not claim(descriptor):
            raise RecordingError(f"{shown(path)}: is still being recorded; end that first")
        size = lines = end = 0
        os.lseek(descriptor, 0, os.SEEK_SET)
        while chunk := os.read(descriptor, _CHUNK):
            if b"\n" in chunk:
                end = size + chunk.rindex(b"\n") + 1
            lines += chunk.count(b"\n")
            size += len(chunk)
        os.ftruncate(descriptor, end)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return min(max(lines - 1, 0), MOST_ROWS)
