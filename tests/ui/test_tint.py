import math

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import Light
from ui.tint import (
    ANCHORS,
    FROM_NORTH_WEST,
    colour_table,
    colours_between,
    image_of,
    lit,
    painted,
    tint_of,
)

slopes = some.floats(-5, 5)


@given(slopes, slopes, some.floats(0, 359), some.floats(10, 90))
def test_light_falls_as_the_cosine_to_the_grounds_normal(
    east: float, north: float, azimuth: float, altitude: float
) -> None:
    bearing, up = math.radians(azimuth), math.radians(altitude)
    to_light = (
        math.cos(up) * math.sin(bearing),
        math.cos(up) * math.cos(bearing),
        math.sin(up),
    )
    normal = np.array([-east, -north, 1.0])
    expected = max(0.0, float(normal @ to_light) / float(np.linalg.norm(normal)))
    light = lit(np.array([east]), np.array([north]), Light(azimuth, altitude).direction)
    assert light[0] == pytest.approx(min(expected, 1.0), abs=1e-12)


def test_the_usual_light_is_the_models_own() -> None:
    assert pytest.approx(Light().direction) == FROM_NORTH_WEST


def test_level_ground_is_lit_alike_from_all_sides() -> None:
    level = np.zeros(1)
    lights = [
        lit(level, level, Light(azimuth, 45.0).direction)[0] for azimuth in (0.0, 90.0, 200.0)
    ]
    assert lights == pytest.approx([math.sin(math.pi / 4)] * 3)


def test_ranks_go_from_the_lowest_to_the_highest_place() -> None:
    heights = np.random.default_rng(4).exponential(size=(40, 50))
    tint = tint_of(heights)
    rank = tint.rank(heights)
    order = np.argsort(heights.ravel())
    assert (np.diff(rank.ravel()[order]) >= 0).all()
    assert (rank.min(), rank.max()) == pytest.approx((0, 1), abs=1e-3)


def test_growth_is_how_rank_grows() -> None:
    x, y = np.meshgrid(np.linspace(-2, 2, 200), np.linspace(-2, 2, 200))
    heights = x**2 + 2 * y**2
    tint = tint_of(heights)
    low, high = np.quantile(heights, [0.1, 0.9])
    places = np.linspace(low, high, 4000)
    grown = np.trapezoid(tint.growth(places), places)
    ends = tint.rank(np.array([low, high]))
    assert grown == pytest.approx(ends[1] - ends[0], rel=0.02)
    # And without kinks: nowhere does it jump.
    growth = tint.growth(places)
    assert np.abs(np.diff(growth)).max() < 0.02 * growth.max()


def test_the_table_for_large_pictures_has_the_colours_of_the_ranks() -> None:
    heights = np.random.default_rng(5).normal(size=(60, 60))
    tint = tint_of(heights)
    low, high = tint.tints.height_range
    bins = ((heights - low) / (high - low) * 4095.999).astype(int)
    ranks = tint.tints.ranks
    assert ranks is not None
    assert np.abs(ranks[bins] - 255 * tint.rank(heights)).max() < 6


@pytest.mark.parametrize("heights", [np.full((3, 4), 7.0), np.full((3, 4), np.nan)])
def test_ground_without_heights_is_flat(heights: np.ndarray) -> None:
    tint = tint_of(heights)
    assert tint.is_flat
    assert not tint.rank(heights).any()
    assert not tint.growth(heights).any()


def test_a_picture_has_north_up_its_own_colours_and_grey_where_there_is_no_ground() -> None:
    numbers = np.array([[0, 1], [2, 2]], np.uint8)
    ground = np.array([[True, True], [True, False]])
    # So much light leaves colours as they are.
    light = np.full((2, 2), (1 - 0.62) / 0.52)
    names = ("#102030", "#405060", "#8090a0")
    image = painted(numbers, light, ground, anchors=names, count=3)
    seen = [image.pixelColor(x, y).name() for y in (0, 1) for x in (0, 1)]
    for name, expected in zip(seen, ["#8090a0", "#808080", "#102030", "#405060"], strict=True):
        parts = [(int(each[i : i + 2], 16)) for each in (name, expected) for i in (1, 3, 5)]
        assert parts[:3] == pytest.approx(parts[3:], abs=2)


def test_a_picture_lives_on_when_its_pixels_are_gone() -> None:
    pixels = np.full((8, 8), 0xFF123456, np.uint32)
    image = image_of(pixels)
    pixels[:] = 0
    assert image.pixelColor(4, 4).name() == "#123456"


def test_colours_go_from_anchor_to_anchor() -> None:
    table = colours_between(ANCHORS, 8)
    names = ["#{:02x}{:02x}{:02x}".format(*colour) for colour in table.tolist()]
    assert tuple(names) == ANCHORS
    assert colour_table().shape == (256, 3)
