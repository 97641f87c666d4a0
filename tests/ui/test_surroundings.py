from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import OpenWindow, prepared, preset_named
from pytestqt.qtbot import QtBot

import mountain
from mountain import Entrant, Formula, Grid, Lineup, Origin, Preset, Terrain, Window
from ui.outset import outset_of_preset
from ui.session import Session
from ui.surroundings import Surroundings, still_hold, surroundings_of
from ui.window import MainWindow
from ui.zoom import Zoom, zoom_on

REAL = "jacksboro_fault"
PRESETS = mountain.presets_of(REAL)


def opening_of(preset: Preset) -> Zoom:
    outset = outset_of_preset(preset)
    around = surroundings_of(outset.terrain, outset.lineup)
    assert around is not None
    return zoom_on(outset.terrain).around(around.x, around.y, around.reach)


def named(preset: Preset) -> str:
    return preset.name


@pytest.mark.parametrize("preset", PRESETS, ids=named)
def test_the_whole_way_of_a_prepared_hike_is_seen_from_near(preset: Preset) -> None:
    zoom = opening_of(preset)
    terrain = mountain.terrain_named(REAL)
    plan = mountain.plan_on(terrain, preset.settings)
    track = mountain.advance(mountain.start(terrain, plan, preset.start), 2_000)
    assert zoom.power > 2.999
    # Nobody sees where a step beyond the map leads.
    on_map = [each for each in zip(track.x, track.y, strict=True) if terrain.window.holds(*each)]
    assert len(on_map) >= len(track) - 1
    assert all(zoom.seen.holds(*place) for place in on_map)


@pytest.mark.parametrize("preset", PRESETS, ids=named)
def test_the_start_is_in_the_middle_so_that_nobody_learns_where_the_way_leads(
    preset: Preset,
) -> None:
    seen, whole = opening_of(preset).seen, mountain.terrain_named(REAL).window
    middle = (seen.x0 + seen.width / 2, seen.y0 + seen.tall / 2)
    # At the rim the view ends with the map, whatever the way.
    nearest = (
        max(preset.start[0], whole.x0 + seen.width / 2),
        max(preset.start[1], whole.y0 + seen.tall / 2),
    )
    assert middle == pytest.approx(nearest, abs=0.02 * seen.width)


def test_hikes_from_one_place_are_seen_from_as_near_as_one_another() -> None:
    powers: dict[tuple[float, float], set[float]] = {}
    for preset in PRESETS:
        powers.setdefault(preset.start, set()).add(opening_of(preset).power)
    assert [len(each) for each in powers.values()] == [1] * len(powers)
    by_name = {preset.name: opening_of(preset).power for preset in PRESETS}
    # Twenty-eight metres apart: the two are there to be compared.
    assert by_name["watershed"] == by_name["false_bottom"]
    assert by_name["good"] > 3.999


def test_a_hike_over_much_of_the_map_is_seen_on_all_of_it() -> None:
    zoom = zoom_on(mountain.terrain_named(REAL))
    assert zoom.around(15_000.0, 15_000.0, 6_000.0).is_whole
    assert not zoom.around(15_000.0, 15_000.0, 3_000.0).is_whole
    # Who never leaves the start gives nobody a reason to look at it from near.
    assert zoom.around(15_000.0, 15_000.0, 0.0).is_whole


def test_a_hike_at_the_rim_is_seen_with_what_there_is_of_the_map() -> None:
    zoom = zoom_on(mountain.terrain_named(REAL)).around(100.0, 100.0, 2_000.0)
    assert (zoom.seen.x0, zoom.seen.y0) == (0.0, 0.0)
    assert zoom.seen.holds(2_100.0, 2_100.0)


def test_of_a_coarse_map_enough_cells_are_seen() -> None:
    edges = (0.0, 900.0, 0.0, 900.0)
    heights = np.add.outer(np.arange(90.0), np.arange(90.0))
    ground = Grid(heights, edges, "tilted", origin=Origin("tilted.npy", 64 * "0"))
    zoom = zoom_on(Terrain("tilted", "Tilted", ground, Window(*edges)))
    assert zoom.around(450.0, 450.0, 1.0).power == 3.0


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_only_elevation_maps_are_seen_from_near(name: str) -> None:
    terrain = mountain.terrain_named(name)
    lineup = Lineup((Entrant(mountain.plan_on(terrain), terrain.start),))
    assert (surroundings_of(terrain, lineup) is None) == (name != REAL)


def test_on_a_map_smoothed_otherwise_the_view_stays_unless_the_start_is_elsewhere() -> None:
    real, misty = mountain.terrain_named(REAL), mountain.terrain_named("misty_mountain")
    (x, y), elsewhere = real.start, preset_named("false_bottom", REAL).start
    around = Surroundings(x, y, 2_000.0)
    smoothed = replace(real, ground=Formula("x + y"))
    assert still_hold(around, real, smoothed, (x, y))
    assert not still_hold(around, real, smoothed, elsewhere)
    assert not still_hold(None, real, smoothed, (x, y))
    assert not still_hold(around, real, misty, (x, y))
    # Whoever sets out anew on the ground as it is has chosen the place on what is seen.
    assert still_hold(around, real, real, elsewhere)


@pytest.fixture
def real(home: Path, qtbot: QtBot) -> Iterator[Session]:
    session = Session(preset_named("good", REAL))
    session.prepare()
    yield prepared(session, qtbot)
    session.close()


def test_a_start_a_knob_and_setting_out_again_leave_the_view_and_another_hike_does_not(
    real: Session, qtbot: QtBot
) -> None:
    before = real.surroundings
    assert before is not None
    real.choose_start(25_500.0, 3_500.0)
    assert prepared(real, qtbot).surroundings is before
    real.change_setting("learning_rate", 150.0)
    real.restart()
    assert prepared(real, qtbot).surroundings is before
    real.choose_preset(preset_named("false_bottom", REAL))
    after = prepared(real, qtbot).surroundings
    assert after is not None
    assert (after.x, after.y) == preset_named("false_bottom", REAL).start
    real.choose_preset(preset_named("good"))
    assert prepared(real, qtbot).surroundings is None


@pytest.fixture
def on_real(open_window: OpenWindow, qtbot: QtBot) -> MainWindow:
    window = open_window()
    window.session.choose_terrain(REAL)
    prepared(window.session, qtbot)
    return window


def test_in_the_window_a_hike_is_seen_from_near_and_whoever_looks_elsewhere_stays_there(
    on_real: MainWindow, qtbot: QtBot
) -> None:
    ground = on_real.map.ground
    assert ground.zoom.power == opening_of(preset_named("good", REAL)).power
    ground.see_whole()
    on_real.session.move(5)
    on_real.session.choose_start(25_000.0, 4_000.0)
    prepared(on_real.session, qtbot)
    assert ground.zoom.is_whole
    on_real.session.choose_preset(preset_named("too_big", REAL))
    assert not ground.zoom.is_whole


def test_at_first_the_mist_is_as_dense_from_near_as_on_any_other_map(on_real: MainWindow) -> None:
    frame = on_real.map.frame
    sight = on_real.map._kept_pictures().sight
    assert sight == pytest.approx(0.115 * max(frame.width(), frame.height()))
    on_real.map.ground.go_nearer(2.0, None)
    assert on_real.map._kept_pictures().sight == pytest.approx(2 * sight)
    on_real.map.wait()


def test_until_it_is_known_how_far_a_hike_goes_there_is_next_to_nothing_to_be_seen() -> None:
    zoom = zoom_on(mountain.terrain_named(REAL))
    assert zoom.is_whole
    assert zoom.sight < min(1 / opening_of(preset).power for preset in PRESETS)
