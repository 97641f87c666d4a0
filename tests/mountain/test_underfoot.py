"""Underfoot: what is told of level valleys, of bottoms that do not bend, of luck with readings."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings, strategies as some

import mountain
from mountain import Formula, Terrain, Track, Window

REGRESSION = mountain.terrain_named("regression")


def drawn(text: str, *edges: float) -> Terrain:
    return Terrain("drawn", "Drawn", Formula(text), Window(*(edges or (-3.0, 3.0, -3.0, 3.0))))


def walked(terrain: Terrain, place: tuple[float, float], **plan: object) -> Track:
    plan = {"measure_every": 1, "daylight": math.inf, **plan}
    return mountain.advance(mountain.start(terrain, mountain.plan_on(terrain, plan), place), 10**6)


def reason(track: Track, fate: str) -> str:
    ending = mountain.ending(track)
    assert ending.fate.name == fate
    return ending.reason


SPREADING = drawn("x^2*sin(y)", -4.0, 4.0, -4.0, 4.0)


@settings(max_examples=25, deadline=None)
@given(some.floats(0.05, 0.5), some.floats(0.9, 2.7), some.sampled_from([1e-4, 1e-3, 1e-2]))
def test_all_along_a_level_valley_floor_the_verdict_is_one(x: float, y: float, flat: float) -> None:
    track = walked(SPREADING, (x, y), learning_rate=0.05, flat=flat, steps=100_000)
    told = reason(track, "home")
    assert told.endswith("and no hollow on the map is lower than this valley floor at 0.00.")


@pytest.mark.parametrize("start", [(1.0, 1.5), (0.3, 2.2), (0.3, 2.7)])
def test_a_level_valley_floor_is_home_by_the_terrain_s_own_clock_too(
    start: tuple[float, float],
) -> None:
    plan = mountain.plan_on(SPREADING, {"learning_rate": 0.02})
    track = mountain.advance(mountain.start(SPREADING, plan, start), 10**6)
    assert "valley floor" in reason(track, "home")


def test_of_two_level_floors_the_higher_is_false() -> None:
    two = drawn("(x^2 - 1)^2 + 0.3*x")
    told = reason(walked(two, (1.2, 0.5), learning_rate=0.05), "false_bottom")
    assert "this valley floor at 0.29 is not the end: home is 0.60 lower, 2.0 away." in told
    assert "valley floor at -0.31" in reason(walked(two, (-1.2, 0.5), learning_rate=0.05), "home")


def test_a_floor_lower_than_all_bottoms_known_is_home() -> None:
    # The grid of the search misses the floor at x = 0, for it lies between its lines.
    hidden = drawn("x^2*exp(y)", -3.0, 3.1, -3.0, 3.0)
    assert mountain.homes(hidden) == ()
    assert "valley floor at 0.00" in reason(walked(hidden, (1.0, 0.5), learning_rate=0.05), "home")


def test_a_climber_ends_on_a_level_ridge() -> None:
    track = walked(drawn("-x^2"), (0.5, 0.4), learning_rate=0.1, ascend=True)
    assert "than this ridge at 0.00." in reason(track, "summit")


@pytest.mark.parametrize(
    ("text", "ascend", "words"),
    [
        ("-x^2", False, "falls away on both sides of this level ridge (-2)"),
        ("x^2", True, "rises on both sides of this level valley floor (+2)"),
        ("x^4 + y^4", True, "rises on every side:"),
        ("x^4 - y^4", False, "falls away one way and rises another"),
        ("x^2 + y^3", False, "falls away one way and rises another"),
    ],
)
def test_of_a_curvature_that_is_none_no_number_is_told(text: str, ascend: bool, words: str) -> None:
    told = reason(walked(drawn(text), (0.0, 0.0), ascend=ascend), "pass")
    assert words in told
    assert not re.search(r"e-\d|[-+]0\b", told.partition("yet")[2])


def test_a_terrace_is_a_plateau_from_which_the_ground_goes_on_falling() -> None:
    track = walked(drawn("x^3"), (1.0, 0.5), learning_rate=0.1)
    told = reason(track, "plateau")
    assert told.endswith(f"the ground still falls by {3 * track.x[-1] ** 2:.2g} a unit.")


@pytest.mark.parametrize("text", ["x^4 + y^4", "(x^2 + y^2)^2"])
def test_thrown_off_a_map_whose_bottom_does_not_bend_one_hears_that_no_limit_is_known(
    text: str,
) -> None:
    track = walked(drawn(text), (2.0, 1.0), learning_rate=0.3)
    told = reason(track, "off_the_map")
    assert told.endswith("η·k = 0.3, and for a bottom that does not bend no limit is known.")


def test_bouncing_over_a_bottom_that_does_not_bend_has_no_limit_either() -> None:
    # At x = 1/√(2η) a step of η·4x³ leads to -x, and so for ever.
    track = walked(drawn("x^4 + y^4"), (1.0, 0.0), learning_rate=0.5, steps=40, reading="exact")
    assert reason(track, "bouncing").endswith("that does not bend no limit is known.")


def test_whom_a_lucky_batch_stops_on_a_slope_is_not_home() -> None:
    for seed in range(12):
        plan = mountain.plan_on(REGRESSION, {"batch": 1, "seed": seed})
        track = mountain.advance(mountain.start(REGRESSION, plan), plan.steps)
        ending = mountain.ending(track)
        if ending.fate.name not in ("home", "plateau"):
            continue
        home = mountain.homes(REGRESSION)[0]
        x, y = REGRESSION.window.grid(41, 41)
        middle = float(np.median(REGRESSION.ground.height(x, y)))
        above = (float(track.height[-1]) - home.height) / (middle - home.height)
        assert (ending.fate.name == "plateau") == (above > 0.02)
        assert f"{track.slope[-1]:.2g}" in ending.reason
        assert f"at {track.height[-1]:.2f}" in ending.reason
        assert "he reading misled you" in ending.reason


def test_the_third_draw_of_single_points_stops_on_a_slope_and_says_so() -> None:
    plan = mountain.plan_on(REGRESSION, {"batch": 1, "seed": 3})
    track = mountain.advance(mountain.start(REGRESSION, plan), plan.steps)
    assert reason(track, "plateau").endswith(
        "but the reading misled you: here, at 0.92, the ground falls by 4 a unit. "
        "The nearest level place, at 0.16, is 0.4 away."
    )


@pytest.mark.parametrize(("x", "fate"), [(0.2, "home"), (0.22, "plateau")])
def test_noise_that_cancels_a_slope_by_chance_makes_no_home_high_up(x: float, fate: str) -> None:
    valley, stopped = drawn("x^2"), []
    for seed in range(1500):
        track = walked(valley, (x, 0.0), noise=0.3, seed=seed, flat=0.03, steps=0)
        if math.hypot(track.grad_x[0], track.grad_y[0]) < 0.03:
            stopped.append(track)
    assert stopped
    # The middle height of the map is 2.25, and a fiftieth of it 0.045.
    assert {mountain.ending(track).fate.name for track in stopped} == {fate}
