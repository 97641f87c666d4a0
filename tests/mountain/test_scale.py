"""Scales: how the numbers of files become heights, and which make no map."""

import warnings

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from mountain import scale
from mountain.elevation import ElevationError
from mountain.scale import Scale, charted

STEPS = np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize("spacing", [(1e-300, 30), (30, 1e300), (np.nan, 30), (30, 0)])
def test_a_spacing_that_nobody_measures_in_is_refused(spacing):
    with pytest.raises(ElevationError, match=r"both must be from 0\.001 to 200,000 m"):
        charted(STEPS, spacing, "steps")


def test_the_first_row_of_a_file_lies_in_the_north_and_that_of_a_map_in_the_south():
    chart = charted(STEPS.astype(np.int16), (30, 20), "steps")
    np.testing.assert_array_equal(chart.heights, STEPS[::-1])
    assert (chart.edges, chart.height_range) == ((0, 90, 0, 40), (0, 11))
    assert chart.missing is None


@pytest.mark.parametrize(
    ("kind", "void"),
    [("i2", -32768.0), ("u2", 65535.0), ("f4", -3.4028234663852886e38), ("f8", -1.5), ("u1", 0.0)],
)
def test_voids_are_empty(kind, void):
    numbers = (STEPS + 1).astype(kind)
    with np.errstate(over="ignore"):
        numbers[1, 2] = void
    chart = charted(numbers, (1, 1), "steps", (), Scale(void))
    assert np.argwhere(chart.missing).tolist() == [[1, 2]]
    assert chart.notes == ()


@given(
    st.lists(st.sampled_from([7.0, 7.5, -9999.0, 1e9, 1e10, np.nan]), min_size=6, max_size=60),
    st.sampled_from(["f8", ">f4", "i4", ">i2"]),
    st.booleans(),
    st.integers(1, 30),
)
def test_level_and_empty_numbers_are_refused_whatever_they_are_beside(some, kind, turned, strip):
    with np.errstate(invalid="ignore", over="ignore"):
        numbers = np.array(some[: len(some) // 2 * 2]).reshape(-1, 2).astype(kind)
    numbers = (
        np.asfortranarray(np.vstack([numbers, numbers])) if turned else np.vstack([numbers] * 2)
    )
    known = {float(each) for each in numbers.flat if -12_000 <= each <= 30_000 and each != -9999}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scale, "_LOOKED_AT", strip)
        if len(known) > 1:
            heights = charted(numbers, (1, 1), "few").heights
            assert {float(each) for each in heights.flat if not np.isnan(each)} == known
            return
        words = "every cell is empty" if not known else f"all its heights are {known.pop():g} m"
        with pytest.raises(ElevationError, match=words):
            charted(numbers, (1, 1), "few")


@pytest.mark.parametrize("wrong", [np.nan, -9999.0])
def test_a_level_map_is_refused_before_it_takes_memory_as_heights(wrong, monkeypatch):
    numbers = np.full((400, 300), 7.0, np.float32)
    numbers[::3] = wrong
    monkeypatch.setattr(np, "empty", lambda *_: pytest.fail("memory was taken for heights"))
    with pytest.raises(ElevationError, match="all its heights are 7 m"):
        charted(numbers, (1, 1), "level")


@pytest.mark.parametrize("void", [-9999.0, 1.5, 1e300, np.nan, np.inf])
def test_a_void_that_the_numbers_cannot_be_hides_none(void):
    chart = charted(STEPS.astype("u1"), (1, 1), "steps", (), Scale(void))
    assert chart.missing is None


@pytest.mark.parametrize("wrong", [-9999.0, -32768.0, -3.4e38, 65535.0, np.inf, -np.inf])
def test_what_no_mountain_can_be_is_empty_and_said_so(wrong):
    numbers = STEPS.copy()
    numbers[0, 0] = wrong
    chart = charted(numbers, (1, 1), "steps")
    assert np.argwhere(chart.missing).tolist() == [[2, 0]]
    assert "1 number in it can be no height" in chart.notes[0]


LAND = 600 + 400 * np.sin(np.arange(60.0) / 9) * np.cos(np.arange(50.0) / 7)[:, None]


@pytest.mark.parametrize(
    "numbers",
    [
        LAND.astype(">i2").view("<i2"),
        LAND.astype("f4").view(">f4"),
        LAND * 100,
        (LAND * 1000).astype(int),
    ],
    ids=["swapped whole numbers", "swapped fractions", "centimetres", "millimetres"],
)
def test_many_different_numbers_that_can_be_no_heights_are_a_mistake(numbers):
    with pytest.raises(ElevationError, match=r"\d+% of its numbers can be no heights") as caught:
        charted(numbers, (30, 30), "mistaken")
    assert "its bytes may be swapped, or its unit another one" in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("void", [-9999.0, -32768.0, -99999.0, -3.4028234663852886e38, 1e20])
@pytest.mark.parametrize("share", [0.1, 0.9])
def test_voids_may_be_many_where_they_are_one_number(void, share):
    holes = np.random.default_rng(3).random(LAND.shape) < share
    chart = charted(np.where(holes, void, LAND), (30, 30), "holes")
    np.testing.assert_array_equal(chart.missing, holes[::-1])
    assert "can be no height" in chart.notes[0]


def test_numbers_that_were_mixed_at_the_edges_of_voids_do_not_hide_that_these_are_one_number():
    numbers = LAND.copy()
    numbers[20:, 20:] = -32768
    # As warping leaves them: neither void nor height, and before the first void.
    numbers[19, 20:] = np.linspace(-31_000, -13_000, 40)
    chart = charted(numbers, (30, 30), "warped")
    assert int(chart.missing.sum()) == 30 * 40 + 40
    assert "1240 numbers in it can be no height" in chart.notes[0]


def test_whatever_is_no_number_is_empty_without_a_warning():
    numbers = STEPS.astype(np.float32)
    # A signalling NaN, of which processors complain when they meet it.
    numbers.view(np.uint32)[1, 1] = 0x7FA00000
    chart = charted(numbers, (1, 1), "steps", (), Scale(-9999.0))
    assert np.argwhere(chart.missing).tolist() == [[1, 1]]


def test_a_scale_and_an_offset_turn_numbers_into_metres():
    chart = charted(STEPS.astype("i2"), (1, 1), "steps", (), Scale(3.0, 0.5, 100.0))
    assert chart.heights[0, 0] == 104.0
    assert np.isnan(chart.heights[2, 3])


@given(st.integers(9, 40), st.integers(9, 40), st.integers(0, 2**32 - 1), st.integers(5, 8))
def test_larger_maps_are_read_in_blocks_each_the_mean_of_what_was_measured(
    rows, columns, seed, most
):
    numbers = np.random.default_rng(seed).uniform(0, 100, (rows, columns))
    numbers[numbers < 30] = np.nan
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        patch.setattr(scale, "MOST_ALONG", most)
        patch.setattr(scale, "_AT_ONCE", 64)
        block = -(-max(rows, columns) // most)
        if min(rows, columns) // block < 2:
            return
        chart = charted(numbers, (2, 3), "noise")
        naive = [
            [
                np.nanmean(numbers[r * block : (r + 1) * block, c * block : (c + 1) * block])
                for c in range(columns // block)
            ]
            for r in range(rows // block)
        ]
    np.testing.assert_allclose(chart.heights, naive[::-1], rtol=1e-13)
    assert (chart.dx, chart.dy) == (2 * block, 3 * block)
    assert f"the mean of {block} × {block}" in chart.notes[-1]
