"""Trajectory files read back: right to the last bit, as far as they are whole, or refused."""

import csv
import io
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as some

from mountain import (
    COLUMNS,
    Race,
    Track,
    TrajectoryError,
    ending,
    read_trajectory,
    trajectory_lines,
)
from mountain.columns import HEADER
from mountain.trajectory import LARGEST_FILE, MOST_ROWS, read_rows
from tests.hikes import races, restless_hike, tracks

NAMES = [column.name for column in COLUMNS]
LINES = trajectory_lines(restless_hike(12))
MEND = "mend it, or end the file before this line"
CONTENT = (HEADER + "".join(LINES)).encode("ascii")


def written(folder: Path, content: bytes | str) -> Path:
    path = folder / "hike.csv"
    # Some file systems wait for the disk when a file is written over.
    path.unlink(missing_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def refusal(path: Path) -> str:
    """Read a file that must be refused, and return the one line that says why."""
    with pytest.raises(TrajectoryError) as caught:
        read_trajectory(path)
    line = str(caught.value)
    assert line.isprintable()
    assert len(line) < 500
    return line.removeprefix(f"{path}: ")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trajectories")


@given(tracks())
def test_what_was_written_is_read_back_to_the_last_bit(place: Path, track: Track) -> None:
    trajectory = read_trajectory(written(place, HEADER + "".join(trajectory_lines(track))))
    assert len(trajectory) == len(track)
    for name in ("minutes", "x", "y", "height", "grad_x", "grad_y", "slope"):
        walked = np.ascontiguousarray(getattr(track, name))
        read, finite = getattr(trajectory, name), np.isfinite(walked)
        assert read[finite].tobytes() == walked[finite].tobytes(), name
        assert np.isnan(read[~finite]).all(), name
    assert trajectory.step.tolist() == list(range(len(track)))
    assert trajectory.measured.tolist() == track.measured.tolist()
    plans = [track.plan_at(step) for step in range(len(track))]
    assert trajectory.learning_rate.tolist() == [plan.learning_rate for plan in plans]
    assert trajectory.measure_every.tolist() == [plan.measure_every for plan in plans]
    assert trajectory.event.tolist() == [
        line.rstrip().rpartition(",")[2] for line in trajectory_lines(track)
    ]
    assert (trajectory.torn, trajectory.message) == (False, "")


@given(races())
def test_every_hiker_of_a_race_is_read_back_to_the_last_bit(place: Path, race: Race) -> None:
    trajectory = read_trajectory(written(place, HEADER + "".join(trajectory_lines(race))))
    paths = list(trajectory.ways().values())
    for track, path in zip(race.tracks, paths, strict=True):
        for read, walked in ((path[:, 0], track.x), (path[:, 1], track.y)):
            finite = np.isfinite(walked)
            assert read[finite].tobytes() == walked[finite].tobytes()
            assert np.isnan(read[~finite]).all()
        own = trajectory.hiker == track.number
        assert trajectory.learning_rate[own].tolist() == track.learning_rate.tolist()
        assert trajectory.measured[own].tolist() == track.measured.tolist()
        assert trajectory.event[own][-1] == ending(track).fate.name
    assert len(trajectory) == race.rows


def test_what_was_read_cannot_be_changed(tmp_path: Path) -> None:
    trajectory = read_trajectory(written(tmp_path, CONTENT))
    for name in NAMES:
        assert not getattr(trajectory, name).flags.writeable


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="marked as UTF-8"),
        pytest.param(lambda content: content.replace(b"\r\n", b"\n"), id="plain line ends"),
        pytest.param(lambda content: content.replace(b"0.2,", b"2E-01,"), id="by a spreadsheet"),
    ],
)
def test_what_other_programs_make_of_the_file_is_read_too(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    same, other = (
        read_rows(written(tmp_path, CONTENT)),
        read_rows(written(tmp_path, change(CONTENT))),
    )
    for name in NAMES:
        assert getattr(same, name).tolist() == getattr(other, name).tolist()
    assert not other.torn


def test_a_file_cut_off_at_any_byte_is_read_to_its_last_whole_row(tmp_path: Path) -> None:
    whole = read_trajectory(written(tmp_path, CONTENT))
    for size in range(len(CONTENT)):
        cut = CONTENT[:size]
        path = written(tmp_path, cut)
        rows = cut.count(b"\n") - 1
        if rows < 1:
            assert "no whole" in refusal(path)
            continue
        trajectory = read_trajectory(path)
        assert len(trajectory) == rows
        assert trajectory.x.tolist() == whole.x[:rows].tolist()
        assert trajectory.torn == (not cut.endswith(b"\n"))
        assert (str(path) in trajectory.message) == trajectory.torn
        assert (f"{rows} whole rows" in trajectory.message) == trajectory.torn


@pytest.mark.parametrize("zeros", [1, 511, 4096, 100_000])
def test_zeros_that_a_power_cut_left_at_the_end_are_a_torn_row(tmp_path: Path, zeros: int) -> None:
    for size in (len(CONTENT), len(CONTENT) - 30):
        trajectory = read_trajectory(written(tmp_path, CONTENT[:size] + bytes(zeros)))
        assert len(trajectory) == len(LINES) - (size < len(CONTENT))
        assert trajectory.torn


def test_a_file_with_fewer_rows_than_were_written_is_torn(tmp_path: Path) -> None:
    path = written(tmp_path, CONTENT)
    assert not read_rows(path, counted=len(LINES)).torn
    trajectory = read_rows(path, counted=len(LINES) + 1)
    assert trajectory.torn
    assert f"of the {len(LINES) + 1} rows" in trajectory.message


ROW = LINES[1].rstrip()


def changed(column: str, cell: str) -> str:
    """Put a cell into the second row, which is line 3 of the file."""
    cells = ROW.split(",")
    cells[NAMES.index(column)] = cell
    return HEADER + LINES[0] + ",".join(cells) + "\r\n" + "".join(LINES[2:])


REFUSED = {
    "nothing": ("", "holds no whole line"),
    "a header alone": (HEADER, "holds no whole row"),
    "a header of another table": (
        "time,place\r\n1,2\r\n",
        "line 1: column 1 is 'time'; write 'step' there",
    ),
    "a missing column": (
        HEADER.replace(",slope", ""),
        "column 10 is 'learning_rate'; write 'slope' there",
    ),
    "the last column missing": (HEADER.replace(",event", ""), "column 13 is missing"),
    "a column too much": (HEADER.replace("event", "event,mood"), "column 14 is too much"),
    "quoted headings": (HEADER.replace("step", '"step"'), "column 1 is '\"step\"'"),
    "semicolons": (CONTENT.decode().replace(",", ";"), "separated by commas"),
    "tabulators": (CONTENT.decode().replace(",", "\t"), "separated by commas"),
    "UTF-16": (CONTENT.decode().encode("utf-16"), "no plain text"),
    "UTF-16 without a mark": (CONTENT.decode().encode("utf-16-le"), "no plain text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "column 1 is"),
    "100,000 columns": ("a," * 100_000 + "\r\n", "line 1: is too long"),
    "decimal commas": (
        HEADER + LINES[0] + LINES[1].replace(".", ","),
        "line 3: has 21 cells, must have 13; numbers need a decimal point",
    ),
    "a cell too few": (HEADER + LINES[0] + LINES[1][2:], "line 3: has 12 cells"),
    "an empty line": (HEADER + LINES[0] + "\r\n", "line 3: has 1 cells"),
    "a word for a number": (changed("height", "high"), "line 3, column height: must be a number"),
    "no number": (changed("x", "nan"), "line 3, column x: must be a number"),
    "infinity": (changed("y", "inf"), "line 3, column y: must be a number"),
    "more than all": (changed("y", "1e999"), "line 3, column y"),
    "Python's own": (changed("y", "1_000.5"), "line 3, column y"),
    "a blank before": (changed("y", " 1.5"), "line 3, column y"),
    "other figures": (changed("y", "١٫٥"), "line 3, column y"),
    "a zero byte": (changed("y", "1.5\x00"), r"line 3, column y: must be a number with a decimal"),
    "half a number": (changed("slope", "1.5e"), "line 3, column slope"),
    "no figure": (changed("slope", "-"), "line 3, column slope"),
    "a fraction of a step": (changed("step", "1.0"), "line 3, column step: must be a whole number"),
    "no step": (changed("step", ""), "line 3, column step: must be a whole number"),
    "a step before the start": (changed("step", "-1"), "line 3, column step"),
    "a step left out": (changed("step", "2"), "line 3, column step: must be 1, not 2"),
    "a step twice": (changed("step", "0"), "line 3, column step: must be 1, not 0"),
    "another hiker's middle": (changed("hiker", "1"), "line 3, column step: must be 0, not 1"),
    "a hiker beyond all": (changed("hiker", "9" * 30), "line 3, column hiker"),
    "a maybe": (changed("measured", "maybe"), "line 3, column measured: must be 0 or 1"),
    "an unknown event": (changed("event", "slept"), "line 3, column event: must be one of start"),
    "a long word": (changed("event", "z" * 2000), f"not '{'z' * 40}...'"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_no_trajectory_is_refused_in_one_line_that_says_where(
    tmp_path: Path, what: str
) -> None:
    content, words = REFUSED[what]
    assert words in refusal(written(tmp_path, content))


def test_the_first_fault_is_the_one_that_is_told(tmp_path: Path) -> None:
    lines = list(LINES)
    lines[5] = lines[5].replace("step", "slept")
    lines[3] = lines[3].replace(".", "!", 1)
    assert refusal(written(tmp_path, HEADER + "".join(lines))).startswith("line 5, column minutes")


SECOND = [line.replace(",0,", ",1,", 1) for line in LINES]
ORDERS = {
    "one after the other": LINES + SECOND,
    "side by side": [line for pair in zip(LINES, SECOND, strict=True) for line in pair],
}


@pytest.mark.parametrize("order", ORDERS)
def test_several_hikers_are_read_and_each_counts_their_own_steps(
    tmp_path: Path, order: str
) -> None:
    lines = list(ORDERS[order])
    trajectory = read_trajectory(written(tmp_path, HEADER + "".join(lines)))
    assert trajectory.step[trajectory.hiker == 1].tolist() == list(range(len(LINES)))
    first, second = trajectory.ways().values()
    assert first.tolist() == second.tolist()
    place = lines.index(SECOND[4])
    del lines[place]
    following = lines.index(SECOND[5])
    message = refusal(written(tmp_path, HEADER + "".join(lines)))
    assert message == f"line {following + 2}, column step: must be 4, not 5; {MEND}"


@pytest.mark.parametrize(
    "path",
    [
        Path("missing.csv"),
        Path(),
        Path(os.devnull),
        Path("zero\0byte.csv"),
        Path("long" * 100),
        Path(__file__) / "below a file.csv",
    ],
)
def test_what_is_no_ordinary_file_is_refused(path: Path) -> None:
    assert refusal(path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "no ordinary file" in refusal(tmp_path / "pipe.csv")


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, CONTENT)
    os.truncate(path, LARGEST_FILE + 1)
    assert "256 MB" in refusal(path)


def test_more_rows_than_any_hike_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ROWS == 12 * 10_000_001
    monkeypatch.setattr("mountain.trajectory.MOST_ROWS", 5)
    assert "more than 5 rows" in refusal(written(tmp_path, CONTENT))


EDITS = some.lists(
    some.tuples(
        some.integers(0, len(CONTENT) - 1),
        some.integers(0, 3),
        some.one_of(
            some.binary(min_size=1, max_size=4),
            some.sampled_from([b",", b"\n", b"\r\n", b".", b"-", b"e", b"0", b'"', b"\0", b""]),
        ),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=400)
@given(EDITS)
@example([(len(CONTENT) - 1, 1, b"")])
def test_a_damaged_file_is_refused_or_read_as_it_stands(
    place: Path, edits: list[tuple[int, int, bytes]]
) -> None:
    content = CONTENT
    for begin, length, put in edits:
        content = content[:begin] + put + content[begin + length :]
    path = written(place, content)
    try:
        trajectory = read_trajectory(path)
    except TrajectoryError:
        assert refusal(path)
        return
    whole = content[: content.rindex(b"\n") + 1].decode("ascii")
    rows = list(csv.DictReader(io.StringIO(whole, newline=""), strict=True))
    assert len(trajectory) == len(rows)
    for name in ("step", "x", "y", "height", "slope", "measure_every"):
        due = [float(row[name] or "nan") for row in rows]
        assert np.array_equal(getattr(trajectory, name), due, equal_nan=True)
    assert trajectory.torn == (not content.endswith(b"\n"))
