"""NumPy's headers: what an array's numbers are, as the text before them tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from mountain.elevation import ElevationError

#: A part of the text, such as 'shape': (3, 4); NumPy 1 for Python 2 wrote 3L.
_PART = re.compile(
    r"""\s*(?P<quote>['"])(?P<key>descr|fortran_order|shape)(?P=quote)\s*:\s*(?:
        (?P<by>['"])(?P<descr>[^'"\\]*)(?P=by)
      | (?P<fortran_order>True|False)
      | \((?P<shape>[0-9L,\s.+-]*)\)
    )\s*(?:,|$)\s*""",
    re.VERBOSE,
)
_KIND = re.compile(r"[<>=|]?(?:[iu][1248]|f[248])", re.ASCII)
_COUNT = re.compile(r"([0-9]+)L?", re.ASCII)
#: Counts of more digits are no longer told apart: no file holds so many.
_MOST_DIGITS = 18
#: What is no number, by the letter of its type.
_OTHERS = {
    **{"O": "objects of Python", "b": "truth values", "?": "truth values"},
    **{"c": "complex numbers", "S": "texts", "a": "texts", "U": "texts"},
    **{"M": "times", "m": "times", "V": "records"},
}


@dataclass(frozen=True)
class Header:
    """What a header tells.

    Attributes
    ----------
    shape : tuple of int
        How many numbers there are along each axis.
    descr : str
        What they are, as NumPy writes it.
    by_columns : bool
        Whether they lie column by column.
    """

    shape: tuple[int, ...]
    descr: str
    by_columns: bool

    @property
    def kind(self) -> np.dtype[Any]:
        """The type of the numbers.

        Raises
        ------
        ElevationError
            When they are no real numbers of 64 bits at most.
        """
        if _KIND.fullmatch(self.descr):
            return np.dtype(self.descr)
        what = _OTHERS.get(self.descr.lstrip("<>=|")[:1], "numbers")
        raise ElevationError(
            f"it holds {what} of type {self.descr[:40]!r}; save it as float64, float32 or integers"
        )


def header_of(text: str) -> Header:
    """Read a header.

    It is read part by part, and never run: as Python, it could warn, or take hours.

    Raises
    ------
    ElevationError
        When it is none, or of an array of records.
    """
    told: dict[str, str] = {}
    inner = text.strip()
    place, end = 1, len(inner) - 1
    while inner[:1] == "{" and inner[-1:] == "}" and place < end:
        part = _PART.match(inner, place, end)
        if not part or part["key"] in told or part[part["key"]] is None:
            break
        told[part["key"]] = part[part["key"]]
        place = part.end()
    if place < end or len(told) != 3:
        raise ElevationError(
            "its header is broken, or of other than plain numbers; save it anew with numpy.save"
        )
    return Header(_shape(told["shape"]), told["descr"], told["fortran_order"] == "True")


def _shape(text: str) -> tuple[int, ...]:
    words = [word.strip() for word in text.split(",")]
    if words[-1] == "":
        words.pop()
    counts = [_COUNT.fullmatch(word) for word in words]
    digits = [each.group(1) for each in counts if each]
    if len(digits) < len(words):
        raise ElevationError("its header tells of no shape; save it anew with numpy.save")
    return tuple(int(each) if len(each) <= _MOST_DIGITS else 10**_MOST_DIGITS for each in digits)
