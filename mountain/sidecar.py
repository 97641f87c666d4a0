"""Sidecars: what a trajectory file's columns mean and how it was walked, as W3C CSVW beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from urllib.parse import quote

from mountain.columns import COLUMNS, as_race
from mountain.fate import ending
from mountain.files import reason, shown, write_together
from mountain.formula import FormulaError
from mountain.grounds import GroundError
from mountain.notes import (
    APPLICATION,
    COMPLETE,
    RECORDING,
    Hike,
    Sidecar,
    SidecarError,
    as_notes,
    from_notes,
)
from mountain.parameters import SettingError
from mountain.race import Race
from mountain.samples import SamplesError
from mountain.terrain import TerrainError
from mountain.track import Track
from mountain.trajectory import Trajectory, read_rows

_SUFFIX = "-metadata.json"
_REFUSALS = (SidecarError, FormulaError, GroundError, SamplesError, TerrainError, SettingError)
_LARGEST = 32 * 2**20


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a trajectory file is."""
    return path.parent / (path.name + _SUFFIX)


def trajectory_path(path: Path) -> Path:
    """Return the trajectory file that a sidecar is beside."""
    return path.parent / path.name.removesuffix(_SUFFIX)


def described(walked: Track | Race, status: str) -> Sidecar:
    """Describe a track or a race; fates are told when it is `COMPLETE`."""
    race = as_race(walked)
    hikes = tuple(_described(track, told=status == COMPLETE) for track in race.tracks)
    return Sidecar(status, race.rows, race.terrain, hikes)


def _described(track: Track, told: bool) -> Hike:
    end = ending(track) if told else None
    return Hike(
        number=track.number,
        steps=track.steps,
        start=(float(track.x[0]), float(track.y[0])),
        legs=track.legs,
        fate=end.fate.name if end else "",
        reason=end.reason if end else "",
    )


def _column_json(name: str, datatype: str, unit: str, description: str) -> dict[str, object]:
    column: dict[str, object] = {"name": name, "titles": name, "datatype": datatype}
    column["required"] = datatype != "double"
    column["dc:description"] = description
    return column | ({"schema:unitText": unit} if unit else {})


def sidecar_bytes(path: Path, sidecar: Sidecar) -> bytes:
    """Return the content of the sidecar that belongs beside a trajectory file."""
    columns = [
        _column_json(each.name, each.datatype, each.unit, each.description) for each in COLUMNS
    ]
    walked = "A race" if len(sidecar.hikes) > 1 else "A hike"
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(os.fsencode(path.name)),
        "dc:title": f"{walked} on {sidecar.terrain.title}",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": columns, "primaryKey": ["step", "hiker"]},
        "notes": as_notes(sidecar),
    }
    return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode("ascii")


def write_sidecar(path: Path, sidecar: Sidecar, durable: bool = True) -> None:
    """Write the sidecar of a trajectory file, whole or not at all; `write_together` tells more."""
    write_together({sidecar_path(path): [sidecar_bytes(path, sidecar)]}, durable)


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar of a trajectory file.

    The elevation map of a hike on one is not read; `found_terrain` finds and reads it.

    Raises
    ------
    SidecarError
        When there is none, or it is damaged, foreign, or of a newer version.
    """
    beside = sidecar_path(path)
    try:
        return from_notes(_read_notes(beside), path.parent)
    except OSError as error:
        raise SidecarError(f"{shown(beside)}: {reason(error)}; choose another file") from None
    except _REFUSALS as error:
        # A damaged file can bring anything into the words of an error.
        words = " ".join(str(error).split())[:300].encode("utf-8", "backslashreplace").decode()
        raise SidecarError(f"{shown(beside)}: {words}") from None


def read_trajectory(path: Path) -> Trajectory:
    """Read a trajectory file as far as it is whole; its sidecar, if any, tells how much there was.

    Raises
    ------
    TrajectoryError
        When the file cannot be read, is no trajectory, or holds no whole row.
    """
    try:
        sidecar = read_sidecar(path)
    except SidecarError:
        # The table can be read without.
        return read_rows(path)
    return read_rows(path, None if sidecar.status == RECORDING else sidecar.rows)


def _read_notes(path: Path) -> list[object]:
    """Return what is ours in a sidecar: a note for each hiker, the first of the file as well."""
    if not path.is_file():
        raise SidecarError(
            "there is no such file; only with its sidecar can a hike be walked again"
        )
    if path.stat().st_size > _LARGEST:
        raise SidecarError(f"is larger than {_LARGEST // 2**20} MB; choose another file")
    try:
        document = json.loads(path.read_bytes(), parse_int=_integer, parse_constant=_integer)
    except (ValueError, RecursionError):
        raise SidecarError("is damaged: no JSON; only the CSV can be read") from None
    notes = document.get("notes") if isinstance(document, dict) else None
    if not isinstance(notes, list):
        notes = []
    first = notes[0] if notes else None
    if not isinstance(first, dict) or first.get("application") != APPLICATION:
        raise SidecarError(f"is not from {APPLICATION}; only the CSV can be read")
    return notes


def _integer(text: str) -> int:
    """Read a whole number that fits into 64 bits, or raise `ValueError`."""
    if len(text) > 18:
        raise ValueError
    return int(text)
