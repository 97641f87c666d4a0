"""Trajectories read back: what stands in a CSV file, as far as it is whole."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mountain.columns import COLUMNS, EVENTS
from mountain.files import FileError, reason, shown
from mountain.ground import Floats
from mountain.lineup import MOST_HIKERS
from mountain.plan import PARAMETERS

LARGEST_FILE = 256 * 2**20
#: As many as a whole race walks by the longest of plans, the starts included.
MOST_ROWS = MOST_HIKERS * (int(PARAMETERS["steps"].maximum) + 1)

_BLOCK = 20_000
_UTF_8_MARK = b"\xef\xbb\xbf"
_FIGURES = str.maketrans("", "", "0123456789+-.eE")
#: Whole numbers of so many figures fit into 64 bits.
_LONGEST_COUNT = 15
_LONGEST_LINE = 4096
_REMEDY = "mend it, or end the file before this line"


class TrajectoryError(FileError):
    """A file that cannot be read as a trajectory."""


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A trajectory file as it was read; a number that the file leaves empty is NaN.

    Attributes
    ----------
    step, hiker, measure_every : array of int, shape (n,)
        As `COLUMNS` describes them; these and those below are read-only.
    minutes, x, y, height, grad_x, grad_y, slope, learning_rate : array of float, shape (n,)
    measured : array of bool, shape (n,)
    event : array of str, shape (n,)
    torn : bool
        Whether rows are missing at the end.
    message : str
        One line for a person on what is missing; empty when nothing is.
    """

    step: NDArray[np.int64]
    minutes: Floats
    hiker: NDArray[np.int64]
    x: Floats
    y: Floats
    height: Floats
    measured: NDArray[np.bool_]
    grad_x: Floats
    grad_y: Floats
    slope: Floats
    learning_rate: Floats
    measure_every: NDArray[np.int64]
    event: NDArray[np.str_]
    torn: bool
    message: str

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.step)

    def ways(self) -> dict[int, Floats]:
        """Return where each hiker went, by their numbers, each of shape (n, 2)."""
        places = np.stack([self.x, self.y], axis=-1)
        numbers: list[int] = np.unique(self.hiker).tolist()
        return {number: places[self.hiker == number] for number in numbers}


def _numbers(cells: Sequence[str]) -> NDArray[Any]:
    # Python's own reader would take 1_000, nan and blanks too.
    if "".join(cells).translate(_FIGURES):
        raise ValueError
    numbers = np.array([float(cell) if cell else math.nan for cell in cells])
    if np.isinf(numbers).any():
        raise ValueError
    return numbers


def _counts(cells: Sequence[str]) -> NDArray[Any]:
    if not all(map(str.isdigit, cells)) or max(map(len, cells)) > _LONGEST_COUNT:
        raise ValueError
    return np.array(list(map(int, cells)), np.int64)


def _yes_or_no(cells: Sequence[str]) -> NDArray[Any]:
    if not {"0", "1"}.issuperset(cells):
        raise ValueError
    return np.array([cell == "1" for cell in cells])


def _events(cells: Sequence[str]) -> NDArray[Any]:
    if not set(EVENTS).issuperset(cells):
        raise ValueError
    return np.array(cells, f"U{max(map(len, EVENTS))}")


#: By datatype: how cells become an array, or `ValueError`; and what each must be.
_READERS: dict[str, tuple[Callable[[Sequence[str]], NDArray[Any]], str]] = {
    "double": (_numbers, "a number with a decimal point, or empty"),
    "nonNegativeInteger": (_counts, "a whole number"),
    "boolean": (_yes_or_no, "0 or 1"),
    "string": (_events, f"one of {', '.join(EVENTS)}"),
}


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a trajectory file; what goes wrong while it is read is a `TrajectoryError` naming it."""
    try:
        _check_file(path)
        with path.open("rb") as file:
            yield file
    except TrajectoryError as error:
        raise TrajectoryError(f"{shown(path)}: {error}") from None
    except (FileNotFoundError, NotADirectoryError):
        raise TrajectoryError(f"{shown(path)}: there is no such file; look at its name") from None
    except OSError as error:
        words = f"{reason(error)}; choose a file that can be read"
        raise TrajectoryError(f"{shown(path)}: {words}") from None


def _check_file(path: Path) -> None:
    """Refuse what is not worth opening, or would never end."""
    try:
        status = path.stat()
    except ValueError:
        raise TrajectoryError("is no name for a file; choose a trajectory CSV") from None
    if stat.S_ISDIR(status.st_mode):
        raise TrajectoryError("is a folder; choose a trajectory CSV in it")
    if not stat.S_ISREG(status.st_mode):
        raise TrajectoryError("is no ordinary file; choose a trajectory CSV")
    if status.st_size > LARGEST_FILE:
        size = f"{status.st_size / 2**20:.0f} MB, more than the {LARGEST_FILE // 2**20} MB"
        raise TrajectoryError(f"has {size} that are read; choose a shorter hike")


def whole_lines(file: BinaryIO) -> Iterator[str]:
    """Yield a file's lines from its first, without their ends; a line cut off is left out."""
    file.seek(0)
    for number, line in enumerate(file, start=1):
        if not line.endswith(b"\n"):
            return
        if len(line) > _LONGEST_LINE:
            raise TrajectoryError(f"line {number}: is too long; choose a trajectory CSV")
        whole = line[:-1].removesuffix(b"\r")
        whole = whole.removeprefix(_UTF_8_MARK) if number == 1 else whole
        yield whole.decode("ascii", "backslashreplace")


def hiker_of(line: str) -> str:
    """Return what stands in a line's column `hiker`; nothing where there is none."""
    return "".join(line.split(",", 3)[2:3])


def is_torn(file: BinaryIO) -> bool:
    """Tell whether a file ends in the middle of a line."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    return file.read(1) != b"\n"


def check_header(header: str | None) -> None:
    """Raise `TrajectoryError` when a file's first line does not name our columns."""
    if not header:
        raise TrajectoryError("holds no whole line; choose a trajectory CSV")
    if "\x00" in header:
        raise TrajectoryError("is no plain text; save it as CSV in UTF-8")
    if ";" in header or "\t" in header:
        raise TrajectoryError(
            "line 1: cells must be separated by commas; save it with commas and decimal points"
        )
    for number, (name, column) in enumerate(zip_longest(header.split(","), COLUMNS), start=1):
        if column is None:
            raise TrajectoryError(f"line 1: column {number} is too much; take out {_brief(name)}")
        if name != column.name:
            found = "is missing" if name is None else f"is {_brief(name)}"
            raise TrajectoryError(f"line 1: column {number} {found}; write {column.name!r} there")


def read_rows(path: Path, counted: int | None = None) -> Trajectory:
    """Read a trajectory file as far as it is whole.

    Parameters
    ----------
    path : Path
        The file.
    counted : int, optional
        How many rows were written to it, where that is known.

    Raises
    ------
    TrajectoryError
        When the file cannot be read, is no trajectory, or holds no whole row.
    """
    with opened(path) as file:
        lines = whole_lines(file)
        check_header(next(lines, None))
        blocks: list[list[NDArray[Any]]] = []
        rows = 0
        while block := list(islice(lines, _BLOCK)):
            blocks.append(_read_block(block, rows + 2))
            rows += len(block)
            if rows > MOST_ROWS:
                raise TrajectoryError(f"has more than {MOST_ROWS} rows; choose a shorter hike")
        if not rows:
            raise TrajectoryError("holds no whole row; choose another file")
        columns = [np.concatenate(parts) for parts in zip(*blocks, strict=True)]
        for column in columns:
            column.flags.writeable = False
        values: dict[str, Any] = dict(zip((each.name for each in COLUMNS), columns, strict=True))
        _check_steps(values["hiker"], values["step"])
        message = _missing(rows, counted, is_torn(file))
    return Trajectory(**values, torn=bool(message), message=message and f"{shown(path)}: {message}")


def _missing(rows: int, counted: int | None, torn: bool) -> str:
    if counted is not None and rows < counted:
        return f"of the {counted} rows that were written, the first {rows} are left and were read"
    return f"the end was cut off; the {rows} whole rows before it were read" if torn else ""


def _read_block(lines: Sequence[str], first: int) -> list[NDArray[Any]]:
    """Read rows, of which the first is that line of the file, to one array a column."""
    rows = [line.split(",") for line in lines]
    try:
        columns = zip(COLUMNS, zip(*rows, strict=True), strict=True)
        return [_READERS[column.datatype][0](cells) for column, cells in columns]
    except ValueError:
        raise TrajectoryError(next(_faults(rows, first))) from None


def _faults(rows: Sequence[Sequence[str]], first: int) -> Iterator[str]:
    """Tell of every row and cell that is not what it must be."""
    for number, row in enumerate(rows, start=first):
        if len(row) != len(COLUMNS):
            hint = "numbers need a decimal point" if len(row) > len(COLUMNS) else "complete it"
            count = f"{len(row)} cells, must have {len(COLUMNS)}"
            yield f"line {number}: has {count}; {hint}, or take the line out"
        for column, cell in zip(COLUMNS, row, strict=False):
            read, expected = _READERS[column.datatype]
            try:
                read([cell])
            except ValueError:
                where, found = f"line {number}, column {column.name}", _brief(cell)
                yield f"{where}: must be {expected}, not {found}; {_REMEDY}"


def _brief(cell: str) -> str:
    return repr(cell if len(cell) <= 40 else f"{cell[:40]}...")


def _check_steps(hiker: NDArray[np.int64], step: NDArray[np.int64]) -> None:
    """Raise `TrajectoryError` when a hiker's steps do not count 0, 1, 2 and so on."""
    order = np.argsort(hiker, kind="stable")
    begins = np.diff(hiker[order], prepend=-1) != 0
    due = np.where(begins, 0, np.roll(step[order], 1) + 1)
    wrong = np.flatnonzero(step[order] != due)
    if wrong.size:
        first = wrong[np.argmin(order[wrong])]
        place = f"line {order[first] + 2}, column step"
        wrong_step = f"must be {due[first]}, not {step[order[first]]}"
        raise TrajectoryError(f"{place}: {wrong_step}; {_REMEDY}")
