import csv
import errno
from pathlib import Path

import pytest
from conftest import prepared
from faults import Faults
from pytestqt.qtbot import QtBot

import mountain
from ui.session import Session
from ui.tape import Notice, recordings_folder


@pytest.fixture
def notices(session: Session) -> list[Notice]:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    return told


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def saved(session: Session, path: Path) -> bytes:
    """Write what is shown as the model writes it, and return the file."""
    assert session.shown is not None
    mountain.save_track(session.shown, path)
    return path.read_bytes()


def test_recordings_go_to_the_documents_folder(home: Path) -> None:
    assert recordings_folder() == home / "Documents" / "Misty Mountain"


def test_a_hike_recorded_from_its_start_is_the_file_that_saving_it_writes(
    session: Session, recordings: Path, tmp_path: Path
) -> None:
    session.record(True)
    session.move(11)
    session.go_to_end()
    assert not session.recording
    (file,) = files(recordings)
    assert file.read_bytes() == saved(session, tmp_path / "saved.csv")
    assert mountain.replay(file).difference is None
    assert mountain.read_sidecar(file).status == "complete"


def test_a_hike_played_by_the_clock_is_recorded_whole(
    session: Session, recordings: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    session.record(True)
    session.set_pace(2_000)
    with qtbot.waitSignal(session.ended, timeout=30_000):
        session.play(True)
    (file,) = files(recordings)
    assert file.read_bytes() == saved(session, tmp_path / "saved.csv")


def test_a_recording_begun_in_mid_hike_has_the_hike_from_its_start(
    session: Session, recordings: Path, tmp_path: Path
) -> None:
    session.move(25)
    session.record(True)
    session.go_to_end()
    assert files(recordings)[0].read_bytes() == saved(session, tmp_path / "saved.csv")


def test_rows_stand_in_the_file_while_the_hike_goes_on(session: Session, recordings: Path) -> None:
    session.record(True)
    session.move(7)
    (file,) = files(recordings)
    assert [row["step"] for row in rows(file)] == [str(step) for step in range(8)]
    assert mountain.read_sidecar(file).status == "recording"


def test_a_recording_ended_in_mid_hike_ends_with_walking(
    session: Session, recordings: Path, notices: list[Notice]
) -> None:
    session.record(True)
    session.move(12)
    session.record(False)
    (file,) = files(recordings)
    assert [row["event"] for row in rows(file)] == ["start", *["step"] * 11, "walking"]
    assert mountain.replay(file).difference is None
    assert notices[-1] == Notice(f"Recorded 13 rows: {file}", file)


def test_a_knob_turned_in_mid_hike_is_told_in_its_row(session: Session, recordings: Path) -> None:
    session.record(True)
    session.move(9)
    session.change_setting("learning_rate", 0.0375)
    session.move(5)
    session.record(False)
    (file,) = files(recordings)
    written = rows(file)
    assert [row["event"] for row in written[9:12]] == ["step", "settings", "step"]
    assert [row["learning_rate"] for row in written[9:12]] == ["0.02", "0.0375", "0.0375"]
    assert mountain.replay(file).difference is None


def test_a_future_that_is_forked_is_recorded_as_it_was_walked_in_the_end(
    session: Session, recordings: Path, tmp_path: Path
) -> None:
    session.record(True)
    session.move(60)
    session.move(-40)
    session.change_setting("measure_every", 3)
    session.go_to_end()
    (file,) = files(recordings)
    assert file.read_bytes() == saved(session, tmp_path / "saved.csv")
    assert [row["event"] for row in rows(file)].index("settings") == 21
    assert mountain.replay(file).difference is None


def test_stepping_back_takes_no_row_away(session: Session, recordings: Path) -> None:
    session.record(True)
    session.move(30)
    session.move(-20)
    session.record(False)
    (file,) = files(recordings)
    assert len(rows(file)) == 31


def test_restarting_while_recording_opens_a_second_file(
    session: Session, recordings: Path, qtbot: QtBot
) -> None:
    session.record(True)
    session.move(12)
    session.restart()
    assert session.recording
    prepared(session, qtbot).move(3)
    session.record(False)
    lengths = [len(rows(file)) for file in files(recordings)]
    assert sorted(lengths) == [4, 13]
    assert all(mountain.replay(file).difference is None for file in files(recordings))


def test_another_terrain_while_recording_opens_a_file_of_its_name(
    session: Session, recordings: Path, qtbot: QtBot
) -> None:
    session.record(True)
    session.choose_terrain("bowl")
    prepared(session, qtbot).record(False)
    names = [file.name.partition("-")[0] for file in files(recordings)]
    assert names == ["bowl", "misty_mountain"]


def test_a_session_that_closes_ends_its_recording(session: Session, recordings: Path) -> None:
    session.record(True)
    session.move(4)
    session.close()
    (file,) = files(recordings)
    assert rows(file)[-1]["event"] == "walking"
    assert mountain.read_sidecar(file).status == "complete"


def test_recording_a_hike_that_is_over_writes_it_whole(
    session: Session, recordings: Path, tmp_path: Path
) -> None:
    session.go_to_end()
    session.record(True)
    session.record(False)
    (file,) = files(recordings)
    assert file.read_bytes() == saved(session, tmp_path / "saved.csv")


def test_a_recording_asked_for_before_the_hike_begins_is_made_from_its_start(
    session: Session, recordings: Path, qtbot: QtBot
) -> None:
    session.choose_terrain("ravine")
    session.record(True)
    assert session.recording
    prepared(session, qtbot).move(2)
    session.record(False)
    (file,) = files(recordings)
    assert [row["event"] for row in rows(file)] == ["start", "step", "walking"]


def test_a_recording_called_off_before_the_hike_begins_is_not_made(
    session: Session, recordings: Path, qtbot: QtBot
) -> None:
    session.choose_terrain("ravine")
    session.record(True)
    session.record(False)
    prepared(session, qtbot).move(2)
    assert not session.recording
    assert not recordings.exists()


def test_one_row_is_not_spoken_of_as_several(session: Session, notices: list[Notice]) -> None:
    session.record(True)
    session.record(False)
    assert notices[-1].text.startswith("Recorded 1 row: ")


def test_a_folder_that_cannot_be_made_is_one_line_and_the_hike_goes_on(
    session: Session, home: Path, notices: list[Notice]
) -> None:
    # Somebody keeps a file where the folder should be: even root cannot write through that.
    (home / "Documents").write_text("not a folder")
    session.record(True)
    (notice,) = notices
    assert notice.text.startswith("Not recording: ")
    assert str(home / "Documents" / "Misty Mountain") in notice.text
    assert "Errno" not in notice.text
    assert notice.text.endswith("make one there by hand, or save the hike elsewhere")
    assert "\n" not in notice.text
    assert not session.recording
    session.move(5)
    assert session.step == 5


def test_a_full_disk_is_one_line_and_the_hike_goes_on_with_every_whole_row_kept(
    session: Session, recordings: Path, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    session.record(True)
    session.move(9)
    with monkeypatch.context() as patch:
        Faults(patch, 1, errno.ENOSPC, lasting=False)
        session.move(1)
    text = notices[-1].text
    assert "No space left on device" in text
    assert "first 10 rows are kept" in text
    assert "\n" not in text
    assert not session.recording
    session.move(5)
    assert session.step == 15
    (file,) = files(recordings)
    assert [row["step"] for row in rows(file)] == [str(step) for step in range(10)]
    assert file.read_bytes().endswith(b"\r\n")


def test_a_disk_that_is_full_at_the_end_is_one_line(
    session: Session, notices: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    session.record(True)
    session.move(9)
    with monkeypatch.context() as patch:
        Faults(patch, 1, errno.ENOSPC, lasting=True)
        session.record(False)
    assert "No space left on device" in notices[-1].text
    assert not session.recording


def test_rows_reach_the_disk_without_being_asked(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronized: list[int] = []
    # The class is what the timer's worker calls; it still does its work.
    whole = mountain.Recorder.sync
    monkeypatch.setattr(
        mountain.Recorder, "sync", lambda each: (whole(each), synchronized.append(each.rows))
    )
    session.record(True)
    session.move(3)
    qtbot.waitUntil(lambda: 4 in synchronized, timeout=10_000)
    session.record(False)


def test_a_disk_that_fails_while_rows_are_brought_to_it_is_told_once(
    session: Session, qtbot: QtBot, notices: list[Notice], recordings: Path
) -> None:
    session.record(True)
    session.move(3)
    (file,) = files(recordings)
    # Another file in its place: what is written now would be lost with the old one.
    file.rename(file.with_name("moved.csv"))
    file.write_text("another\r\n")
    qtbot.waitUntil(lambda: len(notices) > 1, timeout=10_000)
    assert "another file has taken its place" in notices[-1].text
    assert not session.recording
    session.move(1)
    assert session.step == 4


def test_a_hike_saved_afterwards_has_the_steps_that_are_shown(
    session: Session, tmp_path: Path, notices: list[Notice]
) -> None:
    session.move(30)
    session.move(-10)
    session.save(tmp_path / "out.csv")
    assert len(rows(tmp_path / "out.csv")) == 21
    assert mountain.replay(tmp_path / "out.csv").difference is None
    assert notices == [
        Notice(f"Saved 21 rows: {tmp_path / 'out.csv'}", tmp_path / "out.csv"),
    ]


def test_saving_where_nothing_can_be_written_is_one_line(
    session: Session, tmp_path: Path, notices: list[Notice]
) -> None:
    session.save(tmp_path / "missing" / "out.csv")
    (notice,) = notices
    assert "there is no folder" in notice.text
    assert notice.file is None
    assert list(tmp_path.glob("**/*.csv")) == []
