"""Sidecars: what other programs make of them, and what is made of damaged ones."""

import copy
import json
import math
import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import frictionless
import pytest
from csvw import CSVW
from hypothesis import given, settings, strategies as some

import mountain
from mountain import (
    COLUMNS,
    Leg,
    Plan,
    Race,
    Sidecar,
    SidecarError,
    Track,
    advance,
    ending,
    read_sidecar,
    read_trajectory,
    save_race,
    start,
)
from mountain.columns import trajectory_lines
from mountain.sidecar import described, sidecar_path, write_sidecar
from tests.hikes import BOWL, CLIFF, races, restless_hike, restless_race, tracks


def document_beside(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sidecar_path(path).read_bytes())
    return document


def saved(folder: Path, walked: Track | Race, name: str = "hike.csv") -> Path:
    path = folder / name
    save_race(walked if isinstance(walked, Race) else Race((walked,)), path)
    return path


def refusal(path: Path) -> str:
    """Read a sidecar that must be refused, and return the one line that says why."""
    with pytest.raises(SidecarError) as caught:
        read_sidecar(path)
    line = str(caught.value)
    assert line.isprintable()
    assert len(line) < 500
    return line.removeprefix(f"{sidecar_path(path)}: ")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sidecars")


def faults_by_csvw(path: Path) -> list[str]:
    """List what the rules of CSV on the Web find wrong with a file and its sidecar."""
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        pair = CSVW(str(sidecar_path(path)), validate=True)
        try:
            valid = pair.is_valid
        except ValueError as error:
            return [str(error)]
    return [] if valid else [str(warning.message) for warning in pair.warnings] or ["unnamed"]


def faults_by_frictionless(path: Path) -> list[str]:
    """List the cells that are not what the sidecar says of their columns."""
    kinds = {"double": "number", "nonNegativeInteger": "integer", "boolean": "boolean"}
    described_table = document_beside(path)["tableSchema"]
    fields = [
        {
            "name": column["name"],
            "type": kinds.get(column["datatype"], "string"),
            "constraints": {"required": column["required"]},
        }
        | ({"trueValues": ["1"], "falseValues": ["0"]} if column["name"] == "measured" else {})
        for column in described_table["columns"]
    ]
    schema = {"fields": fields, "primaryKey": described_table["primaryKey"]}
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Resource(
            path=str(path), schema=frictionless.Schema.from_descriptor(schema)
        ).validate()
    return [str(fault) for fault in report.flatten(["rowNumber", "type"])]


@pytest.mark.parametrize(
    "walk",
    [
        pytest.param(restless_hike, id="knobs turned on the way"),
        pytest.param(
            lambda: advance(start(CLIFF, Plan(learning_rate=4.0)), 50), id="no ground at the end"
        ),
        pytest.param(lambda: start(BOWL, Plan(daylight=math.inf)), id="one row, no sunset"),
        pytest.param(restless_race, id="a race"),
    ],
)
def test_both_validators_find_a_saved_hike_and_its_sidecar_in_order(
    tmp_path: Path, walk: Callable[[], Track | Race]
) -> None:
    path = saved(tmp_path, walk())
    assert faults_by_csvw(path) == []
    assert faults_by_frictionless(path) == []


@pytest.mark.parametrize(
    ("right", "wrong"), [("step,", "stride,"), ("\r\n1,", "\r\none,"), ("\r\n2,", "\r\n1,")]
)
def test_both_validators_would_find_a_fault(tmp_path: Path, right: str, wrong: str) -> None:
    path = saved(tmp_path, restless_hike())
    path.write_bytes(path.read_bytes().replace(right.encode(), wrong.encode(), 1))
    assert faults_by_csvw(path)
    assert faults_by_frictionless(path)


def test_every_column_is_described_with_its_unit(tmp_path: Path) -> None:
    document = document_beside(saved(tmp_path, restless_hike()))
    assert document["@context"][0] == "http://www.w3.org/ns/csvw"
    columns = document["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == [column.name for column in COLUMNS]
    for column in columns:
        assert column["dc:description"].endswith(".")
        assert ("schema:unitText" in column) == (column["datatype"] == "double")


def test_the_notes_tell_all_that_is_needed_to_walk_again(tmp_path: Path) -> None:
    track = restless_hike()
    (notes,) = document_beside(saved(tmp_path, track))["notes"]
    assert notes["application"] == "Misty Mountain"
    assert notes["version"] == mountain.__version__
    assert (notes["status"], notes["rows"]) == ("complete", len(track))
    assert (notes["fate"], notes["reason"]) == (ending(track).fate.name, ending(track).reason)
    assert notes["terrain"]["formula"] == BOWL.ground.text
    assert notes["terrain"]["window"] == [-5, 5, -5, 5]
    assert notes["start"] == [3, -2]
    assert notes["seed"] == 11
    assert notes["plan"] == track.legs[0].plan.as_json()
    assert notes["changes"] == [
        {"first": 14, "plan": track.legs[1].plan.as_json()},
        {"first": 27, "plan": track.legs[2].plan.as_json()},
    ]


def test_there_is_a_note_for_every_hiker_of_a_race(tmp_path: Path) -> None:
    race = restless_race()
    document = document_beside(saved(tmp_path, race))
    assert document["dc:title"] == "A race on Bowl"
    notes = document["notes"]
    assert [note.get("rows") for note in notes] == [race.rows, None, None]
    for note, track in zip(notes, race.tracks, strict=True):
        assert (note["hiker"], note["steps"]) == (track.number, track.steps)
        assert note["start"] == [track.x[0], track.y[0]]
        assert note["plan"] == track.legs[0].plan.as_json()
        assert [change["first"] for change in note["changes"]] == [
            leg.first for leg in track.legs[1:]
        ]
        assert (note["fate"], note["reason"]) == (ending(track).fate.name, ending(track).reason)


@given(races())
def test_what_was_written_of_a_race_is_read_back(place: Path, race: Race) -> None:
    sidecar = described(race, "complete")
    write_sidecar(place / "race.csv", sidecar, durable=False)
    read = read_sidecar(place / "race.csv")
    assert [hike.legs for hike in read.hikes] == [track.legs for track in race.tracks]
    assert replace(read, terrain=race.terrain) == sidecar


def test_notes_of_hikers_out_of_order_or_too_many_are_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_race())
    notes = document_beside(path)["notes"]
    for others, words in (
        ([notes[2], notes[1]], "hiker: must be in the order"),
        (notes[1:] * 6, "notes: must be of at most 12 hikers"),
        ([7], "start: must be a list"),
    ):
        sidecar_path(path).write_text(json.dumps({"notes": [notes[0], *others]}))
        assert words in refusal(path)


@pytest.mark.parametrize("name", ["a b.csv", "größe.csv", "100%.csv", "a#b?.csv", "noend"])
def test_the_sidecar_names_its_file_as_an_address(tmp_path: Path, name: str) -> None:
    document = document_beside(saved(tmp_path, start(BOWL, Plan()), name))
    assert document["url"].isascii()
    assert not set(document["url"]) & set(" #?")
    assert unquote(document["url"]) == name


@given(tracks(), some.sampled_from(["recording", "complete", "recovered"]))
def test_what_was_written_is_read_back(place: Path, track: Track, status: str) -> None:
    sidecar = described(track, status)
    write_sidecar(place / "hike.csv", sidecar, durable=False)
    read = read_sidecar(place / "hike.csv")
    assert read.hikes[0].legs == track.legs
    assert read.terrain.ground == track.terrain.ground
    assert read.terrain.window == track.terrain.window
    assert replace(read, terrain=track.terrain) == sidecar
    assert (read.hikes[0].fate == "") == (status != "complete")


def test_the_table_is_read_without_a_sidecar_or_with_a_broken_one(tmp_path: Path) -> None:
    path = saved(tmp_path, restless_hike())
    sidecar_path(path).write_text("{")
    assert not read_trajectory(path).torn
    sidecar_path(path).unlink()
    assert not read_trajectory(path).torn


def test_rows_that_are_missing_at_a_row_s_end_are_missed(tmp_path: Path) -> None:
    track = restless_hike()
    path = saved(tmp_path, track)
    whole = path.read_bytes()
    path.write_bytes(whole[: whole[:-2].rindex(b"\n") + 1])
    trajectory = read_trajectory(path)
    assert trajectory.torn
    assert len(trajectory) == len(track) - 1
    assert f"of the {len(track)} rows" in trajectory.message


def test_a_recording_that_was_shortened_while_it_goes_on_is_not_torn(tmp_path: Path) -> None:
    track = restless_hike()
    path = saved(tmp_path, track.until(20))
    write_sidecar(path, described(track, "recording"))
    assert not read_trajectory(path).torn


def set_at(document: Any, keys: str, value: object) -> None:
    *way, last = (int(key) if key.isdigit() else key for key in keys.split("."))
    for key in way:
        document = document[key]
    if value is None:
        del document[last]
    else:
        document[last] = value


NOTES = "notes.0."
REFUSED = {
    "another program": (NOTES + "application", "Foggy Hill", "is not from Misty Mountain"),
    "no notes": ("notes", None, "is not from Misty Mountain"),
    "empty notes": ("notes", [], "is not from Misty Mountain"),
    "a newer version": (NOTES + "version", "99.0.0", "is from version 99.0.0"),
    "no version": (NOTES + "version", None, "version: must be a text"),
    "a version in words": (NOTES + "version", "latest", "version: must be like 0.1.0"),
    "an unknown status": (NOTES + "status", "paused", "status: must be one of recording"),
    "an unknown fate": (NOTES + "fate", "eaten", "fate: must be one of walking"),
    "no hiker": (NOTES + "hiker", None, "hiker: must be a whole number"),
    "a thirteenth hiker": (NOTES + "hiker", 12, "hiker: must be from 0 to 11"),
    "steps below none": (NOTES + "steps", -1, "steps: must be from 0 to"),
    "rows below none": (NOTES + "rows", -1, "rows: must be from 0 to"),
    "half a row": (NOTES + "rows", 1.5, "rows: must be a whole number"),
    "true rows": (NOTES + "rows", True, "rows: must be a whole number"),
    "too many rows": (NOTES + "rows", 10**9, "rows: must be from 0 to"),
    "no start": (NOTES + "start", None, "start: must be a list"),
    "a start in words": (NOTES + "start", ["west", 1], "start: must be 2 numbers"),
    "a start in space": (NOTES + "start", [1, 2, 3], "start: must be 2 numbers"),
    "no terrain": (NOTES + "terrain", [], "terrain: must be an object"),
    "a formula that is none": (NOTES + "terrain.formula", "x^", "expected a number"),
    "a formula that runs code": (NOTES + "terrain.formula", "__import__(1)", "unknown name"),
    "an empty window": (NOTES + "terrain.window", [1, 1, 0, 1], "is empty"),
    "a plan that is none": (NOTES + "plan", 7, "plan: must be an object"),
    "an unknown setting": (NOTES + "plan.shoes", "red", "shoes: no such setting"),
    "a setting out of range": (NOTES + "plan.learning_rate", -1, "learning_rate: must be"),
    "a setting of settings": (NOTES + "plan.optimizer", [[]], "plan: must be numbers and words"),
    "changes that are none": (NOTES + "changes", {}, "changes: must be a list"),
    "a change without a plan": (NOTES + "changes", [{"first": 1}], "plan: must be an object"),
    "changes out of order": (NOTES + "changes.1.first", 3, "changes: must be in the order"),
    "a change before the start": (NOTES + "changes.0.first", 0, "changes: must be in the order"),
}


@pytest.fixture(scope="module")
def original(place: Path) -> tuple[Path, dict[str, Any]]:
    path = saved(place, restless_hike(), "original.csv")
    return path, document_beside(path)


@pytest.mark.parametrize("what", REFUSED)
def test_a_sidecar_nobody_could_walk_by_is_refused_in_one_line(
    original: tuple[Path, dict[str, Any]], what: str
) -> None:
    path, document = original
    keys, value, words = REFUSED[what]
    changed = copy.deepcopy(document)
    set_at(changed, keys, value)
    sidecar_path(path).write_text(json.dumps(changed))
    assert words in refusal(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"notes": [' + b"[" * 900 + b"]" * 900 + b"]}",
        b'{"notes": [{"application": NaN}]}',
        b'{"notes": [{"application": 1' + b"0" * 5000 + b"}]}",
        b"null",
        b"[]",
        b'"notes"',
    ],
)
def test_what_is_no_sidecar_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    sidecar_path(tmp_path / "hike.csv").write_bytes(content)
    assert refusal(tmp_path / "hike.csv")


def test_words_from_a_damaged_sidecar_cannot_break_the_line(
    original: tuple[Path, dict[str, Any]],
) -> None:
    path, document = original
    changed = copy.deepcopy(document)
    changed["notes"][0]["plan"]["a\nb\ud800" + "c" * 10_000] = 1
    sidecar_path(path).write_text(json.dumps(changed))
    assert refusal(path).startswith(r"a b\ud800ccc")


def test_a_sidecar_that_is_not_there_or_no_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "hike.csv")
    os.mkfifo(sidecar_path(tmp_path / "hike.csv"))
    assert refusal(tmp_path / "hike.csv")
    assert refusal(Path())
    assert refusal(Path("zero\0byte"))
    os.truncate(saved(tmp_path, start(BOWL, Plan()), "other.csv"), 0)
    os.truncate(sidecar_path(tmp_path / "other.csv"), 2**26)
    assert "larger than" in refusal(tmp_path / "other.csv")


def leaves(value: Any, way: str = "") -> list[str]:
    children = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for key, child in children:
        found.append(f"{way}{key}")
        if isinstance(child, (dict, list)):
            found += leaves(child, f"{way}{key}.")
    return found


WHATEVER = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(),
    some.floats(),
    some.text(max_size=20),
    some.lists(some.integers(), max_size=4),
    some.dictionaries(some.text(max_size=3), some.integers(), max_size=2),
)


@settings(max_examples=300)
@given(some.data(), WHATEVER)
def test_whatever_stands_in_a_sidecar_it_is_read_or_refused(
    original: tuple[Path, dict[str, Any]], data: some.DataObject, value: object
) -> None:
    path, document = original
    changed = copy.deepcopy(document)
    set_at(changed["notes"][0], data.draw(some.sampled_from(leaves(changed["notes"][0]))), value)
    sidecar_path(path).unlink()
    sidecar_path(path).write_text(json.dumps(changed))
    try:
        assert isinstance(read_sidecar(path), Sidecar)
    except SidecarError:
        assert refusal(path)


@settings(max_examples=200)
@given(some.data())
def test_a_sidecar_with_damaged_bytes_is_read_or_refused(
    original: tuple[Path, dict[str, Any]], data: some.DataObject
) -> None:
    path, document = original
    content = bytearray(json.dumps(document).encode())
    for _ in range(data.draw(some.integers(1, 3))):
        content[data.draw(some.integers(0, len(content) - 1))] = data.draw(some.integers(0, 255))
    sidecar_path(path).unlink()
    sidecar_path(path).write_bytes(content[: data.draw(some.integers(1, len(content)))])
    try:
        assert isinstance(read_sidecar(path), Sidecar)
    except SidecarError:
        assert refusal(path)


def test_a_change_of_plan_that_was_not_walked_yet_is_kept(tmp_path: Path) -> None:
    track = mountain.replan(start(BOWL, Plan()), Plan(learning_rate=0.3))
    path = saved(tmp_path, track)
    assert read_sidecar(path).hikes[0].legs == (Leg(0, Plan()), Leg(1, Plan(learning_rate=0.3)))
    assert len(trajectory_lines(track)) == read_sidecar(path).rows
