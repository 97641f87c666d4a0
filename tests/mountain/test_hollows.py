"""The lowest hollows of a grid, against a slow search."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mountain.hollows import lowest_hollows


def slow_hollows(heights: np.ndarray, sign: float, most: int) -> list[tuple[int, int]]:
    """Look at every inner node; of equal neighbours the first counts."""
    land = sign * heights
    found = []
    for row in range(1, len(land) - 1):
        for column in range(1, land.shape[1] - 1):
            around = [
                (land[row, column], (0, 0)) < (land[row + down, column + across], (down, across))
                for down in (-1, 0, 1)
                for across in (-1, 0, 1)
                if (down, across) != (0, 0)
            ]
            if all(around):
                found.append((land[row, column], row, column))
    return [(row, column) for _, row, column in sorted(found)[:most]]


@pytest.mark.parametrize("sign", [1.0, -1.0])
@given(
    seed=st.integers(0, 999),
    rows=st.integers(2, 700),
    columns=st.integers(2, 9),
    levels=st.sampled_from([3, 50, 10**9]),
    most=st.sampled_from([1, 5, 10**4]),
)
def test_the_lowest_hollows_are_those_of_a_slow_search(sign, seed, rows, columns, levels, most):
    heights = np.random.default_rng(seed).integers(0, levels, (rows, columns)).astype(float)
    row, column = lowest_hollows(heights, sign, most)
    found = list(zip(row.tolist(), column.tolist(), strict=True))
    assert [sign * heights[place] for place in found] == sorted(
        sign * heights[place] for place in found
    )
    expected = slow_hollows(heights, sign, most)
    if levels == 10**9:
        assert found == expected
    # Equally low ones may stand for one another.
    assert [heights[place] for place in found] == [heights[place] for place in expected]
