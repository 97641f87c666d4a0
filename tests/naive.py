"""Slow, obvious twins of the kernels: plain floats and whole numbers, one hiker, step by step.

They are written from the words of the specification, so that a mistake made there is not made here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from mountain import Plan, Window

Height = Callable[[float, float], float]
Slope = tuple[float, float]

WALKING, FLAT, OFF_THE_MAP, NIGHT, LOST = "walking", "flat", "off_the_map", "night", "lost"
#: The kernels' numbering of how a hiker stands.
STANDINGS = [WALKING, FLAT, OFF_THE_MAP, NIGHT, LOST]

_64_BITS = 2**64 - 1


@dataclass(frozen=True)
class Ground:
    """A formula, and its height and gradient once more as plain functions."""

    text: str
    height: Height
    gradient: Callable[[float, float], Slope]


def fused(first: float, second: float, third: float) -> float:
    """Return first * second + third, rounded once."""
    loose = first * second + third
    if not all(map(math.isfinite, (first, second, third))):
        return loose
    exact = Fraction(first) * Fraction(second) + Fraction(third)
    try:
        return float(exact) if exact else loose
    except OverflowError:
        return math.inf if exact > 0 else -math.inf


def _hills(x: float, y: float) -> float:
    home = 2.5 * math.exp(-((x - 1.5) ** 2 + (y + 1) ** 2) / 2.4)
    tarn = 1.3 * math.exp(-((x + 1.6) ** 2 + (y - 1.4) ** 2) / 0.8)
    top = math.exp(-((x + 0.1) ** 2 + (y - 1.2) ** 2) / 0.8)
    return 0.03 * (x * x * x * x + y * y * y * y) - home - tarn + top


def _hills_gradient(x: float, y: float) -> Slope:
    home = 2.5 * math.exp(-((x - 1.5) ** 2 + (y + 1) ** 2) / 2.4) / 1.2
    tarn = 1.3 * math.exp(-((x + 1.6) ** 2 + (y - 1.4) ** 2) / 0.8) / 0.4
    top = math.exp(-((x + 0.1) ** 2 + (y - 1.2) ** 2) / 0.8) / 0.4
    grad_x = 0.12 * x * x * x + (x - 1.5) * home + (x + 1.6) * tarn - (x + 0.1) * top
    grad_y = 0.12 * y * y * y + (y + 1) * home + (y - 1.4) * tarn - (y - 1.2) * top
    return grad_x, grad_y


def _abyss_gradient(x: float, y: float) -> Slope:
    return 3 * x * x, -0.5


def _level(x: float, y: float) -> float:
    return 0.0


def _level_gradient(x: float, y: float) -> Slope:
    return 0.0, 0.0


# A product that is added to something is fused with it; of two the left one is rounded first, and
# both are where they look alike.
BOWL = Ground("x*x + y*y", lambda x, y: x * x + y * y, lambda x, y: (2 * x, 2 * y))
RAVINE = Ground(
    "0.26*(x*x + y*y) - 0.48*x*y",
    lambda x, y: fused(-0.48 * x, y, 0.26 * (x * x + y * y)),
    lambda x, y: (0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x),
)
TWO_VALLEYS = Ground(
    "(x*x - 1)*(x*x - 1) + 0.3*x + y*y",
    lambda x, y: fused(y, y, fused(0.3, x, fused(x, x, -1.0) * fused(x, x, -1.0))),
    lambda x, y: (4 * x * (x * x - 1) + 0.3, 2 * y),
)
#: Falls without end to the west, faster than any float can tell.
ABYSS = Ground("x*x*x - 0.5*y", lambda x, y: fused(-0.5, y, x * x * x), _abyss_gradient)
PLAIN = Ground("0*x", _level, _level_gradient)
#: Has no ground in its western half.
HALF_A_LAND = Ground(
    "sqrt(x) + y*y",
    lambda x, y: fused(y, y, math.sqrt(x)) if x >= 0 else math.nan,
    lambda x, y: (0.5 / math.sqrt(x) if x > 0 else math.inf, 2 * y),
)
HILLS = Ground(
    "0.03*(x*x*x*x + y*y*y*y) - 2.5*exp(-((x - 1.5)^2 + (y + 1)^2)/2.4)"
    " - 1.3*exp(-((x + 1.6)^2 + (y - 1.4)^2)/0.8) + exp(-((x + 0.1)^2 + (y - 1.2)^2)/0.8)",
    _hills,
    _hills_gradient,
)


def _scrambled(z: int) -> int:
    """Scramble 64 bits with the finalizer of SplitMix64."""
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & _64_BITS
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & _64_BITS
    return z ^ (z >> 31)


def normal_pair(seed: int, hiker: int, reading: int) -> Slope:
    """Draw two normal numbers for one reading: fold in the three numbers, then Box and Muller."""
    golden = 0x9E3779B97F4A7C15
    state = 0
    for number in (seed, hiker, reading):
        state = _scrambled(((state ^ number) + golden) & _64_BITS)
    upper = _scrambled((state + golden) & _64_BITS) >> 11
    lower = _scrambled(state ^ golden) >> 11
    radius = math.sqrt(-2 * math.log((upper + 1) / 2**53))
    turn = 2 * math.pi * lower / 2**53
    return radius * math.cos(turn), radius * math.sin(turn)


def walking_minutes(metres: float, rise: float) -> float:
    """Return how long a way takes: at 6 km/h · exp(-3.5 |slope + 0.05|), as Tobler has it."""
    kilometres_per_hour = 6 * math.exp(-3.5 * abs(rise / metres + 0.05))
    return metres / 1000 / kilometres_per_hour * 60 if kilometres_per_hour else math.inf


def central_differences(height: Height, h: float, x: float, y: float) -> Slope:
    """Compare the heights at h to either side, along x and along y."""
    per_probe = 0.5 / h
    east_west = (height(x + h, y) - height(x - h, y)) * per_probe
    north_south = (height(x, y + h) - height(x, y - h)) * per_probe
    return east_west, north_south


def gravity(slope: Slope) -> tuple[float, float, float]:
    """Split gravity into what pulls east, north and straight into the ground."""
    steepness = math.sqrt(1 + slope[0] * slope[0] + slope[1] * slope[1])
    return slope[0] / steepness, slope[1] / steepness, 1 / steepness


def quantised(resolution: float, slope: Slope) -> Slope:
    """Round each part of gravity to the accelerometer's steps; straight down is one at least."""
    east, north, down = (round(part / resolution) for part in gravity(slope))
    return east / max(down, 1), north / max(down, 1)


def is_clear(plan: Plan, slope: Slope) -> bool:
    """Tell whether no part of gravity lies so near the middle of two steps that a bit decides."""
    steps = [part / plan.resolution for part in gravity(slope)]
    return all(abs(step - math.floor(step) - 0.5) > 1e-6 for step in steps)


def scheduled(plan: Plan, step: int) -> float:
    """Return the learning rate of a step, the first of which is 0, as the names' authors tell it.

    A fall at every so many steps; a factor at every step; half a wave and back; one over time. The
    warm-up of w steps climbs by equal amounts from 1/(w + 1).
    """
    if step < plan.warm_up:
        return plan.learning_rate * (step + 1) / (plan.warm_up + 1)
    n, length = step - plan.warm_up, plan.schedule_steps
    return (
        plan.learning_rate
        * {
            "constant": 1.0,
            "step": plan.schedule_factor ** (n // length),
            "exponential": plan.schedule_factor**n,
            "cosine": (1 + math.cos(math.pi * n / length)) / 2,
            "inverse": length / (length + n),
        }[plan.schedule]
    )


def capped(cap: float, step: Slope) -> Slope:
    """Keep a step's direction, and its length to at most so much."""
    length = math.hypot(*step)
    # A length that is not known is left to the judge.
    return (step[0] / length * cap, step[1] / length * cap) if length > cap else step


def feet(
    height: Height, h: float, directions: int, ascend: bool, place: tuple[float, float]
) -> Slope:
    """Feel the ground at h all around; the steepest way on is the slope, pointing uphill."""
    x, y = place
    angles = [2 * math.pi * i / directions for i in range(directions)]
    rises = [
        (height(x + h * math.cos(angle), y + h * math.sin(angle)) - height(x, y)) / h
        for angle in angles
    ]
    if not all(map(math.isfinite, rises)):
        return math.nan, math.nan
    # The first of equals, counter-clockwise from east.
    steepest = (max if ascend else min)(rises)
    angle = angles[rises.index(steepest)]
    if steepest == 0 or (steepest > 0) != ascend:
        return 0.0, 0.0
    return steepest * math.cos(angle), steepest * math.sin(angle)


@dataclass(frozen=True)
class State:
    """Where a hiker is after some steps, and how they stand."""

    x: float
    y: float
    slope: Slope = (0.0, 0.0)
    minutes: float = 0.0
    step: int = 0
    readings: int = 0
    on_reading: int = 0
    standing: str = WALKING
    #: The slope as it was before the phone rounded it.
    unrounded: Slope = (0.0, 0.0)


@dataclass(frozen=True)
class Hiker:
    """One hiker with a plan on a piece of ground; `number` tells whose noise they have.

    Their rule is gradient descent.
    """

    plan: Plan
    ground: Ground
    window: Window
    number: int = 0

    def walk(self, place: tuple[float, float], steps: int) -> list[State]:
        """Return the state at the start and after every step."""
        states = [self._judged(self._measured(State(*place)))]
        while len(states) <= steps and not (self.plan.stop and states[-1].standing != WALKING):
            states.append(self._step(states[-1]))
        return states

    def _step(self, state: State) -> State:
        step_x, step_y = self._stride(state)
        moved = replace(
            state,
            x=state.x + step_x,
            y=state.y + step_y,
            minutes=state.minutes + self._walking_time(state, (step_x, step_y)),
            step=state.step + 1,
            on_reading=state.on_reading + 1,
            standing=WALKING,
        )
        due = moved.on_reading >= self.plan.measure_every
        # Who has left the map has no use for another reading.
        if due and not (self.plan.stop and self._place(moved) != WALKING):
            moved = self._measured(moved)
        return self._judged(moved)

    def _walking_time(self, state: State, step: Slope) -> float:
        """Return what a step costs: always the same, or as much as length and slope ask for."""
        x, y, away = state.x + step[0], state.y + step[1], math.hypot(*step)
        if self.plan.clock == "even" or not math.isfinite(away):
            return self.plan.step_minutes
        rise = self.ground.height(x, y) - self.ground.height(state.x, state.y)
        if not math.isfinite(rise):
            return self.plan.step_minutes
        return walking_minutes(away, rise) if away else 0.0

    def _stride(self, state: State) -> Slope:
        """Return the step: along the slope and towards the middle, no longer than capped."""
        plan, onward = self.plan, 1 if self.plan.ascend else -1
        rate = scheduled(plan, state.step)
        step_x, step_y = onward * rate * state.slope[0], onward * rate * state.slope[1]
        if plan.weight_decay:
            step_x -= rate * plan.weight_decay * state.x
            step_y -= rate * plan.weight_decay * state.y
        return capped(plan.stride_cap, (step_x, step_y))

    def _place(self, state: State) -> str:
        if not (math.isfinite(state.x) and math.isfinite(state.y)):
            return LOST
        return WALKING if self.window.holds(state.x, state.y) else OFF_THE_MAP

    def _judged(self, state: State) -> State:
        """Tell what ends the hike here: what was read, then the place, then the sun."""
        standing = state.standing
        if standing == WALKING:
            standing = self._place(state)
        if standing == WALKING and state.minutes >= self.plan.daylight:
            standing = NIGHT
        return replace(state, standing=standing)

    def _measured(self, state: State) -> State:
        """Take a reading: it costs time, it errs, and it may tell that the ground is flat."""
        plan, reading = self.plan, state.readings + 1
        slope = self._slope(state.x, state.y)
        if plan.noise:
            errors = normal_pair(plan.seed, 0 if plan.shared_noise else self.number, reading)
            slope = slope[0] + plan.noise * errors[0], slope[1] + plan.noise * errors[1]
        unrounded = slope
        if plan.resolution and plan.reading == "phone":
            slope = quantised(plan.resolution, slope)
        steepness = math.hypot(*slope)
        minutes = state.minutes + plan.reading_minutes
        standing = WALKING
        if not math.isfinite(steepness):
            standing = LOST
        elif self.window.holds(state.x, state.y) and steepness < plan.flat:
            standing = FLAT if minutes <= plan.daylight else WALKING
        return replace(
            state,
            slope=slope,
            unrounded=unrounded,
            minutes=minutes,
            readings=reading,
            on_reading=0,
            standing=standing,
        )

    def _slope(self, x: float, y: float) -> Slope:
        plan, height = self.plan, self.ground.height
        if plan.reading == "phone":
            return central_differences(height, plan.probe_length, x, y)
        if plan.reading == "feet":
            return feet(height, plan.probe_length, plan.directions, plan.ascend, (x, y))
        known = math.isfinite(height(x, y))
        return self.ground.gradient(x, y) if known else (math.nan, math.nan)
