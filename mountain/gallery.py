"""The gallery: the terrains and presets that come with the program, read from its assets."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mountain.formula import Formula
from mountain.ground import Ground
from mountain.parameters import Parameter
from mountain.plan import PARAMETERS, Plan
from mountain.terrain import Terrain, TerrainError, Window

ASSETS = Path(__file__).resolve().parent.parent / "assets"
PROBE_SHARE = 1e-5


@dataclass(frozen=True)
class Preset:
    """A hike prepared in advance: one click sets terrain, start and knobs.

    Attributes
    ----------
    name, title, caption : str
        The behaviour's name in code, its words on the button, and one sentence on what to watch.
    terrain : str
        The name of its terrain.
    start : (float, float)
        Where it sets out.
    settings : dict
        What its plan sets differently from its terrain's.
    fate : str
        The fate that the hike must have.
    """

    name: str
    title: str
    caption: str
    terrain: str
    start: tuple[float, float]
    fate: str
    settings: dict[str, object] = field(default_factory=dict, hash=False)


@cache
def _files() -> Mapping[str, dict[str, Any]]:
    files = (ASSETS / "terrains").glob("*.toml")
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in files]
    tables.sort(key=lambda table: table["place"])
    return MappingProxyType({table["name"]: table for table in tables})


def terrain_names() -> tuple[str, ...]:
    """Return the names of the gallery's terrains, in teaching order."""
    return tuple(_files())


@cache
def terrain_named(name: str) -> Terrain:
    """Return a terrain of the gallery, or raise `TerrainError` that suggests the nearest name."""
    if name not in _files():
        near = difflib.get_close_matches(name.lower().replace(" ", "_"), _files(), 1, 0.5)
        known = ", ".join(_files())
        hint = f"did you mean {near[0]!r}?" if near else f"try one of {known}"
        raise TerrainError("terrain", f"{name!r} is not in the gallery", hint)
    table = _files()[name]
    title = table["title"]
    if "points" in table:
        # What only a terrain of data needs is not loaded for all the others.
        from mountain.regression import regression_terrain
        from mountain.samples import seeded_samples

        ready = regression_terrain(seeded_samples(**table["points"]))
        return replace(ready, name=name, title=title, caption=table["caption"])
    ground, window = _place(table)
    return Terrain(
        name=name,
        title=title,
        ground=ground,
        window=window,
        caption=table["caption"],
        starts=tuple((float(x), float(y)) for x, y in table["starts"]),
        settings=table["settings"],
    )


def _place(table: Mapping[str, Any]) -> tuple[Ground, Window]:
    if "elevation" in table:
        from mountain.holes import elevation_ground
        from mountain.smoothing import smoothed
        from mountain.unread import gallery_elevation

        elevation = gallery_elevation(table["elevation"]["file"])
        ground = elevation_ground(smoothed(elevation, table["elevation"]["smoothing"]))
        return ground, Window(*ground.edges)
    window = Window(*map(float, table["window"]))
    if "formula" in table:
        return Formula(table["formula"]), window
    from mountain.grounds import ground_of

    return ground_of(table), window


@cache
def presets_of(name: str) -> tuple[Preset, ...]:
    """Return the presets of a terrain of the gallery, in teaching order."""
    terrain = terrain_named(name)
    return tuple(_preset(terrain, row) for row in _files()[name]["presets"])


def _preset(terrain: Terrain, row: dict[str, Any]) -> Preset:
    x, y = row.get("start", terrain.start)
    return Preset(
        name=row["name"],
        title=row["title"],
        caption=row["caption"],
        terrain=terrain.name,
        start=(float(x), float(y)),
        fate=row["fate"],
        settings=row.get("settings", {}),
    )


#: Beyond these there is no room for a slider around a value.
_TINY, _HUGE = 1e-290, 1e290


def parameter_on(terrain: Terrain, name: str) -> Parameter:
    """Return a setting as it is on a terrain: its slider has the terrain's own value within reach.

    A learning rate that suits hills of a few map units is a thousandth of one that suits a map in
    metres. Where the terrain's value is near an end of the usual slider or beyond it, the slider
    reaches over as many powers of ten around that value instead.
    """
    parameter = PARAMETERS[name]
    own = getattr(plan_on(terrain), name)
    scaled = parameter.logarithmic and isinstance(parameter.default, float)
    if not scaled or own == parameter.default or not _TINY < own < _HUGE:
        return parameter
    if 5 * parameter.low <= own <= parameter.high / 5:
        return parameter
    power = math.floor(math.log10(own))
    span = round(math.log10(parameter.high / parameter.low))
    low = power - span + 2
    return replace(parameter, low=10.0**low, high=10.0 ** (power + 2), decimals=max(0, -low))


def plan_on(terrain: Terrain, settings: Mapping[str, object] = MappingProxyType({})) -> Plan:
    """Return the plan that a terrain suggests, with some settings changed."""
    suggested = {"probe_length": PROBE_SHARE * terrain.window.width, **terrain.settings}
    return Plan().with_settings({**suggested, **settings})
