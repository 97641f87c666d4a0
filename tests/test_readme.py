import io
import json
import math
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import numpy as np
import pandas
import pytest
import rasterio
from PIL import Image
from rasterio.transform import Affine

import mountain
from main import main

ROOT = Path(mountain.__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MISTY = mountain.terrain_named("misty_mountain")


def table(heading: str) -> list[list[str]]:
    """Return the cells of the table whose first heading is given."""
    lines = README[README.index(f"\n| {heading} |") + 1 :].split("\n\n")[0].splitlines()
    rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in lines[2:]]
    return [[cell.strip().replace("\\|", "|") for cell in row] for row in rows]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def walked(
    terrain: mountain.Terrain, start: tuple[float, float], **settings: object
) -> mountain.Track:
    plan = mountain.plan_on(terrain, settings)
    return mountain.advance(mountain.start(terrain, plan, start), plan.steps)


def test_it_opens_with_a_picture_that_is_there() -> None:
    picture = re.search(r"!\[.+\]\((.+)\)", README)
    assert picture is not None
    assert README.index(picture[0]) < 40
    assert (ROOT / picture[1]).read_bytes().startswith(b"\x89PNG")


def test_the_first_two_commands_are_one_line_each_and_make_their_own_environment() -> None:
    run, test = blocks("sh")[:2]
    for command in (run, test):
        assert command.count("\n") == 1
        assert command.startswith(
            "python3 -m venv .venv && .venv/bin/pip install --quiet --editable"
        )
    assert run.endswith("&& .venv/bin/python main.py\n")
    assert test.endswith("&& .venv/bin/python -m pytest\n")


def test_the_checks_find_the_test_command_in_it() -> None:
    commands = [line for line in README.splitlines() if line.endswith("-m pytest")]
    assert commands == [blocks("sh")[1].strip()]


def test_its_system_packages_are_those_that_the_checks_install_and_the_program_names() -> None:
    from ui.display import PACKAGES

    (line,) = (line for line in README.splitlines() if "apt-get install" in line)
    named = set(re.findall(r"\blib[\w.-]*\d\b", line))
    checks = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert named <= set(re.findall(r"\blib[\w.-]+", checks))
    # These two come with the others.
    assert set(PACKAGES.values()) - named == {"libx11-6", "libxcb1"}


@pytest.mark.parametrize("row", table("button"), ids=lambda row: row[0])
def test_the_buttons_do_what_it_says(row: list[str]) -> None:
    title, rate, every, what, verdict = row
    (preset,) = (each for each in mountain.presets_of(MISTY.name) if each.title == title)
    track = walked(MISTY, preset.start, **preset.settings)
    assert track.plan.learning_rate == float(rate)
    assert track.plan.measure_every == int(every)
    assert mountain.ending(track).fate.title == verdict
    for time in re.findall(r"\d\d:\d\d", what):
        assert mountain.time_of_day(float(track.minutes[-1])) == time
    for steps in re.findall(r"step (\d+)", what):
        assert track.steps == int(steps)


def test_its_keys_are_those_of_the_window() -> None:
    from ui.transport import COMMANDS

    words = {"PgDown": "Page Down", "PgUp": "Page Up"}
    keys = [words.get(key, key) for command in COMMANDS for key in command.keys]
    assert sorted(row[0] for row in table("key")) == sorted(keys)


def test_its_columns_are_those_of_the_file() -> None:
    told = [[column.name, column.unit, column.description] for column in mountain.COLUMNS]
    assert table("column") == told


def test_its_number_of_mountains_and_functions_is_true() -> None:
    assert len(mountain.terrain_names()) == 13
    assert "thirteen mountains" in README
    listed = re.search(r"the functions ([^.]+)\.", README)
    assert listed is not None
    for name in re.split(r",\s+|\s+and\s+", listed[1]):
        mountain.Formula(f"{name}(x, y)" if name in ("max", "min") else f"{name}(x)")


@pytest.mark.parametrize("row", table("typed"), ids=lambda row: row[1])
def test_what_is_typed_is_understood_as_it_says(row: list[str]) -> None:
    typed, understood = (cell.strip("`").replace("\\|", "|") for cell in row)
    formula = mountain.parse_formula(typed)
    assert formula.text == understood
    assert mountain.parse_formula(understood).node is formula.node


def test_the_digit_classifier_is_as_large_and_as_good_as_it_says() -> None:
    text = " ".join(README.split())
    network, unseen = mountain.digit_network(), mountain.unseen_digits()
    sizes = [network.weights[0].shape[1], *(each.shape[0] for each in network.weights)]
    assert "64 pixels, 16 neurons and 10 answers" in text
    assert sizes == [64, 16, 10]
    assert "its 1,184 weights" in text
    assert sum(each.size for each in network.weights) == 1184
    assert f"{len(mountain.training_digits()):,} pictures" in text
    share = round(100 * network.accuracy(unseen.ink, unseen.labels))
    assert f"reads {share} % of digits" in text
    terrain, training = mountain.terrain_named("digits"), mountain.training_digits()
    at_start = mountain.digit_slice().network_at(*terrain.start)
    assert "wrong about nine of ten" in text
    assert 0.85 < 1 - at_start.accuracy(training.ink, training.labels) < 0.95


def test_a_function_is_tried_at_as_many_points_as_it_says() -> None:
    bowl = mountain.terrain_named("bowl")
    right = "def gradient(x, y):\n    return 2 * x, 2 * y"
    verdict = mountain.check_gradient(right, mountain.Formula("x^2 + y^2"), bowl.window)
    assert verdict.is_right
    assert f"tried at {len(verdict.points)} points" in " ".join(README.split())


def test_its_pictures_are_all_there() -> None:
    pictures = re.findall(r"!\[.+\]\((.+)\)", README)
    assert len(pictures) == 7
    for picture in pictures:
        assert (ROOT / picture).read_bytes().startswith(b"\x89PNG")


def test_every_option_it_names_exists() -> None:
    helps = io.StringIO()
    with redirect_stdout(helps):
        for command in ([], ["hike"], ["terrains"], ["replay"], ["cost"], ["train"], ["slope"]):
            main([*command, "--help"])
    lines = [line for line in README.splitlines() if "venv" not in line and "apt-get" not in line]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(lines)))
    assert {"--csv", "--projector"} <= named
    assert [option for option in named if option not in helps.getvalue()] == []


_HEADLESS = ("hike", "replay", "terrains", "slope")


def write_maps(folder: Path) -> None:
    """Write the elevation maps that it names, as other programs write them."""
    along = np.linspace(0, 9, 120)
    hill = 600 + 300 * np.sin(along)[:, None] * np.cos(along)
    greys = ((hill - hill.min()) / np.ptp(hill) * 255).astype(np.uint8)
    Image.fromarray(greys).save(folder / "greys.png")
    place = Affine(30, 0, 500_000, 0, -30, 4_100_000)
    kind = {"driver": "GTiff", "width": 120, "height": 120, "count": 1, "dtype": "float32"}
    with rasterio.open(folder / "hill.tif", "w", **kind, crs="EPSG:32616", transform=place) as file:
        file.write(hill.astype("f4"), 1)


def test_its_real_mountain_is_as_it_says() -> None:
    text, real = " ".join(README.split()), mountain.terrain_named("jacksboro_fault")
    facts = mountain.elevation_facts(real.ground)
    assert "30 km by 32 km" in text
    assert (round(facts.across / 1000), round(facts.along / 1000)) == (30, 32)
    assert "1,383 cells or level floors have higher ground all around" in text
    assert "and 283 once it is smoothed over 2" in text
    assert (facts.pits_before, facts.pits, facts.smoothing) == (1383, 283, 2.0)
    starts = {each.name: each.start for each in mountain.presets_of(real.name)}
    assert "Twenty-eight metres on a ridge" in text
    assert round(math.dist(starts["false_bottom"], starts["watershed"])) == 28
    track, beside = (walked(real, starts[name]) for name in ("false_bottom", "watershed"))
    assert "end 4.4 km apart" in text
    apart = math.hypot(track.x[-1] - beside.x[-1], track.y[-1] - beside.y[-1])
    assert round(apart, -2) == 4400
    assert "Home is 57 m lower and nine kilometres away" in text
    (home,) = mountain.homes(real)
    assert round(track.height[-1] - home.height) == 57
    assert round(math.hypot(track.x[-1] - home.x, track.y[-1] - home.y), -3) == 9000


def test_the_time_of_walking_is_as_it_says() -> None:
    assert "5 km an hour on the level, 6 gently down" in " ".join(README.split())
    speeds = [60 / mountain.walking_minutes(1000.0, 1000.0 * slope) for slope in (0.0, -0.05)]
    assert [round(speed, 1) for speed in speeds] == [5.0, 6.0]
    assert mountain.plan_on(mountain.terrain_named("jacksboro_fault")).clock == "tobler"


@pytest.mark.parametrize("row", table("file"), ids=lambda row: row[0])
def test_the_maps_that_it_names_are_looked_for(row: list[str]) -> None:
    endings = re.findall(r"`(\.\w+)`", row[0])
    assert endings
    assert set(endings) <= set(mountain.ENDINGS)


def test_its_hikes_can_be_walked_and_its_python_reads_their_csv(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    commands = [shlex.split(line, comments=True)[2:] for line in lines if "main.py " in line]
    headless = [words for words in commands if words and words[0] in _HEADLESS]
    assert len(headless) == 9
    write_maps(tmp_path)
    for words in headless:
        assert main(words) == 0
    capsys.readouterr()
    _, program = blocks("python")
    names: dict[str, pandas.DataFrame] = {}
    exec(program, names)
    track = walked(MISTY, (-3, -2.5), learning_rate=0.05, measure_every=5)
    for name in ("x", "y", "height", "slope", "grad_x", "grad_y", "minutes"):
        assert names["track"][name].tolist() == getattr(track, name).tolist()
    printed = capsys.readouterr().out
    assert re.fullmatch(r"\d+ readings, \d+ steps: [a-z_]+\n", printed)
    assert printed.split(": ")[1].strip() in mountain.FATES


def test_who_climbs_as_it_says_ends_on_the_summit(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if "--ascend" in line]
    assert len(lines) == 2
    for line in lines:
        words = shlex.split(line, comments=True)[2:]
        assert main([*words, *([] if "--json" in words else ["--json"])]) == 0
        assert json.loads(capsys.readouterr().out)["fate"] == "summit"


def test_from_most_places_a_climb_leads_off_the_map_and_from_the_hill_to_its_top() -> None:
    assert "up the rim and off the map" in " ".join(README.split())
    (place,) = re.findall(r"from \(([\d.]+), ([\d.]+)\) to the top", README)
    up = walked(MISTY, (float(place[0]), float(place[1])), ascend=True)
    assert mountain.ending(up).fate.name == "summit"
    edges = [-3.0, -1.5, 0.0, 1.5, 3.0]
    ends = [walked(MISTY, (x, y), ascend=True) for x in edges for y in edges]
    left = [mountain.ending(track).fate.name for track in ends].count("off_the_map")
    assert left > len(ends) / 2


def test_its_races_are_those_prepared_and_show_what_it_says() -> None:
    races = [mountain.race_named(name) for name in mountain.race_names()]
    assert table("race") == [[f"`{race.name}`", race.caption] for race in races]
    assert "Four races are prepared" in " ".join(README.split())
    assert len(races) == 4


def test_its_numbers_of_optimizers_and_hikers_are_true() -> None:
    text = " ".join(README.split())
    assert "momentum, Adam and seven others" in text
    assert len(mountain.OPTIMIZERS) == 1 + 2 + 7
    assert "up to twelve hikers" in text
    assert mountain.MOST_HIKERS == 12


def test_in_the_ravine_they_arrive_when_it_says() -> None:
    prepared = mountain.race_named("ravine")
    begun = mountain.start_race(mountain.terrain_named(prepared.terrain), prepared.entrants)
    race = mountain.advance_race(begun, 10**6)
    arrivals = {}
    still_out = []
    for track, standing in zip(race.tracks, mountain.standings(race), strict=True):
        who = (track.plan.optimizer, track.plan.learning_rate)
        if standing.rank:
            arrivals[who] = mountain.time_of_day(standing.minutes)
        else:
            still_out.append(who)
            assert standing.ending.fate.name == "night"
    assert arrivals == {
        ("nesterov", 0.3): "11:19",
        ("gradient_descent", 1.9): "12:13",
        ("momentum", 0.3): "12:17",
    }
    assert still_out == [("gradient_descent", 0.3), ("adam", 0.3)]
    told = README[README.index("In that race") : README.index("The CSV has")]
    assert re.findall(r"\d\d:\d\d", told) == sorted(arrivals.values())


def test_its_python_takes_the_csv_of_a_race_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (line,) = (line for line in README.splitlines() if line.startswith("python main.py race"))
    assert main(shlex.split(line, comments=True)[2:]) == 0
    capsys.readouterr()
    exec(blocks("python")[0], {})
    prepared = mountain.race_named("ravine")
    begun = mountain.start_race(mountain.terrain_named(prepared.terrain), prepared.entrants)
    told = mountain.standings(mountain.advance_race(begun, 10**6))
    assert capsys.readouterr().out.splitlines() == [
        f"{each.number + 1}: {each.ending.fate.name} after {each.minutes:.0f} min, "
        f"{each.steps} steps"
        for each in told
    ]


def test_one_reading_for_k_steps_is_one_step_of_k_times_the_rate() -> None:
    often = walked(MISTY, (-3, -2.5), learning_rate=0.02, measure_every=10, reading="exact")
    large = walked(MISTY, (-3, -2.5), learning_rate=0.2, measure_every=1, reading="exact")
    count = min(len(often.x[::10]), len(large.x))
    assert count > 20
    assert often.x[::10][:count] == pytest.approx(large.x[:count], abs=1e-11)
    assert often.y[::10][:count] == pytest.approx(large.y[:count], abs=1e-11)


def test_what_steps_and_readings_cost_is_as_it_says() -> None:
    assert "each step takes half a minute, each reading five" in " ".join(README.split())
    assert (mountain.Plan().step_minutes, mountain.Plan().reading_minutes) == (0.5, 5.0)


def test_the_limit_is_where_it_says() -> None:
    (home,) = mountain.homes(MISTY)
    (limit,) = re.findall(r"first\s+mountain the limit is ([\d.]+\d)", README)
    assert home.limit == pytest.approx(float(limit), abs=5e-4)
    fates = {}
    for share in (0.4, 0.9, 1.1):
        start = (home.x + 0.1, home.y + 0.1)
        rate = share * home.limit
        track = walked(MISTY, start, learning_rate=rate, measure_every=1, daylight=math.inf)
        turns = track.grad_x[1:] * track.grad_x[:-1] + track.grad_y[1:] * track.grad_y[:-1] < 0
        fates[share] = (mountain.ending(track).fate.name, bool(turns.any()))
    assert fates == {0.4: ("home", False), 0.9: ("home", True), 1.1: ("bouncing", True)}


def test_overshooting_on_the_bowl_turns_at_every_step_and_never_climbs() -> None:
    bowl = mountain.terrain_named("bowl")
    track = walked(bowl, (-2.5, 2), learning_rate=0.9, measure_every=1)
    steps_x, steps_y = track.x[1:] - track.x[:-1], track.y[1:] - track.y[:-1]
    assert (steps_x[1:] * steps_x[:-1] + steps_y[1:] * steps_y[:-1] < 0).all()
    assert (track.height[1:] < track.height[:-1]).all()
    assert mountain.ending(track).fate.name == "home"


def test_its_tables_of_speed_are_those_that_the_benchmark_prints() -> None:
    told = README[README.index("## Speed") : README.index("## For contributors")]
    benchmark = (ROOT / "tests" / "benchmarks" / "fields.py").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip(" *") for line in told.splitlines() if line.startswith("| ")]
    assert len(rows) > 20
    for name in rows:
        words = re.sub(r" of [\d,]+ x [\d,]+ cells, float\d\d", "", name)
        assert words.removesuffix(", less its files") in benchmark, name
