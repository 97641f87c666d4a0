import math

import pytest
from hypothesis import given, strategies as st

from mountain import Window
from ui.edges import NAMES, EdgeError, window_of


def texts(x0: str, x1: str, y0: str, y1: str) -> dict[str, str]:
    return dict(zip(NAMES, (x0, x1, y0, y1), strict=True))


def test_four_numbers_are_a_window_with_a_minus_from_a_book_as_well() -> None:
    assert window_of(texts(" -1.5", "2", "−4", "1e2")) == Window(-1.5, 2.0, -4.0, 100.0)


@pytest.mark.parametrize(
    ("typed", "edited", "edge", "words"),
    [
        (("a", "3", "-3", "3"), "x0", "x0", "West: 'a' is no number that a map ends at; try -3"),
        (("-3", "", "-3", "3"), "x1", "x1", "East: '' is no number that a map ends at; try 3"),
        (("-3", "3", "-3", "inf"), "y1", "y1", "North: 'inf' is no number"),
        (("3", "-3", "-3", "3"), "x0", "x0", "West: must be less than east, -3; try -9"),
        (("3", "-3", "-3", "3"), "x1", "x1", "East: must be more than west, 3; try 9"),
        (("3", "-3", "-3", "3"), "y1", "x1", "East: must be more than west, 3; try 9"),
        (("-3", "3", "2", "2"), "y0", "y0", "South: must be less than north, 2; try -4"),
        (("-3", "3", "1e9", "1000000000.1"), "y1", "y1", "North: too close to south, 1e+09"),
        (("-1.7e308", "1.7e308", "-3", "3"), "x0", "x0", "West: too far from east, 1.7e+308"),
    ],
)
def test_what_is_wrong_names_the_box_that_was_typed_in(
    typed: tuple[str, str, str, str], edited: str, edge: str, words: str
) -> None:
    with pytest.raises(EdgeError) as wrong:
        window_of(texts(*typed), edited)
    assert wrong.value.edge == edge
    assert str(wrong.value).startswith(words)


_NUMBERS = st.floats(-1e12, 1e12).filter(lambda value: value == 0 or abs(value) > 1e-12)


@given(st.tuples(*[_NUMBERS] * 4), st.sampled_from(NAMES))
def test_an_edge_that_is_said_to_work_does(edges: tuple[float, ...], edited: str) -> None:
    typed = dict(zip(NAMES, map(repr, edges), strict=True))
    # One may be wrong for each pair of edges.
    for _ in range(2):
        try:
            window = window_of(typed, edited)
        except EdgeError as error:
            wrong = error
        else:
            break
        typed[wrong.edge] = str(wrong).rpartition("try ")[2]
        assert math.isfinite(float(typed[wrong.edge]))
    window = window_of(typed, edited)
    assert window.x0 < window.x1
    assert window.y0 < window.y1
