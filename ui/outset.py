"""Outsets: what a hike or a race is to begin with."""

from __future__ import annotations

from dataclasses import dataclass

import mountain
from mountain import Entrant, Lineup, Preset, Terrain

#: The name of a mountain of one's own, in files, and the one on the screen.
FORMULA, OWN = "formula", "Your own mountain"
_FLAGSHIP = "misty_mountain"


@dataclass(frozen=True)
class Outset:
    """Where it is to be, and whose.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    lineup : Lineup
        Who sets out, and by which plans.
    preset : Preset or None
        The prepared hike that it is, if it is one.
    introduction : (str, str) or None
        Title and sentence of the race that it is, if it is a prepared one.
    """

    terrain: Terrain
    lineup: Lineup
    preset: Preset | None = None
    introduction: tuple[str, str] | None = None

    @property
    def is_prepared(self) -> bool:
        """Whether it is a prepared hike or race."""
        return self.preset is not None or self.introduction is not None


def presets_shown(terrain: str) -> tuple[Preset, ...]:
    """Return the prepared hikes that are offered on a terrain; on one's own there are none.

    The behaviours of the flagship come first, each on this terrain where it has it and on the
    flagship where it has not; then what the terrain alone can show.
    """
    if terrain not in mountain.terrain_names():
        return ()
    own = {preset.name: preset for preset in mountain.presets_of(terrain)}
    behaviours = mountain.presets_of(_FLAGSHIP)[:5]
    first = [own.pop(preset.name, preset) for preset in behaviours]
    return (*first, *own.values())


def outset_of_preset(preset: Preset) -> Outset:
    """Return one hiker with a preset's terrain, start and knobs."""
    terrain = mountain.terrain_named(preset.terrain)
    plan = mountain.plan_on(terrain, preset.settings)
    return Outset(terrain, Lineup((Entrant(plan, preset.start),)), preset)


def outset_on(terrain: Terrain) -> Outset:
    """Return one hiker with the start and knobs of a terrain, which may be one's own."""
    return Outset(terrain, Lineup((Entrant(mountain.plan_on(terrain), terrain.start),)))


def outset_of_terrain(name: str) -> Outset:
    """Return one hiker with a terrain's own start and knobs."""
    presets = mountain.presets_of(name)
    good = next((preset for preset in presets if preset.name == "good"), None)
    if good is not None:
        return outset_of_preset(good)
    terrain = mountain.terrain_named(name)
    opening = Preset("opening", terrain.title, terrain.caption, name, terrain.start, "walking")
    return outset_of_preset(opening)


def outset_of_race(name: str) -> Outset:
    """Return the hikers of a prepared race."""
    race = mountain.race_named(name)
    introduction = race.title, race.caption
    return Outset(
        mountain.terrain_named(race.terrain), Lineup(race.entrants), introduction=introduction
    )
