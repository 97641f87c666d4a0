"""How fast a crowd walks on formulas: million hiker-steps a second, beside JAX and beside NumPy.

Run it as ``python tests/benchmarks/formulas.py [hikers] [steps] [formula]`` with an interpreter
that has JAX, or without it for NumPy only; ``1000000 1000 Himmelblau`` is a million hikers on one
of the three. Plain gradient descent with a
reading at every step, by central differences in float64, for ever. All take turns, and the figures
are medians of their turns, with the best behind. NumPy walks a tenth of the steps.
"""

import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from mountain.formula import Formula
from mountain.gallery import terrain_named
from mountain.hike import outcomes
from mountain.plan import Plan
from mountain.terrain import Terrain, Window

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    jax = None

ACKLEY = "-20*exp(-0.2*sqrt(0.5*(x^2 + y^2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y))) + exp(1) + 20"
RATE, ROUNDS = 0.002, 3
CHUNKS = (1024, 16384)

Work = Callable[[], Any]
Height = Callable[[Any, Any, Any], Any]


@dataclass(frozen=True)
class Case:
    """A terrain, and its height as NumPy and JAX are told it."""

    terrain: Terrain
    height: Height


def _himmelblau(on: Any, x: Any, y: Any) -> Any:
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def _ackley(on: Any, x: Any, y: Any) -> Any:
    distance = on.exp(-0.2 * on.sqrt(0.5 * (x * x + y * y)))
    waves = on.exp(0.5 * (on.cos(2 * np.pi * x) + on.cos(2 * np.pi * y)))
    return -20 * distance - waves + np.e + 20


def _misty(on: Any, x: Any, y: Any) -> Any:
    home = 2.5 * on.exp(-((x - 1.5) ** 2 + (y + 1) ** 2) / 2.4)
    tarn = 1.3 * on.exp(-((x + 1.6) ** 2 + (y - 1.4) ** 2) / 0.8)
    top = on.exp(-((x + 0.1) ** 2 + (y - 1.2) ** 2) / 0.8)
    return 0.03 * (x**4 + y**4) - home - tarn + top


CASES = {
    "Himmelblau": Case(terrain_named("himmelblau"), _himmelblau),
    "Ackley": Case(Terrain("ackley", "Ackley", Formula(ACKLEY), Window(-5, 5, -5, 5)), _ackley),
    "Misty Mountain": Case(terrain_named("misty_mountain"), _misty),
}


def _plan(steps: int) -> Plan:
    endless = {"stop": False, "daylight": np.inf}
    return Plan(learning_rate=RATE, measure_every=1, steps=steps, **endless)


def _stepped(on: Any, height: Height, x: Any, y: Any) -> tuple[Any, Any]:
    """Read the slope by central differences, and make a step."""
    h = Plan.probe_length
    across = height(on, x + h, y) - height(on, x - h, y)
    along = height(on, x, y + h) - height(on, x, y - h)
    return x - RATE * (0.5 / h) * across, y - RATE * (0.5 / h) * along


def by_numpy(height: Height, places: np.ndarray, steps: int) -> Any:
    """Walk all hikers at once by NumPy."""
    x, y = (each.copy() for each in places.T)
    for _ in range(steps):
        x, y = _stepped(np, height, x, y)
    return x, y


def _on_two_threads(pool: ThreadPoolExecutor, walk: Any, x: Any, y: Any) -> list[Any]:
    half = len(x) // 2
    parts = [(x[:half], y[:half]), (x[half:], y[half:])]
    return list(pool.map(lambda part: jax.block_until_ready(walk(*part)), parts))


def jax_ways(
    height: Height, places: np.ndarray, steps: int, pool: ThreadPoolExecutor
) -> dict[str, Work]:
    """Return the ways to walk with JAX, the plain one first."""
    jax.config.update("jax_enable_x64", True)
    x, y = (jnp.array(each) for each in places.T)

    def walked(x: Any, y: Any) -> Any:
        return jax.lax.fori_loop(0, steps, lambda _, at: _stepped(jnp, height, *at), (x, y))

    def chunked(size: int) -> Any:
        def by_chunks(x: Any, y: Any) -> Any:
            chunks = x.reshape(-1, size), y.reshape(-1, size)
            return jax.lax.map(lambda chunk: jax.vmap(walked)(*chunk), chunks)

        return jax.jit(by_chunks)

    plain = jax.jit(jax.vmap(walked))
    ways: dict[str, Work] = {"JAX, jit + vmap": lambda: jax.block_until_ready(plain(x, y))}
    for size in CHUNKS:
        # What does not fill a chunk on each thread stays at home.
        whole = len(x) // (2 * size) * 2 * size
        some = chunked(size), x[:whole], y[:whole]
        ways[f"JAX, two threads, by {size}"] = partial(_on_two_threads, pool, *some)
    return ways


def rates(ways: dict[str, Work], walked: dict[str, int]) -> dict[str, tuple[float, float]]:
    """Return everybody's median and best rate, after one turn that does not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, work in ways.items():
            begin = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begin)
    per_second = {
        name: [1e-6 * walked[name] / each for each in took[1:]] for name, took in times.items()
    }
    return {name: (statistics.median(each), max(each)) for name, each in per_second.items()}


def compare(name: str, hikers: int, steps: int, pool: ThreadPoolExecutor) -> None:
    """Print the table of one formula."""
    case, few = CASES[name], max(steps // 10, 1)
    window = case.terrain.window
    low, high = (window.x0, window.y0), (window.x1, window.y1)
    places = np.random.default_rng(0).uniform(low, high, (hikers, 2))
    plans = [_plan(steps)] * hikers
    ways: dict[str, Work] = {"our crowd": lambda: outcomes(case.terrain, plans, places, steps)}
    ways |= jax_ways(case.height, places, steps, pool) if jax else {}
    ways["NumPy over all hikers"] = lambda: by_numpy(case.height, places, few)
    walked = dict.fromkeys(ways, hikers * steps)
    walked["NumPy over all hikers"] = hikers * few
    found = rates(ways, walked)
    print(
        f"\n{name}, {hikers:,} hikers, {steps:,} steps".ljust(45), "M steps/s    best   ours by it"
    )
    for way, (median, best) in found.items():
        ratio = found["our crowd"][0] / median
        print(way.ljust(44), f"{median:9.1f} {best:8.1f} {ratio:10.2f}x")


def main(hikers: str = "65536", steps: str = "200", *names: str) -> None:
    """Print a table for each formula, or for those named."""
    with ThreadPoolExecutor(2) as pool:
        for name in names or CASES:
            compare(name, int(hikers), int(steps), pool)


if __name__ == "__main__":
    main(*sys.argv[1:])
