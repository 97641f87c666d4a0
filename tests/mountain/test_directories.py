"""The pages of a TIFF: how many there are, and that none tells more of itself than it may."""

import struct

import pytest
from test_geotiff import heights, written

from mountain.directories import pages
from mountain.elevation import ElevationError


def chained(count: int, back: int = 0) -> bytes:
    """Return a TIFF of so many pages of which nothing is told; the last one leads to a place."""
    places = [8 + 6 * number for number in range(count)]
    return b"II*\0\x08\0\0\0" + b"".join(
        struct.pack("<HI", 0, place) for place in (*places[1:], back)
    )


def test_each_page_is_told_once_even_if_the_last_leads_back():
    assert len(pages(chained(3))) == 3
    assert len(pages(chained(3, back=8))) == 3


def test_more_pages_than_any_map_has_are_refused():
    with pytest.raises(ElevationError, match="more than 100 pages"):
        pages(chained(101))


def test_a_file_without_a_page_is_refused():
    with pytest.raises(ElevationError, match="no page"):
        pages(b"II*\0" + bytes(4))


@pytest.mark.parametrize("big", [b"II*\0\x08\0\0\0", b"II+\0\x08\0\0\0" + struct.pack("<Q", 16)])
def test_a_page_that_tells_of_itself_without_end_is_refused_unread(big):
    entry, count = ("<HHII", "<H") if len(big) == 8 else ("<HHQQ", "<Q")
    entries = b"".join(struct.pack(entry, tag, 12, 10**8, 0) for tag in range(40000, 40050))
    with pytest.raises(ElevationError, match="as no map does"):
        pages(big + struct.pack(count, 50) + entries + bytes(8))


def test_what_a_page_tells_is_told():
    (tags,) = pages(written(heights("int16")))
    assert (tags[256], tags[257], tags[258]) == (90, 70, (16,))
