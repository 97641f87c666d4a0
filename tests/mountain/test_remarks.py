"""Remarks on formulas: what a hiker should know of them, and nothing where all is well."""

import math
import re

import numpy as np
import pytest

import mountain
from mountain import Formula, Plan, Window
from mountain.remarks import FLAT

SQUARE = Window(-3.0, 3.0, -3.0, 3.0)

REMARKS = {
    "1/x": ["not finite where x is 0"],
    "y/(x - 0.123)": ["not finite where x - 0.123 is 0"],
    "1/(x^2 + y^2)": ["not finite where x^2 + y^2 is 0"],
    "x^-2": ["not finite where x is 0"],
    "tan x": ["not finite where cos(x) is 0"],
    "sin(1/x)": ["not finite where x is 0"],
    "ln y": ["not finite where y is 0", "undefined for y < 0"],
    "sqrt(x)": ["undefined for x < 0"],
    "sqrt(-y)": ["undefined for y > 0"],
    "x^(1/3)": ["undefined for x < 0; cbrt is the cube root that negative numbers have as well"],
    "sqrt(x - 1.5)": ["undefined in 74% of the window"],
    "sqrt(-1 - x^2)": ["undefined everywhere in the window; try another window"],
    "e^(e^(x^2))": ["not finite in", "very large values, up to"],
    "e^(x^2)": ["very large values, up to 8.1e+03, and 9.5 in the middle"],
    "1e300x": ["very large values, up to 3e+300: too large to draw to scale"],
    "x^2 + y^2 + 1e17": ["the heights differ by 16 only, beside 1e+17: too little to draw well"],
    "sin(1e10x)": ["changes faster than the map can show"],
    "sin(100x)": ["changes faster than the map can show"],
    "floor x": ["floor has a slope of 0 almost everywhere: the hiker will not move"],
    "sign(x) + ceil(y)": ["ceil and sign have a slope of 0 almost everywhere"],
    "x + floor y": ["floor jumps, and the slope does not tell of it"],
    "5": ["flat: the slope is 0 everywhere"],
    "x - x": ["flat: the slope is 0 everywhere"],
    "1e-300x": ["nowhere steeper than 1e-300: a slope below what can be seen"],
}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("e^(-1e4 (x^2 + y^2))", (0.0, 0.0)),
        ("e^(-1e6 (x^2 + y^2))", (0.0, 0.0)),
        ("e^(-300 ((x - 1.05)^2 + (y + 2.45)^2)/0.1)", (1.05, -2.45)),
        ("1e-9x + e^(-1e4 ((x - 1)^2 + (y + 1)^2))", (1.0, -1.0)),
    ],
)
def test_a_spike_between_the_places_looked_at_is_not_called_flat(text, place):
    (said,) = Formula(text).warnings(SQUARE)
    found = re.fullmatch(
        r"no steeper than \S+ at any of [\d,]+ places looked at, but (\S+) at "
        r"x = (\S+), y = (\S+): most of the map will look flat",
        said,
    )
    slope, x, y = map(float, found.groups())
    # The steepest of e^(-a·r²) is √(2a/e), at r = 1/√(2a).
    sharpness = max(2 * np.abs(Formula(text).hessian(*place)[0, 0]) / 4, 1.0)
    assert slope == pytest.approx(math.sqrt(2 * sharpness / math.e), rel=0.02)
    assert math.dist((x, y), place) == pytest.approx(1 / math.sqrt(2 * sharpness), abs=0.006)


def test_of_places_that_were_not_looked_at_nothing_is_claimed():
    (said,) = Formula("1e-9 sin(x)").warnings(SQUARE)
    assert said.startswith("no steeper than 1e-09 at any of 3,")
    assert said.endswith(" places looked at: a slope below what can be seen on the map")
    (hidden,) = Formula("e^(-1e9 ((x - 1.234)^2 + (y - 2.345)^2))").warnings(SQUARE)
    assert "nowhere" not in hidden
    assert "places looked at" in hidden


@pytest.mark.parametrize("text", REMARKS)
def test_what_is_unusual_is_said_in_a_line_each(text):
    found = Formula(text).warnings(SQUARE)
    assert len(found) == len(REMARKS[text])
    for remark, begin in zip(found, REMARKS[text], strict=True):
        assert remark.startswith(begin)
        assert "\n" not in remark


@pytest.mark.parametrize(
    "text", ["x^2 + y^2", "|x| + |y|", "max(x, y)", "cbrt(x)", "sin(20x)", "e^x", "1/(1 + x²)"]
)
def test_of_an_ordinary_mountain_nothing_is_said(text):
    assert Formula(text).warnings(SQUARE) == ()


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_of_the_gallery_s_formulas_nothing_is_said(name):
    terrain = mountain.terrain_named(name)
    if isinstance(terrain.ground, Formula):
        assert terrain.ground.warnings(terrain.window) == ()


def test_a_pole_outside_of_the_window_is_nobody_s_business():
    assert Formula("ln x + 1/y").warnings(Window(1.0, 3.0, 0.5, 4.0)) == ()


def test_what_is_called_flat_is_what_a_hiker_calls_flat():
    assert Plan().flat == FLAT


def test_ground_that_lies_high_is_not_too_large_to_draw():
    assert Formula("x^2 + y^2 + 1e9").warnings(SQUARE) == ()
    assert Formula("x^2 + y^2 - 1e9").warnings(SQUARE) == ()
