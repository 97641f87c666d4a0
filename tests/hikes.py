"""Hikes to try things on: small terrains, any plan, knobs turned on the way."""

import math

import numpy as np
from hypothesis import strategies as some

from mountain import Formula, Plan, Terrain, Track, Window, advance, replan, start, terrain_named

BOWL = Terrain("bowl", "Bowl", Formula("(x^2 + y^2)/2"), Window(-5, 5, -5, 5), starts=((3, -2),))
#: West of the middle there is no ground, and just east of it there is no end to the depth.
CLIFF = Terrain("cliff", "Cliff", Formula("log(x) + y^2"), Window(-5, 5, -5, 5), starts=((2, 1),))
SWELL = Terrain("swell", "Swell", Formula("x^2*sin(y)"), Window(-4, 4, -4, 4), starts=((-2, 3),))
TERRAINS = (BOWL, CLIFF, SWELL, terrain_named("misty_mountain"))

PLANS = some.builds(
    Plan,
    learning_rate=some.floats(1e-4, 5),
    measure_every=some.integers(1, 12),
    ascend=some.booleans(),
    reading=some.sampled_from(["phone", "feet", "exact"]),
    noise=some.sampled_from([0.0, 0.3, 1e-9]),
    seed=some.integers(0, 2**53),
    daylight=some.sampled_from([30.0, 480.0, math.inf]),
    stop=some.booleans(),
)


@some.composite
def tracks(draw: some.DrawFn) -> Track:
    """Walk on any of the terrains, and turn the knobs up to three times."""
    track = start(draw(some.sampled_from(TERRAINS)), draw(PLANS))
    for plan in [track.plan, *draw(some.lists(PLANS, max_size=3))]:
        track = advance(replan(track, plan), draw(some.integers(0, 15)))
    return track


@np.errstate(all="ignore")
def restless_hike(steps: int = 40) -> Track:
    """Walk with noise, and turn the knobs after a third and after two thirds of the way."""
    plan = Plan(learning_rate=0.05, measure_every=3, noise=0.2, seed=11, stop=False)
    track = advance(start(BOWL, plan), steps // 3)
    track = advance(replan(track, plan.with_settings({"learning_rate": 0.2})), steps // 3)
    track = replan(track, plan.with_settings({"measure_every": 5, "reading": "feet"}))
    return advance(track, steps - track.steps)
