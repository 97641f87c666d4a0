"""Replay: the same hike to the last bit, or where it is not."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as some

from mountain import (
    COLUMNS,
    Entrant,
    Plan,
    Race,
    Recorder,
    SidecarError,
    Track,
    TrajectoryError,
    advance,
    advance_race,
    replan,
    replan_race,
    replay,
    save_race,
    save_track,
    start,
    start_race,
    trajectory_lines,
)
from mountain.columns import HEADER
from mountain.sidecar import described, sidecar_path, write_sidecar
from tests.hikes import BOWL, races, restless_hike, restless_race, tracks

NAMES = [column.name for column in COLUMNS]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("replays")


def saved(folder: Path, track: Track) -> Path:
    path = folder / "hike.csv"
    save_track(track, path)
    return path


def rewritten(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = path.read_bytes().decode("ascii").splitlines(keepends=True)
    path.write_bytes("".join(change(lines)).encode("ascii"))


@given(tracks())
def test_a_hike_is_walked_again_to_the_last_bit(place: Path, track: Track) -> None:
    replayed = replay(saved(place, track))
    assert replayed.difference is None
    assert replayed.race.tracks[0].legs == track.legs
    assert replayed.race.tracks[0].rows.tobytes() == track.rows.tobytes()


@given(races())
def test_a_race_is_walked_again_to_the_last_bit(place: Path, race: Race) -> None:
    path = place / "race.csv"
    save_race(race, path)
    replayed = replay(path)
    assert (replayed.difference, replayed.rows) == (None, race.rows)
    for again, track in zip(replayed.race.tracks, race.tracks, strict=True):
        assert again.legs == track.legs
        assert again.rows.tobytes() == track.rows.tobytes()
        assert again.pages.tobytes() == track.pages.tobytes()


def test_a_race_that_was_cut_off_anywhere_is_walked_again_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    race = restless_race(12)
    path = tmp_path / "race.csv"
    save_race(race, path)
    for status, fates in (("recording", False), ("recording", True), ("recovered", False)):
        write_sidecar(path, described(race, status), durable=False)
        for rows in range(1, race.rows + 1):
            lines = trajectory_lines(race, last_is_fate=fates)[:rows]
            path.write_bytes((HEADER + "".join(lines)).encode("ascii"))
            difference = replay(path).difference
            if status == "recording" or rows == race.rows:
                assert difference is None
            else:
                assert difference is not None
                assert difference.startswith(f"line {rows + 2}: missing")


def test_a_race_saved_while_somebody_stays_behind_is_walked_again(tmp_path: Path) -> None:
    plans = [Plan(steps=5), Plan()]
    race = advance_race(start_race(BOWL, [Entrant(plan, (3, -2)) for plan in plans]), 9)
    race = replan_race(race, 0, Plan(steps=8))
    path = tmp_path / "race.csv"
    save_race(race, path)
    assert replay(path).difference is None
    assert len(replay(path).race.tracks[0]) == 6


def test_one_hiker_of_a_race_saved_alone_is_walked_again_with_their_own_noise(
    tmp_path: Path,
) -> None:
    track = restless_race().tracks[2]
    assert replay(saved(tmp_path, track)).difference is None
    assert replay(tmp_path / "hike.csv").race.tracks[0].number == 2


@given(some.data(), some.sampled_from(NAMES))
def test_a_cell_of_a_race_that_was_changed_is_named(
    place: Path, data: some.DataObject, name: str
) -> None:
    race = restless_race(12)
    path = place / "race.csv"
    save_race(race, path)
    row = data.draw(some.integers(0, race.rows - 1))

    def change(lines: list[str]) -> list[str]:
        cells = lines[row + 1].rstrip().split(",")
        cells[NAMES.index(name)] += "7"
        return [*lines[: row + 1], ",".join(cells) + "\r\n", *lines[row + 2 :]]

    rewritten(path, change)
    difference = replay(path).difference
    assert difference is not None
    assert difference.startswith(f"line {row + 2}, column {name}: ")


def test_a_hike_changed_with_noise_on_the_way_and_stepped_back_is_walked_again(
    tmp_path: Path,
) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track.until(0))
    recorder.append(track)
    other = replan(track.until(20), Plan(noise=0.5, seed=2**53, learning_rate=0.3, stop=False))
    recorder.append(other)
    other = advance(other, 30)
    assert replay(recorder.path).difference is None
    recorder.close(other)
    assert replay(recorder.path).difference is None
    assert replay(recorder.path).race.tracks[0].rows.tobytes() == other.rows.tobytes()


def test_a_hike_that_went_on_after_its_steps_were_used_up_is_walked_again(tmp_path: Path) -> None:
    track = advance(start(BOWL, Plan(steps=5, learning_rate=0.01)), 100)
    track = advance(replan(track, Plan(steps=9, learning_rate=0.01)), 100)
    assert replay(saved(tmp_path, track)).difference is None
    assert len(track) == 10


@given(some.integers(0, 40), some.sampled_from(NAMES), some.data())
def test_a_cell_that_was_changed_is_named_with_both_values(
    place: Path, row: int, name: str, data: some.DataObject
) -> None:
    path = saved(place, restless_hike())
    original: list[str] = []

    def change(lines: list[str]) -> list[str]:
        cells = lines[row + 1].rstrip().split(",")
        original.append(cells[NAMES.index(name)])
        figure = original[0][-1]
        other = data.draw(some.sampled_from("0123456789").filter(lambda each: each != figure))
        cells[NAMES.index(name)] = original[0][:-1] + other
        return [*lines[: row + 1], ",".join(cells) + "\r\n", *lines[row + 2 :]]

    rewritten(path, change)
    difference = replay(path).difference
    assert difference is not None
    assert difference.startswith(f"line {row + 2}, column {name}: ")
    assert difference.endswith(f"in the file, {original[0]!r} walked again")


def test_the_first_difference_is_the_one_that_is_told(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_hike())
    rewritten(path, lambda lines: [*lines[:9], *(line.upper() for line in lines[9:])])
    assert replay(path).difference == (
        "line 10, column event: 'STEP' in the file, 'step' walked again"
    )


def test_a_changed_setting_in_the_sidecar_shows_in_the_rows(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_hike())
    text = sidecar_path(path).read_text()
    sidecar_path(path).write_text(text.replace('"seed": 11', '"seed": 12'))
    difference = replay(path).difference
    assert difference is not None
    assert difference.startswith("line 2, column grad_x: ")


ROWS: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "the last row is missing": (lambda lines: lines[:-1], "line 42: missing"),
    "the last rows are missing": (lambda lines: lines[:-5], "line 38: missing"),
    "the last row is torn": (lambda lines: [*lines[:-1], lines[-1][:9]], "line 42: missing"),
    "a row is missing": (
        lambda lines: lines[:7] + lines[8:],
        "line 8, column step: '7' in the file, '6' walked again",
    ),
    "a row is twice there": (
        lambda lines: lines[:8] + lines[7:],
        "line 9, column step: '6' in the file, '7' walked again",
    ),
    "a row follows": (lambda lines: [*lines, lines[-1]], "line 43: "),
    "a cell is missing": (
        lambda lines: [*lines[:3], lines[3][2:], *lines[4:]],
        "line 4, has 12 cells, not 13",
    ),
}


@pytest.mark.parametrize("what", ROWS)
def test_rows_that_are_missing_or_too_many_are_named(tmp_path: Path, what: str) -> None:
    path = saved(tmp_path, restless_hike())
    change, words = ROWS[what]
    rewritten(path, change)
    difference = replay(path).difference
    assert difference is not None
    assert difference.startswith(words)


def test_a_hike_that_is_over_sooner_when_walked_again_is_told(tmp_path: Path) -> None:
    track = advance(start(BOWL, Plan(stop=False)), 30)
    path = saved(tmp_path, track)
    text = sidecar_path(path).read_text()
    sidecar_path(path).write_text(text.replace('"steps": 10000', '"steps": 20'))
    assert "line 23" in (replay(path).difference or "")
    assert "the hike is over" in (replay(path).difference or "")


def test_line_ends_that_an_editor_changed_make_no_difference(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_hike())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\r\n", b"\n"))
    assert replay(path).difference is None


def test_a_recording_whose_sidecar_was_never_ended_is_walked_again_with_its_fate(
    tmp_path: Path,
) -> None:
    track = restless_hike()
    path = saved(tmp_path, track)
    write_sidecar(path, described(track, "recording"))
    assert replay(path).difference is None
    rewritten(path, lambda lines: lines[:20])
    assert replay(path).difference is None
    assert replay(path).rows == 19


def in_notes(path: Path, **values: Any) -> None:
    document = json.loads(sidecar_path(path).read_text())
    document["notes"][0].update(values)
    sidecar_path(path).write_text(json.dumps(document))


@pytest.mark.parametrize(
    ("values", "words"),
    [({"start": [99, 0]}, "start: 99,0 is off the map"), ({"version": "x"}, "version")],
)
def test_a_sidecar_by_which_nobody_can_walk_is_refused(
    tmp_path: Path, values: dict[str, Any], words: str
) -> None:
    path = saved(tmp_path, restless_hike())
    in_notes(path, **values)
    with pytest.raises(SidecarError, match=words) as caught:
        replay(path)
    assert str(caught.value).isprintable()


def test_without_a_sidecar_or_rows_there_is_nothing_to_walk(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_hike())
    in_notes(path, rows=0)
    with pytest.raises(TrajectoryError, match="no whole row"):
        replay(path)
    path.write_text("a,b\n")
    with pytest.raises(TrajectoryError, match="column 1 is 'a'"):
        replay(path)
    path.unlink()
    missing = f"{path}: there is no such file; look at its name"
    with pytest.raises(TrajectoryError) as caught:
        replay(path)
    assert str(caught.value) == missing
    sidecar_path(path).unlink()
    # With neither of the two, it is the one that was named that is missing.
    with pytest.raises(TrajectoryError) as caught:
        replay(path)
    assert str(caught.value) == missing
    path.write_text(HEADER)
    with pytest.raises(SidecarError, match="no such file; only with its sidecar"):
        replay(path)


def test_a_sidecar_that_counts_millions_of_rows_does_not_make_anyone_walk_them(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, restless_hike())
    in_notes(path, rows=10_000_000)
    replayed = replay(path)
    assert replayed.rows == len(replayed.race.tracks[0]) == 41
    assert replayed.difference == "line 43: missing, with all 9999959 rows that follow"
