"""The cost of a classifier's answer: how far ten numbers are from the ten that they should be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mountain.files import FileError, shown
from mountain.table import NUMBER, Table, read_table
from mountain.wording import counted

#: So many rows are read at most.
MOST_ROWS = 100_000
#: Answers as close as this share are right; people round.
_CLOSE = 0.005
_NOTHING = 1e-4
#: A number with a comma for its decimal point, or with no point at all.
_WITH_COMMA = re.compile(r"[+-]?\d+(,\d+)?([eE][+-]?\d+)?", re.ASCII)


class CostError(ValueError):
    """Numbers that no cost can be worked out for; the message says what would work."""


@dataclass(frozen=True)
class ClassifierCost:
    """What a classifier's answers cost.

    Attributes
    ----------
    costs : tuple of float
        The cost of each row.
    columns : int
        How many numbers stand in each row.
    """

    costs: tuple[float, ...]
    columns: int

    @property
    def mean(self) -> float:
        """The mean over all rows, which is what a network is trained to lower."""
        return math.fsum(self.costs) / len(self.costs)

    @property
    def worst(self) -> int:
        """The row that costs most, counted from 0; of equals the first."""
        return self.costs.index(max(self.costs))


@dataclass(frozen=True)
class CostVerdict:
    """What is to be said about somebody's own cost.

    Attributes
    ----------
    is_right : bool
        Whether it is the sum of squares, as far as it was written out.
    sentence : str
        One sentence or two for a learner.
    expected : float
        The right cost.
    mistake : str
        The name of the mistake, where it is recognised; else empty.
    """

    is_right: bool
    sentence: str
    expected: float
    mistake: str = ""


def cost_of(said: Sequence[float], should: Sequence[float]) -> float:
    """Return the sum of (said - should)^2 over the numbers of one answer.

    Raises
    ------
    CostError
        When there are none, not as many of both, or one is not finite.
    """
    return math.fsum(each * each for each in _differences(said, should))


def _differences(said: Sequence[float], should: Sequence[float]) -> list[float]:
    if len(said) != len(should) or not said:
        raise CostError(
            f"{counted(len(said), 'number')} said, but {len(should)} that should be; "
            f"{'as many of both are needed' if said or should else 'type some, as 0.1 0 0.9'}"
        )
    differences = [one - other for one, other in zip(said, should, strict=True)]
    # A square of what is larger would have no end.
    if not all(abs(each) <= 1e150 for each in differences):
        raise CostError("a number is not finite, or too large; try numbers from 0 to 1")
    return differences


def numbers_in(text: str, *, alone: bool = False) -> tuple[float, ...]:
    """Read numbers that were typed or pasted.

    Spaces, commas, semicolons and brackets stand between them. Where all stand apart without it, a
    comma is the decimal point: ``0,1 0,9`` and ``0,1; 0,9`` are two numbers, ``0,1,0`` is three.

    Parameters
    ----------
    text : str
        What was typed.
    alone : bool
        Whether one number is wanted, in which a comma can only be the decimal point.

    Raises
    ------
    CostError
        When something else stands there.
    """
    plain = text.replace("−", "-").strip()
    parts = [part for part in re.split(r"[\s;\[\]()]+", plain) if part]
    decimal = (alone or len(parts) > 1) and all(map(_WITH_COMMA.fullmatch, parts))
    if decimal:
        numbers = [part.replace(",", ".") for part in parts]
    else:
        numbers = [number for part in parts for number in part.split(",") if number]
    for number in numbers:
        if not NUMBER.fullmatch(number):
            raise CostError(f"{number[:40]!r} is not a number; write numbers as 0.1 0 0.9")
    return tuple(map(float, numbers))


def one_hot(label: int, columns: int = 10) -> tuple[float, ...]:
    """Return what should be said of a digit: 1 at its place, 0 at the others."""
    if not 0 <= label < columns:
        raise CostError(f"there is no digit {label}; try 0 to {columns - 1}")
    return tuple(float(place == label) for place in range(columns))


def cost_of_files(predicted: Path, actual: Path) -> ClassifierCost:
    """Work out the cost of answers in one file, by those in another that are right.

    Parameters
    ----------
    predicted : Path
        A CSV file, a row for each answer, with as many columns as there are classes.
    actual : Path
        A CSV file with as many rows: the numbers that should be said, or one column of labels,
        whole numbers from 0.

    Raises
    ------
    FileError
        When a file cannot be read, or the two do not fit together.
    """
    said, should = (read_table(path, MOST_ROWS) for path in (predicted, actual))
    if said.columns < 2:
        raise FileError(
            f"{said.where(0)}: one number only; an answer has one for each class, as 10 for digits"
        )
    if len(said.rows) != len(should.rows):
        raise FileError(
            f"{shown(actual)}: {counted(len(should.rows), 'row')}, but {len(said.rows)} "
            f"in {shown(predicted)}; every answer needs the right one beside it"
        )
    if should.columns not in (1, said.columns):
        raise FileError(
            f"{should.where(0)}: {counted(should.columns, 'number')}, but {said.columns} "
            f"in {shown(predicted)}; "
            "try as many, or one column of labels"
        )
    costs = tuple(_cost_of_row(said, should, row) for row in range(len(said.rows)))
    return ClassifierCost(costs, said.columns)


def _cost_of_row(said: Table, should: Table, row: int) -> float:
    expected = should.rows[row]
    if should.columns == 1:
        (label,) = expected
        if not label.is_integer() or not 0 <= label < said.columns:
            raise FileError(
                f"{should.where(row)}: {label:g} is no label; "
                f"try whole numbers from 0 to {said.columns - 1}"
            )
        expected = one_hot(int(label), said.columns)
    try:
        return cost_of(said.rows[row], expected)
    except CostError as error:
        raise FileError(f"{said.where(row)}: {error}") from error


def check_cost(said: Sequence[float], should: Sequence[float], answer: float) -> CostVerdict:
    """Tell whether a cost is right, and if not, what was forgotten.

    Parameters
    ----------
    said, should : sequence of float
        The numbers of one answer, and those that are right.
    answer : float
        The cost that somebody worked out; it may be rounded.

    Raises
    ------
    CostError
        When no cost can be worked out for the numbers.
    """
    differences = _differences(said, should)
    right = cost_of(said, should)
    if _are_close(answer, right):
        return CostVerdict(True, f"Right: the cost is {right:.4g}.", right)
    for name, (reason, work_out) in _MISTAKES.items():
        if _are_close(answer, work_out(differences)):
            return CostVerdict(False, f"Not yet: {reason}.", right, name)
    hint = "square each difference, and add up all of the squares"
    return CostVerdict(False, f"Not yet: {hint}.", right)


def _are_close(answer: float, value: float) -> bool:
    return abs(answer - value) <= max(_CLOSE * abs(value), _NOTHING)


def _squares(differences: Sequence[float]) -> float:
    return math.fsum(each * each for each in differences)


_MISTAKES: Mapping[str, tuple[str, Callable[[Sequence[float]], float]]] = {
    "divided": (
        "this is the mean of the squares; the cost is their sum, so do not divide",
        lambda differences: _squares(differences) / len(differences),
    ),
    "halved": (
        "this is half of the cost; do not divide by two",
        lambda differences: _squares(differences) / 2,
    ),
    "rooted": (
        "this is the square root of the cost; leave the root out",
        lambda differences: math.sqrt(_squares(differences)),
    ),
    "divided_and_rooted": (
        "this is the root of the mean of the squares; neither divide nor take the root",
        lambda differences: math.sqrt(_squares(differences) / len(differences)),
    ),
    "not_squared": (
        "these are the sizes of the differences added up; square each of them first",
        lambda differences: math.fsum(map(abs, differences)),
    ),
    "signed": (
        "the differences were added with their signs, so that they cancel; square each first",
        math.fsum,
    ),
    "signed_the_other_way": (
        "the differences were added with their signs, so that they cancel; square each first",
        lambda differences: -math.fsum(differences),
    ),
    "squared_last": (
        "the sum was squared; square each difference first, then add",
        lambda differences: math.fsum(differences) ** 2,
    ),
    "largest_only": (
        "this is the largest square alone; add up all of them",
        lambda differences: max(map(abs, differences)) ** 2,
    ),
}
