"""All compiled code: the walk, the readings, and the compiling of a height function.

Kernels trust: names, units and errors live one level up. All of numba is in this one file, because
a cached kernel does not notice that a function it calls in another file has changed. No fast maths:
NaN is our "no ground", and results must not depend on the processor.
"""

from __future__ import annotations

import math
import os
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray


def _cache_folder() -> str | None:
    """Return where compiled kernels are kept when not beside this file; None for beside it."""
    beside = Path(__file__).parent
    if "NUMBA_CACHE_DIR" in os.environ or os.access(beside, os.W_OK):
        return None
    folder = Path(platformdirs.user_cache_dir("misty-mountain", appauthor=False)) / "kernels"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        # Nowhere to keep them: they are compiled anew, into a folder that only we can write.
        return tempfile.mkdtemp(prefix="misty-mountain-")
    return str(folder)


if (_folder := _cache_folder()) is not None:
    os.environ["NUMBA_CACHE_DIR"] = _folder

import numba  # noqa: E402  (it reads its cache's folder when it is imported)
from numba.core.errors import NumbaExperimentalFeatureWarning  # noqa: E402
from numba.core.types import FunctionType  # noqa: E402

# Functions as arguments are what keeps the walk compiled once for all terrains.
warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)

#: The state of one hiker, which is also one row of a track.
HIKER = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("grad_x", "f8"),
        ("grad_y", "f8"),
        ("minutes", "f8"),
        ("hiker", "i8"),
        ("step", "i8"),
        ("readings", "i8"),
        ("on_reading", "i8"),
        ("stopped", "i8"),
    ],
    align=True,
)
#: What of a plan the walk needs; choices are numbered in the order of their tables.
PLAN = np.dtype(
    [
        ("learning_rate", "f8"),
        ("measure_every", "i8"),
        ("ascend", "i8"),
        ("reading", "i8"),
        ("probe_length", "f8"),
        ("directions", "i8"),
        ("noise", "f8"),
        ("seed", "i8"),
        ("flat", "f8"),
        ("daylight", "f8"),
        ("step_minutes", "f8"),
        ("reading_minutes", "f8"),
        ("stop", "i8"),
    ],
    align=True,
)

WALKING, FLAT, OFF_THE_MAP, NIGHT, LOST = range(5)
PHONE, FEET, EXACT = range(3)

Floats = NDArray[np.float64]
Pair = tuple[float, float]

_points = numba.float64[::1]
_surface = numba.void(_points, _points, _points)
_ground = FunctionType(_surface)
_hikers = numba.from_dtype(HIKER)[::1]
_rows = numba.from_dtype(HIKER)[:, ::1]
_plans = numba.from_dtype(PLAN)[::1]

kernel = numba.njit(nogil=True, cache=True, error_model="numpy")

_LOG2_E = 1.4426950408889634
# ln 2 in two parts: multiples of the first up to 2^11 are exact.
_LN2_HIGH = 0.693145751953125
_LN2_LOW = 1.42860682030941723212e-6
_ROUNDER = 6755399441055744.0


@kernel
def exp(v: float) -> float:
    """Return e^v to one unit in the last place, in arithmetic that runs on many points at once.

    Cody and Waite's reduction to half a power of two, then the Taylor series to r^13. The scale is
    put on in two halves, so that results fade into 0 and infinity as they should.
    """
    if v < -746.0:
        v = -746.0
    if v > 710.0:
        v = 710.0
    # Adding 1.5·2^52 leaves the rounded quotient in the low bits of the sum.
    shifted = v * _LOG2_E + _ROUNDER
    quotient = shifted - _ROUNDER
    r = (v - quotient * _LN2_HIGH) - quotient * _LN2_LOW
    r2 = r * r
    r4 = r2 * r2
    low = (1 / 2 + r * (1 / 6)) + r2 * (1 / 24 + r * (1 / 120))
    middle = (1 / 720 + r * (1 / 5040)) + r2 * (1 / 40320 + r * (1 / 362880))
    high = (1 / 3628800 + r * (1 / 39916800)) + r2 * (1 / 479001600 + r * (1 / 6227020800))
    whole = 1.0 + (r + r2 * (low + r4 * (middle + r4 * high)))
    bits = np.float64(shifted).view(np.int64) - np.float64(_ROUNDER).view(np.int64)
    half = bits >> 1
    first = np.int64((half + 1023) << 52).view(np.float64)
    second = np.int64((bits - half + 1023) << 52).view(np.float64)
    return whole * first * second


#: The functions that a compiled height function may call.
_FUNCTIONS: dict[str, Any] = {
    name: getattr(math, name) for name in ("sin", "cos", "tan", "tanh", "sinh", "cosh", "atan")
} | {
    "exp": exp,
    "abs": np.abs,
    # The functions of math raise where these give NaN.
    "log": np.log,
    "sqrt": np.sqrt,
    "nan": math.nan,
    "inf": math.inf,
}

Surface = Callable[[Floats, Floats, Floats], None]
Surfaces = tuple[Surface, Surface, Surface]


def compiled_surface(lines: Sequence[str], result: str) -> Surface:
    """Compile a program in x and y to a function of blocks of points.

    Parameters
    ----------
    lines : sequence of str
        Assignments, printed from a closed expression, never typed by a user.
    result : str
        The expression of the result.

    Returns
    -------
    callable
        ``surface(x, y, out)`` on float64 arrays of one shape (n,). All surfaces have one
        signature, so that the walk is compiled once for all of them.
    """
    body = "".join(f"\n        {line}" for line in [*lines, f"out[i] = {result}"])
    text = (
        "def surface(xs, ys, out):\n    for i in range(xs.size):"
        f"\n        x = xs[i]\n        y = ys[i]{body}\n"
    )
    names = dict(_FUNCTIONS)
    exec(text, names)
    surface: Surface = numba.njit(_surface, nogil=True, error_model="numpy")(names["surface"])
    return surface


@kernel
def _mixed(z: np.uint64) -> np.uint64:
    """Scramble 64 bits (Steele, Lea and Flood 2014, the finalizer of SplitMix64)."""
    z = np.uint64((z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9))
    z = np.uint64((z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB))
    return np.uint64(z ^ (z >> np.uint64(31)))


@kernel
def normal_pair(seed: int, hiker: int, reading: int) -> tuple[float, float]:
    """Return two independent standard normal numbers, a function of the arguments alone.

    Two 53-bit uniforms by SplitMix64, then Box and Muller 1958.
    """
    golden = np.uint64(0x9E3779B97F4A7C15)
    state = _mixed(np.uint64(np.uint64(seed) + golden))
    state = _mixed(np.uint64((state ^ np.uint64(hiker)) + golden))
    state = _mixed(np.uint64((state ^ np.uint64(reading)) + golden))
    first = _mixed(np.uint64(state + golden)) >> np.uint64(11)
    second = _mixed(np.uint64(state ^ golden)) >> np.uint64(11)
    # The first is never 0, so that its logarithm is finite.
    radius = math.sqrt(-2.0 * math.log((np.float64(first) + 1.0) / 9007199254740992.0))
    angle = 2.0 * math.pi * np.float64(second) / 9007199254740992.0
    return radius * math.cos(angle), radius * math.sin(angle)


@kernel
def _place_phone(h: float, x: float, y: float, xs: Floats, ys: Floats) -> None:
    """Place the four probes of central differences: east, west, north, south."""
    xs[0], xs[1], xs[2], xs[3] = x + h, x - h, x, x
    ys[0], ys[1], ys[2], ys[3] = y, y, y + h, y - h


@kernel
def _by_phone(h: float, felt: Floats) -> Pair:
    """Return the slope by central differences."""
    return (felt[0] - felt[1]) / (2.0 * h), (felt[2] - felt[3]) / (2.0 * h)


@kernel
def _place_feet(h: float, x: float, y: float, xs: Floats, ys: Floats) -> None:
    """Place probes evenly around, counter-clockwise from east, and one in the middle."""
    count = xs.size - 1
    for i in range(count):
        angle = 2.0 * math.pi * i / count
        xs[i] = x + h * math.cos(angle)
        ys[i] = y + h * math.sin(angle)
    xs[count] = x
    ys[count] = y


@kernel
def _by_feet(h: float, felt: Floats, onward: float) -> Pair:
    """Return the steepest of the ways on (+1 up, -1 down) as the slope; 0 where there is none."""
    count = felt.size - 1
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
def _exactly(
    height: Surface,
    slope_x: Surface,
    slope_y: Surface,
    x: float,
    y: float,
    xs: Floats,
    ys: Floats,
    felt: Floats,
) -> Pair:
    """Take the slope from the exact derivatives; NaN where there is no height."""
    xs[0] = x
    ys[0] = y
    height(xs, ys, felt)
    if not math.isfinite(felt[0]):
        return math.nan, math.nan
    slope_x(xs, ys, felt)
    grad_x = felt[0]
    slope_y(xs, ys, felt)
    return grad_x, felt[0]


@kernel
def _probes(plan: np.void) -> int:
    """Return how many heights a reading in the plan's way compares."""
    if plan["reading"] == PHONE:
        return 4
    return plan["directions"] + 1 if plan["reading"] == FEET else 1


@kernel
def _after_reading(plan: np.void, slope: Pair, minutes: float, stopped: int) -> int:
    if not (math.isfinite(slope[0]) and math.isfinite(slope[1])):
        return LOST
    flat = slope[0] * slope[0] + slope[1] * slope[1] < plan["flat"] * plan["flat"]
    # What is read by the last light still counts.
    return FLAT if flat and stopped == WALKING and minutes <= plan["daylight"] else stopped


@kernel
def _hike(
    height: Surface,
    slope_x: Surface,
    slope_y: Surface,
    window: Floats,
    plan: np.void,
    here: np.void,
    begin: bool,
    steps: int,
    rows: NDArray[np.void],
) -> None:
    """Walk one hiker; `walk` tells the parameters."""
    # What the loop uses lives in locals: through the records it is twice as slow.
    x, y, grad_x, grad_y = here["x"], here["y"], here["grad_x"], here["grad_y"]
    minutes, readings, on_reading = here["minutes"], here["readings"], here["on_reading"]
    hiker, stopped, step, last = here["hiker"], here["stopped"], here["step"], here["step"] + steps
    west, east, south, north = window[0], window[1], window[2], window[3]
    measure_every, reading, noise = plan["measure_every"], plan["reading"], plan["noise"]
    step_minutes, daylight, stop = plan["step_minutes"], plan["daylight"], plan["stop"] != 0
    h, onward = plan["probe_length"], 1.0 if plan["ascend"] else -1.0
    stride, first, tracked = onward * plan["learning_rate"], step + 1, rows.size > 0
    xs, ys, felt = np.empty(_probes(plan)), np.empty(_probes(plan)), np.empty(_probes(plan))
    if begin:
        # The start is a step of no length and no time, after which a reading is due.
        step, on_reading, grad_x, grad_y = step - 1, measure_every, 0.0, 0.0
        minutes -= step_minutes
    while step < last and not (stop and stopped != WALKING):
        step += 1
        x += stride * grad_x
        y += stride * grad_y
        on_reading += 1
        minutes += step_minutes
        stopped = WALKING
        if not (west <= x <= east and south <= y <= north):
            stopped = OFF_THE_MAP if math.isfinite(x) and math.isfinite(y) else LOST
        if on_reading >= measure_every and (stopped == WALKING or not stop):
            # The height is called from here: one call further in, a reading takes twice as long.
            if reading == PHONE:
                _place_phone(h, x, y, xs, ys)
                height(xs, ys, felt)
                grad_x, grad_y = _by_phone(h, felt)
            elif reading == FEET:
                _place_feet(h, x, y, xs, ys)
                height(xs, ys, felt)
                grad_x, grad_y = _by_feet(h, felt, onward)
            else:
                grad_x, grad_y = _exactly(height, slope_x, slope_y, x, y, xs, ys, felt)
            readings += 1
            on_reading = 0
            minutes += plan["reading_minutes"]
            if noise > 0.0:
                error_x, error_y = normal_pair(plan["seed"], hiker, readings)
                grad_x += noise * error_x
                grad_y += noise * error_y
            stopped = _after_reading(plan, (grad_x, grad_y), minutes, stopped)
        if stopped == WALKING and minutes >= daylight:
            stopped = NIGHT
        if tracked and step >= first:
            row = rows[step - first]
            row["x"], row["y"], row["grad_x"], row["grad_y"] = x, y, grad_x, grad_y
            row["minutes"], row["hiker"], row["step"] = minutes, hiker, step
            row["readings"], row["on_reading"], row["stopped"] = readings, on_reading, stopped
    here["x"], here["y"], here["grad_x"], here["grad_y"] = x, y, grad_x, grad_y
    here["minutes"], here["step"] = minutes, step
    here["readings"], here["on_reading"], here["stopped"] = readings, on_reading, stopped


@numba.njit(
    numba.void(
        _ground, _ground, _ground, _points, _plans, _hikers, numba.boolean, numba.int64, _rows
    ),
    nogil=True,
    cache=True,
    error_model="numpy",
)
def walk(
    height: Surface,
    slope_x: Surface,
    slope_y: Surface,
    window: Floats,
    plans: NDArray[np.void],
    hikers: NDArray[np.void],
    begin: bool,
    steps: int,
    rows: NDArray[np.void],
) -> None:
    """Walk every hiker by the plan of the same place, until stopped or for so many steps.

    Parameters
    ----------
    height, slope_x, slope_y : callable
        The height and its exact derivatives, compiled by `compiled_surface`.
    window : array, shape (4,)
        West, east, south and north edge.
    plans, hikers : arrays of `PLAN` and `HIKER`, shape (n,)
        Each hiker is left at their last state.
    begin : bool
        Whether the hikers have just been put down and take their first reading.
    steps : int
        How many steps each walks at most.
    rows : array of `HIKER`, shape (n, steps) or (n, 0)
        Takes the state after every step walked; with no room, no track is kept.
    """
    for j in range(hikers.size):
        _hike(height, slope_x, slope_y, window, plans[j], hikers[j], begin, steps, rows[j])
