import json
from pathlib import Path

import numpy as np
import pytest

from main import main


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def write_rows(name: str, rows: np.ndarray) -> None:
    Path(name).write_text("".join(",".join(map(repr, row)) + "\n" for row in rows.tolist()))


@pytest.mark.parametrize("labels", [False, True])
def test_the_cost_of_answers_in_files_is_the_mean_of_the_sums_of_squares(
    labels: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = np.random.default_rng(5)
    said, right = chance.random((12, 10)), chance.integers(0, 10, 12)
    write_rows("said.csv", said)
    write_rows("right.csv", right[:, None] if labels else np.eye(10)[right])
    assert main(["cost", "--predicted", "said.csv", "--actual", "right.csv", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    exact = ((said - np.eye(10)[right]) ** 2).sum(-1)
    assert told["cost"] == pytest.approx(exact.mean(), rel=1e-14)
    assert told["costs"] == pytest.approx(exact.tolist(), rel=1e-14)
    assert told["rows"] == 12
    assert main(["cost", "--predicted", "said.csv", "--actual", "right.csv"]) == 0
    out = capsys.readouterr().out
    assert f"Cost {exact.mean():.6g}: the mean over 12 rows." in out
    assert f"Row {exact.argmax() + 1} costs most: {exact.max():.6g}." in out


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "--predicted: which file?"),
        ("--predicted said.csv", "--actual: which file?"),
        ("--predicted missing.csv --actual said.csv", "missing.csv"),
        ("--predicted said.csv --actual short.csv", "row"),
        ("--predicted said.csv --actual words.csv", "words.csv"),
    ],
)
def test_what_cannot_be_worked_out_is_told_in_one_line(
    words: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rows("said.csv", np.zeros((3, 10)))
    write_rows("short.csv", np.zeros((2, 10)))
    Path("words.csv").write_text("one\ntwo\nthree\n")
    assert main(["cost", *words.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert problem in err
    assert err.count("\n") == 1


def test_training_makes_the_files_that_ship(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--out", "trained"]) == 0
    out = capsys.readouterr().out
    assert "% of 597 digits that it has never seen are read rightly." in out
    shipped = Path(__file__).parent.parent / "assets" / "digits"
    for name in ("network.npz", "cost.npz"):
        with np.load(Path("trained", name)) as made, np.load(shipped / name) as ours:
            assert made.files == ours.files
            for each in made.files:
                assert np.abs(made[each] - ours[each]).max() < 1e-3


@pytest.mark.parametrize(
    ("words", "problem"), [("", "--out: which folder?"), ("--out file", "--out: file cannot")]
)
def test_a_folder_that_cannot_be_is_told_in_one_line(
    words: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("file").write_text("here")
    assert main(["train", *words.split()]) == 2
    err = capsys.readouterr().err
    assert problem in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("hike --window -1,1,-1,1", "--window: goes with --formula"),
        ("hike --formula x --terrain bowl", "--terrain, --formula: one mountain at a time"),
        ("hike --formula x --window 1,2", "--window"),
        ("hike --formula x --window 1,-1,0,1", "window"),
        ("--window -1,1,-1,1", "--window: goes with --formula"),
        ("hike --formula x^2+y^2 --batch 3", "--batch: goes with a mountain made of points"),
        ("hike --terrain digits --batch 3", "try --terrain regression"),
        ("hike --batch 3", "--batch: goes with"),
        ("--formula x --preset good", "--preset: has its own mountain"),
        ("--formula x --race ravine", "--race: has its own mountain"),
        ("--formula x+", "formula"),
    ],
)
def test_mountains_that_contradict_each_other_are_refused(
    words: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    err = capsys.readouterr().err
    assert problem in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        "--terrain regression --batch 3 --seed 4",
        "--terrain digits",
        r"--formula \frac{x^2}{4}+\sqrt[3]{y^2+1} --window -2,2,-2,2",
        "--formula x^2+y^2",
    ],
)
def test_a_hike_on_any_ground_is_replayed_to_the_last_bit(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["hike", *words.split(), "--steps", "40", "--csv", "walked.csv"]) == 0
    assert main(["replay", "walked.csv"]) == 0
    capsys.readouterr()


def test_a_formula_is_walked_on_from_where_one_says(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--formula", "x^2 sin y", "--window", "-4,4,-4,4", "--start", "2,1", "--json"]
    assert main(["hike", *words]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["height"] == pytest.approx(told["x"] ** 2 * np.sin(told["y"]), rel=1e-12)
