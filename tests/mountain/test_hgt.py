"""SRTM tiles, compared with what GDAL reads of them."""

import math

import numpy as np
import pytest
import rasterio

from mountain import FileError, read_elevation
from mountain.elevation import ElevationError
from mountain.hgt import SIDES, hgt_elevation


def tile(side: int) -> np.ndarray:
    """Return heights of a tile, with two voids."""
    y, x = np.mgrid[:side, :side]
    heights = (500 + 400 * np.sin(x / 90) * np.cos(y / 70) - 300 * (x > side / 2)).astype(">i2")
    heights[5, 7] = heights[-1, 0] = -32768
    return heights


@pytest.mark.parametrize("side", [1201, 3601])
def test_a_tile_is_read_as_gdal_reads_it(tmp_path, side):
    path = tmp_path / "S10W085.hgt"
    path.write_bytes(tile(side).tobytes())
    ours = read_elevation(path)
    with rasterio.open(path) as file:
        theirs = file.read(1, masked=True)
        assert file.bounds.bottom == pytest.approx(-10, abs=0.001)
    np.testing.assert_array_equal(ours.missing[::-1], theirs.mask)
    np.testing.assert_array_equal(ours.heights[::-1][~theirs.mask], theirs.compressed())
    assert ours.dy == pytest.approx(111_195 / (side - 1))
    assert ours.dx == pytest.approx(ours.dy * math.cos(math.radians(9.5)))


@pytest.mark.parametrize(
    ("name", "latitude"), [("N36W085", 36.5), ("n46e007.SRTMGL1.hgt", 46.5), ("S01E000.hgt", -0.5)]
)
def test_the_name_tells_where_a_tile_lies(name, latitude):
    ours = hgt_elevation(tile(1801).tobytes(), name)
    assert ours.dx / ours.dy == pytest.approx(math.cos(math.radians(latitude)))
    assert name in ours.source


@pytest.mark.parametrize("name", ["school.hgt", "36N085W.hgt", "N36W0850.hgt", "N95W085.hgt"])
def test_a_tile_that_may_lie_anywhere_is_refused(name):
    with pytest.raises(ElevationError, match=r"N36W085\.hgt"):
        hgt_elevation(tile(1201).tobytes(), name)


@pytest.mark.parametrize("size", [0, 1, 2 * 1201**2 - 1, 2 * 1201**2 + 1, 2 * 1200**2])
def test_other_sizes_are_no_tiles(size):
    with pytest.raises(ElevationError, match="are no SRTM tile"):
        hgt_elevation(bytes(size), "N36W085.hgt")


def test_a_tile_of_voids_or_of_sea_is_refused():
    side = SIDES[0]
    with pytest.raises(ElevationError, match="every cell is empty"):
        hgt_elevation(np.full((side, side), -32768, ">i2").tobytes(), "N36W085.hgt")
    with pytest.raises(ElevationError, match="all its heights are 0 m"):
        hgt_elevation(bytes(2 * side * side), "N36W085.hgt")


@pytest.mark.parametrize("side", SIDES)
def test_a_tile_with_its_bytes_swapped_is_refused(side):
    with pytest.raises(ElevationError, match="its bytes are swapped"):
        hgt_elevation(tile(side).astype("<i2").tobytes(), "N36W085.hgt")


@pytest.mark.parametrize("height", [3, 60, 250, 1000, 8000])
@pytest.mark.parametrize("void", [-32768, -9999])
def test_land_of_every_height_is_told_from_itself_with_its_bytes_swapped(height, void):
    y, x = np.mgrid[: SIDES[0], : SIDES[0]]
    land = np.maximum(0, height * np.sin(x / 90) * np.cos(y / 70)).astype(">i2")
    land[np.random.default_rng(height).random(land.shape) < 0.05] = void
    assert hgt_elevation(land.tobytes(), "N36W085").height_range[0] == 0
    with pytest.raises(ElevationError, match="its bytes are swapped"):
        hgt_elevation(land.astype("<i2").tobytes(), "N36W085")


def test_a_text_with_the_ending_of_a_tile_is_refused(tmp_path):
    path = tmp_path / "N36W085.hgt"
    path.write_text("<html>not found</html>")
    with pytest.raises(FileError, match="are no SRTM tile"):
        read_elevation(path)
