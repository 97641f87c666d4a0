"""How a TIFF's page is cut up: what of it lies there in order, and what cannot be."""

import pytest
from hypothesis import given, strategies as st

from mountain.elevation import ElevationError
from mountain.strips import Blocks, blocks_of


def cut(rows: int, tall: int, gap: int = 0, more: int = 0) -> Blocks:
    """Return strips whose rows have four numbers of two bytes, with gaps, and more at last."""
    heights = [min(tall, rows - top) for top in range(0, rows, tall)]
    sizes = [8 * each for each in heights]
    places = [100 + index * (8 * tall + gap) for index in range(len(sizes))]
    sizes[-1] += more
    return Blocks((rows, 4), tall, 4, tuple(places), tuple(sizes), is_tiled=False)


@given(st.integers(2, 40), st.integers(1, 40), st.integers(0, 3), st.integers(-1, 3))
def test_strips_lie_in_order_where_nothing_is_between_them(rows, tall, gap, more):
    blocks = cut(rows, min(tall, rows), gap, more)
    assert blocks.lie_in_order(2) == (more >= 0 and (gap == 0 or len(blocks.places) == 1))


def test_tiles_and_strips_that_are_turned_round_do_not_lie_in_order():
    blocks = cut(8, 4)
    turned = Blocks((8, 4), 4, 4, blocks.places[::-1], blocks.sizes, is_tiled=False)
    tiled = Blocks((8, 4), 4, 4, blocks.places, blocks.sizes, is_tiled=True)
    assert blocks.lie_in_order(2)
    assert not turned.lie_in_order(2)
    assert not tiled.lie_in_order(2)


def test_strips_are_told_by_their_tags_and_checked_against_the_file():
    tags = {256: 4, 257: 7, 273: (8, 24, 40, 56), 278: 2, 279: (16, 16, 16, 8)}
    assert blocks_of(tags, 2, 64).count == (4, 1)
    with pytest.raises(ElevationError, match="cut short"):
        blocks_of(tags, 2, 63)
