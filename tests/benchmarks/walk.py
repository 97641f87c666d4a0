"""How fast hikers walk: million steps a second, against a budget and against plain Python.

Run it as ``python tests/benchmarks/walk.py``. Figures are medians of several runs.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import naive

import mountain
from mountain import Formula, Plan, Terrain

STEPS = 200_000
TWIN_STEPS = 5_000
ROUNDS = 15
BUDGETS = {"misty_mountain": 10.0, "bowl": 20.0}
TWINS = {"misty_mountain": naive.HILLS, "bowl": naive.BOWL}
FIRST_CALL = (
    "import time; begin = time.perf_counter(); from mountain import walk; "
    "loaded = time.perf_counter(); import mountain; "
    "mountain.start(mountain.terrain_named('bowl'), mountain.Plan()); "
    "print(loaded - begin, time.perf_counter() - loaded)"
)


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time of some work."""
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def plan_on(terrain: Terrain, every: int) -> Plan:
    """Plan to cross the valley for ever, so that every step is walked."""
    endless = {"stop": False, "daylight": np.inf, "steps": STEPS}
    return mountain.plan_on(
        terrain, {**endless, "learning_rate": 0.3 / every, "measure_every": every}
    )


def numpy_walk(terrain: Terrain, plan: Plan) -> np.ndarray:
    """Walk by the formula's NumPy function, all four probes of a reading in one call."""
    h, places = plan.probe_length, np.empty((TWIN_STEPS, 2))
    x, y = terrain.start
    for step in range(TWIN_STEPS):
        if step % plan.measure_every == 0:
            felt = terrain.ground.height([x + h, x - h, x, x], [y, y, y + h, y - h])
            grad_x, grad_y = (felt[0] - felt[1]) / (2 * h), (felt[2] - felt[3]) / (2 * h)
        x, y = x - plan.learning_rate * grad_x, y - plan.learning_rate * grad_y
        places[step] = x, y
    return places


def walking() -> Iterator[tuple[str, ...]]:
    """Time one hiker with the track recorded, each beside its twins."""
    for name, budget in BUDGETS.items():
        terrain = mountain.terrain_named(name)
        for every in (1, 10):
            plan = plan_on(terrain, every)
            start = mountain.start(terrain, plan)
            hiker = naive.Hiker(plan, TWINS[name], terrain.window)
            walked = seconds(lambda track=start: mountain.advance(track, STEPS)) / STEPS
            plain = seconds(lambda who=hiker, at=terrain.start: who.walk(at, TWIN_STEPS), 3)
            arrays = seconds(lambda on=terrain, by=plan: numpy_walk(on, by), 3)
            yield (
                f"{name}, k = {every}",
                f"{1e-6 / walked:.1f}",
                f"{budget:.0f}",
                f"{1e-6 / walked / budget:.2f}",
                f"{plain / TWIN_STEPS / walked:.0f}",
                f"{arrays / TWIN_STEPS / walked:.0f}",
            )


def getting_ready() -> Iterator[tuple[str, ...]]:
    """Time what a hiker waits for before the first step, in milliseconds."""
    texts = iter(
        f"{mountain.terrain_named('misty_mountain').ground.text} + {i}*x" for i in range(9)
    )
    fresh = seconds(lambda: mountain.surfaces_of(Formula(next(texts))), 5)
    yield "a new formula (flagship's size) ready to walk on", f"{1e3 * fresh:.0f}"
    loads, firsts = [], []
    for _ in range(5):
        command = [sys.executable, "-c", FIRST_CALL]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        load, first = map(float, run.stdout.split())
        loads.append(load)
        firsts.append(first)
    yield "the kernels loaded, in a fresh process", f"{1e3 * statistics.median(loads):.0f}"
    yield "then the first start, cached kernels, new bowl", f"{1e3 * statistics.median(firsts):.0f}"
    terrain = mountain.terrain_named("misty_mountain")
    for every in (1, 10):
        start = mountain.start(terrain, plan_on(terrain, every))
        ghost = seconds(lambda track=start: mountain.advance(track, 2000), 51)
        yield f"a ghost of 2,000 steps, k = {every}", f"{1e3 * ghost:.2f}"


def table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    """Print rows under their heads, the first column left-aligned."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join(cells))
    print()


if __name__ == "__main__":
    heads = ("one hiker, track recorded", "M steps/s", "budget", "of budget")
    table((*heads, "x plain Python", "x NumPy"), walking())
    table(("getting ready", "ms"), getting_ready())
