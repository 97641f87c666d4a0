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
from typing import Any, ClassVar

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
#: What an optimizer remembers after a step, and with what learning rate it made it. All zeros for a
#: plain hiker, whose pages of memory are then never touched.
MEMORY = np.dtype(
    [
        ("first_x", "f8"),
        ("first_y", "f8"),
        ("second_x", "f8"),
        ("second_y", "f8"),
        ("third_x", "f8"),
        ("third_y", "f8"),
        ("learning_rate", "f8"),
        ("updates", "i8"),
    ],
    align=True,
)
#: What of a plan the walk needs; choices are numbered in the order of their tables.
PLAN = np.dtype(
    [
        ("plain", "i8"),
        ("learning_rate", "f8"),
        ("schedule", "i8"),
        ("schedule_steps", "i8"),
        ("schedule_factor", "f8"),
        ("warm_up", "i8"),
        ("momentum", "f8"),
        ("beta1", "f8"),
        ("beta2", "f8"),
        ("alpha", "f8"),
        ("epsilon", "f8"),
        ("weight_decay", "f8"),
        ("stride_cap", "f8"),
        ("measure_every", "i8"),
        ("ascend", "i8"),
        ("reading", "i8"),
        ("probe_length", "f8"),
        ("directions", "i8"),
        ("batch", "i8"),
        ("noise", "f8"),
        ("seed", "i8"),
        ("shared_noise", "i8"),
        ("resolution", "f8"),
        ("flat", "f8"),
        ("daylight", "f8"),
        ("clock", "i8"),
        ("step_minutes", "f8"),
        ("reading_minutes", "f8"),
        ("stop", "i8"),
    ],
    align=True,
)

WALKING, FLAT, OFF_THE_MAP, NIGHT, LOST = range(5)
PHONE, FEET, EXACT = range(3)
CONSTANT, STEPS, EXPONENTIAL, COSINE, INVERSE = range(5)
EVEN, TOBLER = range(2)
#: Heights are worked out for so many points at once; instead of a count, this asks for the four
#: points around one place.
LANES, AROUND = 4, -1
#: Where a rule finds the slope, the position and what it remembers, and leaves the step: pairs of
#: one number for each axis.
SLOPE_ROW, POSITION_ROW, STEP_ROW, MEMORY_ROW = range(4)
ROWS = 6
#: Sets the draw of batches apart from that of noise: "batches" in ASCII.
_BATCHES = 0x62617463686573
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
#: In a crowd, so many hikers walk in step, as columns of these rows.
CROWD, CROWD_LANES = 256, 8

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Pair = tuple[float, float]

_points = numba.float64[::1]
_samples = numba.float64[:, ::1]
_SURFACE = numba.void(numba.int64, numba.uintp, numba.uintp, numba.uintp)
_ground = FunctionType(_SURFACE)
_RULE = numba.void(numba.int64, numba.uintp, numba.uintp)
_rule = FunctionType(_RULE)
_hikers = numba.from_dtype(HIKER)[::1]
_rows = numba.from_dtype(HIKER)[:, ::1]
_memories = numba.from_dtype(MEMORY)[::1]
_pages = numba.from_dtype(MEMORY)[:, ::1]
_plans = numba.from_dtype(PLAN)[::1]

kernel = numba.njit(nogil=True, cache=True, error_model="numpy")


class Compiled(WrapperAddressProtocol):
    """Machine code that kernels call.

    Parameters
    ----------
    address : int
        Where the code is.
    owner : object
        What keeps it there.
    """

    kind: ClassVar[Any]

    def __init__(self, address: int, owner: object) -> None:
        self._address = address
        self._owner = owner

    def __wrapper_address__(self) -> int:
        return self._address

    def signature(self) -> Any:
        """Return the one signature of all code of this kind."""
        return self.kind

    def __call__(self, *arguments: int) -> None:
        """Call it from Python, as kernels do that are not compiled."""
        ctypes.CFUNCTYPE(None, *[ctypes.c_int64] * len(arguments))(self._address)(*arguments)


class Surface(Compiled):
    """A height function; kernels call it as ``surface(count, x, y, out)``.

    The last three are addresses of float64 arrays, the first is how many points they hold, a
    multiple of `LANES`. When it is `AROUND`, the arrays of x and y begin with a place, and x goes
    on with a length h: the heights are those at h to the east, west, north and south of it.
    """

    kind = _SURFACE

    def at(self, x: Floats, y: Floats) -> Floats:
        """Return the function at points, shape (n,)."""
        xs, ys, out = np.zeros((3, math.ceil(x.size / LANES) * LANES))
        xs[: x.size] = x
        ys[: x.size] = y
        self(xs.size, xs.ctypes.data, ys.ctypes.data, out.ctypes.data)
        values: Floats = out[: x.size]
        return values


class CompiledRule(Compiled):
    """An optimizer's rule; kernels call it as ``rule(count, settings, state)``.

    The last two are addresses of arrays. The settings are those of `optimizers.SETTINGS`; the state
    is rows as `SLOPE_ROW` and those after it tell, each of so many hikers' numbers for the one
    axis, and then for the other.
    """

    kind = _RULE


class Phone(Compiled):
    """A crowd's readings; kernels call it as ``phone(count, probe, places, slopes)``.

    The last three are addresses of float64 arrays. The first has the probe length h, 1/(2h), and
    how far a step goes by a unit of slope; how many such steps are made before each reading, and
    how many readings there are. The others have the x of so many hikers, a multiple of
    `CROWD_LANES`, and then their y; and the slopes that they feel, in the same order.
    """

    kind = _SURFACE


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
    state = _mixed(np.uint64(np.uint64(seed) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(hiker)) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(reading)) + _GOLDEN))
    first = _mixed(np.uint64(state + _GOLDEN)) >> np.uint64(11)
    second = _mixed(np.uint64(state ^ _GOLDEN)) >> np.uint64(11)
    # The first is never 0, so that its logarithm is finite.
    radius = math.sqrt(-2.0 * math.log((np.float64(first) + 1.0) / 9007199254740992.0))
    angle = 2.0 * math.pi * np.float64(second) / 9007199254740992.0
    return radius * math.cos(angle), radius * math.sin(angle)


@kernel
def _begun_draw(draw: tuple[int, int, int]) -> np.uint64:
    """Return the state that a draw of points begins with."""
    state = _mixed(np.uint64(np.uint64(draw[0]) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(draw[1])) + _GOLDEN))
    state = _mixed(np.uint64((state ^ np.uint64(draw[2])) + _GOLDEN))
    return _mixed(np.uint64((state ^ np.uint64(_BATCHES)) + _GOLDEN))


@kernel
def _is_drawn(state: np.uint64, left: int, wanted: int) -> bool:
    """Tell whether the next of so many points that are left is one of so many that are wanted."""
    chance = np.uint64(_mixed(state) >> np.uint64(32))
    share = np.uint64(np.uint64(chance * np.uint64(left)) >> np.uint64(32))
    return bool(np.int64(share) < wanted)


@kernel
def batch_slope(samples: Floats, size: int, draw: tuple[int, int, int], line: Pair) -> Pair:
    """Return the slope of the mean squared error of a line over some points, drawn anew each time.

    Parameters
    ----------
    samples : array, shape (2, n)
        The points' x, and their y.
    size : int
        How many are drawn: at most n, without replacement (Knuth 1969, The Art of Computer
        Programming 2, section 3.4.2, algorithm S).
    draw : (int, int, int)
        Seed, hiker and reading: which points are drawn is a function of these alone.
    line : (float, float)
        Slope and intercept.
    """
    state = _begun_draw(draw)
    count, taken = samples.shape[1], 0
    by_slope, by_intercept = 0.0, 0.0
    for i in range(count):
        state = np.uint64(state + _GOLDEN)
        if _is_drawn(state, count - i, size - taken):
            taken += 1
            error = line[0] * samples[0, i] + line[1] - samples[1, i]
            by_slope += error * samples[0, i]
            by_intercept += error
    return by_slope * (2.0 / size), by_intercept * (2.0 / size)


@kernel
def batch_points(count: int, size: int, draw: tuple[int, int, int]) -> Wholes:
    """Return which of so many points `batch_slope` looks at, ascending, shape (size,)."""
    state = _begun_draw(draw)
    points, taken = np.empty(size, np.int64), 0
    for i in range(count):
        state = np.uint64(state + _GOLDEN)
        if _is_drawn(state, count - i, size - taken):
            points[taken] = i
            taken += 1
    return points


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
def _quantised(resolution: float, slope: Pair) -> Pair:
    """Return the slope as an accelerometer tells it whose steps are this part of gravity."""
    steepness = math.sqrt(1.0 + slope[0] * slope[0] + slope[1] * slope[1])
    down = max(np.rint(1.0 / steepness / resolution), 1.0)
    east = np.rint(slope[0] / steepness / resolution)
    north = np.rint(slope[1] / steepness / resolution)
    return east / down, north / down


@kernel
def _disturbed(plan: np.void, hiker: int, reading: int, slope: Pair) -> Pair:
    """Put the reading's error on it, and then the phone's steps."""
    if plan["noise"] > 0.0:
        number = 0 if plan["shared_noise"] else hiker
        error = normal_pair(plan["seed"], number, reading)
        slope = slope[0] + plan["noise"] * error[0], slope[1] + plan["noise"] * error[1]
    if plan["resolution"] > 0.0 and plan["reading"] == PHONE:
        slope = _quantised(plan["resolution"], slope)
    return slope[0] + 0.0, slope[1] + 0.0


@kernel
def _scheduled(plan: np.void, step: int) -> float:
    """Return the learning rate of a step, the first of which is 0; PyTorch's, in closed form."""
    n, factor = step - plan["warm_up"], 1.0
    if n < 0:
        factor = (step + 1.0) / (plan["warm_up"] + 1.0)
    elif plan["schedule"] == STEPS:
        factor = plan["schedule_factor"] ** np.float64(n // plan["schedule_steps"])
    elif plan["schedule"] == EXPONENTIAL:
        factor = plan["schedule_factor"] ** np.float64(n)
    elif plan["schedule"] == COSINE:
        factor = 0.5 * (1.0 + math.cos(math.pi * n / plan["schedule_steps"]))
    elif plan["schedule"] == INVERSE:
        factor = 1.0 / (1.0 + n / plan["schedule_steps"])
    rate: float = factor * plan["learning_rate"]
    return rate


@kernel
def _capped(cap: float, step: Pair) -> Pair:
    """Shorten a step that is longer than a person can leap."""
    length = math.hypot(step[0], step[1])
    if not length > cap:
        return step
    return step[0] * (cap / length), step[1] * (cap / length)


@kernel
def _after_reading(plan: np.void, slope: Pair, minutes: float, stopped: int) -> int:
    if not (math.isfinite(slope[0]) and math.isfinite(slope[1])):
        return LOST
    flat = slope[0] * slope[0] + slope[1] * slope[1] < plan["flat"] * plan["flat"]
    # What is read by the last light still counts.
    return FLAT if flat and stopped == WALKING and minutes <= plan["daylight"] else stopped


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
def _walking_minutes(away: float, rise: float, otherwise: float) -> float:
    """Return what a step costs by Tobler's hiking function; `mountain.clock` tells it.

    Where there is no height, nobody can tell, and it costs as much as otherwise.
    """
    if not (math.isfinite(away) and math.isfinite(rise)):
        return otherwise
    if away == 0.0:
        return 0.0
    slowness = 3.5 * abs(rise / away + 0.05)
    return 0.01 * away * math.exp(slowness) if slowness < 700.0 else math.inf


@kernel
def _take_settings(plan: np.void, settings: Floats) -> None:
    """Put the settings where a rule finds them, but for the first two, which change."""
    settings[2], settings[3], settings[4] = plan["momentum"], plan["beta1"], plan["beta2"]
    settings[5], settings[6] = plan["alpha"], plan["epsilon"]
    settings[7] = plan["weight_decay"]


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
    """Walk one hiker; `walk` tells the parameters."""
    # What the loop uses lives in locals: through the records it is twice as slow.
    x, y, grad_x, grad_y = here["x"], here["y"], here["grad_x"], here["grad_y"]
    minutes, readings, on_reading = here["minutes"], here["readings"], here["on_reading"]
    hiker, stopped, step = here["hiker"], here["stopped"], here["step"]
    first, last = max(step, 0) + 1, max(step, 0) + steps
    west, east, south, north = window[0], window[1], window[2], window[3]
    measure_every, cap, updates = plan["measure_every"], plan["stride_cap"], memory["updates"]
    step_minutes, daylight, stop = plan["step_minutes"], plan["daylight"], plan["stop"] != 0
    tracked, plain = rows.size > 0, plan["plain"] != 0
    rate = plan["learning_rate"] if plain else memory["learning_rate"]
    reading, directions, h = plan["reading"], plan["directions"], plan["probe_length"]
    by_slope, spot, before = plan["clock"] == TOBLER, np.empty((3, LANES)), math.nan
    per_probe, onward, count = 0.5 / h, 1.0 if plan["ascend"] else -1.0, _probes(plan)
    xs, ys, felt = np.empty(count), np.empty(count), np.empty(count)
    xs_at, ys_at, felt_at = xs.ctypes.data, ys.ctypes.data, felt.ctypes.data
    settings, state = np.empty(8), np.empty(2 * ROWS)
    settings_at, state_at = settings.ctypes.data, state.ctypes.data
    if reading == PHONE:
        count, xs[1] = AROUND, h
    _take_settings(plan, settings)
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
        elif step == 0:
            rate = _scheduled(plan, 0)
        else:
            rate = _scheduled(plan, step - 1)
            # A rule goes down.
            state[0], state[1] = -onward * grad_x, -onward * grad_y
            state[2], state[3] = x, y
            settings[0], settings[1] = rate, updates + 1.0
            rule(1, settings_at, state_at)
            step_x, step_y = _capped(cap, (state[4], state[5]))
            x += step_x
            y += step_y
            updates += 1
        on_reading += 1
        if by_slope and step > 0:
            away = math.hypot(x - spot[0, 0], y - spot[1, 0])
            after = height_at(height, spot, x, y)
            minutes += _walking_minutes(away, after - before, step_minutes)
            before = after
        else:
            minutes += step_minutes
        # Who is lost stays so, though a rule may make a step of an endless slope.
        stopped = LOST if stopped == LOST else WALKING
        if stopped == WALKING and not (west <= x <= east and south <= y <= north):
            stopped = OFF_THE_MAP if math.isfinite(x) and math.isfinite(y) else LOST
        if on_reading >= measure_every and (stopped == WALKING or not stop):
            # The height is called from here: one call further in, a reading takes twice as long.
            if reading == PHONE:
                # Four probes that are written one by one and read at once are waited for.
                xs[0], ys[0] = x, y
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
            if 0 < plan["batch"] < samples.shape[1]:
                drawn = plan["seed"], 0 if plan["shared_noise"] else hiker, readings
                grad_x, grad_y = batch_slope(samples, plan["batch"], drawn, (x, y))
            grad_x, grad_y = _disturbed(plan, hiker, readings, (grad_x, grad_y))
            stopped = _after_reading(plan, (grad_x, grad_y), minutes, stopped)
        if stopped == WALKING and minutes >= daylight:
            stopped = NIGHT
        if tracked and step >= first:
            row = rows[step - first]
            row["x"], row["y"], row["grad_x"], row["grad_y"] = x, y, grad_x, grad_y
            row["minutes"], row["hiker"], row["step"] = minutes, hiker, step
            row["readings"], row["on_reading"], row["stopped"] = readings, on_reading, stopped
            if not plain:
                _keep_memory(pages[step - first], state, rate, updates)
    here["x"], here["y"], here["grad_x"], here["grad_y"] = x, y, grad_x, grad_y
    here["minutes"], here["step"] = minutes, step
    here["readings"], here["on_reading"], here["stopped"] = readings, on_reading, stopped
    if not plain:
        _keep_memory(memory, state, rate, updates)


@kernel
def _take_in(
    plan: np.void, hikers: NDArray[np.void], memories: NDArray[np.void], state: Floats, who: Wholes
) -> int:
    """Make columns of the hikers who still walk; return how many there are."""
    stop, down = plan["stop"] != 0, -1.0 if plan["ascend"] else 1.0
    live = 0
    for j in range(hikers.size):
        here, memory = hikers[j], memories[j]
        if stop and here["stopped"] != WALKING:
            continue
        who[live] = j
        state[2, live], state[3, live] = here["x"], here["y"]
        if not plan["plain"]:
            state[6, live], state[7, live] = memory["first_x"], memory["first_y"]
            state[8, live], state[9, live] = memory["second_x"], memory["second_y"]
            state[10, live], state[11, live] = memory["third_x"], memory["third_y"]
        state[0, live], state[1, live] = down * here["grad_x"], down * here["grad_y"]
        live += 1
    return live


@kernel
def _put_out(
    plan: np.void,
    here: np.void,
    memory: np.void,
    state: Floats,
    lane: int,
    clock: np.void,
    book: np.void,
) -> None:
    """Leave a hiker as their column, and the clock and the book of all, tell."""
    down = -1.0 if plan["ascend"] else 1.0
    here["x"], here["y"] = state[2, lane], state[3, lane]
    # No slope is a plain nought, whichever way it was turned.
    here["grad_x"], here["grad_y"] = down * state[0, lane] + 0.0, down * state[1, lane] + 0.0
    here["minutes"], here["step"] = clock["minutes"], clock["step"]
    here["readings"], here["on_reading"] = clock["readings"], clock["on_reading"]
    if plan["plain"]:
        return
    memory["first_x"], memory["first_y"] = state[6, lane], state[7, lane]
    memory["second_x"], memory["second_y"] = state[8, lane], state[9, lane]
    memory["third_x"], memory["third_y"] = state[10, lane], state[11, lane]
    memory["learning_rate"], memory["updates"] = book["learning_rate"], book["updates"]


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
        step_x[j], step_y[j] = _capped(cap, (step_x[j], step_y[j]))
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
        slope = _disturbed(plan, hikers[who[j]]["hiker"], reading, felt)
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
def _judged(
    plan: np.void,
    edges: tuple[float, float, float, float],
    place: Pair,
    slope: Pair,
    minutes: float,
    read: bool,
    night: bool,
) -> int:
    """Return what has stopped a hiker; `_hike` tells the order."""
    (x, y), (west, east, south, north), stopped = place, edges, WALKING
    if not (math.isfinite(slope[0]) and math.isfinite(slope[1])):
        return LOST
    if not (west <= x <= east and south <= y <= north):
        stopped = OFF_THE_MAP if math.isfinite(x) and math.isfinite(y) else LOST
    if read:
        stopped = _after_reading(plan, slope, minutes, stopped)
    return NIGHT if night and stopped == WALKING else stopped


@kernel
def _judge_all(
    plan: np.void,
    window: Floats,
    state: Floats,
    live: int,
    clock: np.void,
    read: bool,
    night: bool,
    stopped: Wholes,
) -> None:
    """Find out what has stopped everybody."""
    edges, minutes = (window[0], window[1], window[2], window[3]), clock["minutes"]
    for j in range(live):
        place, slope = (state[2, j], state[3, j]), (state[0, j], state[1, j])
        # With arrays for arguments, this would take ten times as long.
        stopped[j] = _judged(plan, edges, place, slope, minutes, read, night)


@kernel
def _dismiss(
    plan: np.void,
    window: Floats,
    hikers: NDArray[np.void],
    memories: NDArray[np.void],
    state: Floats,
    who: Wholes,
    live: int,
    clock: np.void,
    book: np.void,
    read: bool,
    night: bool,
) -> int:
    """Leave who has stopped where they are, and close the ranks; return how many walk on."""
    lane, stopped = 0, np.empty(live, np.int64)
    _judge_all(plan, window, state, live, clock, read, night, stopped)
    while lane < live:
        if stopped[lane] == WALKING:
            lane += 1
            continue
        hikers[who[lane]]["stopped"] = stopped[lane]
        _put_out(plan, hikers[who[lane]], memories[who[lane]], state, lane, clock, book)
        live -= 1
        who[lane], stopped[lane] = who[live], stopped[live]
        state[:, lane] = state[:, live]
    return live


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
    book["learning_rate"] = _scheduled(plan, max(clock["step"] - 1, 0))
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
def _rows_of(count: int) -> Floats:
    """Return the rows of so many hikers, each at the beginning of a cache line of 64 bytes."""
    room = np.zeros(2 * ROWS * count + 7)
    first = -room.ctypes.data // 8 % 8
    return room[first : first + 2 * ROWS * count].reshape((2 * ROWS, count))


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
    stop, walking, down = plan["stop"] != 0, 0, -1.0 if plan["ascend"] else 1.0
    for j in range(hikers.size):
        walking += 0 if stop and hikers[j]["stopped"] != WALKING else 1
    count = (walking + CROWD_LANES - 1) // CROWD_LANES * CROWD_LANES
    state, who = _rows_of(count), np.zeros(count, np.int64)
    h, settings = plan["probe_length"], np.empty(8)
    # Slopes are turned the way that a rule goes down as soon as they are felt.
    probe = np.array([h, down * (0.5 / h), -plan["learning_rate"], 0.0, 1.0])
    live = _take_in(plan, hikers, memories, state, who)
    if live == 0 or hikers[who[0]]["step"] >= steps:
        return False
    clocks, books = hikers[who[0] : who[0] + 1].copy(), memories[who[0] : who[0] + 1].copy()
    clock, book = clocks[0], books[0]
    _take_settings(plan, settings)
    if clock["step"] < 0:
        clock["on_reading"] = plan["measure_every"]
        clock["minutes"] -= plan["step_minutes"]
        state[:2] = 0.0
    due, night, fewest = False, False, count - max(count // 4, CROWD_LANES)
    free = _is_free(plan)
    while clock["step"] < steps and live > fewest:
        if free and clock["on_reading"] == 0 and clock["step"] + plan["measure_every"] <= steps:
            _wander_all(phone, plan, clock, probe, state, steps)
            due, night = True, clock["minutes"] >= plan["daylight"]
            continue
        _stride_all(rule, plan, clock, book, settings, state)
        if stop and not _all_inside(window, live, state):
            live = _dismiss(
                plan, window, hikers, memories, state, who, live, clock, book, False, False
            )
        due = clock["on_reading"] >= plan["measure_every"]
        if due:
            _feel_all(phone, plan, clock, probe, state)
            _disturb_all(plan, hikers, who, live, clock["readings"], state)
        night = clock["minutes"] >= plan["daylight"]
        if stop and (night or (due and not _all_steep(plan["flat"], live, state))):
            live = _dismiss(
                plan, window, hikers, memories, state, who, live, clock, book, due, night
            )
    stopped = np.empty(live, np.int64)
    _judge_all(plan, window, state, live, clock, due, night, stopped)
    for lane in range(live):
        here, memory = hikers[who[lane]], memories[who[lane]]
        here["stopped"] = stopped[lane]
        # A record does not keep the array that it lies in, but to mention the array does.
        _put_out(plan, here, memory, state, lane, clocks[0], books[0])
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


@numba.njit(
    numba.void(
        _ground,
        _ground,
        _ground,
        _rule,
        _points,
        _samples,
        _plans,
        _hikers,
        _memories,
        numba.int64,
        _rows,
        _pages,
    ),
    nogil=True,
    cache=True,
    error_model="numpy",
)
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
