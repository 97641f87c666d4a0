"""Recordings: whole rows whatever happens, and the same file however the hike was walked."""

import errno
import os
import resource
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, strategies as some

from mountain import (
    Plan,
    Recorder,
    RecordingError,
    Track,
    advance,
    new_recording_path,
    read_sidecar,
    read_trajectory,
    replan,
    save_track,
    start,
    trajectory_lines,
    unfinished,
)
from mountain.columns import HEADER
from mountain.sidecar import sidecar_path
from tests.faults import Faults
from tests.hikes import BOWL, PLANS, SWELL, restless_hike, tracks

#: A fault lasts, or passes by.
LASTING = [False, True]


def as_saved(folder: Path, track: Track) -> bytes:
    path = folder / "at once" / "hike.csv"
    path.parent.mkdir(exist_ok=True)
    save_track(track, path)
    return path.read_bytes()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recordings")


@given(tracks(), some.lists(some.integers(1, 25), max_size=5))
def test_a_hike_recorded_as_it_goes_on_is_the_file_of_one_saved_at_once(
    place: Path, track: Track, strides: list[int]
) -> None:
    recorder = Recorder(place / "hike.csv", track.until(0))
    step = 0
    for stride in strides:
        step = min(step + stride, track.steps)
        recorder.append(track.until(step))
        lines = trajectory_lines(track.until(step), last_is_fate=False)
        assert recorder.path.read_bytes() == (HEADER + "".join(lines)).encode("ascii")
    recorder.close(track)
    assert recorder.path.read_bytes() == as_saved(place, track)
    assert read_sidecar(recorder.path) == read_sidecar(place / "at once" / "hike.csv")


@given(PLANS, some.lists(some.tuples(some.integers(0, 30), PLANS, some.integers(0, 10))))
def test_who_steps_back_and_goes_another_way_leaves_only_that_way_in_the_file(
    place: Path, plan: Plan, turns: list[tuple[int, Plan, int]]
) -> None:
    track = advance(start(SWELL, plan), 10)
    recorder = Recorder(place / "hike.csv", track)
    for back, other, steps in turns:
        track = track.until(max(0, track.steps - back))
        recorder.append(track)
        track = advance(replan(track, other), steps)
        recorder.append(track)
        assert read_sidecar(recorder.path).hikes[0].legs == track.legs
    recorder.close(track)
    assert recorder.path.read_bytes() == as_saved(place, track)
    assert read_sidecar(recorder.path) == read_sidecar(place / "at once" / "hike.csv")


def test_who_sets_out_anew_elsewhere_leaves_only_that_hike_in_the_file(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "hike.csv", restless_hike())
    for track in (advance(start(SWELL, Plan()), 9), start(BOWL, Plan(), (1.0, 1.0))):
        recorder.append(track)
        assert read_sidecar(recorder.path).hikes[0].start == (track.x[0], track.y[0])
        assert read_trajectory(recorder.path).x.tolist() == track.x.tolist()
    recorder.close(track)
    assert recorder.path.read_bytes() == as_saved(tmp_path, track)


def test_while_it_goes_on_a_recording_says_so_and_at_the_end_it_tells_the_fate(
    tmp_path: Path,
) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track.until(3))
    sidecar = read_sidecar(recorder.path)
    assert (sidecar.status, sidecar.rows, sidecar.hikes[0].fate) == ("recording", 4, "")
    recorder.append(track)
    assert read_trajectory(recorder.path).event[-1] == "step"
    recorder.close(track)
    sidecar = read_sidecar(recorder.path)
    assert (sidecar.status, sidecar.rows) == ("complete", len(track))
    assert sidecar.hikes[0].fate == "walking"
    assert read_trajectory(recorder.path).event[-1] == "walking"
    assert names(tmp_path) == ["hike.csv", "hike.csv-metadata.json"]


def test_a_recording_that_has_ended_takes_no_more_rows(tmp_path: Path) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track)
    recorder.close(track)
    recorder.sync()
    for call in (recorder.append, recorder.close):
        with pytest.raises(RecordingError, match="has ended"):
            call(track)


def test_a_name_that_is_taken_is_numbered_and_nothing_is_written_over(tmp_path: Path) -> None:
    path = new_recording_path(tmp_path, "bowl", "2026-01-31-120000")
    path.write_text("mine")
    track = restless_hike()
    with ThreadPoolExecutor(8) as pool:
        recorders = list(pool.map(lambda _: Recorder(path, track), range(20)))
    assert path.read_text() == "mine"
    numbered = {f"bowl-2026-01-31-120000-{number}.csv" for number in range(2, 22)}
    assert {recorder.path.name for recorder in recorders} == numbered
    for recorder in recorders:
        recorder.close(track)
        assert len(read_trajectory(recorder.path)) == len(track)


def test_rows_can_be_written_while_another_thread_has_them_put_on_the_disk(
    tmp_path: Path,
) -> None:
    track = restless_hike(600)
    recorder = Recorder(tmp_path / "hike.csv", track.until(0))
    over, failures = threading.Event(), []

    def keep_safe() -> None:
        while not over.is_set():
            try:
                recorder.sync()
            except RecordingError as error:
                failures.append(error)

    workers = [threading.Thread(target=keep_safe) for _ in range(2)]
    for worker in workers:
        worker.start()
    for step in range(len(track)):
        recorder.append(track.until(step))
    recorder.close(track)
    over.set()
    for worker in workers:
        worker.join()
    assert failures == []
    assert recorder.path.read_bytes() == as_saved(tmp_path, track)


class Story:
    """A recording with all that can happen, and what the file may hold at every moment."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "hike.csv"
        self.whole = restless_hike(20)
        self.other = advance(
            replan(self.whole.until(9), self.whole.plan.with_settings({"noise": 1.0})), 8
        )
        self.kept = 0
        self.track = self.whole

    def run(self) -> None:
        recorder = Recorder(self.path, self.whole.until(4))
        self.kept = 5
        self.recorder = recorder
        for track in (self.whole.until(12), self.whole, self.other):
            if track is self.other:
                # The way given up may go, the way in common must stay.
                self.kept = 10
            recorder.append(track)
            self.kept, self.track = len(track), track
            recorder.sync()
        recorder.close(self.other)


def whole_rows(path: Path) -> list[str]:
    content = path.read_bytes()
    lines = content[: content.rfind(b"\n") + 1].decode("ascii").splitlines(keepends=True)
    return lines[1:]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("lasting", LASTING)
def test_whichever_call_fails_the_file_keeps_its_whole_rows_and_the_failure_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, lasting: bool
) -> None:
    for nth in range(1, 1000):
        folder = tmp_path / str(nth)
        folder.mkdir()
        story = Story(folder)
        told = ""
        with monkeypatch.context() as patch:
            faults = Faults(patch, nth, code, lasting)
            try:
                story.run()
            except RecordingError as error:
                told = str(error)
        if not faults.struck:
            break
        check_what_is_left(story, told, lasting)
    assert nth > 60
    assert told == ""
    assert story.path.read_bytes() == as_saved(tmp_path, story.other)
    assert read_sidecar(story.path).status == "complete"


def check_what_is_left(story: Story, told: str, lasting: bool) -> None:
    assert "\n" not in told
    assert not [name for name in names(story.path.parent) if name.endswith(".tmp")]
    if not story.kept:
        assert names(story.path.parent) == []
        return
    rows = whole_rows(story.path)
    # Only a disk that takes nothing any more may keep the last row, to which the fate was put.
    assert len(rows) >= story.kept - (lasting and story.kept == len(story.other))
    possible = [
        trajectory_lines(track, last_is_fate=fate)
        for track in (story.whole, story.other)
        for fate in (True, False)
    ]
    assert any(rows == lines[: len(rows)] for lines in possible)
    if told:
        assert str(story.path) in told
        assert f"the first {len(rows)} rows are kept" in told
        with pytest.raises(RecordingError):
            story.recorder.append(story.other)
    if not lasting:
        assert story.path.read_bytes().endswith(b"\r\n")
    assert len(read_trajectory(story.path)) == len(rows)
    status = read_sidecar(story.path).status
    assert unfinished(story.path.parent) == ([story.path] if status == "recording" else [])
    if status == "complete":
        # All was written; only that a power cut could still undo it may have been told.
        assert rows == trajectory_lines(story.other)
    assert told or status == "complete"


@contextmanager
def no_room_beyond(folder: Path, size: int, mounted: bool) -> Iterator[None]:
    """Give a folder a disk so small; where none may be mounted, files no larger than that."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    mounts = mounted and shutil.which("mount") is not None
    if mounts and subprocess.run(mount, check=False, capture_output=True).returncode == 0:
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_ends_the_recording_with_every_whole_row(tmp_path: Path, mounted: bool) -> None:
    track = restless_hike(900)
    with no_room_beyond(tmp_path / "disk", 40_960, mounted):
        recorder = Recorder(tmp_path / "disk" / "hike.csv", track.until(0))
        step, told = 0, ""
        while not told:
            step += 7
            try:
                recorder.append(track.until(step))
            except RecordingError as error:
                told = str(error)
        rows = read_trajectory(recorder.path)
        assert not rows.torn
        assert step - 7 < len(rows) < step + 1
        assert rows.x.tolist() == track.x[: len(rows)].tolist()
        assert f"the first {len(rows)} rows are kept" in told
        assert recorder.path.stat().st_size > 30_000


@pytest.mark.parametrize("mounted", [True, False])
def test_a_full_disk_leaves_what_was_saved_before_as_it_was(tmp_path: Path, mounted: bool) -> None:
    with no_room_beyond(tmp_path / "disk", 40_960, mounted):
        path = tmp_path / "disk" / "hike.csv"
        save_track(restless_hike(40), path)
        before = [each.read_bytes() for each in (path, sidecar_path(path))]
        with pytest.raises(RecordingError, match="choose another place"):
            save_track(restless_hike(900), path)
        assert [each.read_bytes() for each in (path, sidecar_path(path))] == before
        assert len(names(path.parent)) == 2


def test_no_room_for_the_first_row_leaves_no_file(tmp_path: Path) -> None:
    with no_room_beyond(tmp_path / "disk", 200, mounted=False):
        with pytest.raises(RecordingError):
            Recorder(tmp_path / "disk" / "hike.csv", restless_hike())
        assert names(tmp_path / "disk") == []


def put_folder(path: Path) -> Path:
    path.mkdir()
    return path


def put_folder_beside(path: Path) -> Path:
    sidecar_path(path).mkdir()
    return path


def put_pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        pytest.param(lambda path: path.parent / "none" / "hike.csv", "no folder", id="no folder"),
        pytest.param(put_folder, "no ordinary file", id="a folder"),
        pytest.param(put_folder_beside, "no ordinary file", id="a folder for the sidecar"),
        pytest.param(put_pipe, "no ordinary file", id="a pipe"),
        pytest.param(lambda _: Path("/dev/full"), "no ordinary file", id="a device"),
        pytest.param(lambda _: Path("/proc/hike.csv"), "choose another place", id="no disk"),
        pytest.param(lambda path: path / "\0", "no folder|no name", id="a zero byte"),
        pytest.param(lambda path: path.with_name("x" * 300), "another place", id="a long name"),
        pytest.param(
            lambda path: path.with_name("x" * 250), "another place", id="a sidecar's long name"
        ),
        pytest.param(lambda _: Path(), "no ordinary file", id="no name"),
        pytest.param(lambda path: Path(__file__) / path.name, "no folder", id="below a file"),
    ],
)
def test_a_place_that_takes_no_file_is_refused_and_nothing_is_written(
    tmp_path: Path, prepare: Callable[[Path], Path], words: str
) -> None:
    path = prepare(tmp_path / "hike.csv")
    before = names(tmp_path)
    with pytest.raises(RecordingError, match=words) as caught:
        save_track(restless_hike(), path)
    assert str(caught.value).isprintable()
    assert names(tmp_path) == before


@pytest.mark.parametrize(
    "path", [Path("/proc/hike.csv"), Path("missing/hike.csv"), Path("\0"), Path("x" * 300), Path()]
)
def test_a_recording_where_no_file_can_be_is_refused(path: Path) -> None:
    with pytest.raises(RecordingError) as caught:
        Recorder(path, restless_hike())
    assert str(caught.value).isprintable()


def test_a_hike_is_not_saved_over_one_that_is_being_recorded(tmp_path: Path) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track)
    with pytest.raises(RecordingError, match="is being recorded"):
        save_track(track, recorder.path)
    recorder.close(track)
    save_track(track.until(3), recorder.path)
    assert len(read_trajectory(recorder.path)) == 4


def test_a_hike_saved_through_a_link_is_where_the_link_leads(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    save_track(restless_hike(), tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert len(read_trajectory(tmp_path / "real.csv")) == 41
    assert read_sidecar(tmp_path / "link.csv").rows == 41


@pytest.mark.parametrize("meddle", ["append", "cut"])
def test_a_recorder_whose_file_others_change_stops_and_says_so(tmp_path: Path, meddle: str) -> None:
    track = restless_hike()
    recorder = Recorder(tmp_path / "hike.csv", track.until(20))
    if meddle == "append":
        with recorder.path.open("ab") as file:
            file.write(b"mine")
    else:
        os.truncate(recorder.path, 100)
    with pytest.raises(RecordingError, match="another program"):
        recorder.append(track)


def test_in_a_folder_that_is_a_file_nothing_can_be_put(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("")
    path = tmp_path / "folder" / "hike.csv"
    with pytest.raises(RecordingError) as caught:
        Recorder(path, restless_hike())
    told = "its folder is a file, in which nothing can be put; choose another place"
    assert str(caught.value) == f"{path}: {told}"


@pytest.mark.parametrize("gone", ["file", "sidecar", "folder", "replaced"])
def test_a_recorder_whose_file_is_taken_away_says_so_within_a_second(
    tmp_path: Path, gone: str
) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    recorder = Recorder(folder / "hike.csv", restless_hike())
    if gone == "folder":
        shutil.rmtree(folder)
    elif gone == "replaced":
        Path(shutil.copy(recorder.path, folder / "copy")).replace(recorder.path)
    else:
        (recorder.path if gone == "file" else sidecar_path(recorder.path)).unlink()
    with pytest.raises(RecordingError, match=r"No such file|another file"):
        recorder.sync()
