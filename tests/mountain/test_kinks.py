"""Kinks: where a gradient jumps."""

import numpy as np
import pytest

from mountain import Formula, terrain_named, terrain_names
from mountain.kinks import jumps

EDGES = (-3.0, 3.0, -3.0, 3.0)
#: Thirteen numbers across, zero and the halves among them.
X, Y = (each.ravel() for each in np.meshgrid(np.linspace(-3, 3, 13), np.linspace(-3, 3, 13)))


def found(text: str) -> np.ndarray:
    return jumps(Formula(text).gradient, X, Y, EDGES)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("max(0, x) + y^2", X == 0),
        ("|x| + y", X == 0),
        ("max(x, y)", X == Y),
        ("min(x + y, 1)", X + Y == 1),
        ("max(x, |x|)", X == 0),
        ("|x^2 - 1|", np.abs(X) == 1),
        ("|sin(pi x)|", np.round(X) == X),
        ("√(x^2 + y^2)", (X == 0) & (Y == 0)),
        ("max(0, x - 0.5)^2 + |y - 0.1 - 0.4|", Y == 0.5),
        ("(x - floor(x) - 0.25)^2", np.round(X) == X),
        ("1e9max(0, x)", X == 0),
        ("1e-9max(0, x)", X == 0),
    ],
)
def test_a_kink_is_where_it_is_by_the_formula(text, where):
    assert (found(text) == where).all()


@pytest.mark.parametrize(
    "text",
    [
        "x^2 y",
        "sin(1e6x)",
        "e^(-1e4(x^2 + y^2))",
        "|x|^1.5",
        "max(x^2, -x^2)",
        "max(0, x)^2",
        "cbrt(x)",
        "1e300x^2",
        "1e-300x^2",
        "x^2 + 1e12",
        "√x",
        "1/x",
        "5",
    ],
)
def test_what_is_smooth_or_has_no_slope_at_all_has_no_kinks(text):
    assert not found(text).any()


@pytest.mark.parametrize("name", terrain_names())
def test_the_gallery_has_no_kinks_but_at_sharp_points(name):
    terrain = terrain_named(name)
    window = terrain.window
    x, y = (each.ravel() for each in np.broadcast_arrays(*window.grid(16, 16)))
    edges = (window.x0, window.x1, window.y0, window.y1)
    assert not jumps(terrain.ground.gradient, x, y, edges).any()


def test_a_value_that_stands_alone_is_a_jump_and_no_value_is_none():
    def alone(x, y):
        return (np.where(x == 0, 1.0, 0.0), np.where(y == 0, np.nan, y))

    assert (jumps(alone, X, Y, EDGES) == (X == 0)).all()
