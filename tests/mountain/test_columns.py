"""Tracks as lines of CSV: what stands in them, and that every common reader gets it back."""

import csv
import io
import math
from typing import Any

import numpy as np
import pandas
import pytest
from hypothesis import given, strategies as some

from mountain import (
    COLUMNS,
    EVENTS,
    FATES,
    Plan,
    Race,
    Track,
    advance,
    advance_race,
    ending,
    replan_race,
    start,
    trajectory_lines,
)
from mountain.columns import HEADER, row_of, rows_in_common, told_fates
from tests.hikes import BOWL, RACERS, TERRAINS, races, restless_race, tracks

#: Before 3.1, pandas read numbers to the last bit only when it was asked to.
EXACTLY: dict[str, Any] = (
    {}
    if tuple(map(int, pandas.__version__.split(".")[:2])) >= (3, 1)
    else {"float_precision": "round_trip"}
)


def table(walked: Track | Race) -> list[dict[str, str]]:
    text = HEADER + "".join(trajectory_lines(walked))
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_the_header_is_the_one_that_scripts_rely_on() -> None:
    assert HEADER == (
        "step,minutes,hiker,x,y,height,measured,grad_x,grad_y,slope,"
        "learning_rate,measure_every,event\r\n"
    )


@given(tracks())
def test_every_cell_is_what_the_track_says_to_the_last_bit(track: Track) -> None:
    for step, row in enumerate(table(track)):
        assert int(row["step"]) == step
        assert row["hiker"] == "0"
        for name in ("minutes", "x", "y", "height", "grad_x", "grad_y", "slope"):
            value = float(getattr(track, name)[step])
            assert row[name] == (repr(value) if math.isfinite(value) else ""), name
        assert row["measured"] == str(int(track.measured[step]))
        assert float(row["learning_rate"]) == track.plan_at(step).learning_rate
        assert int(row["measure_every"]) == track.plan_at(step).measure_every


@given(tracks())
def test_the_events_are_the_start_the_steps_the_changes_and_last_the_fate(track: Track) -> None:
    changed = {leg.first for leg in track.legs[1:]}
    due = ["settings" if step in changed else "step" for step in range(len(track))]
    due[0] = "start"
    due[-1] = ending(track).fate.name
    assert [row["event"] for row in table(track)] == due
    assert set(due) <= set(EVENTS)


def test_a_hike_that_is_still_going_ends_with_walking_or_with_what_happened() -> None:
    track = advance(start(BOWL, Plan()), 5)
    assert trajectory_lines(track)[-1].endswith(",walking\r\n")
    assert trajectory_lines(track, last_is_fate=False)[-1].endswith(",step\r\n")
    assert trajectory_lines(track.until(0), last_is_fate=False)[-1].endswith(",start\r\n")


def test_events_are_a_closed_list_with_every_fate() -> None:
    assert ("start", "step", "moved", "settings", *FATES) == EVENTS


@given(tracks(), some.data())
def test_lines_are_the_same_wherever_writing_begins(track: Track, data: some.DataObject) -> None:
    whole = trajectory_lines(track)
    first = data.draw(some.integers(0, len(track)))
    assert trajectory_lines(track, first) == whole[first:]


@given(tracks(), some.data())
def test_a_shorter_track_gives_the_first_of_the_lines(track: Track, data: some.DataObject) -> None:
    steps = data.draw(some.integers(0, track.steps))
    written = trajectory_lines(track.until(steps), last_is_fate=False)
    assert written == trajectory_lines(track, last_is_fate=False)[: steps + 1]


def test_a_long_track_is_written_in_pieces_that_join_without_a_seam() -> None:
    plan = Plan(steps=50_000, stop=False, noise=0.5, measure_every=7)
    track = advance(start(BOWL, plan), 50_000)
    assert [line.split(",", 1)[0] for line in trajectory_lines(track)] == list(
        map(str, range(50_001))
    )
    assert "".join(trajectory_lines(track, 19_999)[:3]) == "".join(
        trajectory_lines(track.until(20_005), 19_999)[:3]
    )


@given(races())
def test_all_hikers_of_a_step_stand_together_in_the_order_of_their_numbers(race: Race) -> None:
    places = [(int(row["step"]), int(row["hiker"])) for row in table(race)]
    assert places == sorted(
        (step, track.number) for track in race.tracks for step in range(len(track))
    )


@given(races())
def test_every_hiker_of_a_race_has_the_lines_that_they_would_have_alone(race: Race) -> None:
    lines = trajectory_lines(race)
    for track in race.tracks:
        own = [line for line in lines if line.split(",")[2] == str(track.number)]
        assert own == trajectory_lines(track)


@given(races(), some.data())
def test_lines_of_a_race_are_the_same_wherever_writing_begins(
    race: Race, data: some.DataObject
) -> None:
    whole = trajectory_lines(race)
    first = data.draw(some.integers(0, len(whole)))
    assert trajectory_lines(race, first) == whole[first:]
    assert len(whole) == race.rows


def test_a_fate_is_told_once_the_others_have_walked_on() -> None:
    race = restless_race(24)
    over = race.tracks[1].steps
    for step in (over, over + 1):
        lines = trajectory_lines(race.until(step), last_is_fate=False)
        (last,) = (line for line in lines if line.startswith(f"{over},") and ",1," in line[:12])
        assert last.endswith(f",{'step' if step == over else 'walking'}\r\n")


def test_a_long_race_is_written_in_pieces_that_join_without_a_seam() -> None:
    race = advance_race(restless_race(24), 9_000)
    steps = [int(line.partition(",")[0]) for line in trajectory_lines(race)]
    assert steps == sorted(steps)
    assert len(steps) == race.rows > 18_000
    assert trajectory_lines(race, 13_332) == trajectory_lines(race)[13_332:]


@given(races(), RACERS, some.data())
def test_the_rows_in_common_are_those_that_both_files_begin_with(
    race: Race, plan: Plan, data: some.DataObject
) -> None:
    number = data.draw(some.integers(0, len(race.tracks) - 1))
    back = race.until(data.draw(some.integers(0, race.steps)))
    other = advance_race(replan_race(back, number, plan), data.draw(some.integers(0, 9)))
    told = [told_fates(race, everybody=False), told_fates(other, everybody=False)]
    common = rows_in_common(race, told[0], other, told[1])
    before, now = (trajectory_lines(each, last_is_fate=False) for each in (race, other))
    assert before[:common] == now[:common]
    # Of everybody's way in common, only the last row may have to tell something else.
    assert common >= row_of(race, min(track.steps for track in back.tracks))
    assert rows_in_common(race, told[0], race, told[0]) == race.rows


@given(tracks())
def test_pandas_reads_every_number_to_the_last_bit(track: Track) -> None:
    text = HEADER + "".join(trajectory_lines(track))
    frame = pandas.read_csv(io.StringIO(text), **EXACTLY)
    assert list(frame.columns) == [column.name for column in COLUMNS]
    for name in ("minutes", "x", "y", "height", "grad_x", "grad_y", "slope"):
        values = np.asarray(getattr(track, name), float)
        read, finite = frame[name].to_numpy(float), np.isfinite(values)
        assert read[finite].tobytes() == values[finite].tobytes(), name
        assert np.isnan(read[~finite]).all()
    assert (frame["measured"].to_numpy() == track.measured).all()


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_plain_readers_find_the_last_column_clean_with_either_line_end(end: str) -> None:
    track = advance(start(BOWL, Plan()), 3)
    text = (HEADER + "".join(trajectory_lines(track))).replace("\r\n", end)
    assert pandas.read_csv(io.StringIO(text))["event"].tolist()[:2] == ["start", "step"]
    assert np.genfromtxt(io.StringIO(text), delimiter=",", names=True)["y"].tolist() == list(
        track.y
    )


def test_no_cell_needs_quotes_or_could_be_taken_for_a_formula() -> None:
    for track in (advance(start(terrain, Plan()), 50) for terrain in TERRAINS):
        for row in table(track):
            assert not any(
                set(cell) & set("\"'=+@\t; ") for cell in row.values() if "e+" not in cell
            )
