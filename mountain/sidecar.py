"""Sidecars: what a trajectory file's columns mean and how it was walked, as W3C CSVW beside it."""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from mountain import __version__
from mountain.columns import COLUMNS
from mountain.fate import FATES, ending
from mountain.files import FileError, reason, shown, write_together
from mountain.formula import Formula, FormulaError
from mountain.parameters import SettingError
from mountain.plan import Plan, plan_from_json
from mountain.terrain import Terrain, TerrainError, Window
from mountain.track import Leg, Track
from mountain.trajectory import MOST_ROWS, Trajectory, read_rows

Kind = TypeVar("Kind", str, int, dict[str, Any], list[Any])

APPLICATION = "Misty Mountain"
RECORDING, COMPLETE, RECOVERED = STATUSES = ("recording", "complete", "recovered")

_SUFFIX = "-metadata.json"
_LARGEST = 32 * 2**20
_KINDS = {str: "a text", int: "a whole number", dict: "an object", list: "a list"}


class SidecarError(FileError):
    """A sidecar that is missing, damaged, foreign or of another version."""


@dataclass(frozen=True)
class Sidecar:
    """How a hike that stands in a trajectory file was walked.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    rows : int
        Rows in the file; while it is being recorded, when this was written.
    fate, reason : str
        How the hike ended, by the fate's name and in words; empty where nobody can tell.
    terrain : Terrain
        The mountain.
    start : (float, float)
        Where the hiker set out.
    legs : tuple of Leg
        By which plan each part was walked.
    version : str
        The version of the program that wrote it.
    """

    status: str
    rows: int
    fate: str
    reason: str
    terrain: Terrain
    start: tuple[float, float]
    legs: tuple[Leg, ...]
    version: str = __version__


def sidecar_path(path: Path) -> Path:
    """Return where the sidecar of a trajectory file is."""
    return path.parent / (path.name + _SUFFIX)


def trajectory_path(path: Path) -> Path:
    """Return the trajectory file that a sidecar is beside."""
    return path.parent / path.name.removesuffix(_SUFFIX)


def described(track: Track, status: str) -> Sidecar:
    """Describe a track; its fate is told when it is `COMPLETE`."""
    end = ending(track) if status == COMPLETE else None
    return Sidecar(
        status=status,
        rows=len(track),
        fate=end.fate.name if end else "",
        reason=end.reason if end else "",
        terrain=track.terrain,
        start=(float(track.x[0]), float(track.y[0])),
        legs=track.legs,
    )


def _column_json(name: str, datatype: str, unit: str, description: str) -> dict[str, object]:
    column: dict[str, object] = {"name": name, "titles": name, "datatype": datatype}
    column["required"] = datatype != "double"
    column["dc:description"] = description
    return column | ({"schema:unitText": unit} if unit else {})


def _notes(sidecar: Sidecar) -> dict[str, object]:
    """Return what CSVW has no words for."""
    terrain, plan = sidecar.terrain, sidecar.legs[0].plan
    return {
        "application": APPLICATION,
        "version": sidecar.version,
        "status": sidecar.status,
        "rows": sidecar.rows,
        "fate": sidecar.fate,
        "reason": sidecar.reason,
        "terrain": {
            "name": terrain.name,
            "title": terrain.title,
            "formula": terrain.formula.text,
            "window": astuple(terrain.window),
        },
        "start": sidecar.start,
        "seed": plan.seed,
        "plan": plan.as_json(),
        "changes": [{"first": leg.first, "plan": leg.plan.as_json()} for leg in sidecar.legs[1:]],
    }


def sidecar_bytes(path: Path, sidecar: Sidecar) -> bytes:
    """Return the content of the sidecar that belongs beside a trajectory file."""
    columns = [
        _column_json(each.name, each.datatype, each.unit, each.description) for each in COLUMNS
    ]
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": quote(os.fsencode(path.name)),
        "dc:title": f"A hike on {sidecar.terrain.title}",
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tableSchema": {"columns": columns, "primaryKey": ["step", "hiker"]},
        "notes": [_notes(sidecar)],
    }
    return (json.dumps(document, indent=1, allow_nan=False) + "\n").encode("ascii")


def write_sidecar(path: Path, sidecar: Sidecar, durable: bool = True) -> None:
    """Write the sidecar of a trajectory file, whole or not at all; `write_together` tells more."""
    write_together({sidecar_path(path): [sidecar_bytes(path, sidecar)]}, durable)


def read_sidecar(path: Path) -> Sidecar:
    """Read the sidecar of a trajectory file.

    Raises
    ------
    SidecarError
        When there is none, or it is damaged, foreign, or of a newer version.
    """
    beside = sidecar_path(path)
    try:
        return _from_notes(_read_notes(beside))
    except OSError as error:
        raise SidecarError(f"{shown(beside)}: {reason(error)}; choose another file") from None
    except (SidecarError, FormulaError, TerrainError, SettingError) as error:
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


def _read_notes(path: Path) -> object:
    """Return what is ours in a sidecar."""
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
    first = notes[0] if isinstance(notes, list) and notes else None
    if not isinstance(first, dict) or first.get("application") != APPLICATION:
        raise SidecarError(f"is not from {APPLICATION}; only the CSV can be read")
    return first


def _integer(text: str) -> int:
    """Read a whole number that fits into 64 bits, or raise `ValueError`."""
    if len(text) > 18:
        raise ValueError
    return int(text)


def _from_notes(notes: object) -> Sidecar:
    version = _taken(notes, "version", str)
    if _ranked(version) > _ranked(__version__):
        newer = f"is from version {version}, this is {__version__}"
        raise SidecarError(f"{newer}; update the program, or read the CSV alone")
    x, y = _floats(notes, "start", 2)
    first = Leg(0, _plan(notes))
    changes = [
        Leg(_whole(change, "first", MOST_ROWS), _plan(change))
        for change in _taken(notes, "changes", list)
    ]
    legs = (first, *changes)
    if any(later.first <= earlier.first for earlier, later in pairwise(legs)):
        raise _damaged("changes", "in the order of their first steps")
    return Sidecar(
        status=_one_of(notes, "status", STATUSES),
        rows=_whole(notes, "rows", MOST_ROWS),
        fate=_one_of(notes, "fate", ("", *FATES)),
        reason=_taken(notes, "reason", str),
        terrain=_terrain(_taken(notes, "terrain", dict)),
        start=(x, y),
        legs=legs,
        version=version,
    )


def _terrain(table: dict[str, Any]) -> Terrain:
    return Terrain(
        name=_taken(table, "name", str),
        title=_taken(table, "title", str),
        formula=Formula(_taken(table, "formula", str)),
        window=Window(*_floats(table, "window", 4)),
    )


def _plan(table: object) -> Plan:
    settings = _taken(table, "plan", dict)
    if not all(isinstance(value, (str, int, float)) for value in settings.values()):
        raise _damaged("plan", "numbers and words")
    return plan_from_json(settings)


def _damaged(name: str, expected: str) -> SidecarError:
    return SidecarError(f"{name}: must be {expected}; only the CSV can be read")


def _taken(table: object, name: str, kind: type[Kind]) -> Kind:
    value = table.get(name) if isinstance(table, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _damaged(name, _KINDS[kind])
    return value


def _one_of(table: object, name: str, known: Sequence[str]) -> str:
    value = _taken(table, name, str)
    if value not in known:
        raise _damaged(name, f"one of {', '.join(filter(None, known))}")
    return value


def _whole(table: object, name: str, most: int) -> int:
    value = _taken(table, name, int)
    if not 0 <= value <= most:
        raise _damaged(name, f"from 0 to {most}")
    return value


def _floats(table: object, name: str, count: int) -> list[float]:
    values = _taken(table, name, list)
    numbers = [float(value) for value in values if type(value) in (int, float)]
    if len(numbers) != len(values) or len(values) != count or not all(map(math.isfinite, numbers)):
        raise _damaged(name, f"{count} numbers")
    return numbers


def _ranked(version: str) -> tuple[int, ...]:
    """Return a version's first two numbers, in whose order versions follow."""
    found = re.match(r"(\d{1,6})\.(\d{1,6})\.\d", version, re.ASCII)
    if found is None:
        raise _damaged("version", "like 0.1.0")
    return tuple(map(int, found.groups()))
