"""Recordings: trajectory files written row by row as the hike goes on, whatever happens to it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from array import array
from collections.abc import Hashable, Iterator, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path

from mountain.columns import HEADER, as_race, fate_of, rows_in_common, told_fates, trajectory_blocks
from mountain.files import (
    NEW_FILE,
    FileError,
    claim,
    in_use,
    reason,
    shown,
    synchronize,
    write_all,
    write_together,
)
from mountain.notes import COMPLETE, RECORDING
from mountain.race import Race
from mountain.sidecar import described, sidecar_bytes, sidecar_path, write_sidecar
from mountain.track import Track


class RecordingError(FileError):
    """A file that cannot be written or recovered."""


class Recorder:
    """Writes a hike or a race to a new trajectory file as it goes on, in whole rows.

    Parameters
    ----------
    path : Path
        The file; when the name is taken, -2, -3 and so on is put to it.
    walked : Track or Race
        The hike or the race so far.

    Attributes
    ----------
    path : Path
        Where the rows are in fact.

    Raises
    ------
    RecordingError
        By every method, when the disk is full and the like: the recorder has then stopped, and the
        file keeps every whole row.
    """

    def __init__(self, path: Path, walked: Track | Race) -> None:
        self.path, self._descriptor = _created(path)
        self._race = as_race(walked)
        self._known_fates: dict[Hashable, str] = {}
        self._fates = self._told(self._race)
        # Where the header and every row end in the file.
        self._ends = array("q", [len(HEADER)])
        self._lock = threading.RLock()
        self._unsynchronized = True
        self._closed = False
        try:
            claim(self._descriptor)
            write_all(self._descriptor, HEADER.encode("ascii"))
            self._write_rows()
            write_sidecar(self.path, described(self._race, RECORDING))
        except OSError as error:
            self._close()
            for made in (self.path, sidecar_path(self.path)):
                with suppress(OSError):
                    made.unlink(missing_ok=True)
            raise unwritable(path, error, new=True) from None

    @property
    def rows(self) -> int:
        """Rows in the file."""
        return len(self._ends) - 1

    def append(self, walked: Track | Race) -> None:
        """Write the rows that the file does not have yet, and take back those that no longer hold.

        Parameters
        ----------
        walked : Track or Race
            The hike or the race as far as it has gone; when anybody took another way from some
            step on, the rows from there on are cut off and written anew.
        """
        with self._lock:
            self._check_open()
            try:
                self._follow(as_race(walked))
            except OSError as error:
                raise self._stop(error) from None

    def sync(self) -> None:
        """Have all rows on the disk before returning; may be called from another thread."""
        with self._lock:
            if self._closed or not self._unsynchronized:
                return
            self._unsynchronized = False
            try:
                # Its own descriptor, so that rows can be written and the file closed meanwhile.
                descriptor = os.dup(self._descriptor)
            except OSError as error:
                raise self._stop(error) from None
        try:
            os.fsync(descriptor)
            if not os.path.samestat(os.fstat(descriptor), self.path.stat()):
                raise FileNotFoundError(errno.ENOENT, "another file has taken its place")
            synchronize(sidecar_path(self.path))
            synchronize(self.path.parent)
        except OSError as error:
            with self._lock:
                raise self._stop(error) from None
        finally:
            with suppress(OSError):
                os.close(descriptor)

    def close(self, walked: Track | Race) -> None:
        """Write what is missing, put the fates into the last rows, and end the recording."""
        with self._lock:
            self._check_open()
            try:
                self._follow(as_race(walked))
                self._tell_fates()
                os.fsync(self._descriptor)
                write_sidecar(self.path, described(self._race, COMPLETE))
            except OSError as error:
                raise self._stop(error) from None
            self._close()

    def _follow(self, race: Race) -> None:
        before, told = self._race, self._fates
        self._race, self._fates = race, self._told(race)
        kept = rows_in_common(before, told, race, self._fates)
        if kept < self.rows:
            self._cut(kept)
        legs, earlier = ([track.legs for track in each.tracks] for each in (race, before))
        if legs != earlier or kept == 0:
            # Not durable before the next `sync`, because this runs between two pictures.
            write_sidecar(self.path, described(race, RECORDING), durable=False)
            self._unsynchronized = True
        self._write_rows()

    def _told(self, race: Race, everybody: bool = False) -> tuple[str, ...]:
        return told_fates(race, everybody, self._fate_of)

    def _fate_of(self, track: Track) -> str:
        # Found out once: it takes longer than all the rest of writing a few rows.
        hike = track.terrain, track.rows[0].tobytes(), track.legs, len(track)
        if hike not in self._known_fates:
            self._known_fates[hike] = fate_of(track)
        return self._known_fates[hike]

    def _write_rows(self) -> None:
        for lines in trajectory_blocks(self._race, self._fates, self.rows):
            self._write(lines)

    def _write(self, lines: Sequence[str]) -> None:
        ends = accumulate(map(len, lines), initial=self._ends[-1])
        next(ends)
        self._unsynchronized = True
        try:
            write_all(self._descriptor, "".join(lines).encode("ascii"))
        finally:
            # When it fails in the middle, the rows before are whole all the same.
            size = os.fstat(self._descriptor).st_size
            self._ends.extend(end for end in ends if end <= size)
        if size != self._ends[-1]:
            raise OSError(errno.EIO, "another program has changed the file")

    def _tell_fates(self) -> None:
        before, self._fates = self._fates, self._told(self._race, everybody=True)
        first = rows_in_common(self._race, before, self._race, self._fates)
        self._cut(first)
        try:
            self._write_rows()
        except OSError:
            self._fates = before
            # The room that was just freed takes the rows as they were.
            with suppress(OSError):
                self._cut(first)
                self._write_rows()
            raise

    def _cut(self, rows: int) -> None:
        os.ftruncate(self._descriptor, self._ends[rows])
        self._unsynchronized = True
        del self._ends[rows + 1 :]

    def _check_open(self) -> None:
        if self._closed:
            raise RecordingError(f"{shown(self.path)}: the recording has ended; begin another")

    def _stop(self, error: OSError) -> RecordingError:
        """End the recording with whole rows, and make the error that says so."""
        if not self._closed:
            with suppress(OSError):
                if os.fstat(self._descriptor).st_size > self._ends[-1]:
                    self._cut(self.rows)
            self._close()
        rows = f"the first {self.rows} rows are" if self.rows != 1 else "the first row is"
        kept = f"{rows} kept, save the hike in another place"
        return RecordingError(f"{shown(self.path)}: {reason(error)}; {kept}")

    def _close(self) -> None:
        self._closed = True
        # Whatever had to reach the disk was synchronized before.
        with suppress(OSError):
            os.close(self._descriptor)


def save_track(track: Track, path: Path) -> None:
    """Write a hike and its sidecar, as `save_race` does."""
    save_race(Race((track,)), path)


def save_race(race: Race, path: Path) -> None:
    """Write a race and its sidecar, over ordinary files that may be there already.

    Raises
    ------
    RecordingError
        When that is not possible; what was there is then left as it was.
    """
    try:
        _check_targets(path)
        beside = sidecar_bytes(path, described(race, COMPLETE))
        # A link stays one: what it leads to is replaced.
        write_together({path.resolve(): _pieces(race), sidecar_path(path).resolve(): [beside]})
    except OSError as error:
        raise unwritable(path, error, new=True) from None


def new_recording_path(folder: Path, terrain: str, stamp: str) -> Path:
    """Return where a recording goes by its terrain's name and its time."""
    return folder / f"{terrain}-{stamp}.csv"


def unwritable(path: Path, error: OSError, new: bool = False) -> RecordingError:
    """Make the error that tells why a file cannot be written."""
    what = reason(error)
    if new and isinstance(error, FileNotFoundError) and path.parent.is_dir():
        what = f"no file can be made in {shown(path.parent)}"
    elif isinstance(error, NotADirectoryError):
        what = "its folder is a file, in which nothing can be put"
    return RecordingError(f"{shown(path)}: {what}; choose another place")


def _misnamed(path: Path) -> RecordingError:
    return RecordingError(f"{shown(path)}: is no name for a file; choose another name")


def _created(path: Path) -> tuple[Path, int]:
    """Make and open a new file; a number is put to a name that is taken."""
    if not path.name or "\0" in str(path):
        raise _misnamed(path)
    numbered, number = path, 1
    while True:
        try:
            return numbered, os.open(numbered, NEW_FILE | os.O_APPEND, 0o666)
        except FileExistsError:
            number += 1
            numbered = path.with_stem(f"{path.stem}-{number}")
        except OSError as error:
            raise unwritable(path, error, new=True) from None


def _check_targets(path: Path) -> None:
    """Refuse places where a file cannot be put, before anything is written."""
    if "\0" in str(path):
        raise _misnamed(path)
    folder = path.parent
    if not folder.is_dir():
        raise RecordingError(f"{shown(path)}: there is no folder {shown(folder)}; make it first")
    for target in (path, sidecar_path(path)):
        try:
            target.lstat()
        except FileNotFoundError:
            continue
        if not stat.S_ISREG(target.stat().st_mode):
            raise RecordingError(f"{shown(target)}: is no ordinary file; choose another name")
        if not os.access(target, os.W_OK):
            raise RecordingError(f"{shown(target)}: may not be changed; choose another name")
    if path.exists() and in_use(path):
        raise RecordingError(f"{shown(path)}: is being recorded; choose another name")


def _pieces(race: Race) -> Iterator[bytes]:
    yield HEADER.encode("ascii")
    for lines in trajectory_blocks(race, told_fates(race, everybody=True)):
        yield "".join(lines).encode("ascii")
