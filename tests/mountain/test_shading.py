"""The picture of a map: colours by height, lit from one side, in one pass."""

import hypothesis.strategies as st
import naive_fields
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

import mountain
from mountain.fields import FieldError
from mountain.light import Light
from mountain.shading import shaded_picture
from mountain.tints import NO_GROUND, Tints

FADE = np.stack([np.arange(256), np.arange(256) // 2 + 60, 255 - np.arange(256)], 1).astype("u1")
GREYS = np.repeat(np.arange(256, dtype="u1")[:, None], 3, 1)
TINTS = Tints(FADE, (-40.0, 60.0))
PLAIN = Light(exaggeration=0, altitude=90, dimmest=1, brightest=1)


def ground(kind=float, shape=(37, 53)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    heights = 40 * np.sin(x / 6) * np.cos(y / 4) + 10 + np.random.default_rng(5).random(shape)
    heights[4:7, 9:13] = heights[20, 20] = heights[0, 30] = heights[36, 52] = np.nan
    heights[10, 10] = heights[10, 12] = np.nan
    return heights.astype(kind)


def channels(picture):
    return np.stack([picture >> shift & 255 for shift in (16, 8, 0)], -1).astype(int)


@pytest.mark.parametrize("kind", ["f8", "f4"])
@pytest.mark.parametrize("spread", [False, True])
@pytest.mark.parametrize("light", [Light(), Light(77, 20, 3), Light(200, 90, 1, 0, 2), PLAIN])
def test_it_is_what_a_slow_twin_paints(kind, spread, light):
    heights = ground(kind)
    # By rank, the colours are those of the heights' squares.
    ranks = (np.linspace(0, 1, 4096) ** 2 * 255).astype("u1") if spread else None
    tints = Tints(FADE, (-40.0, 60.0), ranks)
    picture = shaded_picture(heights, 8, 5, tints, light, north_first=False)
    exact = naive_fields.shaded_picture(heights, 8, 5, tints, light)
    assert picture.dtype == np.uint32
    assert (picture >> 24 == 255).all()
    # One for the light's 256 steps, one for the next colour where a height lies between two.
    assert np.abs(channels(picture) - exact).max() <= 2.5
    assert np.abs(channels(picture) - exact).mean() < 0.5


def test_colours_can_be_spread_as_one_likes():
    ranks = np.random.default_rng(2).integers(0, 256, 4096).astype("u1")
    heights = np.linspace(-40, 60, 4097)[:-1].reshape(64, 64) + 100 / 8192
    picture = shaded_picture(
        heights, 1, 1, Tints(GREYS, (-40, 60), ranks), PLAIN, north_first=False
    )
    np.testing.assert_array_equal(channels(picture)[..., 0].ravel(), ranks)


def test_heights_beyond_the_range_have_the_outermost_colours():
    heights = np.array([[-1e9, -np.inf, -40.1], [60.1, 1e9, np.inf]])
    picture = shaded_picture(heights, 1, 1, Tints(GREYS, (-40, 60)), PLAIN, north_first=False)
    np.testing.assert_array_equal(channels(picture)[..., 0], [[0, 0, 0], [255, 255, 255]])


def test_row_0_of_the_picture_is_the_north():
    heights = ground()
    upright = shaded_picture(heights, 3, 4, TINTS, Light())
    turned = shaded_picture(heights, 3, 4, TINTS, Light(), north_first=False)
    np.testing.assert_array_equal(upright, turned[::-1])


def test_the_side_that_faces_the_light_is_the_bright_one():
    y, x = np.mgrid[:9, :9]
    grey = Tints(np.full((256, 3), 100, np.uint8), (0, 1))
    for azimuth, downhill in ((0, -y), (90, -x), (180, y), (270, x)):
        facing = shaded_picture(downhill, 1, 1, grey, Light(azimuth, 45, 1, 0.5, 1.5))
        turned_away = shaded_picture(-downhill, 1, 1, grey, Light(azimuth, 45, 1, 0.5, 1.5))
        assert (facing == 0xFF969696).all()
        assert (turned_away == 0xFF323232).all()


def test_where_there_is_no_ground_it_is_flat_grey():
    heights = ground()
    picture = shaded_picture(heights, 3, 4, TINTS, Light(), north_first=False)
    np.testing.assert_array_equal((picture == NO_GROUND), np.isnan(heights))
    nothing = shaded_picture(np.full((4, 5), np.nan), 1, 1, TINTS, Light())
    assert (nothing == NO_GROUND).all()


@pytest.mark.parametrize("kind", ["f8", "f4"])
@pytest.mark.parametrize(
    "part", [np.s_[::2, ::3], np.s_[5:, ::-1], np.s_[::-2, 4:40], np.s_[3:30, 7:45]]
)
def test_parts_and_every_so_manieth_cell_are_read_where_they_are(kind, part):
    heights = ground(kind)
    heights.flags.writeable = False
    packed = np.ascontiguousarray(heights[part])
    np.testing.assert_array_equal(
        shaded_picture(heights[part], 3, 4, TINTS, Light()),
        shaded_picture(packed, 3, 4, TINTS, Light()),
    )


def test_byte_orders_and_whole_numbers_do_not_matter():
    whole = np.nan_to_num(ground()).round()
    expected = shaded_picture(whole, 3, 4, TINTS, Light())
    for kind in (">f8", ">f4", "f4", "i2", ">i4"):
        seen = whole.astype(kind)
        np.testing.assert_array_equal(shaded_picture(seen, 3, 4, TINTS, Light()), expected)


def test_two_rows_or_columns_are_a_picture():
    y, x = np.mgrid[:2, :7] * 1.0
    grey = Tints(np.full((256, 3), 100, np.uint8), (0, 1))
    lit = shaded_picture(x + y, 1, 1, grey, Light(225, 45, 1, 0, 1))
    assert len(np.unique(lit)) == 1
    turned = shaded_picture((x + y).T, 1, 1, grey, Light(225, 45, 1, 0, 1))
    assert np.unique(turned) == np.unique(lit)


def test_large_maps_are_painted_in_bands_without_seams():
    y, x = np.mgrid[:1500, :700]
    heights = np.hypot(x - 350.0, y - 750.0)
    picture = shaded_picture(heights, 1, 1, Tints(FADE, (0, 830)), Light(0))
    mirrored = shaded_picture(heights[:, ::-1], 1, 1, Tints(FADE, (0, 830)), Light(0))
    np.testing.assert_array_equal(picture[:, 1:], mirrored[:, ::-1][:, 1:])
    few = shaded_picture(heights[300:350], 1, 1, Tints(FADE, (0, 830)), Light(0))
    np.testing.assert_array_equal(few[1:-1], picture[1500 - 349 : 1500 - 301])


def test_a_range_of_next_to_nothing_still_has_colours():
    heights = np.array([[0.0, 1e-300], [1e-300, 0.0]])
    picture = shaded_picture(heights, 1, 1, Tints(GREYS, (0, 1e-300)), PLAIN)
    assert (picture >> 24 == 255).all()


def test_it_is_painted_where_one_wants_it():
    heights, out = ground(), np.zeros((37, 53), np.uint32)
    assert shaded_picture(heights, 1, 1, TINTS, Light(), out=out) is out
    np.testing.assert_array_equal(out, shaded_picture(heights, 1, 1, TINTS, Light()))
    for bad in (out[::-1], out.astype("i4"), out[1:], np.zeros((37, 106), "u4")[:, ::2]):
        with pytest.raises(FieldError, match="out: must be"):
            shaded_picture(heights, 1, 1, TINTS, Light(), out=bad)


@pytest.mark.parametrize("kind", ["f8", "f4"])
def test_heights_far_below_the_range_have_the_first_colour(kind):
    heights = np.array([[0, 1], [2, 3]], kind)
    picture = shaded_picture(heights, 1, 1, Tints(GREYS, (1e299, 1e300)), PLAIN)
    assert (channels(picture) == 0).all()


@pytest.mark.parametrize("columns", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("hole", [(0, 0), (2, 1), (2, -1), (2, -2), (4, 1)])
def test_a_single_missing_height_is_minded_however_narrow_the_map(columns, hole):
    y, x = np.mgrid[:5, :columns]
    heights = x * x + 3.0 * y + x * y
    heights[hole] = np.nan
    tints = Tints(FADE, (0, 60))
    picture = shaded_picture(heights, 2, 3, tints, Light(), north_first=False)
    exact = naive_fields.shaded_picture(heights, 2, 3, tints, Light())
    np.testing.assert_array_equal(picture == NO_GROUND, np.isnan(heights))
    assert np.abs(channels(picture) - exact).max() <= 2.5


def test_the_package_offers_it():
    assert (mountain.shaded_picture, mountain.Tints) == (shaded_picture, Tints)


SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=10)
LAND = SHAPES.flatmap(
    lambda shape: arrays("f8", shape, elements=st.integers(-40, 60) | st.just(np.nan))
)


@given(LAND, st.floats(5, 90), st.floats(5, 90))
def test_any_land_is_painted_as_a_slow_twin_paints_it(heights, dx, dy):
    seen = heights.astype(">f8")
    seen.flags.writeable = False
    picture = shaded_picture(seen, dx, dy, TINTS, Light(), north_first=False)
    exact = naive_fields.shaded_picture(heights, dx, dy, TINTS, Light())
    np.testing.assert_array_equal(picture == NO_GROUND, np.isnan(heights))
    assert np.abs(channels(picture) - exact).max() <= 2.5
    for other in (np.asfortranarray(heights), np.repeat(heights, 2, 1)[:, ::2]):
        painted = shaded_picture(other, dx, dy, TINTS, Light(), north_first=False)
        np.testing.assert_array_equal(painted, picture)


@given(SHAPES, st.floats(-40, 60), st.floats(0, 360))
def test_level_land_has_one_colour_from_wherever_the_light_comes(shape, level, azimuth):
    picture = shaded_picture(np.full(shape, level), 7, 5, TINTS, Light(azimuth))
    assert len(np.unique(picture)) == 1
