"""The track: all positions walked, with what was measured there and by which plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mountain.callees import Surfaces
from mountain.ground import Floats, Ground
from mountain.large import cached_while_small
from mountain.native import compiled_surfaces
from mountain.plan import Plan
from mountain.terrain import Terrain

#: What of a row is an optimizer's memory, for either axis, in the order of `Optimizer.memory`.
MEMORIES = ("first", "second", "third")


# A formula's code takes a megabyte: somebody who types goes through hundreds of formulas.
@cached_while_small(maxsize=16)
def surfaces_of(ground: Ground) -> Surfaces:
    """Compile a ground's height and its two exact derivatives for the kernels, once."""
    height, slope_x, slope_y = compiled_surfaces([ground.node, *ground.gradient_nodes])
    return height, slope_x, slope_y


@dataclass(frozen=True)
class Leg:
    """A part of a track that was walked by one plan.

    Attributes
    ----------
    first : int
        The first step that was walked by it.
    plan : Plan
        The plan.
    """

    first: int
    plan: Plan


@dataclass(frozen=True, eq=False)
class Track:
    """Where a hiker has been, step by step; a value, which walking on leaves as it is.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    legs : tuple of Leg
        By which plan each part was walked; the last is in force.
    rows : array of `records.HIKER`, shape (steps + 1,)
        The hiker's state at the start and after every step; read-only.
    pages : array of `records.MEMORY`, shape (steps + 1,)
        What the optimizer remembered then; zeros where the plan was plain.
    """

    terrain: Terrain
    legs: tuple[Leg, ...]
    rows: NDArray[np.void]
    pages: NDArray[np.void]

    def __len__(self) -> int:
        """Return the number of positions, the start included."""
        return len(self.rows)

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self.legs[-1].plan

    @property
    def steps(self) -> int:
        """Steps walked."""
        return len(self.rows) - 1

    @property
    def x(self) -> Floats:
        """Positions, shape (steps + 1,), in map units."""
        return self._column("x")

    @property
    def y(self) -> Floats:
        """Positions, shape (steps + 1,), in map units."""
        return self._column("y")

    @property
    def grad_x(self) -> Floats:
        """The reading that is walked on, shape (steps + 1,)."""
        return self._column("grad_x")

    @property
    def grad_y(self) -> Floats:
        """The reading that is walked on, shape (steps + 1,)."""
        return self._column("grad_y")

    @property
    def minutes(self) -> Floats:
        """Minutes since the start, readings included, shape (steps + 1,)."""
        return self._column("minutes")

    @property
    def readings(self) -> NDArray[np.int64]:
        """Readings taken so far, shape (steps + 1,)."""
        return self.rows["readings"]

    @property
    def measured(self) -> NDArray[np.bool_]:
        """Where a reading was taken, shape (steps + 1,)."""
        taken = self.readings
        return np.diff(taken, prepend=0) > 0

    @property
    def number(self) -> int:
        """Who of a race it is; 0 alone."""
        return int(self.rows[0]["hiker"])

    @property
    def remembers(self) -> bool:
        """Whether there is anything on its pages."""
        return not all(leg.plan.plain for leg in self.legs)

    @property
    def learning_rate(self) -> Floats:
        """With what rate each step was made that led there, shape (steps + 1,)."""
        plain = np.array([leg.plan.plain for leg in self.legs])[self.leg_of]
        steady = np.array([leg.plan.learning_rate for leg in self.legs])[self.leg_of]
        rates: Floats = np.where(plain, steady, self.pages["learning_rate"])
        return rates

    @property
    def leg_of(self) -> NDArray[np.intp]:
        """Which of the legs each row was walked on, shape (steps + 1,)."""
        firsts = [leg.first for leg in self.legs]
        return np.searchsorted(firsts, self.rows["step"], side="right") - 1

    @cached_property
    def height(self) -> Floats:
        """True heights, shape (steps + 1,)."""
        return self._felt(0)

    @cached_property
    def slope(self) -> Floats:
        """The true steepness |grad f|, shape (steps + 1,); NaN where there is no height."""
        with np.errstate(all="ignore"):
            steepness = np.hypot(self._felt(1), self._felt(2))
        # A formula's derivative may go on where the formula itself does not.
        return np.where(np.isfinite(self.height), steepness, np.nan)

    @property
    def ended(self) -> bool:
        """Whether the hike is over: stopped, or its steps used up."""
        plan = self.plan
        return bool(self.steps >= plan.steps or (plan.stop and self.rows[-1]["stopped"]))

    def plan_at(self, step: int) -> Plan:
        """Return the plan by which a step was walked."""
        return next(leg.plan for leg in reversed(self.legs) if leg.first <= step)

    def minutes_reading(self, step: int) -> float:
        """Return how many of the minutes up to a step went into readings."""
        prices = np.array([leg.plan.reading_minutes for leg in self.legs])[self.leg_of]
        return float(prices[: step + 1][self.measured[: step + 1]].sum())

    def until(self, step: int) -> Track:
        """Return the track as it was after that many steps."""
        legs = tuple(leg for leg in self.legs if leg.first <= step)
        return replace(self, legs=legs, rows=self.rows[: step + 1], pages=self.pages[: step + 1])

    def _column(self, name: str) -> Floats:
        column: Floats = self.rows[name]
        return column

    def _felt(self, surface: int) -> Floats:
        return surfaces_of(self.terrain.ground)[surface].at(self.x, self.y)
