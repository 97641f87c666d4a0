"""Recovery: recordings whose process has gone are found, and end at their last whole row."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from mountain import (
    Recorder,
    RecordingError,
    SidecarError,
    TrajectoryError,
    read_sidecar,
    read_trajectory,
    recover,
    replay,
    save_track,
    trajectory_lines,
    unfinished,
)
from mountain.columns import HEADER
from mountain.sidecar import described, sidecar_path, write_sidecar
from tests.hikes import restless_hike, restless_race

ROOT = Path(__file__).parents[2]

#: Records a long hike, has it put on the disk all the while, and tells how many rows are written.
RECORDING = """
import sys, threading
from pathlib import Path
from mountain import Recorder
from tests.hikes import restless_hike

track = restless_hike(20_000)
recorder = Recorder(Path(sys.argv[1]), track.until(0))

def keep_safe():
    while True:
        recorder.sync()

threading.Thread(target=keep_safe, daemon=True).start()
for step in range(0, len(track), 7):
    recorder.append(track.until(step))
    print(recorder.rows, flush=True)
sys.stdin.read()
"""


@contextmanager
def recording(path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", RECORDING, str(path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def cut_short(path: Path, rows: int = 20, tail: bytes = b"") -> None:
    """Leave behind what a recording leaves that was killed."""
    track = restless_hike()
    lines = trajectory_lines(track, last_is_fate=False)[:rows]
    path.write_bytes((HEADER + "".join(lines)).encode("ascii") + tail)
    write_sidecar(path, described(track.until(5), "recording"), durable=False)


def test_a_process_killed_while_recording_loses_no_row_that_was_written(tmp_path: Path) -> None:
    paths = [tmp_path / f"hike-{number}.csv" for number in range(3)]
    with ExitStack() as running:
        processes = [running.enter_context(recording(path)) for path in paths]
        for path, process, patience in zip(paths, processes, (3, 40, 200), strict=True):
            assert process.stdout is not None
            told = [process.stdout.readline() for _ in range(patience)]
            assert path not in unfinished(tmp_path)
            with pytest.raises(RecordingError, match="still being recorded"):
                recover(path)
            process.kill()
            told += process.stdout.readlines()
            written = int(told[-1])
            process.wait()
            before = path.read_bytes()
            assert before.endswith(b"\r\n")
            assert unfinished(tmp_path) == [path]
            trajectory = recover(path)
            assert written <= len(trajectory) <= written + 7
            assert path.read_bytes() == before
            assert replay(path).difference is None
            assert unfinished(tmp_path) == []


def test_a_recording_is_found_only_when_nobody_writes_it(tmp_path: Path) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "going on.csv", track)
    save_track(track, tmp_path / "saved.csv")
    cut_short(tmp_path / "cut short.csv")
    cut_short(tmp_path / "without rows.csv")
    (tmp_path / "without rows.csv").unlink()
    cut_short(tmp_path / "damaged.csv")
    sidecar_path(tmp_path / "damaged.csv").write_text("{")
    assert unfinished(tmp_path) == [tmp_path / "cut short.csv"]
    recorder.close(track)
    assert unfinished(tmp_path) == [tmp_path / "cut short.csv"]


def test_where_there_is_no_folder_nothing_is_unfinished(tmp_path: Path) -> None:
    assert unfinished(tmp_path / "missing") == []


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param(b"", id="whole"),
        pytest.param(b"20,31.0,0,1.2", id="a torn row"),
        pytest.param(bytes(5000), id="zeros"),
        pytest.param(b"20,31.0" + bytes(3 * 2**20), id="a torn row and many zeros"),
    ],
)
def test_what_stands_after_the_last_whole_row_is_cut_off(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "hike.csv"
    cut_short(path)
    whole = path.read_bytes()
    cut_short(path, tail=tail)
    trajectory = recover(path)
    assert path.read_bytes() == whole
    assert (len(trajectory), trajectory.torn) == (20, False)
    sidecar = read_sidecar(path)
    assert (sidecar.status, sidecar.rows) == ("recovered", 20)
    assert (sidecar.hikes[0].steps, sidecar.hikes[0].fate) == (19, "")


def test_plans_by_which_no_row_was_walked_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "hike.csv"
    cut_short(path, rows=20)
    write_sidecar(path, described(restless_hike(), "recording"))
    recover(path)
    assert [leg.first for leg in read_sidecar(path).hikes[0].legs] == [0, 14]
    assert replay(path).difference is None


def test_plans_are_forgotten_hiker_by_hiker(tmp_path: Path) -> None:
    path, race = tmp_path / "race.csv", restless_race(24)
    lines = trajectory_lines(race, last_is_fate=False)
    path.write_bytes((HEADER + "".join(lines)).encode("ascii"))
    write_sidecar(path, described(race, "recording"))
    before = [hike.legs for hike in read_sidecar(path).hikes]
    recover(path)
    assert [hike.legs for hike in read_sidecar(path).hikes] == before
    # The last that hiker 2 did by their first plan.
    count = next(index for index, line in enumerate(lines) if line.startswith("13,")) - 1
    path.write_bytes((HEADER + "".join(lines[:count]) + "12,9").encode("ascii"))
    write_sidecar(path, described(race, "recording"))
    assert len(recover(path)) == count
    hikes = read_sidecar(path).hikes
    assert [hike.steps for hike in hikes] == [12, 8, 11]
    assert [len(hike.legs) for hike in hikes] == [1, 1, 1]
    assert replay(path).difference is None


def test_recovering_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "hike.csv"
    cut_short(path, tail=b"20,")
    recover(path)
    before = [each.read_bytes() for each in (path, sidecar_path(path))]
    assert len(recover(path)) == 20
    assert [each.read_bytes() for each in (path, sidecar_path(path))] == before


def test_a_recording_without_a_whole_row_is_told_once_and_offered_no_more(tmp_path: Path) -> None:
    path = tmp_path / "hike.csv"
    cut_short(path)
    os.truncate(path, len(HEADER) + 5)
    with pytest.raises(TrajectoryError, match="no whole row"):
        recover(path)
    assert unfinished(tmp_path) == []
    assert read_sidecar(path).rows == 0


def test_a_recording_that_is_going_on_is_left_alone(tmp_path: Path) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track)
    with pytest.raises(RecordingError, match="still being recorded"):
        recover(recorder.path)
    recorder.close(track)
    assert len(recover(recorder.path)) == len(track)
    assert read_sidecar(recorder.path).status == "complete"


def test_what_is_no_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SidecarError):
        recover(tmp_path / "hike.csv")
    cut_short(tmp_path / "hike.csv")
    (tmp_path / "hike.csv").unlink()
    with pytest.raises(RecordingError, match="No such file"):
        recover(tmp_path / "hike.csv")


def test_a_recovered_hike_can_be_read_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "hike.csv"
    cut_short(path)
    recover(path)
    assert read_trajectory(path).event.tolist()[-1] == "step"
