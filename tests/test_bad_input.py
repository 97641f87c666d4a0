import io
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from main import main

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices of Linux")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


#: The words, and what the one line must say.
REFUSED: list[tuple[str, list[str]]] = [
    ("hike --lerning-rate 1", ["--lerning-rate", "did you mean --learning-rate?"]),
    ("hike --learning 1", ["--learning", "no such option"]),
    ("hike --xyzzy", ["--xyzzy", "hike --help"]),
    ("hike downhill", ["downhill", "one word too many"]),
    ("hike -3,-2.5", ["-3,-2.5"]),
    ("hike --start", ["--start", "needs a value"]),
    ("hike --start --seed 3", ["--start", "needs a value"]),
    ("hike --ascend=yes", ["--ascend", "yes"]),
    ("hike --json=1", ["--json"]),
    ("hike --stop", ["--stop", "did you mean --no-stop?"]),
    ("hyke", ["hyke", "did you mean python main.py hike?"]),
    ("--projecter", ["--projecter", "did you mean --projector?"]),
    ("--json terrains", ["--json", "no such option"]),
    ("terrains bowl", ["bowl"]),
    ("terrains --jsn", ["did you mean --json?"]),
    ("hike --learning-rate 0", ["--learning-rate", "above 0"]),
    ("hike --learning-rate -0.1", ["--learning-rate", "above 0", "-0.1"]),
    ("hike --learning-rate nan", ["--learning-rate", "nan"]),
    ("hike --learning-rate inf", ["--learning-rate", "inf"]),
    ("hike --learning-rate -inf", ["--learning-rate", "inf"]),
    ("hike --learning-rate 1e999", ["--learning-rate"]),
    ("hike --learning-rate 0,1", ["--learning-rate", "'0,1'"]),
    ("hike --learning-rate=", ["--learning-rate", "''"]),
    ("hike --measure-every 0", ["--measure-every", "at least 1"]),
    ("hike --measure-every -1", ["--measure-every", "at least 1"]),
    ("hike --measure-every 1.5", ["--measure-every", "whole"]),
    ("hike --measure-every inf", ["--measure-every", "whole"]),
    ("hike --measure-every 99999999999999999999", ["--measure-every", "at most"]),
    ("hike --steps -1", ["--steps", "at least 0"]),
    ("hike --steps 1e3", ["--steps", "whole"]),
    ("hike --steps 10000001", ["--steps", "at most 10000000"]),
    ("hike --seed -1", ["--seed"]),
    ("hike --seed 0x10", ["--seed", "'0x10'"]),
    ("hike --probe-length 0", ["--probe-length", "above 0"]),
    ("hike --noise -0.1", ["--noise", "at least 0"]),
    ("hike --noise nan", ["--noise"]),
    ("hike --flat -1", ["--flat"]),
    ("hike --daylight 0", ["--daylight", "above 0"]),
    ("hike --daylight -inf", ["--daylight"]),
    ("hike --daylight nan", ["--daylight", "or inf"]),
    ("hike --step-minutes -1", ["--step-minutes"]),
    ("hike --reading-minutes inf", ["--reading-minutes"]),
    ("hike --directions 2", ["--directions", "at least 3"]),
    ("hike --optimizer gradient_decent", ["did you mean 'gradient_descent'?"]),
    ("hike --reading fone", ["--reading", "did you mean 'phone'?"]),
    ("hike --start 3", ["--start", "2 finite numbers", "--start -3,-2.5"]),
    ("hike --start 1,2,3", ["--start"]),
    ("hike --start=", ["--start"]),
    ("hike --start a,b", ["--start", "'a,b'"]),
    ("hike --start nan,0", ["--start", "finite"]),
    ("hike --start 0,-inf", ["--start", "finite"]),
    ("hike --start 4,0", ["--start", "off the map", "from -3.5 to 3.5"]),
    ("hike --start -1e308,0", ["off the map"]),
    ("hike --formula 1/x --start 0,0", ["start", "no ground"]),
    ("hike --formula x --window 1,1,0,1", ["window", "empty"]),
    ("hike --formula x --window 1,-1,0,1", ["window", "empty"]),
    ("hike --formula x --window nan,1,0,1", ["--window", "finite"]),
    ("hike --formula x --window -1e308,1e308,0,1", ["window", "too large"]),
    ("hike --formula x --window 0,1", ["--window", "4 finite numbers"]),
    ("hike --formula x --window=", ["--window"]),
    ("hike --formula x --window 0,1e-320,0,1", ["--window", "too small", "try -3,3,-3,3"]),
    ("hike --window -1,1,-1,1", ["--window", "--formula"]),
    ("hike --terrain bowll", ["did you mean 'bowl'?"]),
    ("hike --terrain Misty_mountan", ["did you mean 'misty_mountain'?"]),
    ("hike --terrain everest", ["'everest'", "try one of misty_mountain"]),
    ("hike --terrain=", ["--terrain: ''", "try one of misty_mountain"]),
    ("hike --terrain bowl --formula x", ["--terrain", "--formula", "one"]),
    ("hike --formula=", ["formula", "try"]),
    ("hike --formula x+", ["--formula", "character 3", "try 1 or x there"]),
    ("hike --formula (x", ["closing bracket"]),
    ("hike --formula x$y", ["'$'"]),
    ("hike --formula sine(x)", ["did you mean 'sin'?"]),
    ("hike --formula x**", ["formula"]),
    ("hike --formula __import__('os')", ["--formula", "character 12", "take it out"]),
    ("hike --formula z^2", ["--formula", "'z'", "try x, y"]),
    ("hike --formula 1e999", ["--formula", "character 1", "try a number that is smaller"]),
    ("hike --formula 1/0", ["formula", "finite"]),
    ("hike --formula " + "(" * 100 + "x" + ")" * 100, ["nested"]),
    ("hike --formula " + "x+" * 300 + "x", ["characters"]),
    ("hike --csv missing/out.csv", ["missing"]),
    ("hike --csv .", ["."]),
    ("hike --csv=", [""]),
    ("race", ["which one?", "misty_mountain"]),
    ("race everest", ["'everest'", "try one of"]),
    ("race misty_montain", ["did you mean 'misty_mountain'?"]),
    ("race ravine potholes", ["potholes", "one word too many"]),
    ("race ravine --jsn", ["did you mean --json?"]),
    ("race ravine --csv missing/out.csv", ["missing"]),
    ("replay", ["which file?"]),
    ("replay missing.csv", ["missing.csv: there is no such file; look at its name"]),
    ("replay .", [".: is a folder; choose a trajectory CSV in it"]),
    (".", ["'.': is a folder; try python main.py with a trajectory CSV or an elevation map in it"]),
    ("replay a.csv b.csv", ["b.csv", "one word too many"]),
    ("missing.csv", ["'missing.csv'", "no such file"]),
    ("--terrain bowll", ["did you mean 'bowl'?"]),
    ("--terrain=", ["--terrain: ''", "try one of misty_mountain"]),
    ("--race=", ["--race: ''", "try one of misty_mountain"]),
    ("--race revine", ["--race: 'revine'", "did you mean 'ravine'?"]),
    ("--preset god", ["--preset", "did you mean 'good'?"]),
    ("--preset=", ["--preset"]),
    ("--size 100x100", ["--size", "from 1024x640 to 7680x7680"]),
    ("--size 1023x640", ["--size", "1024x640"]),
    ("--size 1024x639", ["--size", "1024x640"]),
    ("--size 1920", ["--size", "1920x1080"]),
    ("--size 9999x9999", ["--size"]),
    ("--size=", ["--size"]),
    ("--screenshot window.jpg", ["--screenshot", "PNG"]),
    ("--screenshot missing/window.png", ["--screenshot", "missing"]),
    (f"--screenshot {'x' * 300}.png", ["--screenshot", "File name too long"]),
    ("--screenshot=", ["--screenshot"]),
    ("hike --formula log(x-5)", ["--window", "no ground was found", "try -10,10,-10,10"]),
    ("hike --formula log(-1-x^2)", ["--window", "no ground", "try another formula"]),
    ("--formula log(-1-x^2)", ["--window", "no ground", "try another formula"]),
    ("hike --formula x --window -1e308,3,-3,3", ["--window", "too large", "try -3,3,-3,3"]),
    ("hike --elevation missing.hgt", ["missing.hgt: there is no such file"]),
    ("hike --elevation .", [".: is no file"]),
    ("hike --elevation=", ["is no file"]),
    ("hike --smooth 2", ["--smooth: goes with --elevation"]),
    ("hike --spacing 2", ["--spacing: goes with --elevation"]),
    ("hike --height-range 2,3", ["--height-range: goes with --elevation"]),
    ("hike --elevation a.hgt --terrain bowl", ["--elevation, --terrain", "one mountain"]),
    ("hike --elevation a.hgt --formula x", ["--elevation, --formula", "one mountain"]),
    ("hike --elevation a.hgt --window 0,1,0,1", ["--elevation, --window"]),
    ("hike --elevation a.hgt --smooth -1", ["--smooth", "from 0 to 100 cells", "not -1"]),
    ("hike --elevation a.hgt --smooth 101", ["--smooth", "from 0 to 100 cells"]),
    ("hike --elevation a.hgt --smooth x", ["--smooth", "a finite number", "'x'"]),
    ("hike --elevation a.hgt --spacing 0", ["--spacing", "above 0"]),
    ("hike --elevation a.hgt --spacing nan", ["--spacing", "finite"]),
    ("hike --elevation a.hgt --height-range 200", ["--height-range", "2 finite numbers"]),
    ("--elevation missing.hgt", ["missing.hgt: there is no such file"]),
    ("missing.hgt", ["'missing.hgt'", "no such file"]),
    ("x" * 5000, ["xxx", "try another name"]),
]


def refusal(capsys: pytest.CaptureFixture[str], words: list[str]) -> str:
    """Check that the words are refused in one line and nothing is written; return the line."""
    before = sorted(Path.cwd().rglob("*"))
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("misty-mountain: ")
    assert len(err) < 700
    assert sorted(Path.cwd().rglob("*")) == before
    return err


@pytest.mark.parametrize(("words", "parts"), REFUSED, ids=[words[:60] for words, _ in REFUSED])
def test_bad_input_is_refused_in_one_line_and_nothing_is_written(
    capsys: pytest.CaptureFixture[str], words: str, parts: list[str]
) -> None:
    command, *rest = words.split(" ")
    writing = ["--csv", "out.csv"] if command == "hike" and "--csv" not in words else []
    line = refusal(capsys, [command, *writing, *rest])
    for part in parts:
        assert part in line


def test_a_name_with_a_line_break_is_still_refused_in_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for words in (["hike", "--terrain", "a\nb"], ["a\nb"], ["hike", "--a\nb"], ["replay", "a\nb"]):
        refusal(capsys, words)


@linux
def test_a_folder_that_cannot_be_written_to_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    told = "/proc/out.csv: no file can be made in /proc; choose another place"
    assert told in refusal(capsys, ["hike", "--csv", "/proc/out.csv"])


@linux
def test_a_device_is_not_replaced_by_a_trajectory(capsys: pytest.CaptureFixture[str]) -> None:
    refusal(capsys, ["hike", "--csv", "/dev/full"])
    assert Path("/dev/full").is_char_device()


def test_a_file_that_is_no_trajectory_is_not_replayed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for content in (b"", b"hello\n", b"\x89PNG\r\n\x1a\n\0\0", b"step,minutes\n0,0\n"):
        (tmp_path / "foreign.csv").write_bytes(content)
        assert "foreign.csv" in refusal(capsys, ["replay", "foreign.csv"])


WORDS = st.sampled_from(
    [
        *("--start", "--formula", "--window", "--terrain", "--steps", "--seed", "--no-stop"),
        *("--json", "--ascend", "--csv", "--noise", "--learning-rate", "--", "-", "-1,1", "nan"),
        *("1", "0", "x", "-x", "bowl", "1,2", "-9,9,-9,9", "", "--x", "-x^2", "\0", "é"),
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=6))
def test_whatever_is_typed_ends_in_a_hike_or_in_one_line(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    status = main(["hike", "--steps", "20", *words])
    out, err = capsys.readouterr()
    assert (status, err.count("\n"), bool(out)) in [(0, 0, True), (2, 1, False)]


def test_a_file_to_open_that_is_no_trajectory_is_refused_before_any_window(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign, picture = tmp_path / "foreign.csv", tmp_path / "window.png"
    foreign.write_text("name,mark\nAnn,1\n")
    assert main([str(foreign), "--screenshot", str(picture)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(foreign) in said
    assert not picture.exists()


def npy_header(shape: tuple[int, ...]) -> bytes:
    words = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}\n".encode()
    return b"\x93NUMPY\x01\0" + len(words).to_bytes(2, "little") + words


def packed(name: str, content: bytes) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return archive.getvalue()


def saved(numbers: object) -> bytes:
    file = io.BytesIO()
    np.save(file, np.asarray(numbers))
    return file.getvalue()


#: What is in a file that is opened as an elevation map, and what the one line must say.
MAPS: dict[str, tuple[bytes, str]] = {
    "empty.tif": (b"", "an empty file"),
    "noise.bin": (bytes(range(256)) * 20, "no elevation map in any format"),
    "short.hgt": (b"\0\1" * 1000, "no SRTM tile"),
    "N01E001.hgt": (b"\x80\0" * 1201 * 1201, "every cell is empty"),
    "terabytes.npy": (npy_header((10**6, 10**6)), "more than can be read"),
    "terabytes.npz": (packed("heights.npy", npy_header((2**40, 99))), "more than can be read"),
    "terabytes.asc": (b"ncols 4000000\nnrows 4000000\ncellsize 3\n1 2", "more than can be read"),
    "objects.npy": (npy_header((3, 3)).replace(b"<f8", b"|O "), "npy"),
    "pickle.npy": (pickle.dumps([[1.0, 2.0], [3.0, 4.0]]), "no elevation map in any format"),
    "cut.npy": (saved(np.eye(50))[:900], "fetch it again"),
    "level.npy": (saved(np.full((9, 9), 5.0)), "all its heights are 5 m"),
    "void.npy": (saved(np.full((9, 9), np.nan)), "every cell is empty"),
    "pixel.npy": (saved([[1.0]]), "make no surface"),
    "row.npy": (saved([[1.0, 2.0, 3.0]]), "make no surface"),
    "sieve.npy": (saved(np.where(np.indices((30, 30)).sum(0) % 3, np.eye(30), np.nan)), "between"),
    "bomb.zip": (packed("N01E001.hgt", bytes(2**26)), "no SRTM tile"),
}


@pytest.mark.parametrize("opened_by", ["hike --elevation", "--elevation", "--size 1280x800"])
@pytest.mark.parametrize("name", MAPS)
def test_a_file_that_is_no_map_is_refused_in_one_line_before_any_window(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, opened_by: str, name: str
) -> None:
    content, words = MAPS[name]
    (tmp_path / name).write_bytes(content)
    told = refusal(capsys, [*opened_by.split(), name])
    if name != "noise.bin" or "elevation" in opened_by:
        assert words in told


def test_a_map_far_too_large_is_refused_unread(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with (tmp_path / "giant.npy").open("wb") as file:
        file.truncate(2**36)
    assert "larger than 513 MB" in refusal(capsys, ["hike", "--elevation", "giant.npy"])
