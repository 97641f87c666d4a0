"""Numbers in TIFFs, compared with what GDAL reads of them through rasterio."""

import itertools
import struct
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from test_geotiff import heights, read, theirs, written

from mountain import cells, deflated
from mountain.cells import cells_of
from mountain.directories import pages
from mountain.elevation import ElevationError

PACKED = ("deflate", "lzw", "zstd")
PACKINGS = (("none", 1), ("packbits", 1), *itertools.product(PACKED, (1, 2, 3)))
ORDERS = ("LITTLE", "BIG")
KINDS = ("uint8", "uint16", "int16", "uint32", "int32", "float32", "float64")


def flavour(packing: str, predictor: int, order: str, block: tuple[int, int] | None) -> dict:
    """Return how GDAL is to write; a block of no columns is a strip."""
    options: dict[str, Any] = {"endianness": order}
    if packing != "none":
        options |= {"compress": packing}
    if packing in PACKED:
        options |= {"predictor": predictor}
    if block is not None and block[1]:
        options |= {"tiled": True, "blockysize": block[0], "blockxsize": block[1]}
    elif block is not None:
        options |= {"blockysize": block[0]}
    return options


@settings(max_examples=400, deadline=None)
@given(
    st.tuples(st.integers(2, 70), st.integers(2, 70)),
    st.sampled_from(PACKINGS),
    st.sampled_from(KINDS),
    st.sampled_from(ORDERS),
    st.sampled_from([None, (1, 0), (7, 0), (16, 16), (32, 48), (80, 16)]),
    st.integers(0, 2**32),
)
def test_numbers_of_all_sizes_are_those_that_gdal_reads(shape, packing, kind, order, block, seed):
    packing = ("none", 1) if packing[1] == 3 and kind[0] != "f" else packing
    chance = np.random.default_rng(seed)
    # Heights need all their bits to be told apart.
    numbers = np.clip(100 + 30 * chance.standard_normal(shape), 0, 250).astype(kind)
    numbers[chance.random(shape) < 0.1] = 3
    numbers[0, :2] = 100, 110
    if block is not None and block[1]:
        # A map smaller than its tiles is written as such.
        block = (min(block[0], 16 * -(-shape[0] // 16)), min(block[1], 16 * -(-shape[1] // 16)))
    data = written(numbers, nodata=3, **flavour(*packing, order, block))
    np.testing.assert_array_equal(read(data).heights[::-1], theirs(data))


@pytest.mark.parametrize("packing", PACKINGS)
def test_many_pieces_of_a_block_join_without_a_seam(packing, monkeypatch):
    monkeypatch.setattr(cells, "_AT_ONCE", 3000)
    monkeypatch.setattr(deflated, "_GIVEN", 100)
    data = written(heights("float64"), **flavour(*packing, "LITTLE", (70, 0)))
    np.testing.assert_array_equal(read(data).heights[::-1], heights("float64"))


@pytest.mark.parametrize("packing", ["lzw", "packbits", "zstd"])
@pytest.mark.parametrize("block", [(4, 0), (16, 16)])
def test_parts_that_are_packed_alike_are_each_in_their_place(packing, block, monkeypatch):
    monkeypatch.setattr(cells, "_AT_ONCE", 1)
    row = heights("float64")[:1]
    numbers = np.concatenate([np.tile(row, (30, 1)), 2 * row, np.tile(row, (30, 1))])
    data = written(numbers, **flavour(packing, 1, "LITTLE", block))
    np.testing.assert_array_equal(read(data).heights[::-1], numbers)


@pytest.mark.parametrize("packing", ["lzw", "packbits", "deflate"])
@pytest.mark.parametrize("block", [(4, 0), (16, 16)])
@pytest.mark.parametrize("kind", ["int16", "float64"])
def test_a_map_that_begins_level_is_read_as_any_other(packing, block, kind):
    numbers = np.full((60, 40), 7, kind)
    numbers[50, 30] = 8
    data = written(numbers, **flavour(packing, 1, "LITTLE", block))
    np.testing.assert_array_equal(read(data).heights[::-1], numbers)


@pytest.mark.parametrize("packing", ["lzw", "packbits", "deflate"])
def test_a_map_of_one_number_takes_no_memory(packing):
    data = written(np.full((60, 40), 7.0), **flavour(packing, 1, "LITTLE", (16, 16)))
    found = cells_of(data, pages(data)[0], np.dtype(float))
    np.testing.assert_array_equal(found, np.full((60, 40), 7.0))
    assert found.strides == (0, 0)


def test_a_predictor_of_fractions_is_refused_for_whole_numbers():
    data = drawn({258: 16, 259: 8, 317: 3, 339: 2})
    with pytest.raises(ElevationError, match="its predictor 3 is none for whole numbers"):
        cells_of(data, pages(data)[0], np.dtype(np.int16))


def test_strips_that_lie_apart_or_are_padded_are_read_in_their_order():
    numbers = np.arange(16.0).reshape(4, 4)
    padded = b"".join(row.tobytes() + bytes(8) for row in numbers)
    data = written(numbers, **flavour("none", 1, "LITTLE", (1, 0)))
    tags = dict(pages(data)[0])
    tags[273], tags[279] = tuple(range(0, 160, 40)), (40,) * 4
    np.testing.assert_array_equal(
        cells_of(b"II" + padded[2:], tags, np.dtype(float))[1:], numbers[1:]
    )


def test_large_files_of_64_bit_places_are_read_alike():
    data = written(heights("float64"), bigtiff="YES", compress="deflate", predictor=3)
    assert data[2] == 43
    np.testing.assert_array_equal(read(data).heights[::-1], heights("float64"))


def test_strips_that_would_fill_the_memory_are_refused(monkeypatch):
    data = written(heights("float64"), compress="lzw")
    monkeypatch.setattr(cells, "_MOST_AT_ONCE", 100)
    with pytest.raises(ElevationError, match="too large; save it with deflate"):
        read(data)


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("block", [(8, 0), (32, 32)])
def test_a_file_cut_short_anywhere_is_refused(packing, block):
    data = written(heights("float64"), **flavour(*packing, "LITTLE", block))
    whole = read(data).heights
    for length in range(4, len(data), max(1, len(data) // 80)):
        try:
            part = read(data[:length])
        except ElevationError:
            continue
        # What is cut off was no height, but padding.
        np.testing.assert_array_equal(part.heights, whole)


def test_a_wrong_byte_in_what_is_packed_is_found_by_its_check_sum():
    data = written(heights("float64"), compress="deflate")
    tags = pages(data)[0]
    begin, size = tags[273][0], tags[279][0]
    random = np.random.default_rng(2)
    for place in random.integers(begin, begin + size, 40):
        wrong = bytearray(data)
        wrong[place] ^= 0x41
        with pytest.raises(ElevationError, match="fetch it again"):
            read(bytes(wrong))


@pytest.mark.parametrize(
    ("tags", "problem"),
    [
        ({256: 2**16, 257: 2**11}, "more than can be read; save it as float32"),
        ({317: 34892}, "its predictor 34892 is not known"),
        ({278: 0}, "its strips or tiles are empty"),
        ({278: 1}, "it has 1 strips or tiles where 4 belong"),
        ({273: 2**31}, "cut short"),
        ({279: 2**31}, "cut short"),
        ({257: 8, 278: 8}, "cut short"),
        ({322: 2**31 - 16, 323: 2**31 - 16, 324: 8, 325: 9}, "more than can be read"),
    ],
)
def test_what_cannot_be_is_refused_before_it_is_unpacked(tags, problem):
    data = drawn(tags)
    with pytest.raises(ElevationError, match=problem):
        cells_of(data, pages(data)[0], np.dtype(float))


def test_a_strip_that_is_padded_to_its_full_height_is_read():
    numbers = np.arange(20.0).reshape(4, 5)
    packed = zlib.compress(np.arange(30.0).astype("<f8").tobytes())
    data = drawn({256: 5, 257: 4, 259: 8, 278: 6, 279: len(packed)}, packed)
    # No strip is taller than the map, for whom it is but a longer one.
    np.testing.assert_array_equal(cells_of(data, pages(data)[0], np.dtype(float)), numbers)


def test_a_strip_without_an_end_is_refused():
    packed = zlib.compress(np.arange(20.0).astype("<f8").tobytes())
    data = drawn({256: 5, 257: 4, 259: 8, 279: len(packed) - 4}, packed)
    with pytest.raises(ElevationError, match="cut short"):
        cells_of(data, pages(data)[0], np.dtype(float))


def drawn(tags: dict[int, int], numbers: bytes = bytes(4 * 4 * 8)) -> bytes:
    """Return a TIFF of one strip, of 4 × 4 numbers unless told otherwise."""
    usual = {256: 4, 257: 4, 258: 64, 259: 1, 262: 1, 273: 8, 277: 1, 278: 4, 339: 3}
    every = sorted((usual | {279: len(numbers)} | tags).items())
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in every)
    directory = struct.pack("<H", len(every)) + entries + bytes(4)
    return b"II*\0" + struct.pack("<I", 8 + len(numbers)) + numbers + directory
