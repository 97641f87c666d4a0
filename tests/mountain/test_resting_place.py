"""On what somebody rests where the slope is zero nowhere: kinked valleys and ridges."""

import math

import pytest

import mountain
from mountain import Formula, Terrain, Window


def _terrain(text: str) -> Terrain:
    return Terrain("own", "Own", Formula(text), Window(-4.0, 4.0, -4.0, 4.0))


@pytest.mark.parametrize(
    ("text", "x", "y", "kind"),
    [
        ("|x|", 1e-9, 1.0, "minimum"),
        ("|x - y|", 1.0, 1.0 + 1e-9, "minimum"),
        ("3 - |2x + y|", 1.0, -2.0, "maximum"),
        ("max(x, -2x) + 1", 0.0, 3.0, "minimum"),
    ],
)
def test_a_kinked_floor_or_ridge_is_rested_on_all_along_it(text, x, y, kind):
    place = mountain.landmark_near(_terrain(text), x, y)
    assert place.kind == kind
    assert place.level
    assert place.limit == 0
    assert math.dist((place.x, place.y), (x, y)) < 1e-3


@pytest.mark.parametrize(
    "text", ["|x| + y/10000", "|2x + y| + (x - 2y)/10000", "|x| - y^2", "x", "max(x^2 + y^2, 1)"]
)
def test_a_kink_that_leads_on_and_a_slope_are_no_place_to_rest(text):
    assert mountain.landmark_near(_terrain(text), 0.0, 0.0) is None


def test_a_hiker_in_a_kinked_valley_is_home():
    track = mountain.start(
        _terrain("|x|"), mountain.Plan(learning_rate=0.1, measure_every=1), (2.0, 1.0)
    )
    ending = mountain.ending(mountain.advance(track, 1000))
    assert ending.fate.name == "home"
    assert "valley floor at 0.00" in ending.reason
