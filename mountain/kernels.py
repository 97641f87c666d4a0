"""All that numba compiles: the walk and the readings.

Kernels trust: names, units and errors live one level up. All of numba is in this one file, because
a cached kernel does not notice that a function it calls in another file has changed. No fast maths:
NaN is our "no ground", and results must not depend on the processor.
"""

from __future__ import annotations

import ctypes
import math
import os
import tempfile
import warnings
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
from numba.core.types import FunctionType, WrapperAddressProtocol  # noqa: E402

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
#: Heights are worked out for so many points at once.
LANES = 4

Floats = NDArray[np.float64]
Pair = tuple[float, float]

_points = numba.float64[::1]
_SURFACE = numba.void(numba.int64, numba.uintp, numba.uintp, numba.uintp)
_ground = FunctionType(_SURFACE)
_hikers = numba.from_dtype(HIKER)[::1]
_rows = numba.from_dtype(HIKER)[:, ::1]
_plans = numba.from_dtype(PLAN)[::1]

kernel = numba.njit(nogil=True, cache=True, error_model="numpy")


class Surface(WrapperAddressProtocol):
    """A height function in machine code; kernels call it as ``surface(count, x, y, out)``.

    The last three are addresses of float64 arrays, the first is how many points they hold, a
    multiple of `LANES`.

    Parameters
    ----------
    address : int
        Where the code is.
    owner : object
        What keeps it there.
    """

    def __init__(self, address: int, owner: object) -> None:
        self._address = address
        self._owner = owner

    def __wrapper_address__(self) -> int:
        return self._address

    def signature(self) -> Any:
        """Return the one signature of all surfaces."""
        return _SURFACE

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the function at points, shape (n,)."""
        xs, ys, out = np.zeros((3, math.ceil(x.size / LANES) * LANES))
        xs[: x.size] = x
        ys[: x.size] = y
        self(xs.size, xs.ctypes.data, ys.ctypes.data, out.ctypes.data)
        values: Floats = out[: x.size]
        return values

    def __call__(self, count: int, xs: int, ys: int, out: int) -> None:
        """Call it from Python, as kernels do that are not compiled."""
        whole = ctypes.c_int64
        ctypes.CFUNCTYPE(None, *[whole] * 4)(self._address)(count, xs, ys, out)


Surfaces = tuple[Surface, Surface, Surface]


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
def _by_phone(per_probe: float, felt: Floats) -> Pair:
    """Return the slope by central differences; `per_probe` is 1/(2h)."""
    return (felt[0] - felt[1]) * per_probe, (felt[2] - felt[3]) * per_probe


@kernel
def _place_feet(h: float, count: int, x: float, y: float, xs: Floats, ys: Floats) -> None:
    """Place probes evenly around, counter-clockwise from east, and all others at the feet."""
    for i in range(count):
        angle = 2.0 * math.pi * i / count
        xs[i] = x + h * math.cos(angle)
        ys[i] = y + h * math.sin(angle)
    xs[count:] = x
    ys[count:] = y


@kernel
def _by_feet(h: float, count: int, felt: Floats, onward: float) -> Pair:
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
def _probes(plan: np.void) -> int:
    """Return for how many places a reading in the plan's way takes the height."""
    blocks: int = plan["directions"] // LANES + 1 if plan["reading"] == FEET else 1
    return blocks * LANES


@kernel
def _exactly(slope_x: Surface, slope_y: Surface, xs: Floats, ys: Floats, felt: Floats) -> Pair:
    """Take the slope from the exact derivatives; NaN where there is no height."""
    if not math.isfinite(felt[0]):
        return math.nan, math.nan
    slope_x(xs.size, xs.ctypes.data, ys.ctypes.data, felt.ctypes.data)
    grad_x = felt[0]
    slope_y(xs.size, xs.ctypes.data, ys.ctypes.data, felt.ctypes.data)
    return grad_x, felt[0]


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
    measure_every, noise = plan["measure_every"], plan["noise"]
    step_minutes, daylight, stop = plan["step_minutes"], plan["daylight"], plan["stop"] != 0
    stride = plan["learning_rate"] if plan["ascend"] else -plan["learning_rate"]
    first, tracked = step + 1, rows.size > 0
    reading, directions, h = plan["reading"], plan["directions"], plan["probe_length"]
    per_probe, onward, count = 0.5 / h, 1.0 if plan["ascend"] else -1.0, _probes(plan)
    xs, ys, felt = np.empty(count), np.empty(count), np.empty(count)
    xs_at, ys_at, felt_at = xs.ctypes.data, ys.ctypes.data, felt.ctypes.data
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
            elif reading == FEET:
                _place_feet(h, directions, x, y, xs, ys)
            else:
                xs[:] = x
                ys[:] = y
            height(count, xs_at, ys_at, felt_at)
            if reading == PHONE:
                grad_x, grad_y = _by_phone(per_probe, felt)
            elif reading == FEET:
                grad_x, grad_y = _by_feet(h, directions, felt, onward)
            else:
                grad_x, grad_y = _exactly(slope_x, slope_y, xs, ys, felt)
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
        The height and its exact derivatives, as `Surface` describes them.
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
