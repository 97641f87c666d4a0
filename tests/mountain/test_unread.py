"""Maps that a file tells of: found beside it or where they were, and never another one."""

import json
from pathlib import Path

import numpy as np
import pytest

import mountain
from mountain import FileError, UnreadMap, read_elevation
from mountain.grounds import as_table, ground_of
from mountain.sidecar import sidecar_path


@pytest.fixture
def map_file(tmp_path: Path) -> Path:
    """Save a map with pits in a folder of its own."""
    path = tmp_path / "maps" / "hill.npy"
    path.parent.mkdir()
    y, x = np.mgrid[0:40, 0:50]
    np.save(path, 200.0 + 5 * np.hypot(x - 20, y - 22) + np.random.default_rng(3).random((40, 50)))
    return path


@pytest.fixture
def recorded(map_file: Path, tmp_path: Path) -> Path:
    """Record a hike on the map, smoothed, in another folder."""
    elevation = read_elevation(map_file, spacing=20.0)
    terrain = mountain.elevation_terrain(elevation, 1.5)
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), 300)
    path = tmp_path / "hikes" / "hike.csv"
    path.parent.mkdir()
    mountain.save_track(track, path)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(FileError) as refused:
        mountain.replay(path)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_a_hike_on_a_map_is_walked_again_to_the_last_bit(recorded: Path) -> None:
    assert mountain.replay(recorded).difference is None


def test_the_map_is_found_beside_the_csv_when_it_has_moved(recorded: Path, map_file: Path) -> None:
    map_file.rename(recorded.parent / map_file.name)
    assert mountain.replay(recorded).difference is None


def test_a_map_beside_the_csv_that_is_another_one_does_not_hide_the_right_one(
    recorded: Path, map_file: Path
) -> None:
    (recorded.parent / map_file.name).write_bytes(b"another map")
    assert mountain.replay(recorded).difference is None


def test_without_its_map_nobody_can_walk_but_the_rest_can_be_read(
    recorded: Path, map_file: Path
) -> None:
    map_file.unlink()
    told = refusal(recorded)
    assert told.startswith("hill.npy: the elevation map (SHA-256 ")
    assert told.endswith("is not found; put it beside the CSV")
    sidecar = mountain.read_sidecar(recorded)
    assert isinstance(sidecar.terrain.ground, UnreadMap)
    assert sidecar.rows == len(mountain.read_trajectory(recorded).x)


def test_a_map_that_has_changed_is_not_walked_on(recorded: Path, map_file: Path) -> None:
    data = bytearray(map_file.read_bytes())
    data[-1] ^= 1
    map_file.write_bytes(data)
    assert "is another one than then; put the map of then (SHA-256 " in refusal(recorded)


def test_a_recording_cut_short_is_recovered_without_its_map(recorded: Path, map_file: Path) -> None:
    map_file.unlink()
    beside = sidecar_path(recorded)
    beside.write_text(beside.read_text().replace('"complete"', '"recording"'))
    assert mountain.unfinished(recorded.parent) == [recorded]
    whole = len(mountain.recover(recorded).x)
    assert mountain.read_sidecar(recorded).status == "recovered"
    assert mountain.read_sidecar(recorded).rows == whole


def test_a_hike_on_the_gallery_s_map_tells_no_path_and_is_walked_again(tmp_path: Path) -> None:
    terrain = mountain.terrain_named("jacksboro_fault")
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain)), 100)
    mountain.save_track(track, tmp_path / "hike.csv")
    (note, *_) = json.loads(sidecar_path(tmp_path / "hike.csv").read_text())["notes"]
    assert note["terrain"]["elevation"]["gallery"] == "jacksboro_fault.npz"
    assert note["terrain"]["elevation"]["smoothing"] == [2.0]
    assert "assets" not in json.dumps(note)
    assert mountain.replay(tmp_path / "hike.csv").difference is None


def test_an_unread_map_has_the_heights_and_slopes_of_the_map(map_file: Path) -> None:
    terrain = mountain.elevation_terrain(mountain.smoothed(read_elevation(map_file), 1.0), 2.0)
    unread = ground_of(json.loads(json.dumps(as_table(terrain.ground))))
    assert isinstance(unread, UnreadMap)
    assert unread.read == terrain.ground
    assert unread.text == "hill.npy, an elevation map"
    x, y = terrain.window.grid(7, 9)
    for ours, theirs in (
        (unread.height(x, y), terrain.ground.height(x, y)),
        (unread.hessian(x, y), terrain.ground.hessian(x, y)),
        (np.stack(unread.gradient(x, y)), np.stack(terrain.ground.gradient(x, y))),
    ):
        np.testing.assert_array_equal(ours, theirs)


def test_maps_of_equal_origin_are_equal_and_of_another_smoothing_are_not(map_file: Path) -> None:
    elevation = read_elevation(map_file)
    once, again, smoother = (
        ground_of(as_table(mountain.elevation_ground(mountain.smoothed(elevation, sigma))))
        for sigma in (1.0, 1.0, 2.0)
    )
    assert once == again
    assert hash(once) == hash(again)
    assert once != smoother


def test_a_path_of_another_system_is_found_by_its_name(recorded: Path, map_file: Path) -> None:
    beside = sidecar_path(recorded)
    document = json.loads(beside.read_text())
    document["notes"][0]["terrain"]["elevation"]["file"] = r"C:\maps\hill.npy"
    beside.write_text(json.dumps(document))
    assert "hill.npy: the elevation map" in refusal(recorded)
    map_file.rename(recorded.parent / map_file.name)
    assert mountain.replay(recorded).difference is None


def test_a_name_that_no_system_takes_is_not_found(recorded: Path) -> None:
    beside = sidecar_path(recorded)
    document = json.loads(beside.read_text())
    for name in ("x" * 5000, "\ud800.npy", "/" * 300):
        document["notes"][0]["terrain"]["elevation"]["file"] = name
        beside.write_text(json.dumps(document))
        assert "is not found; put it beside the CSV" in refusal(recorded)
