import numpy as np
import pytest

import mountain
from mountain import Floats, Grid, Terrain, Window
from ui.detail import GridDetail, Section, detail_of

SIDE = 1600
EDGES = (100.0, 100.0 + 10.0 * (SIDE - 1), -50.0, -50.0 + 20.0 * (SIDE - 1))
WHOLE = Window(*EDGES)


def plane(x: Floats, y: Floats) -> Floats:
    return 3.0 + 0.25 * x - 0.5 * y


def grid_of(heights: Floats, edges: tuple[float, float, float, float] = EDGES) -> Grid:
    return Grid(heights, edges, "test")


@pytest.fixture(scope="module")
def tilted() -> GridDetail:
    x, y = WHOLE.grid(SIDE, SIDE)
    return refined(GridDetail(grid_of(plane(x, y))))


def refined(detail: GridDetail) -> GridDetail:
    for _ in detail.refinement():
        pass
    return detail


def part(across: float, up: float, power: float) -> Window:
    wide, tall = WHOLE.width / power, WHOLE.tall / power
    west, south = WHOLE.x0 + across * (WHOLE.width - wide), WHOLE.y0 + up * (WHOLE.tall - tall)
    return Window(west, west + wide, south, south + tall)


def covers(section: Section, seen: Window) -> bool:
    """Tell whether the heights reach over all that is seen, but for a pixel's breadth."""
    across, along = section.spacing
    return bool(
        section.x[0] - 1.5 * across <= seen.x0
        and section.x[-1] + 1.5 * across >= seen.x1
        and section.y[0] - 1.5 * along <= seen.y0
        and section.y[-1] + 1.5 * along >= seen.y1
    )


@pytest.mark.parametrize("columns", [200, 900])
@pytest.mark.parametrize("power", [1.0, 1.7, 3.0, 9.0, 16.0, 60.0])
@pytest.mark.parametrize(("across", "up"), [(0.0, 0.0), (1.0, 1.0), (0.37, 0.61)])
def test_heights_are_those_of_their_places_near_and_far(
    tilted: GridDetail, across: float, up: float, power: float, columns: int
) -> None:
    seen = part(across, up, power)
    for detail in (GridDetail(tilted.grid), tilted):
        section = detail.section(seen, columns)
        expected = plane(section.x[None, :], section.y[:, None])
        assert np.abs(section.heights - expected).max() < 0.02
        assert covers(section, seen)
        # What is read follows what is seen, not how large the map is.
        assert section.heights.size < 5 * max(columns, 400) ** 2


def test_of_a_large_grid_averages_are_shown_once_they_are_there() -> None:
    heights = np.random.default_rng(1).normal(size=(SIDE, SIDE))
    detail = GridDetail(grid_of(heights))
    before = detail.section(WHOLE, 400)
    assert before.step == 4
    assert np.array_equal(before.heights, heights[::4, ::4])
    after = refined(detail).section(WHOLE, 400)
    naive = [
        [heights[4 * i : 4 * i + 4, 4 * j : 4 * j + 4].mean() for j in range(9)] for i in range(9)
    ]
    assert after.heights[:9, :9] == pytest.approx(np.array(naive), abs=1e-6)
    assert after.x[0] == pytest.approx(EDGES[0] + 1.5 * 10.0)
    assert after.y[0] == pytest.approx(EDGES[2] + 1.5 * 20.0)


def test_averages_can_be_worked_out_a_little_at_a_time() -> None:
    detail = GridDetail(grid_of(np.zeros((SIDE, SIDE))))
    steps = detail.refinement()
    next(steps)
    assert detail.section(WHOLE, 400).step == 4
    assert len(list(steps)) > 3


def test_a_small_grid_has_nothing_to_average() -> None:
    detail = GridDetail(grid_of(np.zeros((300, 300))))
    assert list(detail.refinement()) == []


def test_from_near_the_ground_is_as_smooth_as_it_is_walked_on() -> None:
    heights = np.random.default_rng(2).normal(size=(120, 90))
    grid = grid_of(heights, (0.0, 89.0, 0.0, 119.0))
    seen = Window(40.0, 52.0, 60.0, 76.0)
    section = GridDetail(grid).section(seen, 700)
    expected = grid.height(section.x[None, :], section.y[:, None])
    # A spline through a piece differs by what the rest would bend it, which dies away quickly.
    assert np.abs(section.heights - expected).max() < 2e-3
    assert covers(section, seen)


def test_holes_are_holes_however_they_are_read() -> None:
    heights = np.add.outer(np.arange(SIDE), np.arange(SIDE)).astype(float)
    missing = np.zeros((SIDE, SIDE), bool)
    missing[400:800, 800:1200] = True
    # As `elevation_ground` makes it of a map with empty cells.
    holed = mountain.elevation_ground(
        mountain.Elevation(np.where(missing, np.nan, heights), 10.0, 20.0, "holed")
    )
    whole = Window(*holed.edges)
    for detail in (GridDetail(holed), refined(GridDetail(holed))):
        section = detail.section(whole, 400)
        row = np.searchsorted(section.y, whole.y0 + 20.0 * 600)
        column = np.searchsorted(section.x, whole.x0 + 10.0 * 1000)
        assert np.isnan(section.heights[row, column])
        assert np.isnan(section.heights).mean() == pytest.approx(1 / 16, abs=0.01)
    x, y = whole.x0 + 10.0 * 800, whole.y0 + 20.0 * 600
    near = GridDetail(holed).section(Window(x - 300, x + 300, y - 600, y + 600), 400)
    assert np.isnan(near.heights[:, near.x > x + 20]).all()
    assert np.isfinite(near.heights[:, near.x < x - 20]).all()


def test_other_ground_is_asked_where_it_is_seen() -> None:
    terrain = mountain.terrain_named("himmelblau")
    seen = Window(1.0, 2.0, -1.0, 0.5)
    section = detail_of(terrain).section(seen, 700)
    x, y = section.x[[3, 200]], section.y[[5, 300]]
    assert section.heights[[5, 300], [3, 200]] == pytest.approx(
        (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
    )
    assert section.reach == seen
    assert list(detail_of(terrain).refinement()) == []


def test_rough_ground_is_lit_less_steeply_the_finer_it_is_read() -> None:
    heights = np.random.default_rng(3).normal(size=(SIDE, SIDE))
    detail = GridDetail(grid_of(heights))
    assert detail.exaggeration(1) < detail.exaggeration(4) < detail.exaggeration(16)
    assert GridDetail(grid_of(np.zeros((50, 50)))).exaggeration(1) == 1.0


def test_thinned_heights_lie_where_they_lay() -> None:
    x, y = np.linspace(0, 1, 500), np.linspace(0, 2, 300)
    thinned = Section(x, y, plane(x[None, :], y[:, None])).thinned(100)
    expected = plane(thinned.x[None, :], thinned.y[:, None])
    assert np.abs(thinned.heights - expected).max() < 1e-12
    assert max(thinned.heights.shape) <= 100


def test_terrains_know_their_detail() -> None:
    ground = grid_of(np.zeros((9, 9)))
    assert isinstance(detail_of(Terrain("g", "G", ground, WHOLE)), GridDetail)
