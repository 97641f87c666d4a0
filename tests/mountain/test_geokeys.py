"""Geokeys by hand: what few programs write, and none must read wrongly."""

import numpy as np
import pytest
import rasterio

from mountain import FileError, read_elevation
from mountain.elevation import ElevationError
from mountain.geokeys import (
    GDAL_WORDS,
    KEYS,
    PIXEL_SCALE,
    TIE_POINTS,
    TRANSFORMATION,
    factor_and_offset,
    height_unit,
    is_placed,
    placed,
)

SCALE, TIES = (30.0, 25.0, 0.0), (0.0, 0.0, 0.0, 500_000.0, 4_000_000.0, 0.0)
METRES = {1024: 1, 3076: 9001}
MATRIX = (30.0, 0, 0, 500_000, 0, -25.0, 0, 4_000_000, 0, 0, 0, 0, 0, 0, 0, 1)


def tags(keys=None, **changed):
    """Return the tags of a map in metres, or with other keys and numbers."""
    entries = [number for key, value in (keys or METRES).items() for number in (key, 0, 1, value)]
    given = {"scale": SCALE, "ties": TIES} | changed
    names = {"scale": PIXEL_SCALE, "ties": TIE_POINTS, "matrix": TRANSFORMATION}
    found = {names[name]: value for name, value in given.items() if value is not None}
    return found | {KEYS: (1, 1, 0, len(entries) // 4, *entries)}


def test_a_scale_and_a_point_or_a_matrix_tell_where_cells_lie():
    expected = ((30, 25), True, ())
    assert placed(tags(), (10, 20)) == expected
    assert placed(tags(scale=None, ties=None, matrix=MATRIX), (10, 20)) == expected
    assert placed(tags(ties=(5, 3, 0, 1, 2, 0)), (10, 20)) == expected
    assert is_placed(tags())
    assert not is_placed({256: 3})


def test_keys_that_are_a_single_number_tell_nothing():
    _, _, notes = placed(tags() | {KEYS: 7}, (10, 20))
    assert "taken for metres" in notes[0]


def test_a_point_anywhere_on_the_map_tells_its_latitude():
    degrees = {1024: 2, 2054: 9102}
    at_corner = tags(degrees, scale=(0.01, 0.01), ties=(0, 0, 0, 10, 60, 0))
    at_middle = tags(degrees, scale=(0.01, 0.01), ties=(50, 50, 0, 10.5, 59.5, 0))
    ours, theirs = (placed(each, (100, 100))[0] for each in (at_corner, at_middle))
    assert ours == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (tags(scale=(30.0, 25.0, 2.0)), "heights are scaled"),
        (tags(ties=(0, 0, 0, 1, 2, 100.0)), "heights are scaled"),
        (tags(ties=TIES * 3), "single points alone"),
        (tags(scale=None), "single points alone"),
        (tags(ties=None), "single points alone"),
        (tags(matrix=MATRIX[:12]), "not of 16 numbers"),
        (tags(matrix=(*MATRIX[:10], 3.0, *MATRIX[11:])), "heights are scaled"),
        (tags(scale=(0.0, 0.0)), "do not run from west"),
        (tags(scale=(float("nan"), 1.0)), "without an end"),
        (tags(scale="thirty"), "tag 33550 holds no numbers"),
        (tags() | {KEYS: b"none"}, "tag 34735 holds no numbers"),
        (tags(matrix=(*MATRIX[:11], 100.0, *MATRIX[12:])), "heights are scaled"),
        (tags({1024: 3}), "the middle of the Earth"),
        (tags({1024: 2, 2054: 9101}), "no degrees"),
        (tags({1024: 1, 3076: 9036}), "EPSG's code 9036"),
    ],
)
def test_what_is_not_known_is_refused(given, message):
    with pytest.raises(ElevationError, match=message):
        placed(given, (10, 20))


@pytest.mark.parametrize(
    "code",
    ["ESRI:54009", "ESRI:54012", "EPSG:8857", "EPSG:3994", "EPSG:5641", "EPSG:4087", "EPSG:6933"],
)
def test_projections_that_stretch_the_land_are_refused_however_gdal_writes_them(tmp_path, code):
    path = tmp_path / "map.tif"
    options = {"width": 4, "height": 3, "count": 1, "dtype": "float32", "crs": code}
    place = rasterio.Affine(30, 0, 500_000, 0, -30, 4_000_000)
    with rasterio.open(path, "w", transform=place, **options) as file:
        file.write(np.arange(12, dtype=np.float32).reshape(3, 4), 1)
    with pytest.raises(FileError, match="stretches the land"):
        read_elevation(path)


def test_a_projection_in_words_alone_that_keeps_lengths_is_read():
    words = 'ESRI PE String = PROJCS["x",PROJECTION["Krovak"],UNIT["Meter",1.0]]|'
    assert placed(tags() | {34737: words}, (10, 20))[0] == (30, 25)


@pytest.mark.parametrize(("code", "length"), [(9001, 1.0), (9002, 0.3048), (9003, 1200 / 3937)])
def test_the_unit_of_heights_is_told_by_its_code(code, length):
    assert height_unit(tags({1024: 1, 4099: code})) == length
    with pytest.raises(ElevationError, match="its heights are in a unit"):
        height_unit(tags({4099: 9036}))


@pytest.mark.parametrize("wrong", ["nan", "inf", "0", "ten"])
def test_a_scale_that_is_none_is_refused(wrong):
    words = f'<Item name="SCALE" sample="0" role="scale">{wrong}</Item>'
    with pytest.raises(ElevationError, match="write it anew"):
        factor_and_offset({GDAL_WORDS: words})
