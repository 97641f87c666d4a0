"""The walk: one hiker after the other, each by their own plan."""

from __future__ import annotations

import math

import numba
import numpy as np
from numba.core.types import FunctionType
from numpy.typing import NDArray

from mountain.callees import AROUND, LANES, ROWS, Compiled, CompiledRule, Surface
from mountain.compilation import kernel, ready_kernel
from mountain.draws import batch_slope
from mountain.ground import Floats
from mountain.pace import capped, scheduled, take_settings, walking_minutes
from mountain.readings import by_feet, by_phone, disturbed, exactly, place_feet, probes
from mountain.records import (
    FEET,
    HIKER,
    LOST,
    MEMORY,
    NIGHT,
    PHONE,
    PLAN,
    TOBLER,
    WALKING,
    Pair,
)
from mountain.standing import after_reading, placed

_height = FunctionType(Surface.kind)
_hikers = numba.from_dtype(HIKER)
_memories = numba.from_dtype(MEMORY)
_WALK = numba.void(
    _height,
    _height,
    _height,
    FunctionType(CompiledRule.kind),
    numba.float64[::1],
    numba.float64[:, ::1],
    numba.from_dtype(PLAN)[::1],
    _hikers[::1],
    _memories[::1],
    numba.int64,
    _hikers[:, ::1],
    _memories[:, ::1],
)


@kernel
def height_at(height: Compiled, room: Floats, x: float, y: float) -> float:
    """Return the height of one place.

    Parameters
    ----------
    room : array, shape (3, LANES)
        For the x, the y and the height: a height function fills its lanes whoever asks.
    """
    room[0], room[1] = x, y
    height(LANES, room.ctypes.data, room[1].ctypes.data, room[2].ctypes.data)
    felt: float = room[2, 0]
    return felt


@kernel
def _take_memory(memory: np.void, state: Floats) -> None:
    """Put what is remembered where a rule finds it."""
    state[6], state[7] = memory["first_x"], memory["first_y"]
    state[8], state[9] = memory["second_x"], memory["second_y"]
    state[10], state[11] = memory["third_x"], memory["third_y"]


@kernel
def _keep_memory(memory: np.void, state: Floats, rate: float, updates: int) -> None:
    """Remember what a rule left."""
    memory["first_x"], memory["first_y"] = state[6], state[7]
    memory["second_x"], memory["second_y"] = state[8], state[9]
    memory["third_x"], memory["third_y"] = state[10], state[11]
    memory["learning_rate"], memory["updates"] = rate, updates


@kernel
def _keep_state(
    row: np.void, place: Pair, slope: Pair, minutes: float, counts: tuple[int, int, int, int]
) -> None:
    """Write down how a hiker is left; the counts are step, readings, on this reading, standing."""
    row["x"], row["y"] = place
    row["grad_x"], row["grad_y"] = slope
    row["minutes"] = minutes
    row["step"], row["readings"], row["on_reading"], row["stopped"] = counts


@kernel
def _hike(
    height: Compiled,
    slope_x: Surface,
    slope_y: Surface,
    rule: CompiledRule,
    window: Floats,
    samples: Floats,
    plan: np.void,
    here: np.void,
    memory: np.void,
    steps: int,
    rows: NDArray[np.void],
    pages: NDArray[np.void],
) -> None:
    """Walk one hiker; `walk` tells the parameters.

    It is one function because its loop lives in locals: through the records it is twice as slow. So
    it is where the reading has a function of its own; a rule's step in one takes a fifth longer.
    """
    x, y, grad_x, grad_y = here["x"], here["y"], here["grad_x"], here["grad_y"]
    minutes, readings, on_reading = here["minutes"], here["readings"], here["on_reading"]
    hiker, stopped, step = here["hiker"], here["stopped"], here["step"]
    first, last = max(step, 0) + 1, max(step, 0) + steps
    edges = window[0], window[1], window[2], window[3]
    measure_every, cap, updates = plan["measure_every"], plan["stride_cap"], memory["updates"]
    step_minutes, daylight, stop = plan["step_minutes"], plan["daylight"], plan["stop"] != 0
    tracked, plain = rows.size > 0, plan["plain"] != 0
    rate = plan["learning_rate"] if plain else memory["learning_rate"]
    reading, directions, h = plan["reading"], plan["directions"], plan["probe_length"]
    by_slope, spot, before = plan["clock"] == TOBLER, np.empty((3, LANES)), math.nan
    per_probe, onward, count = 0.5 / h, 1.0 if plan["ascend"] else -1.0, probes(plan)
    xs, ys, felt = np.empty(count), np.empty(count), np.empty(count)
    xs_at, ys_at, felt_at = xs.ctypes.data, ys.ctypes.data, felt.ctypes.data
    settings, state = np.empty(8), np.empty(2 * ROWS)
    settings_at, state_at = settings.ctypes.data, state.ctypes.data
    if reading == PHONE:
        count, xs[1] = AROUND, h
    take_settings(plan, settings)
    _take_memory(memory, state)
    stride = onward * rate
    if step < 0:
        # The start is a step of no length and no time, after which a reading is due.
        on_reading, grad_x, grad_y = measure_every, 0.0, 0.0
        minutes -= step_minutes
    if by_slope:
        before = height_at(height, spot, x, y)
    while step < last and not (stop and stopped != WALKING):
        step += 1
        if plain:
            # What a rule would do as well, in a third of the time.
            x += stride * grad_x
            y += stride * grad_y
        else:
            rate = scheduled(plan, max(step - 1, 0))
        if step > 0 and not plain:
            # A rule goes down.
            state[0], state[1] = -onward * grad_x, -onward * grad_y
            state[2], state[3] = x, y
            settings[0], settings[1] = rate, updates + 1.0
            rule(1, settings_at, state_at)
            step_x, step_y = capped(cap, (state[4], state[5]))
            x, y, updates = x + step_x, y + step_y, updates + 1
        on_reading += 1
        if by_slope and step > 0:
            away = math.hypot(x - spot[0, 0], y - spot[1, 0])
            after = height_at(height, spot, x, y)
            minutes += walking_minutes(away, after - before, step_minutes)
            before = after
        else:
            minutes += step_minutes
        # Who is lost stays so, though a rule may make a step of an endless slope.
        stopped = LOST if stopped == LOST else placed(edges, (x, y))
        if on_reading >= measure_every and (stopped == WALKING or not stop):
            # The height is called from here: one call further in, a reading takes twice as long.
            if reading == PHONE:
                # Four probes that are written one by one and read at once are waited for.
                xs[0], ys[0] = x, y
            elif reading == FEET:
                place_feet(h, directions, x, y, xs, ys)
            else:
                xs[:] = x
                ys[:] = y
            height(count, xs_at, ys_at, felt_at)
            if reading == PHONE:
                grad_x, grad_y = by_phone(per_probe, felt)
            elif reading == FEET:
                grad_x, grad_y = by_feet(h, directions, felt, onward)
            else:
                grad_x, grad_y = exactly(slope_x, slope_y, xs, ys, felt)
            readings += 1
            on_reading = 0
            minutes += plan["reading_minutes"]
            if 0 < plan["batch"] < samples.shape[1]:
                drawn = plan["seed"], 0 if plan["shared_noise"] else hiker, readings
                grad_x, grad_y = batch_slope(samples, plan["batch"], drawn, (x, y))
            grad_x, grad_y = disturbed(plan, hiker, readings, (grad_x, grad_y))
            stopped = after_reading(plan, (grad_x, grad_y), minutes, stopped)
        if stopped == WALKING and minutes >= daylight:
            stopped = NIGHT
        if tracked and step >= first:
            row, counts = rows[step - first], (step, readings, on_reading, stopped)
            row["hiker"] = hiker
            _keep_state(row, (x, y), (grad_x, grad_y), minutes, counts)
            if not plain:
                _keep_memory(pages[step - first], state, rate, updates)
    _keep_state(here, (x, y), (grad_x, grad_y), minutes, (step, readings, on_reading, stopped))
    if not plain:
        _keep_memory(memory, state, rate, updates)


@ready_kernel(_WALK)
def walk(
    height: Surface,
    slope_x: Surface,
    slope_y: Surface,
    rule: CompiledRule,
    window: Floats,
    samples: Floats,
    plans: NDArray[np.void],
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    steps: int,
    rows: NDArray[np.void],
    pages: NDArray[np.void],
) -> None:
    """Walk every hiker by the plan of the same place, until stopped or for so many steps.

    Parameters
    ----------
    height, slope_x, slope_y : callable
        The height and its exact derivatives.
    rule : CompiledRule
        How all these hikers make a step of a reading.
    window : array, shape (4,)
        West, east, south and north edge.
    samples : array, shape (2, n)
        The points of which a plan's readings may look at a batch only; none on most terrains.
    plans, hikers, memories : arrays of `PLAN`, `HIKER` and `MEMORY`, shape (n,)
        Each hiker is left at their last state. Who is at step -1 has just been put down, and takes
        the first reading.
    steps : int
        How many steps each walks at most.
    rows : array of `HIKER`, shape (n, steps) or (n, 0)
        Takes the state after every step walked; with no room, no track is kept.
    pages : array of `MEMORY`, in the shape of `rows`
        Takes what is remembered after every step; not touched when no track is kept, or all are
        plain.
    """
    for j in range(hikers.size):
        _hike(
            height,
            slope_x,
            slope_y,
            rule,
            window,
            samples,
            plans[j],
            hikers[j],
            memories[j],
            steps,
            rows[j],
            pages[min(j, len(pages) - 1)],
        )
