"""ASCII grids: every variant of the header, compared with what GDAL reads of them."""

import math
import random
from pathlib import Path

import hypothesis.strategies as st
import numpy as np
import pytest
import rasterio
from hypothesis import given, settings
from rasterio.io import MemoryFile

from mountain import FileError, read_elevation
from mountain.ascii_grid import ascii_elevation
from mountain.elevation import ElevationError

HEAD = "ncols 3\nnrows 2\nxllcorner 500000\nyllcorner 4000000\ncellsize 25\n"
BODY = "1 2 3\n4 5.5 -6\n"


def read(text: str, projection: str = ""):
    return ascii_elevation(text.encode(), "map.asc", projection)


@settings(max_examples=40)
@given(
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["corner", "center"]),
    st.sampled_from(["cellsize 25", "dx 25\ndy 40"]),
    st.sampled_from(["", "NODATA_value -1\n", "nodata_value -1.0\n"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([" ", "    ", "\t"]),
    st.lists(st.integers(-40, 4000), min_size=12, max_size=12, unique=True),
)
def test_header_variants_are_read_as_gdal_reads_them(
    case, corner, cell, nodata, newline, blank, heights
):
    head = f"ncols 4\nnrows 3\nxll{corner} 500000\nyll{corner} 4000000\n{cell}\n{nodata}"
    body = "\n".join(" ".join(map(str, heights[row : row + 4])) for row in (0, 4, 8)) + "\n"
    # GDAL knows the word for voids in two spellings only.
    spelt = "\n".join(
        line if line.startswith("NODATA") or case is str.title else case(line)
        for line in head.splitlines()
    )
    text = f"{spelt}\n{body}".replace(" ", blank).replace("\n", newline).encode()
    ours = ascii_elevation(text, "map.asc")
    with MemoryFile(text, ext=".asc") as memory, memory.open() as file:
        theirs = file.read(1, masked=True).astype(float).filled(np.nan)
        assert (ours.dx, ours.dy) == file.res
    np.testing.assert_array_equal(ours.heights[::-1], theirs)


@given(st.lists(st.sampled_from([" ", "\n", "\r\n", "\t", "  \n "]), min_size=6, max_size=6))
def test_rows_need_not_end_where_lines_do(blanks):
    numbers = ["1", "2", "3e0", "+4", "5.5", "-6"]
    body = "".join(number + blank for number, blank in zip(numbers, blanks, strict=True))
    np.testing.assert_array_equal(read(HEAD + body).heights, [[4, 5.5, -6], [1, 2, 3]])


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n \n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", " \n"])
def test_rows_that_are_all_alike_are_read_as_others_are(newline, end):
    head = "ncols 3\nnrows 4\ncellsize 25\n"
    body = newline.join(["7 8 9"] * 4) + end
    np.testing.assert_array_equal(read(head + body).heights, np.tile([7, 8, 9], (4, 1)))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("100 200\n100 200", "it holds 4 heights, but its header tells of 6"),
        ("1 2 x\n1 2 x\n", "'x' is no height"),
        ("1 2 3\n1 2 3\n1 2 3\n", "more heights than the 6"),
        ("1 2 3 4\n1 2 3 4\n", "more heights than the 6"),
    ],
)
def test_rows_that_are_all_alike_are_refused_as_others_are(body, message):
    with pytest.raises(ElevationError, match=message):
        read(HEAD + body)


def test_long_texts_are_read_in_parts_that_end_between_numbers():
    heights = np.random.default_rng(1).normal(1000, 300, (400, 700)).round(4)
    body = "\n".join(" ".join(map(repr, row)) for row in heights.tolist())
    head = HEAD.replace("ncols 3", "ncols 700").replace("nrows 2", "nrows 400")
    np.testing.assert_array_equal(read(head + body).heights, heights[::-1])


def test_decimal_commas_are_points():
    ours = read(HEAD.replace("cellsize 25", "cellsize 12,5") + BODY.replace(".", ","))
    assert (ours.heights[0, 1], ours.dx) == (5.5, 12.5)


def test_what_is_minus_9999_is_empty_where_the_header_does_not_say():
    ours = read(HEAD + BODY.replace("5.5", "-9999"))
    assert np.argwhere(ours.missing).tolist() == [[0, 1]]
    ours = read(HEAD + "NODATA_value nan\n" + BODY.replace("5.5", "nan"))
    assert np.argwhere(ours.missing).tolist() == [[0, 1]]


def test_small_cells_at_a_place_on_the_globe_are_degrees():
    degrees = "ncols 3\nnrows 2\nxllcorner 7\nyllcorner 59.99\ncellsize 0.01\n"
    ours = read(degrees + BODY)
    assert ours.dx == pytest.approx(1111.95 * math.cos(math.radians(60)))
    assert ours.dy == pytest.approx(1111.95)
    assert "taken for degrees" in ours.notes[0]
    assert "taken for metres" in read(HEAD + BODY).notes[0]


def test_a_file_beside_it_tells_the_unit(tmp_path):
    path = tmp_path / "map.asc"
    path.write_text(HEAD + BODY)
    path.with_suffix(".prj").write_text(rasterio.crs.CRS.from_epsg(2263).to_wkt())
    ours = read_elevation(path)
    assert (ours.dx, ours.height_range) == (pytest.approx(25 * 1200 / 3937), (-6, 5.5))
    assert "heights' unit" in ours.notes[0]
    path.with_suffix(".prj").write_text(rasterio.crs.CRS.from_epsg(32616).to_wkt())
    assert (read_elevation(path).dx, read_elevation(path).notes) == (25, ())
    path.write_text(HEAD.replace("4000000", "40").replace("25", "0.25") + BODY)
    path.with_suffix(".prj").write_text(rasterio.crs.CRS.from_epsg(4326).to_wkt())
    ours = read_elevation(path)
    assert ours.dx == pytest.approx(0.25 * 111_195 * math.cos(math.radians(40.25)))


METRES, US_FOOT = 'UNIT["Meter",1.0]', 'UNIT["Foot_US",0.3048006096012192]'
PLANE = (
    'PROJCS["NAD_1983_UTM_Zone_16N",GEOGCS["GCS_North_American_1983",'
    'DATUM["D_North_American_1983",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],{}]'
)
GLOBE = 'GEOGCS["y",DATUM["D",SPHEROID["s",6378137,298]],UNIT["Degree",0.0174532925199433]]'
UPRIGHT = (
    ',VERTCS["NAVD_1988",VDATUM["North_American_Vertical_Datum_1988"],'
    'PARAMETER["Vertical_Shift",0.0],PARAMETER["Direction",1.0],{}]'
)


def test_heights_and_places_may_be_in_different_units():
    in_feet = read(HEAD + BODY, PLANE.format(METRES) + UPRIGHT.format(US_FOOT))
    assert (in_feet.dx, in_feet.height_range[1]) == (25, pytest.approx(5.5 * 1200 / 3937))
    in_metres = read(HEAD + BODY, PLANE.format(US_FOOT) + UPRIGHT.format(METRES))
    assert (in_metres.dx, in_metres.height_range[1]) == (pytest.approx(25 * 1200 / 3937), 5.5)
    assert in_feet.notes == in_metres.notes == ()


def test_what_is_minus_9999_is_empty_in_feet_as_well():
    ours = read(HEAD + BODY.replace("5.5", "-9999"), PLANE.format(METRES) + UPRIGHT.format(US_FOOT))
    assert np.argwhere(ours.missing).tolist() == [[0, 1]]


def test_the_webs_mercator_is_measured_in_the_middle_of_the_map_as_in_a_geotiff(tmp_path):
    crs = rasterio.crs.CRS.from_epsg(3857)
    options = {"width": 3, "height": 2, "count": 1, "dtype": "float32", "crs": crs}
    place = rasterio.Affine(25, 0, 500_000, 0, -25, 4_000_050)
    with rasterio.open(tmp_path / "map.tif", "w", transform=place, **options) as file:
        file.write(np.array([[1, 2, 3], [4, 5.5, -6]], np.float32), 1)
    theirs = read_elevation(tmp_path / "map.tif")
    esri = PLANE.format(METRES).replace("Transverse_Mercator", "Mercator_Auxiliary_Sphere")
    for words in (crs.to_wkt(), esri):
        ours = read(HEAD + BODY, words)
        assert (ours.dx, ours.dy, ours.notes) == (theirs.dx, theirs.dy, theirs.notes)
    with pytest.raises(ElevationError, match="does not tell yllcorner"):
        read("ncols 3\nnrows 2\ncellsize 25\n" + BODY, esri)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "1 2 3 4 500", "holds 5 heights, but its header tells of 6"),
        (HEAD + "1 2 3 4 5 6 7", "more heights than the 6"),
        (HEAD + "1 2", "for which it is too short"),
        (HEAD + "1 2 3 4 5 x", "'x' is no height"),
        (HEAD + "1 2 3 4 5 1_0", "'1_0' is no height"),
        (HEAD + "1 2 3 4 5 1-2", "'1-2' is no height"),
        (HEAD + "1 2 3 4 5 inf", "'inf' is no height"),
        (HEAD + "1,5 2.5 3 4 5 6", "both commas and points"),
        (HEAD + "1,2,3\n4,5,6      ", "'1.2.3' is no height"),
        (HEAD + "1 2 3 4 5 " + "6" * 2_000_000, "letters"),
        (HEAD + "nrows 2\n" + BODY, "nrows twice"),
        (HEAD + "dx 5\n" + BODY, "either cellsize or both"),
        (HEAD.replace("ncols 3", "ncols 2.5") + BODY, "must be a whole number"),
        (HEAD.replace("ncols 3\n", "") + BODY, "does not tell ncols"),
        (HEAD.replace("ncols 3", "ncols -3") + BODY, "must be a whole number"),
        (HEAD.replace("ncols 3", "ncols 1e9") + BODY, "more than can be read"),
        (HEAD.replace("ncols 3", "ncols 1e300") + BODY, "over 134,217,728 rows or columns"),
        (HEAD.replace("ncols 3", "ncols 9000") + BODY, "too short"),
        (
            HEAD.replace("cellsize 25", "cellsize 1e300") + BODY,
            "both must be from 0.001 to 200,000 m",
        ),
        (HEAD.replace("cellsize 25", "cellsize 1e-300") + BODY, "both must be from 0.001"),
        (HEAD.replace("cellsize 25", "dx 1e8\ndy 25") + BODY, r"measure 1e\+08 m by 25 m"),
        (HEAD.replace("ncols 3", "ncols three") + BODY, "must be a number"),
        (HEAD.replace("25", "0") + BODY, "more than 0"),
        (HEAD + "colour red\n" + BODY, "the word 'colour'"),
        (HEAD + "xllcenter 1\n" + BODY, "xllcorner and xllcenter"),
        (HEAD + "7 7 7 7 7 7", "all its heights are 7 m"),
        (HEAD + "-9999 " * 6, "every cell is empty"),
    ],
)
def test_what_would_be_read_wrongly_is_refused(text, message):
    with pytest.raises(ElevationError, match=message) as caught:
        read(text)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ncols 3" + "\n" * 20_000 + "nrows 2\n" + BODY, "does not tell nrows"),
        ("ncols 3" + "\t" * 20_000 + "\n" + BODY, "longer than 10,000 letters"),
        (HEAD + " " * 3_000_000, "holds 0 heights"),
        (HEAD + "1 2 3 4 5 " + "\n" * 3_000_000 + "6 7", "more heights than the 6"),
        (HEAD + "1 2 3 4 5 " + "\n" * 3_000_000 + "x", "'x' is no height"),
        (HEAD + "1 2 3 4 5 " + "\n" * 3_000_000, "holds 5 heights"),
    ],
)
def test_blanks_without_end_hide_neither_too_few_words_nor_too_many(text, message):
    with pytest.raises(ElevationError, match=message):
        read(text)


def refusal(path: Path) -> str:
    """Return why a file is refused; no words where it is read."""
    try:
        read_elevation(path)
    except FileError as error:
        return str(error).replace(str(path), "")
    return ""


def test_damaged_headers_are_read_or_refused_and_nothing_else(tmp_path):
    chance = random.Random(3)
    path = tmp_path / "map.asc"
    whole = (HEAD + "NODATA_value -9999\n" + BODY).encode()
    for turn in range(1500):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 3)):
            place = chance.randrange(len(data))
            data[place : place + chance.choice((0, 1, 1, 9))] = chance.choice(
                (
                    b"",
                    b"9" * 300,
                    b"1e5e",
                    b"-",
                    b".",
                    b",",
                    b"\0",
                    b"\xff",
                    b" ",
                    b"\n",
                    b"nan",
                    b"e9",
                )
            )
        path.write_bytes(data)
        path.with_suffix(".prj").write_text(PLANE.format(METRES) if turn % 2 else GLOBE)
        reason = refusal(path)
        assert len(reason) < 250
        assert reason.isprintable()
