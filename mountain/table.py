"""Tables of numbers, read from the CSV files that spreadsheets and classrooms produce."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mountain.files import FileError, reason, shown
from mountain.wording import counted

#: Files larger than this are refused before they are read, in bytes.
LARGEST = 64_000_000
_LONGEST_CELL = 1_000
#: A number as people and programs write it.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
#: Two numbers with a sign between them that is part of neither.
_OTHER_SEPARATOR = re.compile(
    rf"\s*{NUMBER.pattern}(\s*(?P<sign>[^\w\s.,;+-])\s*{NUMBER.pattern})+\s*", re.ASCII
)
#: How programs write a number that is missing or has no end.
_NO_NUMBERS = ("nan", "inf", "infinity", "na", "n/a", "#n/a", "null")


@dataclass(frozen=True)
class Table:
    """Rows of numbers, all of one length.

    Attributes
    ----------
    names : tuple of str
        The header's cells; empty where the file has no header.
    rows : tuple of tuple of float
        The numbers, finite.
    lines : tuple of int
        The line of the file on which each row stands, counted from 1.
    path : Path
        The file, for messages.
    """

    names: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    lines: tuple[int, ...]
    path: Path

    @property
    def columns(self) -> int:
        """How many numbers stand in each row."""
        return len(self.rows[0])

    def where(self, row: int) -> str:
        """Name a row's place, for a message."""
        return f"{shown(self.path)}, line {self.lines[row]}"


def read_table(path: Path, most_rows: int) -> Table:
    """Read the numbers of a CSV file.

    Columns are separated by commas, semicolons, tabs or blanks; beside all but the first, a comma
    may be the decimal point. A header, empty lines, quotes, a byte order mark and any ends of lines
    will do.

    Parameters
    ----------
    path : Path
        The file, UTF-8, at most `LARGEST` bytes.
    most_rows : int
        How many rows are too many to be read on.

    Raises
    ------
    FileError
        When the file cannot be read, is too large, or holds something other than such a table.
    """
    text = _text(path)
    _refuse_other_separators(path, text)
    separator = _separator(text)
    names: tuple[str, ...] = ()
    rows: list[tuple[float, ...]] = []
    lines: list[int] = []
    for line, row in _filled_rows(path, text, separator):
        cells = _without_end(row, len(rows[0]) if rows else 0)
        if not rows and not names and not any(map(_like_a_number, cells)):
            names = _names(cells)
            continue
        where = f"{shown(path)}, line {line}"
        if len(rows) == most_rows:
            raise FileError(f"{where}: more than {most_rows:,} rows; try a part of them")
        rows.append(_numbers(where, cells, separator))
        lines.append(line)
        if len(rows[-1]) != len(rows[0]):
            raise FileError(
                f"{where}: {counted(len(rows[-1]), 'number')}, but {len(rows[0])} "
                f"on line {lines[0]}; every row needs the same{_on_decimals(separator)}"
            )
    if not rows:
        raise FileError(f"{shown(path)}: no numbers in it; try rows such as 1.5,2.5")
    return Table(names, tuple(rows), tuple(lines), path)


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "there is no such file"
            raise FileError(f"{shown(path)}: {what}; try the path of a CSV file")
        if path.stat().st_size > LARGEST:
            raise FileError(
                f"{shown(path)}: larger than {LARGEST // 1_000_000} MB; try a part of it"
            )
        data = path.read_bytes()
    except OSError as error:
        raise FileError(f"{shown(path)}: {reason(error)}; try another file") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{shown(path)}: not UTF-8 text; save it as CSV UTF-8") from error
    if "\0" in text:
        raise FileError(f"{shown(path)}: not text; save it as CSV UTF-8")
    return text


def _separator(text: str) -> str:
    """Tell what separates columns, by the first two lines with something on them."""
    lines = _first_lines(text)
    for each in (";", "\t"):
        if lines and each in lines[0]:
            return each
    # The first may be a header, whose words are no numbers.
    return " " if any(_has_blanks_between(line.split()) for line in lines) else ","


def _first_lines(text: str) -> list[str]:
    return list(islice((line for line in text.splitlines() if line.strip()), 2))


def _has_blanks_between(cells: list[str]) -> bool:
    """Tell whether what blanks separate are numbers, which no comma separates as well."""
    are_numbers = all(map(_like_a_number, cells))
    return len(cells) > 1 and are_numbers and not any(cell.endswith(",") for cell in cells)


def _names(cells: list[str]) -> tuple[str, ...]:
    """Return a header's cells, without the sign of a remark before them."""
    first = cells[0].removeprefix("#").strip()
    return tuple([first, *cells[1:]] if first else cells[1:])


def _refuse_other_separators(path: Path, text: str) -> None:
    """Name what stands between numbers where it is none of those that are understood."""
    found = next(filter(None, map(_OTHER_SEPARATOR.fullmatch, _first_lines(text))), None)
    if found is not None:
        raise FileError(
            f"{shown(path)}: columns are separated by {found['sign']!r}; "
            "commas, semicolons, tabs and blanks work, as 1.5,2.5"
        )


def _filled_rows(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Go through the rows that have something in them, each with its line."""
    # Of several blanks, as columns are lined up with, only the first separates.
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator == " "
    )
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(len(cell) > _LONGEST_CELL for cell in cells):
                raise csv.Error(f"a cell longer than {_LONGEST_CELL:,} characters")
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        where = f"{shown(path)}, line {reader.line_num}"
        raise FileError(f"{where}: {error}; try one number in each cell, without quotes") from error


def _without_end(cells: list[str], fewest: int) -> list[str]:
    """Return cells without those that are empty at the end: spreadsheets end rows with them."""
    filled = max(number for number, cell in enumerate(cells, 1) if cell)
    return cells[: max(filled, fewest)]


def _like_a_number(cell: str) -> bool:
    plain = cell.replace(",", ".").replace("−", "-")
    return bool(NUMBER.fullmatch(plain)) or cell.lower().lstrip("+-") in _NO_NUMBERS


def _numbers(where: str, cells: list[str], separator: str) -> tuple[float, ...]:
    return tuple(_number(where, cell, separator) for cell in cells)


def _number(where: str, cell: str, separator: str) -> float:
    plain = cell.replace("−", "-")
    if separator != "," and "." not in plain:
        plain = plain.replace(",", ".", 1)
    if not cell:
        raise FileError(f"{where}: an empty cell; fill it in, or take the row out")
    if not NUMBER.fullmatch(plain) and cell.lower().lstrip("+-") not in _NO_NUMBERS:
        what = repr(cell[:40])
        raise FileError(f"{where}: {what} is not a number; write 1.5{_on_decimals(separator)}")
    value = float(plain) if NUMBER.fullmatch(plain) else math.nan
    if not math.isfinite(value):
        raise FileError(f"{where}: {cell[:40]!r} is not a finite number; take the row out")
    return value


def _on_decimals(separator: str) -> str:
    """Remind of decimal commas where they would be taken for separators."""
    return "; with decimal commas, separate columns by semicolons" if separator == "," else ""
