"""Memories: what an optimizer remembers of the slopes, told by what its rule does with them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

from mountain.optimizers import OPTIMIZERS, SETTINGS, Optimizer
from mountain.plan import Plan
from mountain.track import MEMORIES, Track

VELOCITY, AVERAGE, SQUARES = "velocity", "average", "squares"


@dataclass(frozen=True)
class Memory:
    """What is remembered of the slopes at one place.

    Attributes
    ----------
    symbol : str
        As in the rule's formula.
    kind : str
        `velocity`, a sum of slopes; `average`, their running average; `squares`.
    east, north : float
        In units of the slope, uphill as slopes are (the other way round where the hiker climbs);
        for `squares` the root of their mean, which is no less than 0.
    """

    symbol: str
    kind: str
    east: float
    north: float


@dataclass(frozen=True)
class _Recall:
    """What a rule keeps of a memory at every step, and what the step's slope adds to it."""

    power: int
    kept: float
    added: float

    def weight(self, updates: int) -> float:
        """Return how much of slopes that are all 1 is there after so many steps."""
        if self.kept == 1:
            return self.added * updates
        return self.added * (1 - self.kept**updates) / (1 - self.kept)


def memories(track: Track, step: int) -> tuple[Memory, ...]:
    """Return what is remembered of the slopes after a step; what is no such memory is left out."""
    plan = track.plan_at(step)
    optimizer, page = OPTIMIZERS[plan.optimizer], track.pages[step]
    found = []
    recalls = _recalls(optimizer, plan)
    for symbol, place, recall in zip(optimizer.memory, MEMORIES, recalls, strict=False):
        east, north = (float(page[f"{place}_{axis}"]) for axis in "xy")
        if recall.power == 1:
            kind = AVERAGE if math.isclose(recall.kept + recall.added, 1) else VELOCITY
            found.append(Memory(symbol, kind, east, north))
        elif recall.power == 2:
            weight = recall.weight(int(page["updates"])) or 1.0
            found.append(
                Memory(symbol, SQUARES, math.sqrt(east / weight), math.sqrt(north / weight))
            )
    return tuple(found)


@lru_cache(maxsize=64)
def _recalls(optimizer: Optimizer, plan: Plan) -> tuple[_Recall, ...]:
    """Find out by trying: a slope of 1 and of 2 on an empty memory, and none on a full one."""
    settings = SimpleNamespace(**{name: getattr(plan, name, 1.0) for name in SETTINGS})
    none, full = ((value,) * len(optimizer.memory) for value in (0.0, 1.0))
    once, twice, kept = (
        optimizer.rule(slope, 0.0, memory, settings)[1]
        for slope, memory in ((1.0, none), (2.0, none), (0.0, full))
    )
    return tuple(
        _Recall(_power(one, two), stays, one)
        for one, two, stays in zip(once, twice, kept, strict=True)
    )


def _power(once: float, twice: float) -> int:
    """Return with which power of the slope a memory grows; 0 where with none of those known."""
    if not once > 0:
        return 0
    return next((power for power in (1, 2) if math.isclose(twice, once * 2**power)), 0)
