"""Files that are there whole or not at all, whatever the disk does."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from mountain.files import EXISTING_FILE, claim, in_use, shown, write_all, write_together
from tests.faults import Faults


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("lasting", [False, True])
def test_a_fault_at_any_call_leaves_each_file_old_or_new_and_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, lasting: bool
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for nth in range(1, 100):
        one.write_bytes(b"old one")
        two.write_bytes(b"old two")
        with monkeypatch.context() as patch:
            faults = Faults(patch, nth, code, lasting)
            try:
                write_together({one: [b"new ", b"one"], two: [b"new two"]})
                failure = None
            except OSError as error:
                failure = error.errno
        assert one.read_bytes() in (b"old one", b"new one")
        assert two.read_bytes() in (b"old two", b"new two")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]
        assert failure == (code if faults.struck else None)
        if not faults.struck:
            break
    assert (one.read_bytes(), two.read_bytes()) == (b"new one", b"new two")
    assert nth > 8


def test_nothing_is_put_in_place_before_all_is_written(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"old")

    def broken() -> Iterator[bytes]:
        yield b"begun"
        raise OSError(errno.EIO, "the source has gone")

    with pytest.raises(OSError, match="the source has gone"):
        write_together({one: [b"new"], two: broken()})
    assert one.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_who_is_reading_the_old_file_reads_it_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with (tmp_path / "file").open("rb") as file:
        write_together({tmp_path / "file": [b"new"]})
        assert file.read() == b"old"
    assert (tmp_path / "file").read_bytes() == b"new"


def test_all_is_written_however_little_the_system_takes_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda target, data: write(target, data[:3]))
    descriptor = os.open(tmp_path / "file", os.O_CREAT | os.O_WRONLY)
    write_all(descriptor, b"a hike in the mist")
    os.close(descriptor)
    assert (tmp_path / "file").read_bytes() == b"a hike in the mist"


def test_a_new_file_may_be_read_by_those_whom_the_mask_allows(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_together({tmp_path / "file": [b"content"]})
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640


def test_a_claimed_file_is_in_use_until_it_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    assert not in_use(path)
    descriptor = os.open(path, EXISTING_FILE)
    assert claim(descriptor)
    assert in_use(path)
    os.close(descriptor)
    assert not in_use(path)


def test_a_file_that_cannot_be_opened_counts_as_in_use(tmp_path: Path) -> None:
    assert in_use(tmp_path)
    assert in_use(tmp_path / "missing")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a b.csv", "a b.csv"),
        ("größe.csv", "größe.csv"),
        ("a\nb", r"'a\nb'"),
        ("\udcff", r"'\udcff'"),
    ],
)
def test_a_path_is_spoken_of_in_one_line(name: str, words: str) -> None:
    assert shown(Path(name)) == words
