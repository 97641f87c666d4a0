"""What is kept ready for grounds: of small ones much, of large ones only what is in use."""

import gc
import weakref

import numpy as np
import pytest

import mountain
from mountain import Grid, Terrain, Window, large


def grid(number: int, side: int = 40) -> Grid:
    x = np.linspace(0, 6, side)
    return Grid(np.sin(x)[:, None] * np.cos(x) + number, (0.0, 6.0, 0.0, 6.0), f"grid {number}")


@pytest.fixture
def _all_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 100)


def test_a_result_is_worked_out_once_and_the_oldest_is_forgotten() -> None:
    asked = []

    @large.cached_while_small(maxsize=2)
    def doubled(number: int) -> int:
        asked.append(number)
        return 2 * number

    assert [doubled(each) for each in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]


@pytest.mark.usefixtures("_all_are_large")
def test_a_large_ground_is_kept_until_there_is_another() -> None:
    asked = []

    @large.cached_while_small(maxsize=9)
    def named(ground: Grid) -> str:
        asked.append(ground.name)
        return ground.name

    first, second, small = grid(1), grid(2), grid(3, 5)
    for ground in (small, first, first, second, small, first):
        assert named(ground) == ground.name
    assert asked == ["grid 3", "grid 1", "grid 2", "grid 1"]
    named(grid(4, 5))
    named(first)
    assert asked[-2:] == ["grid 4", "grid 1"]


@pytest.mark.usefixtures("_all_are_large")
def test_a_terrain_is_as_large_as_its_ground() -> None:
    asked = []

    @mountain.cached_while_small(maxsize=9)
    def shaded(terrain: Terrain, cells: int) -> int:
        asked.append(terrain.name)
        return cells

    terrains = [Terrain(str(number), "Grid", grid(number), Window(0, 6, 0, 6)) for number in (1, 2)]
    for terrain in (terrains[0], terrains[1], terrains[0]):
        assert shaded(terrain, 5) == 5
    assert asked == ["1", "2", "1"]


@pytest.mark.usefixtures("_all_are_large")
def test_asked_of_another_large_ground_one_function_makes_the_others_forget_theirs() -> None:
    asked = []

    @large.cached_while_small(maxsize=9)
    def first(ground: Grid, cells: int) -> int:
        asked.append((ground.name, cells))
        return cells

    @large.cached_while_small(maxsize=9)
    def second(grounds: tuple[Grid, ...]) -> int:
        return len(grounds)

    one, other, small = grid(1), grid(2), grid(3, 5)
    for ground, cells in ((one, 5), (one, 6), (small, 5), (one, 5)):
        first(ground, cells)
    assert asked == [("grid 1", 5), ("grid 1", 6), ("grid 3", 5), ("grid 1", 5)]
    second((one, small))
    first(one, 5)
    assert len(asked) == 4
    second((other,))
    first(small, 5)
    first(one, 5)
    assert asked[4:] == [("grid 1", 5)]


@pytest.mark.usefixtures("_all_are_large")
def test_a_large_ground_that_was_left_for_another_does_not_stay_in_the_memory() -> None:
    left = []
    for number in (1, 2):
        ground = grid(number)
        terrain = Terrain("grid", "Grid", ground, Window(*ground.edges))
        plan = mountain.plan_on(terrain)
        mountain.ending(mountain.advance(mountain.start(terrain, plan), 50))
        mountain.outcomes(terrain, [plan] * 20, np.full((20, 2), 3.0), 5)
        left.append(weakref.ref(ground))
        left.append(weakref.ref(ground._spline))
        del ground, terrain
    gc.collect()
    assert [each() is None for each in left] == [True, True, False, False]
