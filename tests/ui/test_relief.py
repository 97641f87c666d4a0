import numpy as np
import pytest
from hikes import CLIFF
from numpy.typing import NDArray
from PySide6.QtGui import QImage

import mountain
from mountain import Formula, Terrain, Window
from ui.relief import CELLS, relief_of, shaded
from ui.tint import colour_table

Numbers = NDArray[np.float64]

#: Machado, Oliveira and Fernandes 2009, table of severity 1.0, on linear RGB.
DEFICIENCIES = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
#: From linear sRGB to CIE XYZ, and the white of D65.
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(1)
EYES = pytest.mark.parametrize("eye", DEFICIENCIES)


def linear(colours: NDArray[np.uint8]) -> Numbers:
    parts = colours / 255.0
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(light: Numbers) -> Numbers:
    """Turn linear sRGB into CIELAB (CIE 15)."""
    ratio = light @ TO_XYZ.T / WHITE
    edge = (6 / 29) ** 3
    root = np.where(ratio > edge, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = root.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def seen(eye: str) -> Numbers:
    return lab(np.clip(linear(colour_table()) @ DEFICIENCIES[eye].T, 0, 1))


def test_the_oracle_knows_white_and_the_lightness_of_mid_grey() -> None:
    known = lab(linear(np.array([[255, 255, 255], [119, 119, 119], [0, 0, 0]], np.uint8)))
    assert known[:, 0] == pytest.approx([100, 50.03, 0], abs=0.05)
    assert known[:, 1:] == pytest.approx(0, abs=0.05)


@EYES
def test_higher_is_lighter_to_every_eye(eye: str) -> None:
    lightness = seen(eye)[:, 0]
    assert (np.diff(lightness) >= 0).all() if eye == "normal" else (np.diff(lightness) > -0.2).all()
    assert lightness[-1] - lightness[0] > 60


@EYES
def test_nine_bands_of_height_stay_apart_to_every_eye(eye: str) -> None:
    bands = seen(eye)[np.linspace(0, 255, 9).round().astype(int)]
    apart = [float(np.linalg.norm(bands[i] - bands[j])) for i in range(9) for j in range(i)]
    assert min(apart) >= 5


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_the_picture_is_darkest_low_and_lightest_high(name: str) -> None:
    relief = relief_of(mountain.terrain_named(name))
    heights = relief.heights
    pixels = np.array(
        [
            [relief.image.pixelColor(x, y).lightness() for x in range(0, CELLS, 8)]
            for y in range(0, CELLS, 8)
        ]
    )
    # The picture's first row is the northernmost.
    sampled = heights[::-1][::8, ::8]
    low, high = np.quantile(sampled, [0.2, 0.8])
    assert pixels[sampled >= high].mean() > pixels[sampled <= low].mean() + 40


def test_north_is_up_and_east_is_right() -> None:
    ramp = Terrain("ramp", "Ramp", Formula("x + 3*y"), Window(-1, 1, -1, 1))
    image = relief_of(ramp).image
    south_west, south_east = image.pixelColor(5, CELLS - 6), image.pixelColor(CELLS - 6, CELLS - 6)
    north_west, north_east = image.pixelColor(5, 5), image.pixelColor(CELLS - 6, 5)
    order = [south_west, south_east, north_west, north_east]
    assert [colour.lightness() for colour in order] == sorted(
        colour.lightness() for colour in order
    )


def test_a_slope_that_faces_north_west_is_lit_and_its_back_is_not() -> None:
    cone = Terrain("cone", "Cone", Formula("-sqrt(x^2 + y^2)"), Window(-1, 1, -1, 1))
    image = relief_of(cone).image
    quarter = CELLS // 4
    lit = image.pixelColor(quarter, quarter).lightness()
    back = image.pixelColor(CELLS - quarter, CELLS - quarter).lightness()
    assert lit > back + 20


def test_where_there_is_no_ground_the_picture_is_grey() -> None:
    with np.errstate(all="ignore"):
        image = relief_of(CLIFF).image
    assert image.pixelColor(CELLS // 4, CELLS // 2).name() == "#808080"


def test_flat_ground_has_a_picture_and_no_contours() -> None:
    flat = Terrain("flat", "Flat", Formula("3 + 0*x"), Window(-1, 1, -1, 1))
    relief = relief_of(flat)
    assert relief.levels == ()
    assert relief.image.pixelColor(9, 9) == relief.image.pixelColor(200, 100)


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_levels_are_a_dozen_round_heights_that_the_ground_has(name: str) -> None:
    relief = relief_of(mountain.terrain_named(name))
    assert 8 <= len(relief.levels) <= 14
    assert list(relief.levels) == sorted(set(relief.levels))
    assert relief.heights.min() <= relief.levels[0]
    assert relief.levels[-1] <= relief.heights.max()
    assert all(len(f"{abs(level):g}") <= 7 for level in relief.levels)


def test_heights_are_those_of_the_formula() -> None:
    terrain = mountain.terrain_named("himmelblau")
    relief = relief_of(terrain)
    x, y = relief.x[40], relief.y[300]
    assert relief.heights[300, 40] == pytest.approx((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)


def differing(one: QImage, other: QImage) -> float:
    """Return which share of two pictures' pixels is not about the same."""
    pixels = [
        np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1).astype(int)
        for image in (one, other)
    ]
    return float((abs(pixels[0] - pixels[1]) > 4).mean())


@pytest.mark.parametrize("edge", [1e-150, 1e-60, 1.0, 1e60, 1e150])
def test_a_bowl_of_any_size_has_the_same_picture_and_the_same_levels(edge: float) -> None:
    bowl = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), Window(-edge, edge, -edge, edge))
    usual = Terrain("bowl", "Bowl", Formula("x^2 + y^2"), Window(-1, 1, -1, 1))
    relief, other = shaded(bowl, 60), shaded(usual, 60)
    assert differing(relief.image, other.image) < 0.02
    assert len(relief.levels) == len(other.levels)
    # Large numbers are not rounded, and written short.
    levels = np.sqrt(relief.levels) / edge
    assert levels == pytest.approx(np.sqrt(other.levels), abs=0.03)


@pytest.mark.parametrize("formula", ["1e308*x", "1e-310*x", "1e-320*x"])
def test_heights_at_the_rim_of_what_numbers_can_tell_have_some_picture(formula: str) -> None:
    rim = Terrain("rim", "Rim", Formula(formula), Window(-1, 1, -1, 1))
    assert not shaded(rim, 40).image.isNull()


def test_lines_are_not_drawn_around_the_rounding_of_a_level_floor() -> None:
    floor = Terrain("floor", "Floor", Formula("max(x,y) + |x-1|"), Window(-4.0, 4.0, -4.0, 4.0))
    assert min(relief_of(floor).levels) > 1.01
