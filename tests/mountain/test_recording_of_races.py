"""Recordings of races: one file for all, which follows whoever goes back and another way."""

import errno
from pathlib import Path

import pytest
from hypothesis import given, strategies as some

from mountain import (
    Plan,
    Race,
    Recorder,
    RecordingError,
    advance_race,
    read_sidecar,
    read_trajectory,
    replan_race,
    replay,
    save_race,
    save_track,
    trajectory_lines,
)
from mountain.columns import HEADER
from mountain.sidecar import sidecar_path
from tests.faults import Faults
from tests.hikes import RACERS, races, restless_hike, restless_race


def as_saved(folder: Path, race: Race) -> bytes:
    path = folder / "at once" / "race.csv"
    path.parent.mkdir(exist_ok=True)
    save_race(race, path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recordings")


@given(races(), some.lists(some.integers(1, 20), max_size=5))
def test_a_race_recorded_as_it_goes_on_is_the_file_of_one_saved_at_once(
    place: Path, race: Race, strides: list[int]
) -> None:
    recorder = Recorder(place / "race.csv", race.until(0))
    step = 0
    for stride in strides:
        step += stride
        recorder.append(race.until(step))
        lines = trajectory_lines(race.until(step), last_is_fate=False)
        assert recorder.path.read_bytes() == (HEADER + "".join(lines)).encode("ascii")
    recorder.close(race)
    assert recorder.path.read_bytes() == as_saved(place, race)
    assert read_sidecar(recorder.path) == read_sidecar(place / "at once" / "race.csv")


TURNS = some.lists(some.tuples(some.integers(0, 20), some.integers(0, 3), RACERS), max_size=4)


@given(races(), TURNS, some.integers(0, 10))
def test_a_race_in_which_anybody_goes_back_and_another_way_leaves_only_that_way_in_the_file(
    place: Path, race: Race, turns: list[tuple[int, int, Plan]], steps: int
) -> None:
    recorder = Recorder(place / "race.csv", race)
    for back, number, other in turns:
        race = race.until(max(0, race.steps - back))
        recorder.append(race)
        race = replan_race(race, number % len(race.tracks), other)
        recorder.append(race)
        assert replay(recorder.path).difference is None
        race = advance_race(race, steps)
        recorder.append(race)
        lines = trajectory_lines(race, last_is_fate=False)
        assert recorder.path.read_bytes() == (HEADER + "".join(lines)).encode("ascii")
        hikes = read_sidecar(recorder.path).hikes
        assert [hike.legs for hike in hikes] == [track.legs for track in race.tracks]
    recorder.close(race)
    assert recorder.path.read_bytes() == as_saved(place, race)
    assert read_sidecar(recorder.path) == read_sidecar(place / "at once" / "race.csv")
    assert replay(recorder.path).difference is None


def test_a_race_that_somebody_joins_or_leaves_is_written_anew(tmp_path: Path) -> None:
    race = restless_race()
    recorder = Recorder(tmp_path / "race.csv", race)
    for others in (Race(race.tracks[:2]), race):
        recorder.append(others)
        assert len(read_sidecar(recorder.path).hikes) == len(others.tracks)
        assert len(read_trajectory(recorder.path).ways()) == len(others.tracks)
    recorder.close(race)
    assert recorder.path.read_bytes() == as_saved(tmp_path, race)


def test_a_race_of_one_hiker_is_the_file_of_a_hike(tmp_path: Path) -> None:
    path, files = tmp_path / "hike.csv", []
    for save in (
        lambda: save_track(restless_hike(), path),
        lambda: save_race(Race((restless_hike(),)), path),
    ):
        save()
        files.append([path.read_bytes(), sidecar_path(path).read_bytes()])
    assert files[0] == files[1]


def test_a_fate_that_was_told_is_taken_back_when_the_hiker_goes_on(tmp_path: Path) -> None:
    race = restless_race(24)
    recorder = Recorder(tmp_path / "race.csv", race)
    over = race.tracks[1]
    told = read_trajectory(recorder.path)
    assert told.event[told.hiker == 1][-1] == "walking"
    race = advance_race(replan_race(race, 1, over.plan.with_settings({"steps": 100})), 3)
    recorder.append(race)
    untold = read_trajectory(recorder.path)
    assert untold.event[untold.hiker == 1][over.steps :].tolist()[:2] == ["step", "settings"]
    assert replay(recorder.path).difference is None


@pytest.mark.parametrize("lasting", [False, True], ids=["passing", "lasting"])
def test_whichever_call_fails_in_a_race_what_the_file_keeps_can_be_walked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool
) -> None:
    race = restless_race(12)
    plan = race.tracks[1].plan.with_settings({"steps": 9})
    other = advance_race(replan_race(race.until(7), 1, plan), 5)
    for nth in range(1, 1000):
        path = tmp_path / str(nth) / "race.csv"
        path.parent.mkdir()
        kept, told = 0, ""
        with monkeypatch.context() as patch:
            faults = Faults(patch, nth, errno.ENOSPC, lasting)
            try:
                recorder = Recorder(path, race.until(2))
                for walked in (race.until(7), race, other):
                    # Of the way in common, only what everybody's last rows tell may go.
                    kept = 3 * 4 if walked is other else recorder.rows
                    recorder.append(walked)
                    recorder.sync()
                kept = other.rows - len(other.tracks)
                recorder.close(other)
            except RecordingError as error:
                told = str(error)
        if not faults.struck:
            break
        if not path.exists():
            assert kept == 0
            continue
        rows = path.read_bytes().count(b"\n") - 1
        assert rows >= kept
        assert f"the first {rows} rows are kept" in told or read_sidecar(path).status == "complete"
        assert replay(path).difference is None
    assert nth > 40
    assert path.read_bytes() == as_saved(tmp_path, other)
