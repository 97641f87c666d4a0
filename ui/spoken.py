"""What the commands without a window say: of terrains, hikes and races, as text and as JSON."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence

import mountain

_HEADINGS = ("place", "hiker", "optimizer", "η", "k", "fate", "minutes", "readings")


def terrain_text(terrain: mountain.Terrain) -> str:
    """Tell a terrain's name, title, formula and window."""
    window = terrain.window
    return (
        f"{terrain.name}: {terrain.title}\n"
        f"    {terrain.ground.text}\n"
        f"    x from {window.x0:g} to {window.x1:g}, y from {window.y0:g} to {window.y1:g}"
    )


def terrain_json(name: str) -> dict[str, object]:
    """Tell all of a terrain of the gallery."""
    terrain = mountain.terrain_named(name)
    presets = mountain.presets_of(name)
    return {
        "name": name,
        "title": terrain.title,
        "caption": terrain.caption,
        "formula": terrain.ground.text,
        "window": dataclasses.astuple(terrain.window),
        "starts": terrain.starts,
        "settings": _settings_json(terrain.settings),
        "presets": [
            dataclasses.asdict(preset) | {"settings": _settings_json(preset.settings)}
            for preset in presets
        ],
    }


def _settings_json(settings: Mapping[str, object]) -> dict[str, object]:
    return {name: "inf" if value == math.inf else value for name, value in settings.items()}


def hike_json(track: mountain.Track, ending: mountain.Ending) -> dict[str, object]:
    """Tell how a hike ended; a number that does not exist is null."""
    result: dict[str, object] = {
        "fate": ending.fate.name,
        "reason": ending.reason,
        "steps": track.steps,
        "readings": int(track.readings[-1]),
    }
    for name in ("minutes", "x", "y", "height", "slope"):
        value = float(getattr(track, name)[-1])
        result[name] = value if math.isfinite(value) else None
    return result


def race_json(prepared: mountain.PreparedRace, race: mountain.Race) -> dict[str, object]:
    """Tell how a race ended, hiker by hiker in the order of their numbers."""
    hikers = [
        {"number": each.number, "rank": each.rank, "optimizer": track.plan.optimizer}
        | hike_json(track, each.ending)
        for track, each in zip(race.tracks, mountain.standings(race), strict=True)
    ]
    return {"name": prepared.name, "terrain": prepared.terrain, "hikers": hikers}


def race_text(prepared: mountain.PreparedRace, race: mountain.Race) -> str:
    """Tell how a race ended: a table in the order of arrival, and each hiker's reason.

    Hikers are counted from 1, as on the screen.
    """
    standings = mountain.standings(race)
    # Who has not arrived follows those who have.
    arrived = sorted(standings, key=lambda each: (each.rank == 0, each.rank, each.number))
    rows = [_cells(race.tracks[each.number].plan, each) for each in arrived]
    reasons = [f"hiker {each.number + 1}: {each.ending.reason}" for each in arrived]
    head = [f"{prepared.title}", prepared.caption, ""]
    return "\n".join([*head, *_aligned([_HEADINGS, *rows]), "", *reasons])


def _cells(plan: mountain.Plan, standing: mountain.Standing) -> tuple[str, ...]:
    return (
        f"{standing.rank}." if standing.rank else "",
        str(standing.number + 1),
        mountain.OPTIMIZERS[plan.optimizer].title,
        f"{plan.learning_rate:g}",
        str(plan.measure_every),
        standing.ending.fate.title,
        f"{standing.minutes:.1f}",
        str(standing.readings),
    )


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Put cells below each other; words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    words = {_HEADINGS.index("optimizer"), _HEADINGS.index("fate")}
    return [
        "  ".join(
            cell.ljust(width) if place in words else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
