"""The prepared races: hikers with different ways of walking, read from the program's assets."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from mountain.gallery import ASSETS, plan_on, terrain_named
from mountain.lineup import Entrant
from mountain.terrain import Terrain, TerrainError


@dataclass(frozen=True)
class PreparedRace:
    """A race prepared in advance: one click sets terrain, hikers, starts and knobs.

    Attributes
    ----------
    name, title, caption : str
        The name in code, the words on the screen, and one sentence on what the race shows.
    terrain : str
        The name of its terrain.
    entrants : tuple of Entrant
        Who takes part, in the order of their numbers.
    fates : tuple of str
        The fate that each of them must have.
    """

    name: str
    title: str
    caption: str
    terrain: str
    entrants: tuple[Entrant, ...]
    fates: tuple[str, ...]


@cache
def _files() -> Mapping[str, dict[str, Any]]:
    files = (ASSETS / "races").glob("*.toml")
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    tables.sort(key=lambda table: table["place"])
    return MappingProxyType({table["name"]: table for table in tables})


def race_names() -> tuple[str, ...]:
    """Return the names of the prepared races, in teaching order."""
    return tuple(_files())


@cache
def race_named(name: str) -> PreparedRace:
    """Return a prepared race, or raise `TerrainError` that suggests the nearest name."""
    if name not in _files():
        near = difflib.get_close_matches(name.lower().replace(" ", "_"), _files(), 1, 0.5)
        hint = f"did you mean {near[0]!r}?" if near else f"try one of {', '.join(_files())}"
        raise TerrainError("race", f"{name!r} is not prepared", hint)
    table = _files()[name]
    terrain = terrain_named(table["terrain"])
    return PreparedRace(
        name=name,
        title=table["title"],
        caption=table["caption"],
        terrain=terrain.name,
        entrants=tuple(_entrant(terrain, table, row) for row in table["hikers"]),
        fates=tuple(row["fate"] for row in table["hikers"]),
    )


def _entrant(terrain: Terrain, table: Mapping[str, Any], row: Mapping[str, Any]) -> Entrant:
    """Put a hiker's own settings over those of the race, and those over the terrain's."""
    x, y = row.get("start", table.get("start", terrain.start))
    plan = plan_on(terrain, {**table.get("settings", {}), **row.get("settings", {})})
    return Entrant(plan, (float(x), float(y)))
