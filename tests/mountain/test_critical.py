"""Critical places: Newton's method, what is rounding, and floors, against closed forms."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import Formula
from mountain.critical import bends, floors, level_along, newton, rises, uneven

COORDINATE = some.floats(-1.5, 1.5)


def at(*places: tuple[float, float]) -> np.ndarray:
    return np.array(places, float).reshape(-1, 2)


@given(COORDINATE, COORDINATE)
def test_newton_s_method_leaps_to_the_bottom_of_any_bowl_at_once(x: float, y: float) -> None:
    bowl = Formula("3*(x - 0.5)^2 + (x - 0.5)*(y + 1) + (y + 1)^2")
    (place,) = newton(bowl, at((x, y)), 10.0)
    assert place.tolist() == pytest.approx([0.5, -1.0], abs=1e-12)


def test_who_would_have_to_go_beyond_their_reach_gets_nowhere() -> None:
    bowl = Formula("x^2 + y^2")
    near, far = newton(bowl, at((0.1, 0.0), (5.0, 0.0)), 1.0)
    assert near.tolist() == pytest.approx([0, 0])
    assert np.isnan(far).all()


@given(COORDINATE, COORDINATE, some.floats(1e-3, 0.1))
def test_around_a_bowl_s_bottom_the_ground_rises_by_the_square(
    x: float, y: float, radius: float
) -> None:
    bowl = Formula(f"(x - {x!r})^2 + (y - {y!r})^2".replace("- -", "+ "))
    assert rises(bowl, at((x, y)), radius, 12) == pytest.approx(
        np.full((1, 12), radius**2), rel=1e-9
    )
    assert (uneven(bowl, at((x, y)), radius) == 1).all()


def test_a_rise_lost_in_the_rounding_of_heights_is_none() -> None:
    assert (uneven(Formula("1e6 + 1e-12*x^2"), at((0, 0)), 0.01) == 0).all()
    assert set(uneven(Formula("x*y"), at((0, 0)), 0.01).ravel().tolist()) == {-1, 0, 1}


def test_to_where_there_is_no_ground_nothing_rises_or_falls() -> None:
    around = uneven(Formula("sqrt(x)"), at((0.0, 0.0)), 0.1)[0]
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    assert (around[np.cos(angles) < -1e-9] == 0).all()
    assert (around[np.cos(angles) > 1e-9] == 1).all()


@pytest.mark.parametrize("exponent", [4, 6, 8])
def test_a_curvature_that_comes_of_missing_the_place_a_little_is_rounding(exponent: int) -> None:
    ground = Formula(f"x^2 + y^{exponent}")
    assert bends(ground, at((0.0, 1e-7)), 0.05).tolist() == [[0.0, 2.0]]
    # A little further it is not: n(n - 1) yⁿ⁻².
    (low, high) = bends(ground, at((0.0, 0.5)), 0.05)[0]
    assert sorted((low, high)) == pytest.approx(
        sorted((2.0, exponent * (exponent - 1) * 0.5 ** (exponent - 2)))
    )


def test_a_gentle_curvature_is_no_rounding_where_the_ground_is_gentle_all_around() -> None:
    assert bends(Formula("1e-30*(x^2 + 2*y^2)"), at((0, 0)), 0.05)[0] == pytest.approx(
        [2e-30, 4e-30], rel=1e-9
    )


@given(some.floats(0.4, 2.7), some.floats(-1e-3, 1e-3))
def test_a_floor_is_reached_straight_across(y: float, x: float) -> None:
    (place,) = floors(Formula("x^2*sin(y)"), at((x, y)), 0.4, 0.08)
    assert place.tolist() == pytest.approx([0.0, y], abs=1e-4)


def test_a_valley_that_falls_along_its_floor_is_no_level_one() -> None:
    for text in ("x^2 + 1e-6*y", "x^2 + y^2/100", "x^2 + y^4"):
        assert np.isnan(floors(Formula(text), at((1e-3, 0.3)), 0.4, 0.05)).all()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("x^2", True),
        ("x^3", True),
        ("x^4", True),
        ("(x + 2*y)^4", True),
        ("-(x - y)^2", True),
        ("(sqrt((x + 1)^2 + y^2) - 1)^2", True),
        ("x^2 + y^4", False),
        ("x^4 + y^4", False),
        ("x^2 + y^8", False),
        ("x^2 + y^3", False),
    ],
)
def test_the_ground_is_level_along_a_line_or_it_is_not(text: str, level: bool) -> None:
    places = newton(Formula(text), at((1e-9, 1e-9), (0.0, 0.0)), 0.1)
    assert level_along(Formula(text), places, 0.05).tolist() == [level, level]


def test_of_no_places_nothing_is_told() -> None:
    none, ground = at(), Formula("x^2")
    assert len(bends(ground, none, 0.1)) == len(floors(ground, none, 1.0, 0.1)) == 0
    assert len(uneven(ground, none, 0.1)) == len(level_along(ground, none, 0.1)) == 0
    assert math.prod(newton(ground, none, 1.0).shape) == 0
