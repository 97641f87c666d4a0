"""Slope, aspect and hillshade after Horn: as GDAL has them, and as a slow twin does."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import hypothesis.strategies as st
import naive_fields
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays

import mountain
from mountain import fields
from mountain.horn import hillshade, horn_aspect, horn_slope, horn_slope_in_slices
from mountain.light import Light

#: What GDAL made of the demo map, in a few cells; the file says how.
STORED = tomllib.loads(Path(__file__).with_name("gdal_fields.toml").read_text())
LOW_LIGHT = Light(200, 30, 2)


@pytest.fixture(scope="module")
def demo():
    return mountain.read_elevation(mountain.ASSETS / "elevation" / "jacksboro_fault.npz")


def ground(kind=float, shape=(23, 31)):
    chance = np.random.default_rng(11)
    heights = chance.normal(size=shape).cumsum(0).cumsum(1).round(3)
    heights[3:8, 3:9] = 5
    heights[12, 14] = heights[20, 29] = heights[0, 17] = np.nan
    return heights.astype(kind)


def rounded(light):
    return np.floor(light + 0.5)


@pytest.mark.parametrize(("kind", "slack"), [("f8", 1e-9), ("f4", 5e-4)])
@pytest.mark.parametrize("spacing", [(1, 1), (30, 20), (0.5, 4)])
def test_they_are_what_a_slow_twin_finds(kind, slack, spacing):
    heights = ground(kind)
    slope, aspect = horn_slope(heights, *spacing), horn_aspect(heights, *spacing)
    assert slope.dtype == aspect.dtype == kind
    np.testing.assert_allclose(slope, naive_fields.horn_slope(heights, *spacing), 0, slack)
    turn = aspect - naive_fields.horn_aspect(heights, *spacing)
    assert np.isnan(aspect).tolist() == np.isnan(turn).tolist()
    np.testing.assert_allclose((turn + 180)[~np.isnan(turn)] % 360, 180, 0, 20 * slack)
    for light in (Light(), LOW_LIGHT, Light(77, 0), Light(10, 90, 0.5)):
        shade = hillshade(heights, *spacing, light)
        exact = naive_fields.hillshade(heights, *spacing, light)
        assert ((shade == 0) == (exact == 0)).all()
        # Half a grey is the rounding; the other is for what lies between two.
        assert np.abs(shade - exact).max() < 0.5 + slack


@pytest.mark.parametrize(
    ("east", "north", "steepness", "faces"),
    [(1, 0, 45, 270), (-1, 0, 45, 90), (0, 1, 45, 180), (0, -1, 45, 0), (1, 1, 54.7356, 225)],
)
def test_a_plane_is_as_steep_as_it_is_and_faces_downhill(east, north, steepness, faces):
    y, x = np.mgrid[:6, :7] * 10.0
    inside = np.s_[1:-1, 1:-1]
    heights = east * x + north * y
    np.testing.assert_allclose(horn_slope(heights, 10, 10)[inside], steepness, atol=1e-4)
    np.testing.assert_allclose(horn_aspect(heights, 10, 10)[inside], faces, atol=1e-9)
    towards, away = Light(faces, 0), Light(faces + 180, 0)
    bright = 1 + 254 * np.sin(np.radians(steepness))
    assert (hillshade(heights, 10, 10, towards)[inside] == rounded(bright)).all()
    assert (hillshade(heights, 10, 10, away)[inside] == 1).all()


def test_level_ground_faces_nowhere_and_is_lit_evenly():
    heights = np.full((5, 6), 321.0)
    inside = np.s_[1:-1, 1:-1]
    assert (horn_slope(heights, 1, 1)[inside] == 0).all()
    assert np.isnan(horn_aspect(heights, 1, 1)).all()
    assert (hillshade(heights, 1, 1, Light(altitude=90))[inside] == 255).all()


def test_edges_and_what_lies_beside_missing_ground_have_no_value():
    heights = np.add.outer(np.arange(9.0), np.arange(8.0))
    heights[4, 5] = np.nan
    missing = np.ones((9, 8), bool)
    missing[1:-1, 1:-1] = False
    missing[3:6, 4:7] = True
    np.testing.assert_array_equal(np.isnan(horn_slope(heights, 1, 1)), missing)
    np.testing.assert_array_equal(np.isnan(horn_aspect(heights, 1, 1)), missing)
    np.testing.assert_array_equal(hillshade(heights, 1, 1) == 0, missing)
    assert np.isnan(horn_slope(np.zeros((2, 9)), 1, 1)).all()


@pytest.mark.parametrize("field", [horn_slope, horn_aspect, hillshade])
def test_strides_byte_orders_and_whole_numbers_do_not_matter(field):
    whole = (ground() * 10).round()
    whole[np.isnan(whole)] = 0
    expected = field(whole, 3, 4)
    for seen in (whole.astype(">i4"), np.asfortranarray(whole), np.repeat(whole, 2, 1)[:, ::2]):
        np.testing.assert_array_equal(field(seen, 3, 4), expected)
    out = np.ones_like(expected)
    assert field(whole, 3, 4, out=out) is out
    np.testing.assert_array_equal(out, expected)


def test_slopes_of_slices_are_those_of_the_whole(monkeypatch):
    monkeypatch.setattr(fields, "SLICE_CELLS", 100)
    heights = ground()
    out = np.zeros(heights.shape)
    slices = horn_slope_in_slices(heights, 3, 4, out)
    assert next(slices) == 3 / 23
    assert not out[3:].any()
    assert list(slices)[-1] == 1
    np.testing.assert_array_equal(out, horn_slope(heights, 3, 4))


@pytest.mark.parametrize("name", ["slope", "aspect", "hillshade"])
def test_on_the_demo_map_they_are_what_gdal_found(name, demo):
    field, cells = by_us(name, demo), STORED[name]
    for i, j, value in cells:
        assert float(field[i, j]) == pytest.approx(value, abs=STORED["slack"][name], nan_ok=True)


@pytest.mark.skipif(shutil.which("gdaldem") is None, reason="GDAL is not installed")
@pytest.mark.parametrize("name", ["slope", "aspect", "hillshade"])
def test_on_the_demo_map_they_are_what_gdal_finds(name, demo, tmp_path):
    ours, theirs = by_us(name, demo), by_gdal(name, demo, tmp_path)
    np.testing.assert_array_equal(np.isnan(ours), np.isnan(theirs))
    np.testing.assert_allclose(ours, theirs, 0, STORED["slack"][name])


def spacing_of(name, demo):
    # GDAL's aspect takes cells for squares.
    return (demo.dx, demo.dx) if name == "aspect" else (demo.dx, demo.dy)


def by_us(name, demo):
    heights, spacing = demo.heights.astype("f4"), spacing_of(name, demo)
    if name == "hillshade":
        return hillshade(heights, *spacing, LOW_LIGHT)
    return {"slope": horn_slope, "aspect": horn_aspect}[name](heights, *spacing)


def by_gdal(name, demo, folder):
    rasterio = pytest.importorskip("rasterio")
    source, result = folder / "heights.tif", folder / "field.tif"
    rows, columns = demo.heights.shape
    spread = {"width": columns, "height": rows, "count": 1, "dtype": "float32", "nodata": -9999}
    width, depth = spacing_of(name, demo)
    place = rasterio.Affine(width, 0, 0, 0, -depth, 0)
    heights = np.nan_to_num(demo.heights[::-1], nan=-9999)
    with rasterio.open(source, "w", transform=place, crs="EPSG:32616", **spread) as file:
        file.write(heights.astype("f4"), 1)
    light = ["-az", "200", "-alt", "30", "-z", "2"] if name == "hillshade" else []
    # The program may be of another release than the library that rasterio brings.
    subprocess.run(
        ["gdaldem", name, source, result, "-q", *light], check=True, timeout=60, env=alone()
    )
    with rasterio.open(result) as file:
        field = file.read(1)[::-1].astype(float)
    if name != "hillshade":
        field[field == -9999] = np.nan
    return field


def alone():
    return {
        name: each for name, each in os.environ.items() if not name.startswith(("GDAL", "PROJ"))
    }


SHAPES = array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12)
LAND = SHAPES.flatmap(
    lambda shape: arrays("f8", shape, elements=st.integers(-500, 3000) | st.just(np.nan))
)
SPACING = st.floats(0.5, 90)


@given(LAND, SPACING, SPACING)
def test_slopes_of_any_land_are_those_of_a_slow_twin(heights, dx, dy):
    seen = heights.astype(">f8")
    seen.flags.writeable = False
    slope = horn_slope(seen, dx, dy)
    np.testing.assert_allclose(slope, naive_fields.horn_slope(heights, dx, dy), 0, 1e-9)
    np.testing.assert_array_equal(horn_slope(np.asfortranarray(heights), dx, dy), slope)
    np.testing.assert_array_equal(horn_slope(np.repeat(heights, 2, 0)[::2], dx, dy), slope)


@given(LAND, SPACING, SPACING)
def test_mirrored_and_transposed_land_is_as_steep(heights, dx, dy):
    slope = horn_slope(heights, dx, dy)
    for seen, expected in ((heights[::-1], slope[::-1]), (heights[:, ::-1], slope[:, ::-1])):
        np.testing.assert_allclose(horn_slope(seen, dx, dy), expected, 0, 1e-9)
    np.testing.assert_allclose(horn_slope(heights.T, dy, dx), slope.T, 0, 1e-9)


@given(SHAPES, SPACING, SPACING, st.integers(-9, 9), st.integers(-9, 9), st.integers(-99, 99))
def test_any_plane_is_evenly_steep(shape, dx, dy, east, north, level):
    y, x = np.indices(shape)
    heights = level + east * x + north * y
    slope = horn_slope(heights, dx, dy)[1:-1, 1:-1]
    steep = np.degrees(np.arctan(np.hypot(east / dx, north / dy)))
    np.testing.assert_allclose(slope, steep, 0, 1e-6)
