"""Notes: what a sidecar tells of hikes besides the columns, as JSON that must be read with care."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

from mountain import __version__
from mountain.fate import FATES
from mountain.files import FileError
from mountain.grounds import as_table, ground_of
from mountain.lineup import MOST_HIKERS
from mountain.plan import Plan, plan_from_json
from mountain.terrain import Terrain, Window
from mountain.track import Leg
from mountain.trajectory import MOST_ROWS

Kind = TypeVar("Kind", str, int, dict[str, Any], list[Any])

APPLICATION = "Misty Mountain"
RECORDING, COMPLETE, RECOVERED = STATUSES = ("recording", "complete", "recovered")

_KINDS = {str: "a text", int: "a whole number", dict: "an object", list: "a list"}


class SidecarError(FileError):
    """A sidecar that is missing, damaged, foreign or of another version."""


@dataclass(frozen=True)
class Hike:
    """How one of the hikers in a trajectory file walked.

    Attributes
    ----------
    number : int
        Who of a race; what the file's column `hiker` says.
    steps : int
        Steps walked; while it is being recorded, when this was written.
    start : (float, float)
        Where they set out.
    legs : tuple of Leg
        By which plan each part was walked.
    fate, reason : str
        How the hike ended, by the fate's name and in words; empty where nobody can tell.
    """

    number: int
    steps: int
    start: tuple[float, float]
    legs: tuple[Leg, ...]
    fate: str
    reason: str


@dataclass(frozen=True)
class Sidecar:
    """How the hikes that stand in a trajectory file were walked.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    rows : int
        Rows in the file; while it is being recorded, when this was written.
    terrain : Terrain
        The mountain.
    hikes : tuple of Hike
        One for each hiker, in the order of their numbers.
    version : str
        The version of the program that wrote it.
    """

    status: str
    rows: int
    terrain: Terrain
    hikes: tuple[Hike, ...]
    version: str = __version__


def as_notes(sidecar: Sidecar) -> list[dict[str, object]]:
    """Tell what CSVW has no words for: a note for each hiker, the first of the file as well."""
    terrain = sidecar.terrain
    file = {
        "application": APPLICATION,
        "version": sidecar.version,
        "status": sidecar.status,
        "rows": sidecar.rows,
        "terrain": {
            "name": terrain.name,
            "title": terrain.title,
            **as_table(terrain.ground),
            "window": astuple(terrain.window),
        },
    }
    first, *others = map(_hike_json, sidecar.hikes)
    return [file | first, *others]


def _hike_json(hike: Hike) -> dict[str, object]:
    plan = hike.legs[0].plan
    return {
        "hiker": hike.number,
        "steps": hike.steps,
        "fate": hike.fate,
        "reason": hike.reason,
        "start": hike.start,
        "seed": plan.seed,
        "plan": plan.as_json(),
        "changes": [{"first": leg.first, "plan": leg.plan.as_json()} for leg in hike.legs[1:]],
    }


def from_notes(notes: Sequence[object], folder: Path | None = None) -> Sidecar:
    """Read what `as_notes` returned, or raise `SidecarError` and the errors of what it tells.

    An elevation map, which is looked for in a folder first, is not read yet.
    """
    file = notes[0]
    version = _taken(file, "version", str)
    if _ranked(version) > _ranked(__version__):
        newer = f"is from version {version}, this is {__version__}"
        raise SidecarError(f"{newer}; update the program, or read the CSV alone")
    if len(notes) > MOST_HIKERS:
        raise _damaged("notes", f"of at most {MOST_HIKERS} hikers")
    hikes = tuple(map(_hike, notes))
    if any(later.number <= earlier.number for earlier, later in pairwise(hikes)):
        raise _damaged("hiker", "in the order of the numbers")
    return Sidecar(
        status=_one_of(file, "status", STATUSES),
        rows=_whole(file, "rows", MOST_ROWS),
        terrain=_terrain(_taken(file, "terrain", dict), folder),
        hikes=hikes,
        version=version,
    )


def _hike(note: object) -> Hike:
    x, y = _floats(note, "start", 2)
    changes = [
        Leg(_whole(change, "first", MOST_ROWS), _plan(change))
        for change in _taken(note, "changes", list)
    ]
    legs = (Leg(0, _plan(note)), *changes)
    if any(later.first <= earlier.first for earlier, later in pairwise(legs)):
        raise _damaged("changes", "in the order of their first steps")
    return Hike(
        number=_whole(note, "hiker", MOST_HIKERS - 1),
        steps=_whole(note, "steps", MOST_ROWS),
        start=(x, y),
        legs=legs,
        fate=_one_of(note, "fate", ("", *FATES)),
        reason=_taken(note, "reason", str),
    )


def _terrain(table: dict[str, Any], folder: Path | None) -> Terrain:
    return Terrain(
        name=_taken(table, "name", str),
        title=_taken(table, "title", str),
        ground=ground_of(table, folder),
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
