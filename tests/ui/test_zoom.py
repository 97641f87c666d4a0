import numpy as np
import pytest
from hypothesis import given, strategies as some

import mountain
from mountain import Formula, Grid, Origin, Terrain, Window
from ui.zoom import MOST, Zoom, zoom_on

WINDOW = Window(-4.0, 6.0, 10.0, 14.0)
TERRAIN = Terrain("swell", "Swell", Formula("sin(x) + y"), WINDOW)
shares = some.floats(0.0, 1.0)
factors = some.floats(0.01, 100.0)


def place(window: Window, across: float, up: float) -> tuple[float, float]:
    return window.x0 + across * window.width, window.y0 + up * window.tall


def inside(seen: Window, whole: Window) -> bool:
    edge = 1e-9 * max(whole.width, whole.tall)
    return (
        seen.x0 >= whole.x0 - edge
        and seen.x1 <= whole.x1 + edge
        and seen.y0 >= whole.y0 - edge
        and seen.y1 <= whole.y1 + edge
    )


@given(some.lists(some.tuples(factors, shares, shares, some.floats(-3, 3)), max_size=12))
def test_wherever_one_goes_one_stays_on_the_map_and_its_shape_stays(
    moves: list[tuple[float, float, float, float]],
) -> None:
    zoom = zoom_on(TERRAIN)
    for factor, across, up, aside in moves:
        zoom = zoom.scaled(factor, *place(zoom.seen, across, up)).moved(aside, -aside)
        assert inside(zoom.seen, WINDOW)
        assert 1.0 <= zoom.power <= MOST * 1.0001
        assert zoom.seen.width / zoom.seen.tall == pytest.approx(2.5)


@given(some.floats(1.5, 20.0), shares, shares)
def test_the_place_under_the_pointer_stays_where_it_is(
    factor: float, across: float, up: float
) -> None:
    pointed = place(WINDOW, across, up)
    seen = zoom_on(TERRAIN).scaled(factor, *pointed).seen
    assert place(seen, across, up) == pytest.approx(pointed, abs=1e-9)


@given(some.floats(1.5, 20.0), shares, shares)
def test_going_away_as_far_as_one_came_shows_all_of_the_map_again(
    factor: float, across: float, up: float
) -> None:
    near = zoom_on(TERRAIN).scaled(factor, *place(WINDOW, across, up))
    assert not near.is_whole
    assert near.scaled(1 / factor, *place(near.seen, across, up)).is_whole
    assert near.all_out() == zoom_on(TERRAIN)


def test_of_a_large_grid_one_can_go_nearer_than_of_other_ground() -> None:
    edges = (0.0, 1.0, 0.0, 1.0)
    large = Grid(np.zeros((8192, 8192)), edges, "flat", origin=Origin("flat.npy", 64 * "0"))
    assert zoom_on(Terrain("large", "Large", large, Window(*edges))).most == 8192 / 96
    small = Grid(np.zeros((20, 20)), edges, "flat", origin=Origin("flat.npy", 64 * "0"))
    assert zoom_on(Terrain("small", "Small", small, Window(*edges))).most == MOST


def test_where_numbers_cannot_tell_places_apart_one_goes_no_nearer() -> None:
    far = Window(1e6, 1e6 + 1, 1e6, 1e6 + 1)
    zoom = zoom_on(Terrain("far", "Far", Formula("x + y"), far))
    near = zoom.scaled(1e9, 1e6 + 0.5, 1e6 + 0.5)
    assert 1 < near.power < MOST


def test_who_walks_out_of_sight_is_followed_and_who_never_was_in_sight_is_not() -> None:
    near = zoom_on(TERRAIN).scaled(8.0, 0.0, 12.0)
    gone = (near.seen.x1 + 0.3, 12.0)
    assert near.following((0.0, 12.0), gone).seen.holds(*gone)
    assert near.following((0.0, 12.0), (0.1, 12.0)) == near
    assert near.following((5.0, 13.5), gone) == near


def test_who_leaves_the_map_is_followed_to_its_edge() -> None:
    near = zoom_on(TERRAIN).scaled(8.0, 5.8, 12.0)
    followed = near.following((5.8, 12.0), (7.0, 12.0))
    assert followed.seen.x1 == pytest.approx(WINDOW.x1)
    assert inside(followed.seen, WINDOW)


def test_all_mountains_of_the_gallery_can_be_looked_at_closely() -> None:
    for name in mountain.terrain_names():
        assert zoom_on(mountain.terrain_named(name)).most >= MOST


def test_a_view_knows_its_power() -> None:
    assert Zoom(WINDOW, Window(-4.0, 1.0, 10.0, 12.0), 64.0).power == 2.0
