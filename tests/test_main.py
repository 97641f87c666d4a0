import json
import math
import re
import shlex
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest
from PIL import Image

import mountain
from main import main


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], words: str = "") -> dict[str, Any]:
    """Walk in this process, and return the one object that --json prints on one line."""
    assert main(["hike", *shlex.split(words), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.count("\n") == 1
    result: dict[str, Any] = json.loads(out)
    return result


def test_the_gallery_is_listed_with_names_titles_formulas_and_windows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["terrains"]) == 0
    listed = capsys.readouterr().out
    for name in mountain.terrain_names():
        terrain = mountain.terrain_named(name)
        assert f"{name}: {terrain.title}\n    {terrain.ground.text}\n" in listed
    assert "x from -3.5 to 3.5, y from -3.5 to 3.5" in listed


def test_the_gallery_as_json_is_one_line_from_which_every_preset_can_be_walked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["terrains", "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    gallery = json.loads(out)
    assert [terrain["name"] for terrain in gallery] == list(mountain.terrain_names())
    bowl = next(terrain for terrain in gallery if terrain["name"] == "bowl")
    preset = bowl["presets"][0]
    values = (bowl["settings"] | preset["settings"]).items()
    words = " ".join(f"--{name.replace('_', '-')} {value}" for name, value in values)
    x, y = preset["start"]
    result = told(capsys, f"--terrain bowl --start {x},{y} {words}")
    assert result["fate"] == preset["fate"]
    assert preset["caption"]


def test_the_hike_told_as_json_has_the_promised_names_in_order(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(told(capsys)) == [
        "fate",
        "reason",
        "steps",
        "readings",
        "minutes",
        "x",
        "y",
        "height",
        "slope",
    ]


def test_a_hiker_on_the_bowl_goes_where_the_textbook_says(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = "--formula x^2+y^2 --reading exact --learning-rate 0.1 --measure-every 1"
    limits = "--start -2.5,2 --steps 7 --no-stop --step-minutes 2 --reading-minutes 3"
    result = told(capsys, f"{words} {limits}")
    x, y = -2.5 * 0.8**7, 2 * 0.8**7
    assert result["x"] == pytest.approx(x, rel=1e-12)
    assert result["y"] == pytest.approx(y, rel=1e-12)
    assert result["height"] == pytest.approx(x * x + y * y, rel=1e-12)
    assert result["slope"] == pytest.approx(2 * (x * x + y * y) ** 0.5, rel=1e-12)
    assert result["steps"] == 7
    assert result["minutes"] == 7 * 2 + result["readings"] * 3


def test_a_climber_goes_up(capsys: pytest.CaptureFixture[str]) -> None:
    result = told(capsys, "--formula -x^2-y^2 --ascend --start -1,-1")
    assert result["fate"] == "summit"
    assert result["height"] == pytest.approx(0, abs=1e-5)


def test_a_hiker_who_gets_lost_has_no_height(capsys: pytest.CaptureFixture[str]) -> None:
    ground = "--formula 'log(x)' --window 0,9,-1,1 --start 0.1,0"
    result = told(capsys, f"{ground} --learning-rate 1 --no-stop --steps 1")
    assert result["height"] is None
    assert result["x"] == pytest.approx(-9.9, abs=1e-3)


@pytest.mark.parametrize(
    "words",
    [
        "--start -3,-2.5",
        "--start=-3,-2.5",
        "--formula -x^2 --window -1,1,-1,1 --start -.5,-.25",
        "--formula '-(x + 1)^2 -y' --steps 3",
        "--daylight inf",
        "--steps 0",
        "--learning-rate 1e300",
        "--learning-rate 5e-324 --steps 10",
    ],
)
def test_unusual_but_usable_values_are_walked(
    capsys: pytest.CaptureFixture[str], words: str
) -> None:
    assert told(capsys, words)["fate"] in mountain.FATES


@pytest.mark.parametrize(
    "formula",
    ["1/x", "abs(x)", "exp(exp(x))", "0", "tan(x)", "1e300*x^2", "exp(-x^4)*1e-300", "x^3*y^3"],
)
def test_odd_ground_is_walked_without_a_word_on_standard_error(
    capsys: pytest.CaptureFixture[str], formula: str
) -> None:
    assert told(capsys, f"--formula {shlex.quote(formula)}")["fate"] in mountain.FATES


def test_the_csv_holds_the_same_hike_as_the_model_walks(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told(capsys, "--csv out.csv")
    terrain = mountain.terrain_named("misty_mountain")
    plan = mountain.plan_on(terrain)
    track = mountain.advance(mountain.start(terrain, plan), plan.steps)
    header, *rows = (tmp_path / "out.csv").read_text().splitlines()
    column = {name: place for place, name in enumerate(header.split(","))}
    for name in ("x", "y", "height", "slope", "minutes", "grad_x", "grad_y"):
        written = [float(row.split(",")[column[name]]) for row in rows]
        assert written == getattr(track, name).tolist(), name


def test_a_replay_says_where_a_changed_file_differs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["hike", "--csv", "out.csv"]) == 0
    lines = (tmp_path / "out.csv").read_text().split("\n")
    cells = lines[4].split(",")
    cells[3] = repr(float(cells[3]) + 2**-40)
    lines[4] = ",".join(cells)
    (tmp_path / "out.csv").write_text("\n".join(lines))
    capsys.readouterr()
    assert main(["replay", "out.csv"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert "x" in out
    assert out.count("\n") == 1


@pytest.mark.parametrize("name", mountain.race_names())
def test_a_race_is_told_in_the_order_of_arrival_with_everybody_s_reason(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    prepared = mountain.race_named(name)
    assert main(["race", name]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    title, caption, _, headings, *rest = out.splitlines()
    assert (title, caption) == (prepared.title, prepared.caption)
    assert headings.split() == [
        *("place", "hiker", "optimizer", "η", "k", "fate", "minutes", "readings")
    ]
    rows, reasons = rest[: len(prepared.entrants)], rest[len(prepared.entrants) + 1 :]
    arrived = [float(row.split()[-2]) for row in rows if row.split()[0].endswith(".")]
    assert arrived == sorted(arrived)
    for row, reason in zip(rows, reasons, strict=True):
        number = int(reason.removeprefix("hiker ").partition(":")[0])
        assert re.match(rf" +(\d+\. +)?{number}  ", row)
        plan = prepared.entrants[number - 1].plan
        assert mountain.OPTIMIZERS[plan.optimizer].title in row
        assert mountain.FATES[prepared.fates[number - 1]].title in row


def test_a_race_told_as_json_has_every_hiker_as_the_model_walks_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = mountain.race_names()[0]
    prepared = mountain.race_named(name)
    assert main(["race", name, "--json"]) == 0
    out, err = capsys.readouterr()
    assert (err, out.count("\n")) == ("", 1)
    result = json.loads(out)
    assert list(result) == ["name", "terrain", "hikers"]
    assert (result["name"], result["terrain"]) == (name, prepared.terrain)
    assert [hiker["number"] for hiker in result["hikers"]] == list(range(len(prepared.entrants)))
    assert [hiker["fate"] for hiker in result["hikers"]] == list(prepared.fates)
    home = [hiker for hiker in result["hikers"] if hiker["fate"] == "home"]
    places = sorted(home, key=lambda hiker: hiker["rank"])
    assert [hiker["minutes"] for hiker in places] == sorted(hiker["minutes"] for hiker in home)
    terrain = mountain.terrain_named(prepared.terrain)
    for hiker, entrant in zip(result["hikers"], prepared.entrants, strict=True):
        track = mountain.start(terrain, entrant.plan, entrant.start, hiker["number"])
        track = mountain.advance(track, entrant.plan.steps)
        assert hiker["optimizer"] == entrant.plan.optimizer
        assert (hiker["steps"], hiker["x"], hiker["y"]) == (track.steps, track.x[-1], track.y[-1])


def test_the_csv_of_a_race_opens_in_pandas_hiker_by_hiker_and_is_walked_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    name = mountain.race_names()[-1]
    assert main(["race", name, "--csv", "race.csv", "--json"]) == 0
    hikers = json.loads(capsys.readouterr().out)["hikers"]
    frame = pandas.read_csv("race.csv")
    last = frame.groupby("hiker").last()
    assert last["step"].tolist() == [hiker["steps"] for hiker in hikers]
    assert last["x"].tolist() == [hiker["x"] for hiker in hikers]
    assert last["event"].tolist() == [hiker["fate"] for hiker in hikers]
    assert main(["replay", "race.csv"]) == 0
    assert capsys.readouterr().out == f"equal: all {len(frame)} rows, to the last bit\n"


@pytest.mark.parametrize("words", [[], ["terrains"], ["hike"], ["race"], ["replay"]])
def test_help_is_there_for_every_command(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main([*words, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("usage: python main.py")
    assert err == ""


def test_every_setting_is_an_option_of_the_hike(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hike", "--help"]) == 0
    shown = capsys.readouterr().out
    for name in mountain.PARAMETERS:
        assert name.replace("_", "-") in shown


@pytest.fixture
def hill(tmp_path: Path) -> Path:
    """Save a round valley in whole metres; the first row lies in the north."""
    y, x = np.mgrid[0:60, 0:80]
    heights = 300 + 0.2 * ((x - 30) ** 2 + (y - 25) ** 2)
    np.save(tmp_path / "hill.npy", heights.round().astype(np.int16))
    return tmp_path / "hill.npy"


def test_a_hike_on_an_elevation_map_is_walked_and_walked_again(
    capsys: pytest.CaptureFixture[str], hill: Path
) -> None:
    result = told(capsys, "--elevation hill.npy --smooth 2 --spacing 20 --csv hike.csv")
    assert result["fate"] == "home"
    assert math.dist((result["x"], result["y"]), (600, 680)) < 5
    assert main(["replay", "hike.csv"]) == 0
    hill.unlink()
    assert main(["replay", "hike.csv"]) == 2
    out, err = capsys.readouterr()
    assert "to the last bit" in out
    assert err.startswith("misty-mountain: hill.npy: the elevation map (SHA-256 ")
    assert err.count("\n") == 1


def test_metres_on_the_map_are_those_between_its_cells(
    capsys: pytest.CaptureFixture[str], hill: Path
) -> None:
    assert main(["hike", "--elevation", "hill.npy", "--start", "9999,0"]) == 2
    assert f"from 0 to {79 * 30} in x and 0 to {59 * 30} in y" in capsys.readouterr().err
    assert main(["hike", "--elevation", "hill.npy", "--spacing", "7", "--start", "9999,0"]) == 2
    assert f"from 0 to {79 * 7} in x and 0 to {59 * 7} in y" in capsys.readouterr().err


def test_a_grey_picture_is_as_high_as_it_is_said_to_be(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    y, x = np.mgrid[0:40, 0:40]
    grey = np.clip((x - 20) ** 2 + (y - 20) ** 2, 0, 255).astype(np.uint8)
    Image.fromarray(grey).save(tmp_path / "grey.png")
    assert main(["hike", "--elevation", "grey.png"]) == 2
    assert capsys.readouterr().err.endswith("try --height-range 200,1100\n")
    low = told(capsys, "--elevation grey.png --height-range 200,1100 --smooth 1 --no-stop")
    high = told(capsys, "--elevation grey.png --height-range 1200,2100 --smooth 1 --no-stop")
    assert high["height"] == pytest.approx(low["height"] + 1000, abs=1e-6)
    assert 200 <= low["height"] < 1100
