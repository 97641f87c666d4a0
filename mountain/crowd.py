"""The crowd: hikers with one plan, who read by phone, walk in step."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mountain.callees import CROWD_LANES, Compiled, CompiledRule, Phone
from mountain.compilation import kernel
from mountain.ground import Floats
from mountain.pace import capped, scheduled, take_settings
from mountain.ranks import disband, dismiss, muster
from mountain.readings import disturbed
from mountain.records import Wholes

#: So many hikers walk in step: few enough for the caches, enough to share what a step costs.
CROWD = 256


@kernel
def _step_all(stride: float, state: Floats) -> None:
    """Step by the slope alone; as `_hike` does."""
    x, y, slope_x, slope_y = state[2], state[3], state[0], state[1]
    for j in range(x.size):
        x[j] += stride * slope_x[j]
        y[j] += stride * slope_y[j]


@kernel
def _move_all(cap: float, state: Floats) -> None:
    """Make the steps that the rule has left, no longer than is allowed."""
    x, y, step_x, step_y = state[2], state[3], state[4], state[5]
    for j in range(x.size):
        step_x[j], step_y[j] = capped(cap, (step_x[j], step_y[j]))
    for j in range(x.size):
        x[j] += step_x[j]
        y[j] += step_y[j]


@kernel
def _disturb_all(
    plan: np.void, hikers: NDArray[np.void], who: Wholes, live: int, reading: int, state: Floats
) -> None:
    """Put the error of each reading on it."""
    if not (plan["noise"] > 0.0 or plan["resolution"] > 0.0):
        return
    down = -1.0 if plan["ascend"] else 1.0
    for j in range(live):
        felt = down * state[0, j], down * state[1, j]
        slope = disturbed(plan, hikers[who[j]]["hiker"], reading, felt)
        state[0, j], state[1, j] = down * slope[0], down * slope[1]


@kernel
def _all_inside(window: Floats, live: int, state: Floats) -> bool:
    """Tell whether nobody has left the map."""
    west, east, south, north = window[0], window[1], window[2], window[3]
    x, y, outside = state[2], state[3], 0
    for j in range(live):
        inside = (west <= x[j]) & (x[j] <= east) & (south <= y[j]) & (y[j] <= north)
        outside += 0 if inside else 1
    return outside == 0


@kernel
def _all_steep(flat: float, live: int, state: Floats) -> bool:
    """Tell whether all have read a slope that nobody would stop at."""
    slope_x, slope_y, others = state[0], state[1], 0
    for j in range(live):
        squared = slope_x[j] * slope_x[j] + slope_y[j] * slope_y[j]
        others += 0 if (squared >= flat * flat) & (squared < math.inf) else 1
    return others == 0


@kernel
def _stride_all(
    rule: CompiledRule,
    plan: np.void,
    clock: np.void,
    book: np.void,
    settings: Floats,
    state: Floats,
) -> None:
    """Let everybody make a step."""
    clock["step"] += 1
    clock["on_reading"] += 1
    clock["minutes"] += plan["step_minutes"]
    if plan["plain"]:
        _step_all(-plan["learning_rate"], state)
        return
    book["learning_rate"] = scheduled(plan, max(clock["step"] - 1, 0))
    if clock["step"] > 0:
        book["updates"] += 1
        settings[0], settings[1] = book["learning_rate"], np.float64(book["updates"])
        rule(state.shape[1], settings.ctypes.data, state.ctypes.data)
        if plan["stride_cap"] < math.inf:
            _move_all(plan["stride_cap"], state)


@kernel
def _feel_all(phone: Compiled, plan: np.void, clock: np.void, probe: Floats, state: Floats) -> None:
    """Let everybody read their phone."""
    probe[3], probe[4] = 0.0, 1.0
    phone(state.shape[1], probe.ctypes.data, state[2:].ctypes.data, state.ctypes.data)
    clock["readings"] += 1
    clock["on_reading"] = 0
    clock["minutes"] += plan["reading_minutes"]


@kernel
def _is_free(plan: np.void) -> bool:
    """Tell whether nothing but the slopes decides where hikers go, and nothing stops them."""
    sure = not (plan["noise"] > 0.0 or plan["resolution"] > 0.0)
    return plan["plain"] != 0 and plan["stop"] == 0 and sure


@kernel
def _wander_all(
    phone: Compiled, plan: np.void, clock: np.void, probe: Floats, state: Floats, steps: int
) -> None:
    """Let everybody step and read in turns, as far as whole turns go."""
    every = plan["measure_every"]
    turns = (steps - clock["step"]) // every
    probe[3], probe[4] = np.float64(every), np.float64(turns)
    phone(state.shape[1], probe.ctypes.data, state[2:].ctypes.data, state.ctypes.data)
    clock["step"] += turns * every
    clock["readings"] += turns
    # As a hiker's clock goes, step by step.
    for _ in range(turns):
        for _ in range(every):
            clock["minutes"] += plan["step_minutes"]
        clock["minutes"] += plan["reading_minutes"]


@kernel
def _probe_of(plan: np.void) -> Floats:
    """Return what a crowd's reading needs to know of a plan."""
    h, down = plan["probe_length"], -1.0 if plan["ascend"] else 1.0
    # Slopes are turned the way that a rule goes down as soon as they are felt.
    return np.array([h, down * (0.5 / h), -plan["learning_rate"], 0.0, 1.0])


@kernel
def _walk_in_step(
    phone: Compiled,
    rule: CompiledRule,
    window: Floats,
    plan: np.void,
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    steps: int,
) -> bool:
    """Walk hikers whose clocks are alike to a step; return whether to go on with fewer of them.

    What happens to each, and in what order, is what `_hike` does.
    """
    state, who, live = muster(plan, hikers, memories)
    if live == 0 or hikers[who[0]]["step"] >= steps:
        return False
    clocks, books = hikers[who[0] : who[0] + 1].copy(), memories[who[0] : who[0] + 1].copy()
    clock, book, probe, settings = clocks[0], books[0], _probe_of(plan), np.empty(8)
    take_settings(plan, settings)
    if clock["step"] < 0:
        clock["on_reading"] = plan["measure_every"]
        clock["minutes"] -= plan["step_minutes"]
        state[:2] = 0.0
    stop, free, due, night = plan["stop"] != 0, _is_free(plan), False, False
    fewest = state.shape[1] - max(state.shape[1] // 4, CROWD_LANES)
    while clock["step"] < steps and live > fewest:
        if free and clock["on_reading"] == 0 and clock["step"] + plan["measure_every"] <= steps:
            _wander_all(phone, plan, clock, probe, state, steps)
            due, night = True, clock["minutes"] >= plan["daylight"]
            continue
        _stride_all(rule, plan, clock, book, settings, state)
        if stop and not _all_inside(window, live, state):
            live = dismiss(
                plan, window, hikers, memories, state, who, live, clock, book, False, False
            )
        due = clock["on_reading"] >= plan["measure_every"]
        if due:
            _feel_all(phone, plan, clock, probe, state)
            _disturb_all(plan, hikers, who, live, clock["readings"], state)
        night = clock["minutes"] >= plan["daylight"]
        if stop and (night or (due and not _all_steep(plan["flat"], live, state))):
            live = dismiss(
                plan, window, hikers, memories, state, who, live, clock, book, due, night
            )
    # A record does not keep the array that it lies in, but to mention the array does.
    disband(plan, window, hikers, memories, state, who, live, clocks, books, due, night)
    return stop and live > 0


@kernel
def walk_in_step(
    phone: Phone,
    rule: CompiledRule,
    window: Floats,
    plan: np.void,
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    steps: int,
) -> None:
    """Walk hikers who have one plan and read by phone in step; bit for bit as `walk` does.

    Compiled when it is first called: the window has no need of it, and should not wait for it.

    Parameters
    ----------
    phone : Phone
        The whole reading.
    rule : CompiledRule
        Of `CROWD_LANES` lanes; one that moves the hikers too, where there is no stride cap.
    window, hikers, memories, steps
        As for `walk`; all have been put down together.
    plan : record of `PLAN`
        Everybody's.
    """
    for first in range(0, hikers.size, CROWD):
        some, theirs = hikers[first : first + CROWD], memories[first : first + CROWD]
        last = max(some["step"].max(), 0) + steps
        while _walk_in_step(phone, rule, window, plan, some, theirs, last):
            continue
