"""The gradient of a whole map: what NumPy's is, to rounding, whatever the array looks like."""

import itertools

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import array_shapes, arrays

import mountain
from mountain import differences, fields
from mountain.differences import gradient_field, gradient_field_in_slices
from mountain.fields import FieldError

SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=40)
HEIGHTS = st.floats(-9000, 9000, width=32)
SPACINGS = st.floats(0.01, 1e5)


@pytest.fixture
def streaming(monkeypatch):
    """Write past the caches however small the map."""
    monkeypatch.setattr(differences, "LEAST_STREAMED", 0)


def by_numpy(height, dx, dy):
    height = np.asarray(height)
    along, across = np.gradient(height, height.dtype.type(dy), height.dtype.type(dx), edge_order=2)
    return across, along


def assert_equal_to_rounding(ours, theirs, height, spacings):
    """A few roundings of the heights, over the spacing."""
    for field, other, spacing in zip(ours, theirs, spacings, strict=True):
        most = np.nanmax(np.abs(height), initial=0)
        slack = 8 * np.finfo(field.dtype).eps * most / spacing + np.finfo(field.dtype).tiny
        assert field.dtype == other.dtype
        np.testing.assert_array_equal(np.isnan(field), np.isnan(other))
        assert np.nanmax(np.abs(field - other), initial=0) <= slack


def hills(rows, columns, kind=float):
    y, x = np.mgrid[:rows, :columns]
    return (300 * np.sin(x / 7) * np.cos(y / 5) + 2 * x).astype(kind)


@pytest.mark.parametrize("streams", [False, True])
@pytest.mark.parametrize("kind", ["f8", "f4"])
def test_it_is_numpys_gradient_to_rounding(kind, streams, monkeypatch):
    monkeypatch.setattr(differences, "LEAST_STREAMED", 0 if streams else 2**60)

    @settings(deadline=None, max_examples=60)
    @given(SHAPES.flatmap(lambda shape: arrays(kind, shape, elements=HEIGHTS)), SPACINGS, SPACINGS)
    def compare(height, dx, dy):
        ours = gradient_field(height, dx, dy)
        assert_equal_to_rounding(ours, by_numpy(height, dx, dy), height, (dx, dy))

    compare()


@pytest.mark.parametrize("kind", ["f8", "f4"])
@pytest.mark.parametrize("shape", [(3, 3), (64, 8), (41, 129), (257, 1030), (1100, 1033)])
def test_past_the_caches_it_is_the_same_to_the_last_bit(shape, kind, monkeypatch):
    height = np.random.default_rng(3).normal(size=shape).astype(kind)
    monkeypatch.setattr(differences, "LEAST_STREAMED", 2**60)
    plain = gradient_field(height, 3, 7)
    monkeypatch.setattr(differences, "LEAST_STREAMED", 0)
    streamed = gradient_field(height, 3, 7)
    np.testing.assert_array_equal(streamed, plain)


def test_where_lines_begin_does_not_matter(streaming):
    height = hills(30, 50)
    expected = gradient_field(height, 1, 1)
    for first, second in itertools.product((0, 1, 3), (0, 1, 5)):
        room = np.full((2, 30 * 50 + 8), 7.0)
        out = tuple(
            row[begin : begin + 1500].reshape(30, 50)
            for row, begin in zip(room, (first, second), strict=True)
        )
        assert gradient_field(height, 1, 1, out)[0] is out[0]
        np.testing.assert_array_equal(out, expected)
        # Nothing is written beside the fields.
        assert (room == 7).sum() == 16


def test_a_plane_is_exact_everywhere():
    y, x = np.mgrid[:50, :70]
    across, along = gradient_field(3.0 * x - 5.0 * y + 100, 0.5, 4)
    np.testing.assert_array_equal(across, 6)
    np.testing.assert_array_equal(along, -1.25)


def test_level_ground_has_no_slope():
    np.testing.assert_array_equal(gradient_field(np.full((9, 7), 1234.5), 30, 30), 0)


def test_a_parabola_is_exact_at_the_edges_too():
    y, x = np.mgrid[:20, :30]
    across, along = gradient_field(x**2 + 3.0 * x * y - 2 * y**2, 1, 1)
    np.testing.assert_array_equal(across, 2 * x + 3 * y)
    np.testing.assert_array_equal(along, 3 * x - 4 * y)


@given(SHAPES.flatmap(lambda shape: arrays("f8", shape, elements=HEIGHTS)))
@settings(deadline=None, max_examples=40)
def test_a_map_turned_over_its_diagonal_has_its_slopes_turned_over(height):
    across, along = gradient_field(height, 2, 5)
    turned_across, turned_along = gradient_field(height.T, 5, 2)
    np.testing.assert_allclose(turned_across, along.T, rtol=0, atol=1e-11)
    np.testing.assert_allclose(turned_along, across.T, rtol=0, atol=1e-11)


@given(SHAPES.flatmap(lambda shape: arrays("f8", shape, elements=HEIGHTS)))
@settings(deadline=None, max_examples=40)
def test_a_map_in_a_mirror_climbs_the_other_way(height):
    across, along = gradient_field(height, 2, 5)
    east, north = gradient_field(height[:, ::-1], 2, 5)
    np.testing.assert_allclose(east, -across[:, ::-1], rtol=0, atol=1e-11)
    np.testing.assert_allclose(north, along[:, ::-1], rtol=0, atol=1e-11)


@pytest.mark.parametrize("kind", ["f8", "f4"])
def test_without_a_height_there_is_no_slope_beside_it(kind, streaming):
    height = hills(40, 60, kind)
    for i, j in ((0, 0), (0, 30), (5, 0), (20, 20), (20, 22), (39, 59), (38, 1), (2, 40)):
        height[i, j] = np.nan
    ours = gradient_field(height, 3, 4)
    assert_equal_to_rounding(ours, by_numpy(height, 3, 4), height, (3, 4))
    # The height itself does not count: only those beside it do.
    assert not np.isnan(ours[0][20, 20])
    assert np.isnan(ours[0][20, [19, 21, 23]]).all()
    assert np.isnan(ours[1][[19, 21], 20]).all()


def test_where_nothing_was_measured_there_are_no_slopes():
    assert np.isnan(gradient_field(np.full((5, 6), np.nan), 1, 1)).all()


def test_two_cells_have_one_difference_for_both():
    height = np.array([[1.0, 2.0, 4.0, 8.0], [5.0, 5.0, 5.0, 5.0]])
    across, along = gradient_field(height, 1, 2)
    np.testing.assert_array_equal(across, np.gradient(height, axis=1, edge_order=2))
    np.testing.assert_array_equal(along, [[2, 1.5, 0.5, -1.5]] * 2)
    turned = gradient_field(height.T, 2, 1)
    np.testing.assert_array_equal(turned[0], along.T)
    np.testing.assert_array_equal(turned[1], across.T)
    np.testing.assert_array_equal(gradient_field(height[:, :2], 1, 2)[0], [[1, 1], [0, 0]])


@pytest.mark.parametrize(
    "looked_at",
    [
        lambda height: height[::2, ::3],
        lambda height: height[::-1, ::-1],
        np.asfortranarray,
        lambda height: height.astype(">f8"),
        lambda height: height.astype(">f4"),
        lambda height: height.astype("i2"),
        lambda height: height.astype(">u2"),
        lambda height: height.astype("f2"),
        lambda height: height.astype("i8"),
        lambda height: height > 50,
        lambda height: height.tolist(),
    ],
)
def test_any_array_of_real_numbers_is_looked_at(looked_at):
    height = np.abs(hills(60, 90)).round()
    seen = looked_at(height)
    kind = np.float32 if getattr(seen, "dtype", None) == ">f4" else np.float64
    packed = np.array(seen, kind)
    ours = gradient_field(seen, 2, 3)
    assert_equal_to_rounding(ours, by_numpy(packed, 2, 3), packed, (2, 3))


def test_heights_that_cannot_be_changed_are_not():
    height = hills(20, 30)
    height.flags.writeable = False
    kept = height.copy()
    np.testing.assert_array_equal(gradient_field(height, 1, 1), gradient_field(kept, 1, 1))
    np.testing.assert_array_equal(height, kept)


def test_what_is_masked_counts_as_missing():
    height = np.ma.masked_array(np.arange(36).reshape(6, 6), np.eye(6) > 0)
    expected = gradient_field(np.ma.filled(height.astype(float), np.nan), 1, 1)
    np.testing.assert_array_equal(gradient_field(height, 1, 1), expected)


def test_results_of_slices_are_those_of_the_whole(monkeypatch):
    monkeypatch.setattr(fields, "SLICE_CELLS", 1000)
    height = hills(123, 77)
    out = np.full((2, 123, 77), np.nan)
    shares = list(gradient_field_in_slices(height, 5, 6, (out[0], out[1])))
    assert shares == sorted(shares)
    assert len(shares) == 11
    assert shares[-1] == 1
    np.testing.assert_array_equal(out, gradient_field(height, 5, 6))


def test_who_stops_asking_for_slices_has_cancelled(monkeypatch):
    monkeypatch.setattr(fields, "SLICE_CELLS", 1000)
    out = np.full((2, 123, 77), np.nan)
    slices = gradient_field_in_slices(hills(123, 77), 5, 6, (out[0], out[1]))
    share = next(slices)
    slices.close()
    done = round(share * 123)
    assert 0 < done < 123
    assert not np.isnan(out[:, :done]).any()
    assert np.isnan(out[:, done:]).all()


def test_what_does_not_fit_is_refused_before_anything_is_written():
    height, good = hills(5, 6), np.zeros((5, 6))
    read_only = good.copy()
    read_only.flags.writeable = False
    for bad in (
        np.zeros((6, 5)),
        good.astype("f4"),
        good.astype(">f8"),
        good.T.copy().T,
        read_only,
    ):
        with pytest.raises(FieldError, match="out: must be"):
            gradient_field(height, 1, 1, (good, bad))
    assert not good.any()


def test_the_package_offers_it():
    assert mountain.gradient_field is gradient_field
