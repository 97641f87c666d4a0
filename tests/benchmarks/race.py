"""How fast a race walks, its ghosts, and a crowd by Adam beside the same in JAX.

Run it as ``python tests/benchmarks/race.py``. Figures are medians of several runs. JAX is no
dependency of the project; where it is not installed, its column says so.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import mountain
from mountain import MOST_HIKERS, OPTIMIZERS, Entrant, Plan, Race

try:
    import jax
    import jax.numpy as jnp
except ModuleNotFoundError:
    jax = None

RACE_STEPS, RACE_BUDGET_S = 100_000, 0.5
GHOST_STEPS, FRAME_MS = 2_000, 16.0
HIKERS, STEPS, MILLION_BY_THOUSAND = 20_000, 1_000, 1e9
RATE = 0.01
ENDLESS = {"stop": False, "daylight": math.inf, "steps": 10 * RACE_STEPS}


def seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """Return the median time of some work, after a first time that is not counted."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def race_of(names: list[str], every: int) -> Race:
    """Put twelve hikers down on the flagship, who walk by these rules in turn and never stop."""
    terrain = mountain.terrain_named("misty_mountain")
    plans = [
        mountain.plan_on(
            terrain,
            {"optimizer": names[n % len(names)], **ENDLESS, "measure_every": every} | {"seed": n},
        )
        for n in range(MOST_HIKERS)
    ]
    return mountain.start_race(terrain, [Entrant(plan, terrain.start) for plan in plans])


def races() -> None:
    """Time races against their budget, and ghosts against a frame."""
    for title, names in (("all rules", list(OPTIMIZERS)), ("Adam", ["adam"])):
        for every in (1, 10):
            race = race_of(names, every)
            walked = seconds(lambda race=race: mountain.advance_race(race, RACE_STEPS), 3)
            ghost = 1e3 * seconds(lambda race=race: mountain.advance_race(race, GHOST_STEPS), 31)
            print(
                f"{title:<10} k = {every:<3} {MOST_HIKERS} hikers, {RACE_STEPS:,} steps: "
                f"{walked:.3f} s, {walked / RACE_BUDGET_S:.2f} of the budget; "
                f"ghost of {GHOST_STEPS:,} steps: {ghost:.1f} ms, {ghost / FRAME_MS:.2f} of a frame"
            )


def places() -> np.ndarray:
    """Spread the crowd evenly over the map."""
    side = np.linspace(-5.0, 5.0, math.ceil(math.sqrt(HIKERS)))
    return np.stack(np.meshgrid(side, side), -1).reshape(-1, 2)[:HIKERS].copy()


def jax_crowd(h: float) -> Callable[[np.ndarray], np.ndarray]:
    """Return the same walk in JAX: central differences and Adam, compiled, for all at once."""
    jax.config.update("jax_enable_x64", True)

    def height(x, y):
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def measured(p):
        x, y = p
        east_west = height(x + h, y) - height(x - h, y)
        return jnp.stack([east_west, height(x, y + h) - height(x, y - h)]) * (0.5 / h)

    def step(t, state):
        p, m, v = state
        g = measured(p)
        m, v = 0.9 * m + (1 - 0.9) * g, 0.999 * v + (1 - 0.999) * g * g
        scale = jnp.sqrt(v) / jnp.sqrt(1 - 0.999**t) + 1e-8
        return p - RATE / (1 - 0.9**t) * m / scale, m, v

    def walk(p):
        nothing = jnp.zeros(2)
        return jax.lax.fori_loop(1, STEPS + 1, step, (p, nothing, nothing))[0]

    crowd = jax.jit(jax.vmap(walk))
    return lambda starts: np.asarray(crowd(starts))


def crowd() -> None:
    """Time a crowd on Himmelblau, and compare where everybody ends."""
    terrain, starts = mountain.terrain_named("himmelblau"), places()
    plan = Plan(optimizer="adam", learning_rate=RATE, measure_every=1, flat=0.0, **ENDLESS)
    plans = [plan] * HIKERS

    def ours() -> np.ndarray:
        return mountain.outcomes(terrain, plans, starts, STEPS)

    walked = seconds(ours, 3)
    scale = MILLION_BY_THOUSAND / (HIKERS * STEPS)
    print(
        f"Adam on Himmelblau, {HIKERS:,} hikers x {STEPS:,} steps: {walked:.2f} s, "
        f"{HIKERS * STEPS / walked / 1e6:.1f} million steps a second; "
        f"a million hikers would take {walked * scale:.0f} s"
    )
    if jax is None:
        print("beside JAX: not compared, because JAX is not installed")
        return
    theirs = jax_crowd(plan.probe_length)
    other = seconds(lambda: theirs(starts), 3)
    last = ours()
    apart = np.hypot(last["x"] - theirs(starts)[:, 0], last["y"] - theirs(starts)[:, 1])
    print(
        f"beside JAX {jax.__version__}: {other:.2f} s, {other / walked:.2f} of our time (goal: 2); "
        f"{(apart < 1e-6).mean():.2%} of all end in the same place"
    )


if __name__ == "__main__":
    races()
    crowd()
