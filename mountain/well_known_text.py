"""Well-known text: what describes a map's coordinates, as words with brackets behind them.

OGC 01-009, "Coordinate Transformation Services" (WKT 1); ISO 19162 (WKT 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
        "(?P<text>(?:[^"]|"")*)"
      | (?P<opened>[A-Za-z_]\w*)\s*[\[(]
      | (?P<word>[A-Za-z_]\w*)
      | (?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
      | (?P<comma>,)
      | (?P<closed>[\])])
    )\s*""",
    re.VERBOSE,
)
#: Nobody describes more, or deeper.
_LONGEST, _DEEPEST = 100_000, 30


class TextError(ValueError):
    """A text that is no well-known text; the message says where it breaks."""


@dataclass(frozen=True)
class Clause:
    """A word and what stands in the brackets behind it.

    Attributes
    ----------
    keyword : str
        In capitals.
    values : tuple
        Texts and words, numbers, and clauses.
    """

    keyword: str
    values: tuple[str | float | Clause, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses in its brackets."""
        return tuple(each for each in self.values if isinstance(each, Clause))

    def named(self, *keywords: str) -> tuple[Clause, ...]:
        """Return the clauses in its brackets that have one of some keywords."""
        return tuple(each for each in self.clauses if each.keyword in keywords)

    @property
    def name(self) -> str:
        """The text that comes first; empty where none does."""
        return self.values[0] if self.values and isinstance(self.values[0], str) else ""

    @property
    def number(self) -> float | None:
        """The number behind the name, if any."""
        value = self.values[1] if len(self.values) > 1 else None
        return value if isinstance(value, float) else None


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Read clauses with commas between them.

    Raises
    ------
    TextError
        When it is anything else.
    """
    if len(text) > _LONGEST:
        raise TextError(f"it has more than {_LONGEST:,} letters")
    unfinished: list[tuple[str, list[str | float | Clause]]] = [("", [])]
    place, is_awaited = 0, True
    while place < len(text):
        token = _TOKEN.match(text, place)
        kind = token.lastgroup if token else None
        if token is None or kind is None or is_awaited == (kind in ("comma", "closed")):
            raise TextError(f"it breaks at {_shown(text[place:])}")
        if kind == "opened":
            unfinished.append((token["opened"].upper(), []))
        elif kind == "closed":
            keyword, values = unfinished.pop()
            if not unfinished:
                raise TextError("it closes more brackets than it opens")
            unfinished[-1][1].append(Clause(keyword, tuple(values)))
        elif kind != "comma":
            unfinished[-1][1].append(float(token[kind]) if kind == "number" else token[kind])
        if len(unfinished) > _DEEPEST:
            raise TextError(f"it has more than {_DEEPEST} brackets in each other")
        is_awaited = kind in ("opened", "comma")
        place = token.end()
    return _finished(unfinished, is_awaited)


def _finished(
    unfinished: list[tuple[str, list[str | float | Clause]]], is_awaited: bool
) -> tuple[Clause, ...]:
    """Return the clauses of a text that has come to its end."""
    if len(unfinished) > 1 or is_awaited:
        raise TextError("it is cut short")
    found = Clause("", tuple(unfinished[0][1]))
    if len(found.clauses) < len(found.values):
        raise TextError(f"it has words without brackets, as {_shown(str(found.values[0]))}")
    return found.clauses


def _shown(text: str) -> str:
    return repr(" ".join(text.split())[:30])
