"""Equivalence by numbers: what counts as equal, as different, and as neither."""

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import Formula
from mountain.equivalence import Comparison, compare, points_in, rounding
from mountain.expression import Node

EDGES = (-3.0, 3.0, -2.0, 2.0)


def _node(text: str) -> Node:
    return Formula(text).node


def _compared(expected: str, found: str, edges: tuple[float, ...] = EDGES) -> Comparison:
    return compare(_node(expected), _node(found), *points_in(edges))


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("2x y", "y*x + x*y"),
        ("sin(x)^2 + cos(x)^2", "1"),
        ("0", "(x + y)^2 - x^2 - 2x y - y^2"),
        ("sin(2x)", "2 sin(x) cos(x)"),
        ("e^x e^y", "e^(x + y)"),
        ("10^9 + x", "x + 1000000000"),
        ("1/x", "x/x^2"),
        ("ln(x)", "2 ln(√x)"),
    ],
)
def test_two_ways_to_write_the_same_are_equal(expected, found):
    assert _compared(expected, found).are_equal


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ("2x y", "2x y + 10^-6"),
        ("2x", "2.0000001x"),
        ("x", "|x|"),
        ("0", "y*10^-9"),
        ("sin(x)", "x - x^3/6"),
        ("x^2", "x^2 + 10^-5*|y|"),
    ],
)
def test_what_differs_by_little_or_in_parts_is_different(expected, found):
    found = _compared(expected, found)
    assert not found.are_equal
    worst = found.worst
    apart = np.abs(found.expected - found.found)
    assert apart[worst] == apart[found.different].max()


def test_a_value_that_is_missing_is_no_difference():
    found = _compared("x", "(√x)^2")
    assert found.are_equal
    assert found.misses_a_region
    assert (found.x[found.missing] < 0).all()


def test_single_points_and_lines_without_a_value_are_no_region():
    found = _compared("x", "x^2/x")
    assert found.missing.any()
    assert not found.misses_a_region


def test_where_nothing_is_known_nothing_is_settled():
    found = _compared("√(x - 9)", "√(x - 9)")
    assert not found.is_settled
    assert not found.are_equal


def test_where_rounding_eats_every_digit_nothing_is_settled():
    assert not _compared("(10^20 + x) - 10^20", "x").is_settled


@given(some.floats(-1e3, 1e3), some.floats(1e-3, 1e3), some.integers(0, 100))
def test_points_are_in_their_window_and_the_same_for_the_same_seed(low, width, seed):
    edges = (low, low + width, -1.0, 1.0)
    x, y = points_in(edges, seed)
    assert x.shape == y.shape
    assert x.min() == low
    assert x.max() == low + width
    assert (y.min(), y.max()) == (-1, 1)
    assert np.array_equal(points_in(edges, seed), (x, y))
    if low < 0 < low + width:
        assert ((x == 0) & (y == 0)).any()


def test_every_cell_of_the_window_has_a_point():
    x, y = (each[:441] for each in points_in(EDGES))
    cells = np.floor((x + 3) / 6 * 21) * 21 + np.floor((y + 2) / 4 * 21)
    assert len(np.unique(cells)) == 441


def test_rounding_grows_with_the_largest_number_on_the_way():
    x, y = np.array([1.0, 2.0]), np.zeros(2)
    assert rounding(_node("(10^6 + x) - 10^6"), x, y) == pytest.approx(1e-7, rel=1e-3)
    assert rounding(_node("x"), x, y) == pytest.approx(1e-13 * x)
