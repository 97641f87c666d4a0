"""What a replay says of files that were cut off, of one row, and of what is no file."""

from pathlib import Path

import pytest

from mountain import Plan, Track, TrajectoryError, replay, save_track, start
from mountain.sidecar import described, write_sidecar
from tests.hikes import BOWL, restless_hike


def saved(folder: Path, track: Track) -> Path:
    path = folder / "hike.csv"
    save_track(track, path)
    return path


def test_a_folder_is_not_replayed(tmp_path: Path) -> None:
    with pytest.raises(TrajectoryError, match="is a folder; choose a trajectory CSV in it"):
        replay(tmp_path)


def test_of_a_row_that_was_cut_off_it_is_told_and_how_many_whole_ones_were_compared(
    tmp_path: Path,
) -> None:
    path = saved(tmp_path, restless_hike())
    assert replay(path).verdict == "equal: all 41 rows, to the last bit"
    path.write_bytes(path.read_bytes()[:-9])
    cut = "the last row was cut off, and 40 whole rows before it compared"
    assert replay(path).torn
    assert replay(path).verdict == f"line 42: missing; {cut}"
    write_sidecar(path, described(restless_hike(), "recording"))
    assert replay(path).difference is None
    assert replay(path).verdict == f"equal, to the last bit; {cut}"


def test_of_one_row_it_is_not_spoken_as_of_several(tmp_path: Path) -> None:
    path = saved(tmp_path, start(BOWL, Plan()))
    assert replay(path).verdict == "equal: its one row, to the last bit"
