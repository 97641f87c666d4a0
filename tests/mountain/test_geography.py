"""Distances on the Earth, against what is known of it."""

import math

import pytest

from mountain.geography import (
    GeographyError,
    looks_like_degrees,
    mercator_shrinkage,
    metres_of_degrees,
)


def test_a_degree_at_the_equator_is_a_360th_of_the_way_round():
    around = 2 * math.pi * 6_371_000 / 360
    assert metres_of_degrees(1, 1, 0) == pytest.approx((around, around), rel=1e-5)


@pytest.mark.parametrize("latitude", [60, -60])
def test_at_sixty_degrees_a_degree_of_longitude_is_half_as_wide(latitude):
    width, height = metres_of_degrees(1, 1, latitude)
    assert width == pytest.approx(height / 2)


@pytest.mark.parametrize("latitude", [86, -90, math.nan, math.inf])
def test_near_the_poles_and_beyond_degrees_make_no_flat_map(latitude):
    with pytest.raises(GeographyError, match="nearer the poles in metres only"):
        metres_of_degrees(1, 1, latitude)


@pytest.mark.parametrize("latitude", [-70, 0, 10, 47, 80])
def test_a_mercator_metre_shrinks_by_the_cosine_of_the_latitude(latitude):
    northing = 6_378_137 * math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    assert mercator_shrinkage(northing) == pytest.approx(math.cos(math.radians(latitude)))


def test_small_cells_on_the_globe_look_like_degrees_and_others_do_not():
    assert looks_like_degrees((7, 8, 46, 47), 1 / 1200)
    assert not looks_like_degrees((0, 100, 0, 100), 1.0)
    assert not looks_like_degrees((500_000, 530_000, 4_000_000, 4_030_000), 0.1)
    assert not looks_like_degrees((0, 10, 50, 95), 0.1)
