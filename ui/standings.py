"""What the roster says of the hikers of a race."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import mountain

if TYPE_CHECKING:
    from mountain import Plan, Race, Standing, Track

#: The words over the figures, in their order.
HEADINGS = ("height", "slope", "steps", "readings", "time")


@dataclass(frozen=True)
class RosterRow:
    """What the roster says of one hiker.

    Attributes
    ----------
    number : int
        Who; 0 is the first.
    title : str
        The optimizer, and what sets this hiker apart from the others.
    rank : int
        In which place they arrived; 0 for who has not.
    fate : str
        What became of them, as a word.
    arrived : bool or None
        Whether that is what they set out for; None while it is open.
    height, slope : float
        Where they are; not finite where there is no ground.
    steps, readings : int
        How many they have taken.
    minutes : float
        How much of the day is gone.
    shown : bool
        Whether they are drawn on the map.
    """

    number: int
    title: str
    rank: int
    fate: str
    arrived: bool | None
    height: float
    slope: float
    steps: int
    readings: int
    minutes: float
    shown: bool

    @property
    def figures(self) -> tuple[str, ...]:
        """The figures as they are written, in the order of `HEADINGS`."""
        hours, minutes = divmod(math.floor(self.minutes), 60)
        return (
            _written(self.height, 2),
            _written(self.slope, 3),
            str(self.steps),
            str(self.readings),
            f"{hours} h {minutes:02d}",
        )

    @property
    def sentence(self) -> str:
        """All of it, to be read aloud."""
        place = f"{ordinal(self.rank)}, " if self.rank else ""
        told = zip(HEADINGS, self.figures, strict=True)
        figures = ", ".join(f"{heading} {figure}" for heading, figure in told)
        return f"Hiker {self.number + 1}: {self.title}. {place}{self.fate}. {figures}."


def ordinal(number: int) -> str:
    """Return a place as ``1st``, ``2nd``, ``11th``."""
    teens = 10 < number % 100 < 20
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _written(value: float, decimals: int) -> str:
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{decimals}f}" if abs(value) < 1e4 else f"{value:.0e}"
    return text.replace("e+0", "e").replace("e+", "e").replace("-", "−")


def roster_rows(race: Race, step: int, hidden: frozenset[int]) -> tuple[RosterRow, ...]:
    """Return what the roster says of a race as it was after so many steps.

    Parameters
    ----------
    hidden : frozenset of int
        The numbers of those that are not drawn.
    """
    over = tuple(track for track in race.tracks if track.ended and track.steps <= step)
    standings = {each.number: each for each in _standings(over)}
    steps = [min(step, track.steps) for track in race.tracks]
    plans = tuple(track.plan_at(own) for track, own in zip(race.tracks, steps, strict=True))
    titles = _titles(plans, tuple((track.x[0], track.y[0]) for track in race.tracks))
    return tuple(
        _row(track, own, title, standings.get(track.number), track.number not in hidden)
        for track, own, title in zip(race.tracks, steps, titles, strict=True)
    )


@mountain.cached_while_small(maxsize=2)
def _standings(over: tuple[Track, ...]) -> tuple[Standing, ...]:
    """Return how hikes ended that are over, which no step changes any more."""
    return mountain.standings(mountain.Race(over))


def _row(track: Track, step: int, title: str, standing: Standing | None, shown: bool) -> RosterRow:
    walking = mountain.FATES["walking"]
    fate = walking if standing is None else standing.ending.fate
    return RosterRow(
        number=track.number,
        title=title,
        rank=0 if standing is None else standing.rank,
        fate=fate.title,
        arrived=None if fate == walking else fate.arrived,
        height=float(track.height[step]),
        slope=float(track.slope[step]),
        steps=step,
        readings=int(track.readings[step]),
        minutes=float(track.minutes[step]),
        shown=shown,
    )


@lru_cache(maxsize=4)
def _titles(plans: tuple[Plan, ...], starts: tuple[tuple[float, float], ...]) -> tuple[str, ...]:
    """Name every hiker by optimizer and what not all of them have alike."""
    differing = [name for name in mountain.PARAMETERS if _differs(name, plans)]
    if len({plan.optimizer for plan in plans}) == 1 and "learning_rate" not in differing:
        differing.insert(0, "learning_rate")
    titles = [" · ".join(_words(plan, differing)) for plan in plans]
    if len(set(starts)) == 1:
        return tuple(titles)
    return tuple(
        f"{title} · from {x:.4g}, {y:.4g}".replace("-", "−") if titles.count(title) > 1 else title
        for title, (x, y) in zip(titles, starts, strict=True)
    )


def _differs(name: str, plans: tuple[Plan, ...]) -> bool:
    """Tell whether a setting differs between hikers, not counting what comes with an optimizer."""
    if mountain.PARAMETERS[name].by_optimizer:
        return any(_own(name, plan) for plan in plans)
    return name != "optimizer" and len({getattr(plan, name) for plan in plans}) > 1


def _own(name: str, plan: Plan) -> bool:
    """Tell whether a plan uses a setting, with another value than comes with its optimizer."""
    optimizer = mountain.OPTIMIZERS[plan.optimizer]
    default = optimizer.defaults.get(name, mountain.PARAMETERS[name].default)
    return name in optimizer.uses and getattr(plan, name) != default


def _words(plan: Plan, differing: Sequence[str]) -> list[str]:
    words = [mountain.OPTIMIZERS[plan.optimizer].title]
    for name in differing:
        parameter, value = mountain.PARAMETERS[name], getattr(plan, name)
        if value == math.inf or (parameter.by_optimizer and not _own(name, plan)):
            continue
        number = isinstance(value, int | float) and not isinstance(value, bool)
        written = f"{value:.4g}" if number and math.isfinite(value) else parameter.shown(value)
        words.append(f"{parameter.symbol or parameter.label.lower()} {written}")
    return words
