"""Samples: the points that a line is to be laid through."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import NormalDist

from mountain.files import FileError
from mountain.table import Table, read_table

#: As many points as a plot can show and a reading can go through.
MOST_SAMPLES = 10_000
#: Numbers beyond this would have squares without end.
LARGEST_NUMBER = 1e100
#: More letters of a column's name would not fit beside a plot.
_LONGEST_NAME = 40


class SamplesError(ValueError):
    """Points that no line can be laid through; the message says what would work."""


@dataclass(frozen=True)
class Samples:
    """Points with an x and a y, to which a line is fitted.

    Attributes
    ----------
    x, y : tuple of float
        Their coordinates, in the order of the points.
    names : (str, str)
        What x and y are called, as in a file's header.

    Raises
    ------
    SamplesError
        When there are fewer than two points or more than `MOST_SAMPLES`, not as many x as y, or
        one is not finite or beyond `LARGEST_NUMBER`.
    """

    x: tuple[float, ...]
    y: tuple[float, ...]
    names: tuple[str, str] = ("x", "y")

    def __post_init__(self) -> None:
        """Refuse points that cannot be computed with, and keep plain floats."""
        object.__setattr__(self, "x", tuple(map(float, self.x)))
        object.__setattr__(self, "y", tuple(map(float, self.y)))
        if len(self.x) != len(self.y):
            raise SamplesError(
                f"{len(self.x)} numbers in x but {len(self.y)} in y; every point needs both"
            )
        if len(self.x) < 2:
            raise SamplesError("a line needs at least two points; add one")
        if len(self.x) > MOST_SAMPLES:
            raise SamplesError(f"{len(self.x):,} points; at most {MOST_SAMPLES:,} work, try a part")
        for number, point in enumerate(zip(self.x, self.y, strict=True), 1):
            # Not a number is not at most anything.
            if not all(abs(each) <= LARGEST_NUMBER for each in point):
                raise SamplesError(
                    f"point {number} is {point}; both numbers must be finite "
                    f"and at most {LARGEST_NUMBER:g}"
                )

    def __len__(self) -> int:
        """Count the points."""
        return len(self.x)

    def __hash__(self) -> int:
        """Return the same for equal samples; thousands of numbers are gone through once only."""
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.x, self.y, self.names))

    def with_point(self, index: int, x: float, y: float) -> Samples:
        """Return the samples with one point moved to (x, y); the index counts from 0."""
        if not 0 <= index < len(self):
            raise SamplesError(f"there is no point {index}; try 0 to {len(self) - 1}")
        return replace(
            self,
            x=(*self.x[:index], x, *self.x[index + 1 :]),
            y=(*self.y[:index], y, *self.y[index + 1 :]),
        )


def mean(values: tuple[float, ...]) -> float:
    """Return the mean, rounded once."""
    return math.fsum(values) / len(values)


def deviation(values: tuple[float, ...]) -> float:
    """Return the standard deviation of all the values there are; 0 where all are equal."""
    middle = mean(values)
    farthest = max(abs(each - middle) for each in values)
    if min(values) == max(values) or farthest == 0:
        return 0.0
    # In shares of the farthest, whose square can neither vanish nor grow without end.
    squares = (((each - middle) / farthest) ** 2 for each in values)
    return farthest * math.sqrt(math.fsum(squares) / len(values))


def seeded_samples(
    seed: int, count: int = 20, slope: float = 1.5, intercept: float = 1.0, noise: float = 0.5
) -> Samples:
    """Make points around a line, the same for the same seed.

    Parameters
    ----------
    seed, count : int
        Which points are drawn, and how many: at least 2.
    slope, intercept : float
        The line: y = slope * x + intercept.
    noise : float
        Standard deviation of what is added to each y.

    Returns
    -------
    Samples
        x evenly drawn from 0 to 4, ascending; all with two decimals, as one would note them down.
    """
    chance = random.Random(seed)
    x = sorted(round(4 * chance.random(), 2) for _ in range(count))
    # Python promises these numbers for ever, those of gauss() it does not.
    errors = (NormalDist().inv_cdf((chance.random() + 2**-54) / (1 + 2**-53)) for _ in x)
    y = [
        round(slope * each + intercept + noise * error, 2)
        for each, error in zip(x, errors, strict=True)
    ]
    return Samples(tuple(x), tuple(y))


def samples_from_csv(path: Path) -> Samples:
    """Read points from a CSV file with two columns, x and y; a header names them.

    What is understood is told by `table.read_table`.

    Raises
    ------
    FileError
        When the file cannot be read, is no such table, or holds points that cannot be used.
    """
    table = read_table(path, MOST_SAMPLES)
    if table.columns != 2:
        hint = "; with decimal commas, separate them by semicolons" if table.columns == 4 else ""
        numbers = "number" if table.columns == 1 else "numbers"
        raise FileError(
            f"{table.where(0)}: {table.columns} {numbers}, but a point has two, x and y{hint}"
        )
    if len(table.rows) == 1:
        raise FileError(
            f"{table.where(0)}: the only point in the file, but a line needs at least two; add one"
        )
    for row, point in enumerate(table.rows):
        if max(map(abs, point)) > LARGEST_NUMBER:
            raise FileError(
                f"{table.where(row)}: a number in it is too large; "
                f"those up to {LARGEST_NUMBER:g} work"
            )
    x, y = zip(*table.rows, strict=True)
    return Samples(x, y, _names(table))


def _names(table: Table) -> tuple[str, str]:
    """Return what a header calls the columns; x and y where it has no two words for them."""
    short = [" ".join(name.split())[:_LONGEST_NAME] for name in table.names]
    return (short[0], short[1]) if len(short) == 2 and all(short) else ("x", "y")
