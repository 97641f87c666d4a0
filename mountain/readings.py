"""Readings: the slope that a hiker measures, by phone, by feet or exactly, and its error."""

from __future__ import annotations

import math

import numpy as np

from mountain.callees import LANES, Surface
from mountain.compilation import kernel
from mountain.draws import normal_pair
from mountain.ground import Floats
from mountain.records import FEET, PHONE, Pair


@kernel
def probes(plan: np.void) -> int:
    """Return for how many places a reading in the plan's way takes the height."""
    blocks: int = plan["directions"] // LANES + 1 if plan["reading"] == FEET else 1
    return blocks * LANES


@kernel
def by_phone(per_probe: float, felt: Floats) -> Pair:
    """Return the slope by central differences; `per_probe` is 1/(2h)."""
    return (felt[0] - felt[1]) * per_probe, (felt[2] - felt[3]) * per_probe


@kernel
def place_feet(h: float, count: int, x: float, y: float, xs: Floats, ys: Floats) -> None:
    """Place probes evenly around, counter-clockwise from east, and all others at the feet."""
    for i in range(count):
        angle = 2.0 * math.pi * i / count
        xs[i] = x + h * math.cos(angle)
        ys[i] = y + h * math.sin(angle)
    xs[count:] = x
    ys[count:] = y


@kernel
def by_feet(h: float, count: int, felt: Floats, onward: float) -> Pair:
    """Return the steepest of the ways on (+1 up, -1 down) as the slope; 0 where there is none."""
    best, gain = -1, 0.0
    for i in range(count):
        change = onward * (felt[i] - felt[count]) / h
        if not math.isfinite(change):
            return math.nan, math.nan
        if change > gain:
            best, gain = i, change
    if best < 0:
        return 0.0, 0.0
    angle = 2.0 * math.pi * best / count
    return onward * gain * math.cos(angle), onward * gain * math.sin(angle)


@kernel
def exactly(slope_x: Surface, slope_y: Surface, xs: Floats, ys: Floats, felt: Floats) -> Pair:
    """Take the slope from the exact derivatives; NaN where there is no height."""
    if not math.isfinite(felt[0]):
        return math.nan, math.nan
    slope_x(xs.size, xs.ctypes.data, ys.ctypes.data, felt.ctypes.data)
    grad_x = felt[0]
    slope_y(xs.size, xs.ctypes.data, ys.ctypes.data, felt.ctypes.data)
    return grad_x, felt[0]


@kernel
def _quantised(resolution: float, slope: Pair) -> Pair:
    """Return the slope as an accelerometer tells it whose steps are this part of gravity."""
    steepness = math.sqrt(1.0 + slope[0] * slope[0] + slope[1] * slope[1])
    down = max(np.rint(1.0 / steepness / resolution), 1.0)
    east = np.rint(slope[0] / steepness / resolution)
    north = np.rint(slope[1] / steepness / resolution)
    return east / down, north / down


@kernel
def disturbed(plan: np.void, hiker: int, reading: int, slope: Pair) -> Pair:
    """Put the reading's error on it, and then the phone's steps."""
    if plan["noise"] > 0.0:
        number = 0 if plan["shared_noise"] else hiker
        error = normal_pair(plan["seed"], number, reading)
        slope = slope[0] + plan["noise"] * error[0], slope[1] + plan["noise"] * error[1]
    if plan["resolution"] > 0.0 and plan["reading"] == PHONE:
        slope = _quantised(plan["resolution"], slope)
    return slope[0] + 0.0, slope[1] + 0.0
