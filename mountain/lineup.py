"""The line-up: who is to set out, with what plans, and whose knobs are on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mountain.optimizers import OPTIMIZERS
from mountain.plan import Plan

#: How many hikers a race has at most.
MOST_HIKERS = 12


@dataclass(frozen=True)
class Entrant:
    """Who takes part in a race.

    Attributes
    ----------
    plan : Plan
        What they have decided.
    start : (float, float)
        Where they set out.
    """

    plan: Plan
    start: tuple[float, float]


@dataclass(frozen=True)
class Lineup:
    """Hikers about to set out; a value: each change makes a new one.

    Attributes
    ----------
    entrants : tuple of Entrant
        The hikers, in the order of their numbers.
    chosen : int
        Whose knobs, phone and verdict are on the screen.
    """

    entrants: tuple[Entrant, ...]
    chosen: int = 0

    @property
    def plan(self) -> Plan:
        """The chosen hiker's plan."""
        return self.entrants[self.chosen].plan

    @property
    def start(self) -> tuple[float, float]:
        """Where the chosen hiker sets out."""
        return self.entrants[self.chosen].start

    def choosing(self, number: int) -> Lineup:
        """Return it with another hiker chosen."""
        return replace(self, chosen=min(max(number, 0), len(self.entrants) - 1))

    def with_plan(self, plan: Plan) -> Lineup:
        """Return it with another plan for the chosen hiker."""
        return self._with(self.chosen, [replace(self.entrants[self.chosen], plan=plan)])

    def with_start(self, start: tuple[float, float], *, together: bool) -> Lineup:
        """Return it with another start for the chosen hiker, or for all, as on one line."""
        moved = tuple(
            replace(entrant, start=start) if together or number == self.chosen else entrant
            for number, entrant in enumerate(self.entrants)
        )
        return replace(self, entrants=moved)

    def duplicated(self, number: int) -> Lineup:
        """Return it with a hiker twice, the new one chosen; unchanged when it is full."""
        entrant = self.entrants[number]
        grown = self._with(number, [entrant, entrant])
        return grown if grown is self else grown.choosing(number + 1)

    def multiplied(self, number: int) -> Lineup:
        """Return it with three hikers for one: η halved, η, and η doubled.

        Raises
        ------
        SettingError
            When a learning rate leaves its range.
        """
        entrant = self.entrants[number]
        return self._with(number, multiplied(entrant, "learning_rate", (0.5, 1.0, 2.0)))

    def removed(self, number: int) -> Lineup:
        """Return it without a hiker; the last one stays."""
        if len(self.entrants) == 1:
            return self
        left = self._with(number, [])
        return left.choosing(self.chosen - (self.chosen > number))

    def with_every_rule(self) -> Lineup:
        """Return one hiker for every optimizer, all else as the chosen one has it."""
        entrant = self.entrants[self.chosen]
        plans = [entrant.plan.with_settings({"optimizer": name}) for name in OPTIMIZERS]
        return Lineup(tuple(replace(entrant, plan=plan) for plan in plans))

    def _with(self, number: int, instead: Sequence[Entrant]) -> Lineup:
        """Put hikers in one's place, or leave all as it is where there is no room."""
        entrants = (*self.entrants[:number], *instead, *self.entrants[number + 1 :])
        return self if len(entrants) > MOST_HIKERS else replace(self, entrants=entrants)


def multiplied(entrant: Entrant, setting: str, factors: Sequence[float]) -> tuple[Entrant, ...]:
    """Return copies of a hiker with one setting multiplied, as η halved, η, η doubled.

    Raises
    ------
    SettingError
        When a value leaves the setting's range.
    """
    value = getattr(entrant.plan, setting)
    return tuple(
        replace(entrant, plan=entrant.plan.with_settings({setting: value * factor}))
        for factor in factors
    )
