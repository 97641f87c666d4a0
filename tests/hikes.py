"""Hikes and races to try things on: small terrains, any plan, knobs turned on the way."""

import math

import numpy as np
from hypothesis import strategies as some

from mountain import (
    OPTIMIZERS,
    SCHEDULES,
    Entrant,
    Formula,
    Plan,
    Race,
    Terrain,
    Track,
    Window,
    advance,
    advance_race,
    replan,
    replan_race,
    start,
    start_race,
    terrain_named,
)

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

#: Of hikers with every way of walking, some of whom are soon through with their steps.
RACERS = some.builds(
    lambda plan, **settings: plan.with_settings(settings),
    PLANS,
    optimizer=some.sampled_from(list(OPTIMIZERS)),
    schedule=some.sampled_from(list(SCHEDULES)),
    schedule_steps=some.integers(1, 9),
    warm_up=some.sampled_from([0, 0, 5]),
    stride_cap=some.sampled_from([math.inf, 0.1]),
    shared_noise=some.booleans(),
    steps=some.sampled_from([0, 3, 11, 10_000]),
)


@some.composite
def tracks(draw: some.DrawFn) -> Track:
    """Walk on any of the terrains, and turn the knobs up to three times."""
    track = start(draw(some.sampled_from(TERRAINS)), draw(PLANS))
    for plan in [track.plan, *draw(some.lists(PLANS, max_size=3))]:
        track = advance(replan(track, plan), draw(some.integers(0, 15)))
    return track


@some.composite
def races(draw: some.DrawFn, most: int = 4) -> Race:
    """Race on any of the terrains, and turn anybody's knobs up to four times."""
    terrain = draw(some.sampled_from(TERRAINS))
    x, y = terrain.start
    starts = some.sampled_from([(x, y), (0.9 * x, 0.8 * y)])
    entrants = some.lists(some.builds(Entrant, RACERS, starts), min_size=1, max_size=most)
    race = start_race(terrain, draw(entrants))
    changes = some.tuples(some.integers(0, len(race.tracks) - 1), RACERS)
    for number, plan in draw(some.lists(changes, max_size=4)):
        race = advance_race(race, draw(some.integers(0, 12)))
        race = replan_race(race, number, plan)
    return advance_race(race, draw(some.integers(0, 12)))


@np.errstate(all="ignore")
def restless_race(steps: int = 24) -> Race:
    """Have three hikers race, of whom one is soon through, and another turns the knobs."""
    plan = Plan(learning_rate=0.05, measure_every=3, noise=0.2, seed=5, stop=False)
    others = [{"optimizer": "adam"}, {"steps": steps // 3}, {"optimizer": "momentum"}]
    plans = [plan.with_settings(settings) for settings in others]
    race = start_race(BOWL, [Entrant(each, (3 - number, -2)) for number, each in enumerate(plans)])
    race = advance_race(race, steps // 2)
    race = replan_race(race, 2, plans[2].with_settings({"learning_rate": 0.02, "seed": 6}))
    return advance_race(race, steps - race.steps)


@np.errstate(all="ignore")
def restless_hike(steps: int = 40) -> Track:
    """Walk with noise, and turn the knobs after a third and after two thirds of the way."""
    plan = Plan(learning_rate=0.05, measure_every=3, noise=0.2, seed=11, stop=False)
    track = advance(start(BOWL, plan), steps // 3)
    track = advance(replan(track, plan.with_settings({"learning_rate": 0.2})), steps // 3)
    track = replan(track, plan.with_settings({"measure_every": 5, "reading": "feet"}))
    return advance(track, steps - track.steps)
