"""How fast a crowd walks: million hiker-steps a second, beside JAX and beside itself alone.

Run it as ``python tests/benchmarks/crowd.py [hikers] [steps]`` with an interpreter that has JAX, or
without it for our figures only. Adam on Himmelblau's function, a reading at every step, for ever.
Everybody is timed in turns, and the figures are those of each one's best turn.
"""

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from mountain.formula import Formula
from mountain.hike import advance, outcomes, start
from mountain.plan import Plan
from mountain.terrain import Terrain, Window

try:
    import jax
    import jax.numpy as jnp
except ImportError:
    jax = None

HIMMELBLAU = Formula("(x^2 + y - 11)^2 + (x + y^2 - 7)^2")
TERRAIN = Terrain("himmelblau", "Himmelblau", HIMMELBLAU, Window(-6, 6, -6, 6))
PLAN = Plan(
    optimizer="adam",
    learning_rate=0.02,
    measure_every=1,
    stop=False,
    daylight=np.inf,
    steps=10_000_000,
)
ROUNDS = 3
CHUNKS = (256, 1024, 4096, 16384)

Work = Callable[[], Any]


def _height(x: Any, y: Any) -> Any:
    return (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2


def _slope(x: Any, y: Any) -> tuple[Any, Any]:
    h = PLAN.probe_length
    across = _height(x + h, y) - _height(x - h, y), _height(x, y + h) - _height(x, y - h)
    return across[0] * (0.5 / h), across[1] * (0.5 / h)


def _step(t: Any, state: tuple[Any, ...]) -> tuple[Any, ...]:
    x, y, grad_x, grad_y, first_x, first_y, second_x, second_y = state
    corrected = PLAN.learning_rate / (1 - PLAN.beta1**t)
    # One by the root, so that nothing is divided by it: what our rule does as well.
    share = 1 / jnp.sqrt(1 - PLAN.beta2**t)
    first_x = PLAN.beta1 * first_x + (1 - PLAN.beta1) * grad_x
    first_y = PLAN.beta1 * first_y + (1 - PLAN.beta1) * grad_y
    second_x = PLAN.beta2 * second_x + (1 - PLAN.beta2) * grad_x * grad_x
    second_y = PLAN.beta2 * second_y + (1 - PLAN.beta2) * grad_y * grad_y
    x = x - corrected * first_x / (jnp.sqrt(second_x) * share + PLAN.epsilon)
    y = y - corrected * first_y / (jnp.sqrt(second_y) * share + PLAN.epsilon)
    return (x, y, *_slope(x, y), first_x, first_y, second_x, second_y)


def _walked(x: Any, y: Any, steps: int) -> tuple[Any, Any]:
    nothing = 0.0 * x
    state = (x, y, *_slope(x, y), nothing, nothing, nothing, nothing)

    def step(index: Any, state: tuple[Any, ...]) -> tuple[Any, ...]:
        return _step(index + 1.0, state)

    return jax.lax.fori_loop(0, steps, step, state)[:2]


def _all_at_once(x: Any, y: Any, steps: int) -> Any:
    return jax.vmap(lambda each_x, each_y: _walked(each_x, each_y, steps))(x, y)


def _by_chunks(x: Any, y: Any, steps: int, size: int) -> Any:
    places = x.reshape(-1, size), y.reshape(-1, size)
    return jax.lax.map(lambda chunk: _all_at_once(*chunk, steps), places)


def _on_two_threads(pool: ThreadPoolExecutor, walk: Any, x: Any, y: Any, *rest: int) -> list[Any]:
    half = len(x) // 2
    parts = [(x[:half], y[:half]), (x[half:], y[half:])]
    return list(pool.map(lambda part: jax.block_until_ready(walk(*part, *rest)), parts))


def jax_ways(places: np.ndarray, steps: int, pool: ThreadPoolExecutor) -> dict[str, Work]:
    """Return the ways to walk with JAX, the plain one first."""
    jax.config.update("jax_enable_x64", True)
    x, y = (jnp.array(each) for each in places.T)
    plain = jax.jit(_all_at_once, static_argnums=2)
    chunked = jax.jit(_by_chunks, static_argnums=(2, 3))
    ways: dict[str, Work] = {
        "JAX, jit + vmap": lambda: jax.block_until_ready(plain(x, y, steps)),
        "JAX, jit + vmap, two threads": lambda: _on_two_threads(pool, plain, x, y, steps),
    }
    for size in (each for each in CHUNKS if len(x) % (2 * each) == 0):
        ways[f"JAX, by {size}"] = lambda by=size: jax.block_until_ready(chunked(x, y, steps, by))
        ways[f"JAX, by {size}, two threads"] = lambda by=size: _on_two_threads(
            pool, chunked, x, y, steps, by
        )
    return ways


def alone(places: np.ndarray, steps: int) -> Any:
    """Walk some one after the other, as single hikers do."""
    return [advance(start(TERRAIN, PLAN, tuple(place)), steps) for place in places.tolist()]


def best(ways: dict[str, Work]) -> dict[str, float]:
    """Return the seconds of everybody's best turn, the first of which does not count."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, work in ways.items():
            begin = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begin)
    return {name: min(each[1:]) for name, each in times.items()}


def main(hikers: int, steps: int) -> None:
    """Print a table of everybody."""
    places = np.random.default_rng(0).uniform(-6, 6, (hikers, 2))
    few = places[:: max(hikers // 50, 1)]
    ways: dict[str, Work] = {"our crowd": lambda: outcomes(TERRAIN, [PLAN] * hikers, places, steps)}
    with ThreadPoolExecutor(2) as pool:
        ways |= jax_ways(places, steps, pool) if jax else {}
        seconds = best(ways)
    seconds["our hikers alone"] = best({"": lambda: alone(few, steps)})[""] * hikers / len(few)
    print(f"{hikers:,} hikers, {steps:,} steps".ljust(36), "M steps/s", "our crowd by it", sep="  ")
    for name, took in seconds.items():
        rate, ratio = hikers * steps / took / 1e6, took / seconds["our crowd"]
        print(name.ljust(36), f"{rate:9.1f}", f"{ratio:14.2f}x", sep="  ")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3])) if len(sys.argv) == 3 else main(65_536, 200)
