"""What all fields share: which heights make a surface, and who works on which rows."""

import threading

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

from mountain import fields
from mountain.differences import gradient_field
from mountain.fields import FieldError, work_in_slices, work_through
from mountain.horn import hillshade, horn_aspect, horn_slope
from mountain.light import Light
from mountain.shading import shaded_picture
from mountain.tints import Tints

TINTS = Tints(np.zeros((256, 3), np.uint8), (0, 1))


def shaded(height, dx, dy):
    return shaded_picture(height, dx, dy, TINTS, Light())


@pytest.mark.parametrize("field", [gradient_field, horn_slope, horn_aspect, hillshade, shaded])
@pytest.mark.parametrize(
    ("height", "spacing", "message"),
    [
        (np.zeros((1, 9)), (1, 1), "height: 1 × 9 cells make no surface"),
        (np.zeros((9, 1)), (1, 1), "height: 9 × 1 cells"),
        (np.zeros((0, 9)), (1, 1), "height: 0 × 9 cells"),
        (np.zeros(9), (1, 1), "height: 9 cells"),
        (np.float64(3), (1, 1), "height: no cells"),
        (np.zeros((3, 4, 5)), (1, 1), "height: 3 × 4 × 5 cells"),
        (np.zeros((3, 4), complex), (1, 1), "complex128 is no type of heights"),
        (np.zeros((3, 4), object), (1, 1), "object is no type of heights"),
        (np.zeros((3, 4), "M8[s]"), (1, 1), "is no type of heights"),
        (np.zeros((3, 4)), (0, 1), "dx: cells cannot lie 0 apart"),
        (np.zeros((3, 4)), (1, -2), "dy: cells cannot lie -2 apart"),
        (np.zeros((3, 4)), (np.nan, 1), "dx: cells cannot lie nan apart"),
        (np.zeros((3, 4)), (1, np.inf), "dy: cells cannot lie inf apart"),
    ],
)
def test_what_makes_no_surface_is_refused_in_one_line(field, height, spacing, message):
    with pytest.raises(FieldError, match=message) as caught:
        field(height, *spacing)
    assert isinstance(caught.value, ValueError)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("rows", [1, 2, 7, 64, 1000])
def test_every_row_is_worked_out_once(rows, monkeypatch):
    monkeypatch.setattr(fields, "BAND_CELLS", 300)
    monkeypatch.setattr(fields, "SLICE_CELLS", 4000)
    lock, seen = threading.Lock(), []

    def band(first, last):
        with lock:
            seen.extend(range(first, last))

    work_through(band, (rows, 100))
    assert sorted(seen) == list(range(rows))
    seen.clear()
    shares = [(share, len(seen)) for share in work_in_slices(band, (rows, 100))]
    assert sorted(seen) == list(range(rows))
    assert all(round(share * rows) == count for share, count in shares)


@pytest.mark.parametrize("failing", [0, 20])
def test_what_goes_wrong_in_a_band_is_told_and_ends_the_work(failing, monkeypatch):
    monkeypatch.setattr(fields, "BAND_CELLS", 100)
    seen = []

    def band(first, last):
        seen.append(first)
        if first >= failing:
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        work_through(band, (10_000, 100))
    # Each thread got to one that failed, and took no other.
    assert len([first for first in seen if first >= failing]) <= fields._CORES


def test_two_threads_may_ask_at_once():
    heights = [np.random.default_rng(seed).normal(size=(300, 400)) for seed in range(4)]
    alone = [gradient_field(height, 1, 1) for height in heights]
    found = [None] * 4

    def ask(index):
        found[index] = [gradient_field(heights[index], 1, 1) for _ in range(20)]

    threads = [threading.Thread(target=ask, args=(index,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for expected, results in zip(alone, found, strict=True):
        assert len(results) == 20
        for result in results:
            np.testing.assert_array_equal(result, expected)


def test_new_fields_begin_with_a_line_of_memory():
    for shape in ((5, 7), (33, 3), (1000, 1001)):
        field = fields.checked_out(None, shape, np.dtype(np.float32))
        assert field.shape == shape
        assert field.ctypes.data % fields.LINE == 0
        assert field.flags.c_contiguous


SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12)
SPACING = st.sampled_from([0.5, 1.0, 30.0])
NUMBER = st.integers(-20, 20)


@given(SHAPES, SPACING, SPACING, st.tuples(*[NUMBER] * 6))
def test_quadratic_land_has_its_exact_slopes_and_a_plane_up_to_its_edges(shape, dx, dy, terms):
    rows, columns = np.indices(shape)
    x, y = columns * dx, rows * dy
    level, east, north, xx, xy, yy = terms
    heights = level + east * x + north * y + xx * x * x + xy * x * y + yy * y * y
    # Of two rows or columns only the mean slope between them can be known.
    found = gradient_field(heights, dx, dy)
    slack = 1e-10 * (1 + np.abs(heights).max()) / min(dx, dy)
    exact = east + 2 * xx * x + xy * y, north + xy * x + 2 * yy * y
    for field, slope, length, bend in zip(found, exact, shape[::-1], (xx, yy), strict=True):
        if length > 2 or bend == 0:
            np.testing.assert_allclose(field, slope, 0, slack)


@given(
    SHAPES.flatmap(lambda shape: arrays("f8", shape, elements=NUMBER | st.just(np.nan))),
    SPACING,
    SPACING,
)
def test_slopes_turn_with_the_land_whatever_is_missing(heights, dx, dy):
    seen = heights.astype(">f8")
    seen.flags.writeable = False
    east, north = gradient_field(seen, dx, dy)
    for other in (np.asfortranarray(heights), np.repeat(heights, 2, 1)[:, ::2]):
        np.testing.assert_array_equal(gradient_field(other, dx, dy), (east, north))
    turned = gradient_field(heights.T, dy, dx)
    np.testing.assert_allclose(turned, (north.T, east.T), 0, 1e-9)
    mirrored = gradient_field(heights[:, ::-1], dx, dy)
    np.testing.assert_allclose(mirrored, (-east[:, ::-1], north[:, ::-1]), 0, 1e-9)


@given(
    array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=12).flatmap(
        lambda shape: arrays("f8", shape, elements=st.floats(-1e4, 1e4))
    ),
    SPACING,
    SPACING,
)
def test_slopes_are_those_of_numpy(heights, dx, dy):
    north, east = np.gradient(heights, dy, dx, edge_order=2)
    np.testing.assert_allclose(gradient_field(heights, dx, dy), (east, north), 1e-9, 1e-8)
