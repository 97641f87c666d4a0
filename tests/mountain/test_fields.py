"""What all fields share: which heights make a surface, and who works on which rows."""

import threading

import numpy as np
import pytest

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
