"""Grey pictures as heightmaps, compared with what rasterio reads of them."""

import io
import struct
import time
import zlib

import numpy as np
import pytest
from PIL import Image
from rasterio.io import MemoryFile

from mountain import Elevation, HeightRangeError, heightmap, read_elevation
from mountain.elevation import ElevationError
from mountain.heightmap import (
    RangeError,
    pgm_elevation,
    picture_tiff_elevation,
    png_elevation,
)

RANGE = (200.0, 1100.0)
RAMP8 = np.arange(252, dtype=np.uint8).reshape(12, 21)
RAMP16 = (np.arange(252, dtype=np.uint16) * 260).reshape(12, 21)
READERS = {"PNG": png_elevation, "PPM": pgm_elevation, "TIFF": picture_tiff_elevation}


def saved(numbers: np.ndarray, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(numbers).save(file, form, **options)
    return file.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def png(columns: int, rows: int, bits: int, colour: int, pixels: bytes, *, woven: int = 0) -> bytes:
    head = struct.pack(">IIBBBBB", columns, rows, bits, colour, 0, 0, woven)
    packed = chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")


def read(data: bytes, form: str = "PNG") -> Elevation:
    return READERS[form](data, "map", 30.0, RANGE)


@pytest.mark.filterwarnings("ignore:Dataset has no geotransform")
@pytest.mark.parametrize("numbers", [RAMP8, RAMP16], ids=["8", "16"])
@pytest.mark.parametrize("form", ["PNG", "TIFF", "PPM"])
def test_greys_lie_evenly_between_the_lowest_and_the_highest(numbers, form):
    if form == "PPM":
        white = np.iinfo(numbers.dtype).max
        head = f"P5\n# a comment\n21 12\n{white}\n".encode()
        data = head + numbers.astype(numbers.dtype.newbyteorder(">")).tobytes()
    else:
        data = saved(numbers, form)
    ours = read(data, form)
    with MemoryFile(data) as memory, memory.open() as file:
        greys = file.read(1)
    np.testing.assert_array_equal(greys, numbers)
    expected = 200 + 900 * (greys / np.iinfo(numbers.dtype).max)
    np.testing.assert_allclose(ours.heights[::-1], expected, rtol=1e-14)
    assert (ours.dx, ours.dy) == (30, 30)
    assert "taken for 30 m" in ours.notes[0]
    assert ("steps of 3.53 m" in ours.notes[-1]) == (numbers.dtype == np.uint8)


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_a_picture_asks_for_its_range(tmp_path, form):
    data = saved(RAMP16, form)
    with pytest.raises(RangeError, match="as 200 and 1100"):
        READERS[form](data, "map", 30.0, None)
    path = tmp_path / "map"
    path.write_bytes(data)
    with pytest.raises(HeightRangeError, match="give the lowest and the highest"):
        read_elevation(path)
    assert read_elevation(path, (0, 65535), 5).heights[0, -1] == pytest.approx(RAMP16[-1, -1])


@pytest.mark.parametrize("wrong", [(5, 5), (9, 2), (np.nan, 1), (0, np.inf), (0, 1e9)])
def test_a_range_that_is_none_is_refused(wrong):
    with pytest.raises(ElevationError, match="make no mountain"):
        png_elevation(saved(RAMP8, "PNG"), "map", 30.0, wrong)


@pytest.mark.parametrize("kind", ["float32", "int32"])
def test_a_tiff_of_fractions_or_signs_holds_heights_in_metres(kind):
    numbers = (RAMP16 / 50.0 - 100).astype(kind)
    ours = picture_tiff_elevation(saved(numbers, "TIFF"), "map", 12.0, None)
    np.testing.assert_array_equal(ours.heights[::-1], numbers)
    assert "heights in metres" in ours.notes[1]


def test_a_transparent_grey_is_empty():
    data = saved(RAMP8, "PNG", transparency=100)
    np.testing.assert_array_equal(read(data).missing[::-1], RAMP8 == 100)


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (Image.fromarray(np.stack([RAMP8] * 3, -1)), "has colours"),
        (Image.fromarray(np.stack([RAMP8] * 4, -1)), "has colours"),
        (Image.fromarray(np.stack([RAMP8] * 2, -1), "LA"), "is partly transparent"),
        (Image.fromarray(RAMP8).convert("P"), "has a palette"),
        (Image.fromarray(RAMP8).convert("1"), "has 2 greys"),
    ],
)
@pytest.mark.filterwarnings("ignore:'mode' parameter is deprecated")
def test_pictures_that_are_not_grey_are_refused(picture, what):
    file = io.BytesIO()
    picture.save(file, "PNG")
    with pytest.raises(ElevationError, match=what):
        read(file.getvalue())


def test_a_coloured_tiff_is_refused():
    with pytest.raises(ElevationError, match="3 bands"):
        read(saved(np.stack([RAMP8] * 3, -1), "TIFF"), "TIFF")


@pytest.mark.parametrize("numbers", [RAMP8, RAMP16], ids=["8", "16"])
def test_a_png_with_any_wrong_byte_or_cut_short_is_refused(numbers):
    data = saved(numbers, "PNG")
    for place in range(8, len(data)):
        wrong = bytearray(data)
        wrong[place] ^= 0x10
        with pytest.raises(ElevationError):
            read(bytes(wrong))
        with pytest.raises(ElevationError):
            read(data[:place])


def test_a_png_with_fewer_rows_than_it_says_is_refused():
    row = b"\0" + bytes(range(21))
    assert read(png(21, 12, 8, 0, row * 12)).heights.shape == (12, 21)
    with pytest.raises(ElevationError, match="broken"):
        read(png(21, 12, 8, 0, row * 5))
    with pytest.raises(ElevationError, match="broken"):
        read(png(21, 12, 8, 0, row * 13))


@pytest.mark.parametrize("shape", [(12, 21), (2, 2), (8, 8), (3, 5), (9, 2)])
def test_a_png_that_shows_itself_coarsely_first_is_read_too(shape):
    rows, columns = shape
    greys = np.arange(rows * columns, dtype=np.uint8).reshape(shape)
    pixels = b""
    for left, top, across, down in (
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ):
        part = greys[top::down, left::across]
        pixels += b"".join(b"\0" + row.tobytes() for row in part if row.size)
    ours = read(png(columns, rows, 8, 0, pixels, woven=1))
    np.testing.assert_allclose(ours.heights[::-1], 200 + 900 * (greys / 255))


def test_a_bomb_is_refused_before_it_goes_off():
    with pytest.raises(ElevationError, match="more than can be read"):
        read(png(100_000, 100_000, 16, 0, bytes(10_000_000)))
    with pytest.raises(ElevationError, match="more than can be read"):
        read(b"P5 99999 99999 255 ", "PPM")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"P5 3 2 255 12345", "cut short"),
        (b"P5 3 2 9 123456", "whiter than its white"),
        (b"P5 3 2 70000 123456", "no number from 2 to 65535"),
        (b"P5 3 2 " + b"9" * 4000 + b" 123456", "no number from 2 to 65535"),
        (b"P5 " + b"9" * 4000 + b" 2 255 123456", "over 134,217,728 rows or columns"),
        (b"P5 " + b"9" * 2000 + b" 0 255 123456", "over 134,217,728 rows or columns"),
        (b"P5 3 2", "no width, height"),
        (b"P5 1 1 255 1", "make no surface"),
        (b"P5 3 2 255 111111", "all its heights"),
        (b"P5" + b"\n" * 200_000, "no width, height"),
        (b"P5" + b" #a\n" * 200_000, "no width, height"),
    ],
)
def test_pgms_that_would_be_read_wrongly_are_refused(data, message):
    begin = time.process_time()
    with pytest.raises(ElevationError, match=message):
        read(data, "PPM")
    # A header that drives the search for it mad would take ages, not a while.
    assert time.process_time() - begin < 20


def test_bytes_behind_too_few_pixels_are_no_pixels():
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(bytes(9 * 5)) + bytes(1000))
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")
    with pytest.raises(ElevationError, match="too few or too many pixels"):
        read(data)


def test_a_png_without_the_check_sum_of_its_pixels_is_refused():
    head = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    packed = chunk(b"IDAT", zlib.compress(bytes(9 * 8))[:-4])
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + packed + chunk(b"IEND", b"")
    with pytest.raises(ElevationError, match="broken"):
        read(data)


def test_a_png_in_countless_parts_is_refused(monkeypatch):
    monkeypatch.setattr(heightmap, "_MOST_CHUNKS", 4)
    data = saved(RAMP8, "PNG")
    assert read(data).heights.shape == RAMP8.shape
    part = chunk(b"tEXt", b"")
    with pytest.raises(ElevationError, match="too many parts"):
        read(data[:33] + part + part + data[33:])


def test_large_pictures_are_copied_in_parts_without_a_seam(monkeypatch):
    whole = read(saved(RAMP16, "PNG"), "PNG").heights
    monkeypatch.setattr(heightmap, "_CELLS_AT_ONCE", 50)
    np.testing.assert_array_equal(read(saved(RAMP16, "PNG"), "PNG").heights, whole)
