"""Projection files of every kind, compared with what GDAL makes of them."""

import math
import random

import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.enums import WktVersion

from mountain.elevation import ElevationError
from mountain.projection_file import Coordinates, coordinates_in

US_FOOT = 1200 / 3937
#: Systems of all ways to project, in metres and in feet.
SYSTEMS = (32616, 2263, 2154, 31370, 3035, 5070, 5514, 28992, 2056, 3413, 2193, 27700, 6573, 2222)
PLANE = (
    'PROJCS["x",GEOGCS["y",DATUM["D",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Transverse_Mercator"],PARAMETER["Scale_Factor",0.9996],UNIT["Meter",1.0]]'
)
GLOBE = (
    'GEOGCS["y",DATUM["D",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
HEIGHT = 'VERTCS["z",VDATUM["v"],PARAMETER["Direction",1.0],UNIT["Foot",0.3048]]'
ARC = "Projection    UTM\nZone          16\nDatum         NAD83\nUnits         METERS\n"


@pytest.mark.parametrize("version", [WktVersion.WKT1, WktVersion.WKT1_ESRI, WktVersion.WKT2_2019])
@pytest.mark.parametrize("code", SYSTEMS)
def test_the_unit_is_that_which_gdal_finds(code, version):
    crs = CRS.from_epsg(code)
    ours = coordinates_in(crs.to_wkt(version=version))
    assert ours.length == pytest.approx(crs.linear_units_factor[1], rel=1e-9)
    assert (ours.height, ours.is_mercator) == (None, False)


@pytest.mark.parametrize("version", [WktVersion.WKT1, WktVersion.WKT1_ESRI, WktVersion.WKT2_2019])
def test_degrees_the_webs_mercator_and_heights_are_told_in_every_way_to_write_them(version):
    def told(text: str) -> Coordinates:
        return coordinates_in(CRS.from_string(text).to_wkt(version=version))

    assert told("EPSG:4326") == Coordinates(None)
    assert told("EPSG:3857") == Coordinates(1.0, None, is_mercator=True)
    assert told("EPSG:32616+5703") == Coordinates(1.0, 1.0)
    assert told("EPSG:4326+6360").height == pytest.approx(US_FOOT)
    both = told("EPSG:2263+5703")
    assert (both.length, both.height) == (pytest.approx(US_FOOT), 1.0)
    with pytest.raises(ElevationError, match="heights are depths"):
        told("EPSG:32616+5715")


@pytest.mark.parametrize(
    "words",
    [
        "Projection    UTM\nZone 16\nDatum NAD83\nZunits NO\nUnits METERS\nSpheroid GRS1980\n"
        "Xshift 0.0\nYshift 0.0\nParameters\n",
        "Projection STATEPLANE\r\nFipszone 4100\r\nDatum NAD83\r\nUnits FEET\r\nParameters\r\n",
        "PROJECTION ALBERS\nDATUM NAD83\nUNITS METERS\nPARAMETERS\n"
        "29 30 0.0 /* first parallel\n45 30 0.0\n-96 0 0.0\n23 0 0.0\n0.0\n0.0\n",
        "Projection GEOGRAPHIC\nDatum WGS84\nUnits DD\nParameters\n",
    ],
)
def test_the_words_of_arcinfo_are_read_as_gdal_reads_them(tmp_path, words):
    path = tmp_path / "map.asc"
    path.write_text("ncols 2\nnrows 2\nxllcorner 7\nyllcorner 46\ncellsize 0.1\n1 2\n3 4\n")
    path.with_suffix(".prj").write_text(words, newline="")
    with rasterio.open(path) as file:
        theirs = None if file.crs.is_geographic else file.crs.linear_units_factor[1]
    assert coordinates_in(words) == Coordinates(theirs and pytest.approx(theirs))


@pytest.mark.parametrize(
    ("unit", "length"), [("NO", None), ("METERS", 1.0), ("FEET", US_FOOT), ("feet", US_FOOT)]
)
def test_the_words_of_arcinfo_tell_the_unit_of_heights(unit, length):
    assert coordinates_in(f"{ARC}Zunits {unit}\n") == Coordinates(1.0, length)
    globe = f"Projection GEOGRAPHIC\nUnits DD\nZunits {unit}\n"
    assert coordinates_in(globe) == Coordinates(None, length)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hello", "not understood: it has words without brackets"),
        ('PROJCS["x",UNIT["m",1e5e]]', "not understood: it breaks at"),
        ('PROJCS["x",UNIT["m",0]]', "no number above 0"),
        ('PROJCS["x",UNIT["m",1e999]]', "no number above 0"),
        ('PROJCS["x",UNIT["m"]]', "no number above 0"),
        ('PROJCS["x",UNIT["m",1]]', "it tells 0 projections"),
        (PLANE.replace("Meter", "Foot_US"), "its 'Foot_US' is 1 m"),
        (PLANE.replace('"Meter",1.0', '"x",0.0174532925199433'), "which is an angle"),
        (PLANE.replace(',UNIT["Meter",1.0]', ""), "0 units of the coordinates"),
        (PLANE.replace("Transverse_Mercator", "Plate_Carree"), "'Plate_Carree', stretches the"),
        (PLANE.replace("Transverse_Mercator", "Sinusoidal"), "'Sinusoidal', stretches the land"),
        (PLANE.replace("Transverse_Mercator", "Mercator"), "'Mercator', stretches the land"),
        (PLANE.replace("Transverse_Mercator", "My_Own"), "'My_Own', is not known"),
        (PLANE.replace("0.9996", "-1.0"), "scale factor is far from 1"),
        (PLANE[:-1] + ',AXIS["Y",WEST],AXIS["X",SOUTH]]', "columns run west"),
        (PLANE[:-1] + ',EXTENSION["PROJ4","+proj=moll"]]', "EXTENSION in it"),
        (PLANE[:-1] + ',COLOUR["red"]]', "COLOUR in it"),
        (PLANE + "," + PLANE, "2 systems of coordinates"),
        (HEIGHT, "0 systems of coordinates, 1 of heights"),
        (f"{PLANE},{HEIGHT},{HEIGHT}", "2 of heights"),
        (f"{PLANE},{HEIGHT.replace('1.0', '-1.0')}", "heights are depths"),
        (f"{PLANE},{HEIGHT.replace('Direction', 'Vertical_Shift')}", "heights are shifted"),
        (f"{PLANE},{HEIGHT.replace('0.3048', '1.0')}", "its 'Foot' is 1 m"),
        (f"{PLANE},BOUNDCRS[{HEIGHT}]", "BOUNDCRS in it"),
        (f'COMPD_CS["c",{PLANE},BOUNDCRS[{HEIGHT}]]', "BOUNDCRS in it"),
        (GLOBE.replace("0.0174532925199433", "0.015707963267949"), "try degrees or metres"),
        (GLOBE.replace("6378137.0", "1737400.0"), "another planet"),
        ('GEOCCS["x",UNIT["Meter",1.0]]', "GEOCCS in it"),
        (ARC.replace("METERS", "FURLONGS"), "its Units are 'FURLONGS'"),
        (ARC.replace("METERS", "DD"), "its Units are 'DD'"),
        (ARC.replace("UTM", "GEOGRAPHIC"), "its Units are 'METERS'"),
        (ARC.replace("UTM", "MERCATOR"), "'MERCATOR', stretches the land"),
        (ARC.replace("UTM", "SINUSOIDAL"), "'SINUSOIDAL', stretches the land"),
        (ARC.replace("UTM", "NEWPROJECTION"), "is not known"),
        (ARC + "Zunits 100\n", "its Zunits are '100'"),
        (ARC + "Zunits\n", "its Zunits are ''"),
        (ARC + "Units FEET\n", "it tells UNITS twice"),
        (ARC + "Xshift 500.0\n", "its coordinates are shifted, XSHIFT"),
        (ARC + "Colour red\n", "COLOUR in it"),
        (ARC + "17 18\n", "it has '17 18'"),
        ("Input\n" + ARC + "Output\n" + ARC, "twice"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_reason(text, message):
    with pytest.raises(ElevationError, match=message) as caught:
        coordinates_in(text)
    assert len(str(caught.value)) < 200
    assert "\n" not in str(caught.value)
    assert ".prj" in str(caught.value)


@pytest.mark.parametrize("moved", ["False_Northing", "Standard_Parallel_1", "Latitude_Of_Origin"])
def test_a_mercator_that_does_not_begin_at_the_equator_is_refused(moved):
    web = PLANE.replace("Transverse_Mercator", "Mercator_Auxiliary_Sphere")
    assert coordinates_in(web.replace("Scale_Factor", "Central_Meridian")).is_mercator
    with pytest.raises(ElevationError, match="does not begin at the equator"):
        coordinates_in(web.replace("Scale_Factor", moved))


def test_feet_of_all_lengths_are_as_long_as_the_file_says():
    for name, length in (("Foot_Clarke", 0.3047972654), ("Link", 0.201168), ("Kilometer", 1000.0)):
        text = PLANE.replace('"Meter",1.0', f'"{name}",{length}')
        assert coordinates_in(text).length == length


def refusal(text: str) -> str:
    """Return why a text is refused; no words where it is read."""
    try:
        found = coordinates_in(text)
    except ElevationError as error:
        return str(error)
    assert found.length is None or 0 < found.length < math.inf
    return ""


def test_damaged_texts_are_read_or_refused_and_nothing_else():
    chance = random.Random(7)
    whole = (f"{PLANE},{HEIGHT}", GLOBE, ARC + "Zunits FEET\n", CRS.from_epsg(3857).to_wkt())
    for _ in range(3000):
        letters = list(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(letters))
            letters[place : place + chance.choice((0, 1, 1, 30))] = chance.choice(
                ("", "[", "]", ",", '"', "e", "1e5e", "9" * 400, "\0", "\n", "-", "é", "٣")
            )
        reason = refusal("".join(letters))
        assert len(reason) < 250
        assert reason.isprintable()
