"""Which projections keep lengths: measured on the ground with GDAL's own transformations."""

import math

import pytest
from rasterio.crs import CRS
from rasterio.enums import WktVersion
from rasterio.warp import transform

from mountain.geography import METRES_PER_DEGREE
from mountain.projections import STRETCHING_SYSTEMS, is_web_mercator, keeps_lengths, stretches

#: A system of each way to project, and a place in the land that it is made for.
FAITHFUL = {
    "EPSG:32616": (-85, 36),
    "EPSG:2154": (3, 46),
    "EPSG:31370": (4.5, 50.5),
    "EPSG:5070": (-100, 40),
    "EPSG:3035": (11, 47),
    "EPSG:3413": (-40, 72),
    "EPSG:5514": (15, 50),
    "EPSG:28992": (5.5, 52),
    "EPSG:2056": (8, 46.8),
    "EPSG:3375": (102, 4),
    "EPSG:29702": (47, -19),
    "EPSG:27200": (172, -42),
    "EPSG:3167": (103, 3),
    "EPSG:28193": (35, 32),
}
STRETCHED = ("EPSG:3395", "EPSG:4087", "EPSG:6933", "EPSG:8857", "ESRI:54009", "ESRI:54030")


def lengths(code: str, place: tuple[float, float]) -> tuple[float, float]:
    """Return how long a metre to the east and to the north are drawn."""
    longitude, latitude = place
    step = 1e-4
    crs = CRS.from_string(code)
    x, y = transform(
        CRS.from_epsg(4326),
        crs,
        [longitude, longitude + step, longitude],
        [latitude, latitude, latitude + step],
    )
    unit = crs.linear_units_factor[1]
    ground = METRES_PER_DEGREE * step
    east = math.hypot(x[1] - x[0], y[1] - y[0]) * unit
    north = math.hypot(x[2] - x[0], y[2] - y[0]) * unit
    return east / ground / math.cos(math.radians(latitude)), north / ground


def way(code: str) -> str:
    """Return the name of a system's way to project."""
    words = CRS.from_string(code).to_wkt(version=WktVersion.WKT1_ESRI)
    return words.split('PROJECTION["')[1].split('"')[0]


@pytest.mark.parametrize("code", FAITHFUL)
def test_a_projection_that_is_said_to_keep_lengths_does_so_on_its_land(code):
    assert lengths(code, FAITHFUL[code]) == pytest.approx((1, 1), rel=0.015)
    assert keeps_lengths(way(code))
    assert not stretches(way(code))


@pytest.mark.parametrize("code", STRETCHED)
def test_a_projection_that_is_said_to_stretch_the_land_does_so(code):
    assert max(abs(each - 1) for each in lengths(code, (120, 60))) > 0.1
    assert stretches(way(code))
    assert not keeps_lengths(way(code))


def test_every_system_in_the_list_stretches_the_land_far_from_its_lines():
    for code in STRETCHING_SYSTEMS:
        assert stretches(way(f"EPSG:{code}")), code


def test_names_are_told_by_their_letters_alone():
    assert keeps_lengths("Lambert Conic Conformal (2SP)")
    assert keeps_lengths("LAMBERT_CONFORMAL_CONIC")
    assert is_web_mercator("Popular Visualisation Pseudo Mercator")
    assert stretches("Mercator_Auxiliary_Sphere")
    for unknown in ("", "Berghaus_Star", "Mercatorr"):
        assert not keeps_lengths(unknown)
        assert not stretches(unknown)
        assert not is_web_mercator(unknown)
