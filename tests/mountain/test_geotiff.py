"""GeoTIFFs of many flavours, compared with what GDAL reads of them through rasterio."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.transform import Affine

from mountain import elevation
from mountain.elevation import Elevation, ElevationError
from mountain.geotiff import tiff_elevation


def from_origin(west: float, north: float, dx: float, dy: float) -> Affine:
    """Return where the cells of a map lie that is north up."""
    return Affine(dx, 0, west, 0, -dy, north)


UTM = from_origin(500_000, 4_000_000, 30, 25)
ROWS, COLUMNS = 70, 90
TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64", "int64")
PACKINGS = ("none", "lzw", "deflate", "packbits", "zstd", "lerc")


def heights(kind: str) -> np.ndarray:
    """Return heights that a type can hold, of all signs that it has."""
    y, x = np.mgrid[:ROWS, :COLUMNS]
    land = 900 + 700 * np.sin(x / 9) * np.cos(y / 7) + 0.37 * x
    if "u" not in kind:
        land -= 1000
    return (land / 20 if kind.endswith("8") else land).astype(kind)


def written(numbers: np.ndarray, **options: Any) -> bytes:
    """Return a GeoTIFF of numbers; it has metres unless told otherwise."""
    words = options.pop("tags", {})
    unit, scaled = options.pop("unit", None), options.pop("scaled", None)
    mask = options.pop("mask", None)
    rows, columns = numbers.shape[-2:]
    bands = numbers.reshape(-1, rows, columns)
    options = {"crs": "EPSG:32617", "transform": UTM, "count": len(bands)} | options
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", height=rows, width=columns, dtype=numbers.dtype.name, **options
        ) as file:
            file.write(bands)
            file.update_tags(**words)
            if unit:
                file.units = (unit,)
            if scaled:
                file.scales, file.offsets = (scaled[0],), (scaled[1],)
            if mask is not None:
                file.write_mask(mask)
        return bytes(memory.read())


def theirs(data: bytes) -> np.ndarray:
    with MemoryFile(data) as memory, memory.open() as file:
        return file.read(1, masked=True).astype(float).filled(np.nan)


def read(data: bytes) -> Elevation:
    found = tiff_elevation(data, "map.tif")
    assert found is not None
    return found


def flavours() -> list[tuple[str, str, int]]:
    """Return the types, packings and predictors that go together."""
    return [
        (kind, packing, predictor)
        for kind, packing, predictor in itertools.product(TYPES, PACKINGS, (1, 2, 3))
        if (predictor < 3 or kind.startswith("float"))
        and (predictor == 1 or packing in ("lzw", "deflate", "zstd"))
        and (kind, packing) != ("int64", "lerc")
    ]


def options_of(packing: str, predictor: int) -> dict[str, Any]:
    return {} if packing == "none" else {"compress": packing, "predictor": predictor}


@pytest.mark.parametrize(("kind", "packing", "predictor"), flavours())
def test_every_flavour_is_read_as_gdal_reads_it_or_refused(kind, packing, predictor):
    readable = kind not in ("int8", "int64") and packing != "lerc"
    numbers = heights(kind)
    for order, tiled, big in itertools.product(("LITTLE", "BIG"), (False, True), ("NO", "YES")):
        options = options_of(packing, predictor) | {"endianness": order, "bigtiff": big}
        if tiled:
            options |= {"tiled": True, "blockxsize": 32, "blockysize": 32}
        data = written(numbers, **options)
        try:
            ours = read(data)
        except ElevationError:
            assert not readable or (order, big) == ("BIG", "YES")
            continue
        np.testing.assert_array_equal(ours.heights[::-1], theirs(data))
        assert (ours.dx, ours.dy) == (30, 25)
        assert readable


@pytest.mark.parametrize(
    ("kind", "void"),
    [
        ("int16", -32768),
        ("uint16", 65535),
        ("float32", -3.4028234663852886e38),
        ("float32", np.nan),
    ],
)
def test_voids_are_empty(kind, void):
    numbers = heights(kind)
    numbers[3:6, 7:9] = void
    data = written(numbers, nodata=void, compress="deflate")
    ours = read(data)
    np.testing.assert_array_equal(ours.heights[::-1], theirs(data))
    assert ours.missing is not None
    assert ours.missing.sum() == 6


def test_degrees_are_metres_at_the_latitude_of_the_middle():
    transform = from_origin(-84.41375, 36.7, 1 / 1200, 1 / 1200)
    ours = read(written(heights("int16"), crs="EPSG:4326", transform=transform))
    middle = 36.7 - ROWS / 2 / 1200
    assert ours.dy == pytest.approx(111_195 / 1200)
    assert ours.dx == pytest.approx(ours.dy * math.cos(math.radians(middle)), rel=1e-12)
    assert ours.notes == ()


def test_where_points_are_told_they_lie_in_the_middle_of_cells():
    options = {"crs": "EPSG:4326", "transform": from_origin(10, 70, 0.5, 0.5)}
    areas, points = (
        read(written(heights("int16"), tags={"AREA_OR_POINT": each}, **options))
        for each in ("Area", "Point")
    )
    assert points.dx == pytest.approx(areas.dx, rel=1e-12)
    np.testing.assert_array_equal(points.heights, areas.heights)


def test_a_map_that_begins_in_the_south_is_turned():
    numbers = heights("int16")
    transform = Affine(30, 0, 500_000, 0, 25, 4_000_000)
    ours = read(written(numbers, transform=transform))
    np.testing.assert_array_equal(ours.heights, numbers)
    assert (ours.dx, ours.dy) == (30, 25)


@pytest.mark.parametrize(
    "transform",
    [
        Affine(29, 5, 500_000, 5, -24, 4_000_000),
        Affine(30, 3, 500_000, 0, -25, 4_000_000),
        Affine(30, 0, 500_000, 3, -25, 4_000_000),
        Affine(-30, 0, 500_000, 0, -25, 4_000_000),
        Affine(0, 30, 500_000, -25, 0, 4_000_000),
    ],
)
def test_turned_sheared_and_mirrored_maps_are_refused(transform):
    with pytest.raises(ElevationError, match="turn it north up first"):
        read(written(heights("int16"), transform=transform))


def test_feet_on_the_ground_are_metres():
    ours = read(written(heights("int16"), crs="EPSG:2274"))
    assert (ours.dx, ours.dy) == pytest.approx((30 * 1200 / 3937, 25 * 1200 / 3937))


def test_the_web_s_projection_is_shrunk_to_the_ground():
    crs, northing = CRS.from_epsg(3857), 6_000_000
    ours = read(written(heights("int16"), crs=crs, transform=from_origin(0, northing, 30, 30)))
    latitude = 2 * math.atan(math.exp((northing - 15 * ROWS) / 6_378_137)) - math.pi / 2
    assert ours.dx == pytest.approx(30 * math.cos(latitude), rel=1e-9)
    assert "measured in its middle" in ours.notes[0]


def test_without_a_unit_the_place_and_the_cells_tell_it():
    assert "taken for metres" in read(written(heights("int16"), crs=None)).notes[0]
    ours = read(written(heights("int16"), crs=None, transform=from_origin(7, 47, 0.001, 0.001)))
    assert "taken for degrees" in ours.notes[0]
    assert ours.dy == pytest.approx(111.195)


@pytest.mark.parametrize(
    ("unit", "length"), [("m", 1), ("metre", 1), ("ft", 0.3048), ("US survey foot", 1200 / 3937)]
)
def test_heights_are_metres_whatever_their_unit(unit, length):
    numbers = heights("int16")
    ours = read(written(numbers, unit=unit))
    np.testing.assert_allclose(ours.heights[::-1], numbers * length, rtol=1e-12)


def test_feet_of_the_vertical_datum_are_metres():
    numbers = heights("int16")
    ours = read(written(numbers, crs="EPSG:26917+6360"))
    np.testing.assert_allclose(ours.heights[::-1], numbers * (1200 / 3937), rtol=1e-12)


def test_unknown_units_are_refused():
    with pytest.raises(ElevationError, match="'fathom'"):
        read(written(heights("int16"), unit="fathom"))


def test_scale_and_offset_are_applied():
    numbers = heights("int16")
    ours = read(written(numbers, scaled=(0.1, 250.0), nodata=-32768))
    np.testing.assert_allclose(ours.heights[::-1], numbers * 0.1 + 250, rtol=1e-12)


def test_several_bands_and_masks_are_refused():
    with pytest.raises(ElevationError, match="3 bands"):
        read(written(np.stack([heights("uint8")] * 3), photometric="RGB"))
    numbers = heights("int16")
    with pytest.raises(ElevationError, match="nodata value"):
        read(written(numbers, mask=numbers > 0))


def test_smaller_copies_behind_the_map_do_no_harm():
    with MemoryFile() as memory:
        with memory.open(
            driver="GTiff", height=ROWS, width=COLUMNS, count=1, dtype="int16", transform=UTM
        ) as file:
            file.write(heights("int16"), 1)
            file.build_overviews([2, 4])
        data = bytes(memory.read())
    np.testing.assert_array_equal(read(data).heights[::-1], heights("int16"))


def test_only_our_own_limit_to_the_size_counts(monkeypatch):
    data = written(heights("int16"), compress="deflate")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", ROWS * COLUMNS - 1)
    np.testing.assert_array_equal(read(data).heights[::-1], heights("int16"))
    monkeypatch.setattr(elevation, "MOST_CELLS", ROWS * COLUMNS - 1)
    with pytest.raises(ElevationError, match="more than can be read"):
        read(data)


def test_photographs_are_refused():
    with pytest.raises(ElevationError, match="packed by method 7"):
        read(written(heights("uint8"), compress="jpeg"))


def test_maps_with_cells_left_out_are_refused():
    with MemoryFile() as memory:
        options = {"tiled": True, "blockxsize": 32, "blockysize": 32, "sparse_ok": True}
        with memory.open(
            driver="GTiff", height=64, width=64, count=1, dtype="int16", transform=UTM, **options
        ) as file:
            file.write(heights("int16")[:32, :32], 1, window=((0, 32), (0, 32)))
        data = bytes(memory.read())
    with pytest.raises(ElevationError, match="left out"):
        read(data)


@pytest.mark.parametrize("packing", PACKINGS[:5])
def test_a_file_cut_short_anywhere_is_refused(packing):
    data = written(heights("int16"), **options_of(packing, 1))
    whole = read(data).heights
    for length in range(4, len(data), max(1, len(data) // 60)):
        try:
            part = read(data[:length])
        except ElevationError:
            continue
        # What is cut off was no height, but padding.
        np.testing.assert_array_equal(part.heights, whole)
        assert (part.dx, part.dy) == (30, 25)


def test_files_with_wrong_bytes_are_refused_or_read_but_never_crash():
    data = written(heights("int16"), compress="deflate")
    random = np.random.default_rng(3)
    refused = 0
    for _ in range(150):
        wrong = bytearray(data)
        # Most of what matters stands at the beginning.
        wrong[random.integers(4, 500)] = random.integers(256)
        try:
            tiff_elevation(bytes(wrong), "wrong.tif")
        except ElevationError:
            refused += 1
    assert refused > 0


def test_a_large_file_with_the_higher_byte_first_is_refused_by_name():
    with pytest.raises(ElevationError, match="save it with the lower one first"):
        read(written(heights("int16"), bigtiff="YES", endianness="BIG"))


def test_numbers_that_nobody_knows_how_to_read_are_named_in_the_refusal():
    with pytest.raises(ElevationError, match="signed, of 64 bits; save it as float32"):
        read(written(heights("int64")))


@pytest.mark.parametrize("number", [7, -32768])
def test_a_small_file_that_unpacks_to_a_huge_level_map_is_refused_unpacked(tmp_path, number):
    side = 7000
    kind = {"driver": "GTiff", "width": side, "height": side, "count": 1, "dtype": "int16"}
    place = Affine(30, 0, 500_000, 0, -30, 4_000_000)
    how = {"crs": "EPSG:32633", "transform": place, "compress": "deflate"}
    with rasterio.open(tmp_path / "map.tif", "w", **kind, **how) as file:
        file.write(np.full((side, side), number, np.int16), 1)
    with pytest.raises(ElevationError, match="nearly all of it is one height, or empty"):
        tiff_elevation((tmp_path / "map.tif").read_bytes(), "map.tif")


def test_a_system_of_two_parts_is_in_metres_where_its_code_is_known():
    data = written(heights("float32"), crs=CRS.from_string("EPSG:26910+5703"))
    found = read(data)
    assert (found.dx, found.dy) == (30.0, 25.0)
    assert found.notes == ()


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:2263+6360", "only EPSG's code 2263 tells its unit"),
        ("EPSG:2272+5703", "only EPSG's code 2272 tells its unit"),
        ("EPSG:3395", "stretches the land"),
        ("EPSG:4087", "stretches the land"),
        ("EPSG:32662", "stretches the land"),
        ("EPSG:6933", "stretches the land"),
        ("+proj=sinu +lon_0=0 +x_0=0 +y_0=0 +R=6371007 +units=m", "stretches the land"),
        ("+proj=merc +lat_ts=40 +datum=WGS84 +units=m", "stretches the land"),
    ],
)
def test_what_cannot_be_told_in_metres_is_refused(crs, words):
    with pytest.raises(ElevationError, match=words):
        read(written(heights("float32"), crs=CRS.from_string(crs)))
