import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtGui import QPainter

import mountain
from mountain import Canvas, Floats, Paint, Terrain, Window
from ui.downhill import Downhill, nearest_nodes, thinned
from ui.orbit import Orbit
from ui.outlook import Outlook
from ui.theme import DUSK

# Interpreted, a block takes half a minute.
pytestmark = pytest.mark.compiled
SIZE = (700, 560)
JACKSBORO = mountain.terrain_named("jacksboro_fault")
FLAGSHIP = mountain.terrain_named("misty_mountain")
STEEP = math.radians(60)
CLEAR = np.zeros((2, 2), np.float32)


def own(formula: str, window: Window | None = None) -> Terrain:
    ground = mountain.parse_formula(formula)
    return Terrain("own", "Own", ground, window or Window(-1, 1, -1, 1))


def outlook_on(terrain: Terrain, orbit: Orbit, size: tuple[int, int] = SIZE) -> Outlook:
    mesh = mountain.mesh_of(terrain)
    camera, canvas = orbit.camera(mesh, size), Canvas(*size)
    paint = Paint(np.zeros((2, 2), np.uint32), (0, 0), (0, 0))
    mountain.portray(mesh, camera, paint, canvas)
    return Outlook(mesh, camera, canvas, DUSK)


def downhill_on(terrain: Terrain, orbit: Orbit, size: tuple[int, int] = SIZE) -> Downhill:
    return Downhill(outlook_on(terrain, orbit, size), terrain.ground, CLEAR, 0.0)


def nearest_neighbours(points: Floats) -> Floats:
    apart = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    nearest: Floats = apart.min(1)
    return nearest


@pytest.mark.parametrize("zoom", [1.0, 2.7, 8.0, 60.0])
@pytest.mark.parametrize("terrain", [JACKSBORO, FLAGSHIP], ids=lambda terrain: terrain.name)
def test_from_near_and_from_afar_they_are_as_large_and_as_far_apart(
    terrain: Terrain, zoom: float
) -> None:
    focus = (0.15, -0.1)
    arrows, _ = downhill_on(terrain, Orbit(zoom=zoom, focus=focus, tilt=STEEP)).arrows
    assert len(arrows.lengths) > 60
    assert 0.5 * DUSK.normal < arrows.lengths.min()
    assert DUSK.normal < arrows.lengths.max() < 2 * DUSK.normal
    nearest = nearest_neighbours(arrows.middles)
    assert 1.4 * DUSK.normal < np.median(nearest) < 3.2 * DUSK.normal
    assert nearest.min() > 0.4 * DUSK.normal


@pytest.mark.parametrize("turn", [0.0, 1.2, -2.6])
def test_on_a_slope_all_point_down_it(turn: float) -> None:
    terrain = own("2*x + y")
    downhill = downhill_on(terrain, Orbit(turn=turn, tilt=STEEP))
    arrows, _ = downhill.arrows
    outlook = downhill.outlook
    for middle, way in zip(arrows.middles, arrows.ways, strict=True):
        ground = outlook.ground_at(middle[None])[0]
        x, y = outlook.on_map(ground[:2]).tolist()
        seen = outlook.seen(np.array([x, x - 0.02]), np.array([y, y - 0.01]))[:, :2]
        expected = (seen[1] - seen[0]) / np.hypot(*(seen[1] - seen[0]))
        assert way @ expected > math.cos(math.radians(3))
    assert len(arrows.lengths) > 60


def test_the_steeper_the_longer() -> None:
    arrows, _ = downhill_on(own("x^2"), Orbit(turn=0.0, tilt=1.55)).arrows
    off = np.abs(arrows.middles[:, 0] - SIZE[0] / 2)
    lengths = arrows.lengths[np.argsort(off)]
    thirds = [part.mean() for part in np.array_split(lengths, 3)]
    assert all(after > 1.15 * before for before, after in pairwise(thirds))


@pytest.mark.parametrize("formula", ["7", "sqrt(-1 - x^2)", "7 + 1e-16*x"])
def test_level_ground_and_no_ground_have_none(formula: str) -> None:
    assert len(downhill_on(own(formula), Orbit()).arrows[0].lengths) == 0


@pytest.mark.parametrize(
    "formula", ["1/x", "ln(y)", "1e150*x*y", "1e-150*x", "abs(x)", "x^2 sin y"]
)
def test_the_strangest_ground_has_arrows_of_the_usual_size(formula: str) -> None:
    arrows, _ = downhill_on(own(formula), Orbit()).arrows
    assert len(arrows.lengths) > 20
    assert np.isfinite(arrows.middles).all()
    assert np.hypot(*arrows.ways.T) == pytest.approx(1.0)
    assert arrows.lengths.max() < 2 * DUSK.normal


def test_none_is_seen_through_a_ridge() -> None:
    terrain = own("exp(-(4y)^2) + 0.1 y")
    for tilt, shown in ((0.12, False), (1.5, True)):
        downhill = downhill_on(terrain, Orbit(turn=0.0, tilt=tilt))
        outlook = downhill.outlook
        arrows, _ = downhill.arrows
        behind = outlook.seen(np.array([0.0]), np.array([0.35]))[0]
        off = np.hypot(*(arrows.middles - behind[:2]).T)
        _, hidden = outlook.stand(0.0, 0.35)
        assert hidden != shown
        places = outlook.on_map(outlook.ground_at(arrows.middles)[:, :2])
        assert bool(((places[:, 1] > 0.15) & (places[:, 1] < 0.6)).any()) == shown
        assert off.size > 0


def test_they_stay_at_their_places_when_the_block_is_turned_a_little() -> None:
    places = []
    for turn in (0.4, 0.45):
        downhill = downhill_on(FLAGSHIP, Orbit(turn=turn, tilt=STEEP))
        arrows, _ = downhill.arrows
        outlook = downhill.outlook
        places.append(outlook.on_map(outlook.ground_at(arrows.middles)[:, :2]))
    apart = np.hypot(*(places[0][:, None] - places[1][None]).transpose(2, 0, 1)).min(1)
    assert (apart < 0.02 * FLAGSHIP.window.width).mean() > 0.75


def test_in_the_mist_there_are_some_only_where_ground_is_seen() -> None:
    # All mist but for the eastern half.
    mist = np.ones((100, 100), np.float32)
    mist[:, 50:] = 0.0
    bare = downhill_on(FLAGSHIP, Orbit())
    everywhere, _ = bare.arrows
    for opacity, fewer in ((1.0, True), (0.0, False)):
        downhill = replace(bare, mist=mist, opacity=opacity)
        arrows, clear = downhill.arrows
        across = downhill.outlook.ground_at(arrows.middles)[:, 0]
        assert (across > -0.01).all() == fewer
        assert (clear == 1.0).all()
        assert (len(arrows.lengths) < 0.7 * len(everywhere.lengths)) == fewer
    half = replace(bare, mist=mist, opacity=0.5)
    _, clear = half.arrows
    assert set(np.unique(clear)) == {0.5, 1.0}


def test_in_the_mist_they_do_not_tell_how_steep_it_is_elsewhere() -> None:
    mist = np.ones((100, 100), np.float32)
    mist[40:60, 40:60] = 0.0
    lengths = []
    for peak in (0.0, 40.0):
        # As much higher as lower: the block is cut at the same heights around the middle.
        formula = f"0.1*x + {peak}*(exp(-300*((x - 0.8)^2 + y^2)) - exp(-300*((x + 0.8)^2 + y^2)))"
        terrain = own(formula)
        bare = downhill_on(terrain, Orbit(tilt=1.5))
        arrows, _ = replace(bare, mist=mist, opacity=1.0).arrows
        lengths.append(arrows.lengths.max())
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


@pytest.mark.parametrize("size", [(1, 1), (2, 60), (1900, 90)])
def test_in_the_smallest_view_they_can_be_asked_for(size: tuple[int, int]) -> None:
    arrows, clear = downhill_on(FLAGSHIP, Orbit(), size).arrows
    assert len(arrows.lengths) == len(clear)


def test_a_very_large_view_has_no_more_of_them() -> None:
    near = Orbit(zoom=5.0, tilt=STEEP)
    few, usual, many = (
        len(downhill_on(FLAGSHIP, near, size).arrows[0].lengths)
        for size in ((360, 320), (900, 800), (2700, 2400))
    )
    assert 3 * few < usual
    assert many < 1.2 * usual


@pytest.mark.parametrize("pixels", [1.0, 0.5, 2.0])
def test_they_are_painted_where_they_stand_whatever_the_picture_s_pixels(
    qapp: object, pixels: float
) -> None:
    terrain = own("x")
    outlook = outlook_on(terrain, Orbit(tilt=1.5, turn=0.0))
    downhill = Downhill(outlook, terrain.ground, CLEAR, 0.0)
    canvas = Canvas(*(round(pixels * side) for side in SIZE))
    canvas.pixels[:] = 0xFF808080
    picture = Outlook(outlook.mesh, outlook.camera, canvas, DUSK).image
    with QPainter(picture) as painter:
        downhill.paint(painter, pixels)
    dark = np.argwhere((canvas.pixels & 0xFF) < 70)[:, ::-1] / pixels
    arrows, _ = downhill.arrows
    off = np.hypot(*(dark[:, None] - arrows.middles[None]).transpose(2, 0, 1))
    assert off.min(0).max() < 3
    assert off.min(1).max() < DUSK.normal + 2
    # To the west, and no thicker than an arrow.
    wide, tall = (np.ptp(dark[off.argmin(1) == 0], axis=0)).tolist()
    assert wide > 1.2 * tall > 3


def test_a_finer_grid_has_all_places_of_the_coarser() -> None:
    places = np.random.default_rng(3).uniform(-0.5, 0.5, (4000, 2))
    grids = []
    for half in range(9):
        nodes = nearest_nodes(places, np.full(len(places), half)) / 2**24 + 1 / 3
        grids.append(set(map(tuple, nodes[(np.abs(nodes) < 0.45).all(1)].tolist())))
    for coarse, fine in pairwise(grids[2:]):
        assert coarse < fine
        assert len(fine) == pytest.approx(2 * len(coarse), abs=3 * len(fine) ** 0.5)


def test_where_points_crowd_the_weightiest_stays() -> None:
    points = np.array([[0.0, 0.0], [1.0, 0.5], [50.0, 50.0], [0.5, 1.0]])
    kept = thinned(points, np.array([1.0, 4.0, 1.0, 2.0]), 10.0)
    assert sorted(kept.tolist()) == [1, 2]
