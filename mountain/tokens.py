"""Tokens: the numbers, names and signs of a formula, whatever alphabet or habit they come from."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Never

from mountain.refusals import (
    HEIGHT_ONLY,
    LONGEST,
    refuse,
    refuse_character,
    remedy_for_name,
)
from mountain.vocabulary import (
    CLOSING,
    COMMANDS,
    FRACTIONS,
    FUNCTION_NAMES,
    KINDS,
    KNOWN,
    LOWERED,
    MISTAKEN,
    PLAIN_SIGNS,
    RAISED,
)

DEEPEST = 40
MOST_TOKENS = 400
MOST_DIGITS = 40
LONGEST_NAME = 24
EXAMPLE = 'try "x^2 + y^2"'

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?:np|numpy|math)\s*\.\s*(?=[A-Za-z])
    |\\?(?P<word>[A-Za-z]*[lL][oO][gG](?:_?(?:10|2)|_\{\s*(?:10|2)\s*\})(?![0-9.]))
    |(?P<name>(?:arc|a)tan2|[A-Za-z]*_\w*)
    |(?P<letters>[A-Za-z]+)
    |\\(?:operatorname|mathrm|mathit|text)\s*\{\s*(?P<roman>[A-Za-z]+)\s*\}
    |\\[dt]?frac\s*(?P<over>[0-9])\s*(?P<under>[0-9])
    |(?P<degree>\^\s*(?:\\circ(?![A-Za-z])|\{\s*\\circ\s*\}|°))
    |\\(?P<side>left|right)\s*\|
    |\\(?P<command>[A-Za-z]+|[^A-Za-z])
    |(?P<sign>\*\*|[-+*/^()\[\]{}|,°⌊⌋⌈⌉√∛∜])
    )""",
    re.VERBOSE,
)
# A bar does not tell what it is.
_OPENING = [*{*CLOSING} - {"|"}]
_CLOSING = [*{*CLOSING.values()} - {"|"}]
_PREFIX = re.compile(
    r"\s*(?:[fghz]\s*(?:(?:\\left)?\s*\(\s*x\s*(?:,\s*y\s*)?(?:\\right)?\s*\))?\s*:?=|:?=)",
    re.IGNORECASE,
)
#: What LaTeX has round a formula, the longer first.
_ROUND = (("$$", "$$"), ("$", "$"), (r"\[", r"\]"), (r"\(", r"\)"))
_PYTHON = re.compile(r"\s*(lambda|def)\b")


class Token(NamedTuple):
    """A piece of a formula.

    Attributes
    ----------
    kind : str
        `number`, `name` (of a variable or a constant), `function`, `frac`, `root`, `end`, or the
        sign itself.
    text : str
        What it says.
    place : int
        Where it begins in the text as typed.
    """

    kind: str
    text: str
    place: int


def tokens(text: str) -> list[Token]:
    """Take a formula apart; the last token is of the kind `end`.

    Raises
    ------
    FormulaError
        When the text is empty, too long or nested too deep, or has a piece that has no meaning.
    """
    if len(text) > LONGEST:
        problem = f"{len(text)} characters"
        refuse(text, LONGEST, problem, f"at most {LONGEST} work, try a shorter one")
    end = len(text.rstrip())
    if not end:
        refuse(text, 0, "nothing is written", EXAMPLE)
    if python := _PYTHON.match(text):
        refuse(text, python.start(1), "a function in Python", HEIGHT_ONLY)
    plain, places = _plain(text)
    found: list[Token] = []
    # All signs are looked at before any name is, for a stray sign tells more.
    for match in _matches(text, plain, places):
        kind = match.lastgroup or ""
        word, place = match[kind], places[match.start(kind)]
        if kind == "sign":
            found.append(Token(word, word, place) if word != "**" else Token("^", "^", place))
        elif kind == "letters" and word in KNOWN:
            found.append(Token(KINDS[word], word, place))
        else:
            found.extend(_uncommon(kind, match, text, places))
    found.append(Token("end", "", end))
    _check_bounds(text, found)
    return found


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """Write a text in plain characters, and return where each of them comes from."""
    if text.isascii():
        return text, range(len(text) + 1)
    signs, places = [], []
    for place in range(len(text)):
        plain = _plain_sign(text, place)
        signs.append(plain)
        places.extend([place] * len(plain))
    return "".join(signs), [*places, len(text)]


def _plain_sign(text: str, place: int) -> str:
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if sign in RAISED:
        return "^(" * (before not in RAISED) + RAISED[sign] + ")" * (after not in RAISED)
    if sign in LOWERED:
        return "_" * (before not in LOWERED) + LOWERED[sign]
    if sign in FRACTIONS:
        if before.isdecimal():
            refuse(text, place, f"unexpected {sign!r} after a number", 'write it as "2.5"')
        return FRACTIONS[sign]
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    folded = PLAIN_SIGNS.get(sign) or unicodedata.normalize("NFKC", sign)
    return "".join(PLAIN_SIGNS.get(each, each) for each in folded)


def _matches(text: str, plain: str, places: Sequence[int]) -> list[re.Match[str]]:
    begin, end = _bare(plain)
    found = []
    while begin < end:
        match = _TOKEN.match(plain, begin, end)
        if match is None:
            place = places[end - len(plain[begin:end].lstrip())]
            refuse_character(text, place, unicodedata.category(text[place]))
        if match.lastgroup:
            found.append(match)
        begin = match.end()
    return found


def _bare(plain: str) -> tuple[int, int]:
    """Return where a formula begins and ends without LaTeX's marks of one and ``f(x, y) =``."""
    end = len(plain.rstrip())
    begin = len(plain) - len(plain.lstrip())
    for first, last in _ROUND:
        inside = plain[begin + len(first) : end - len(last)]
        marked = plain.startswith(first, begin) and plain.endswith(last, begin + len(first), end)
        # Of two formulas beside each other the marks are not round the whole.
        if marked and inside.strip() and first not in inside and last not in inside:
            begin, end = begin + len(first), begin + len(first) + len(inside.rstrip())
            break
    prefix = _PREFIX.match(plain, begin, end)
    return (prefix.end() if prefix else begin), end


def _uncommon(kind: str, match: re.Match[str], text: str, places: Sequence[int]) -> Iterator[Token]:
    word, place = match[kind], places[match.start(kind)]
    if kind == "number":
        if len(word) > MOST_DIGITS and sum(map(str.isdigit, word)) > MOST_DIGITS:
            problem = f"a number of more than {MOST_DIGITS} digits"
            refuse(text, place, problem, 'write it shorter, as "1.5e10"')
        yield Token("number", word, place)
    elif kind in ("word", "letters", "roman"):
        yield from _named(re.sub(r"[_{}\s]", "", word), text, places[match.start(kind) :])
    elif kind == "under":
        over = places[match.start("over")]
        yield Token("frac", "frac", over)
        yield Token("number", match["over"], over)
        yield Token("number", word, place)
    elif kind == "command":
        yield from _commanded(word, text, place)
    elif kind == "name":
        _refuse_name(word, text, place)
    else:
        sign = {"left": "‹", "right": "›"}.get(word, "°")
        yield Token(sign, sign, place)


def _commanded(command: str, text: str, place: int) -> Iterator[Token]:
    if command not in COMMANDS and command not in FUNCTION_NAMES:
        problem = f"unknown LaTeX command {command!r}"
        refuse(text, place, problem, _remedy_for_command(command))
    sign = COMMANDS.get(command, "function")
    if sign == "pi":
        yield Token("name", "pi", place)
    elif sign:
        yield Token(sign, command, place)


def _remedy_for_command(command: str) -> str:
    if not command.isalpha():
        return "take it out"
    near = difflib.get_close_matches(command, [*FUNCTION_NAMES, *COMMANDS], 1, 0.7)
    return remedy_for_name(command, f"did you mean {near[0]!r}?" if near else "try x or y")


def _named(run: str, text: str, places: Sequence[int]) -> Iterator[Token]:
    """Find the names in letters that stand together: xsiny is x, sin and y."""
    known: tuple[str, ...] = (run.lower(),) if run.lower() in KNOWN else ()
    if not known and len(run) > LONGEST_NAME:
        problem = f"a name of more than {LONGEST_NAME} letters"
        refuse(text, places[0], problem, 'write * between factors, as "x*y"')
    if not known and run.lower() not in MISTAKEN:
        known = _names_in(run.lower())
    if not known:
        _refuse_name(run, text, places[0])
    begin = 0
    for name in known:
        yield Token(KINDS[name], name, places[begin])
        begin += len(name)


@lru_cache(maxsize=256)
def _names_in(run: str) -> tuple[str, ...]:
    """Return known names that make up a run of letters, long ones first; none if there are not."""
    rest: list[tuple[str, ...] | None] = [None] * len(run) + [()]
    for begin in reversed(range(len(run))):
        for end in range(begin + 1, len(run) + 1):
            following = rest[end]
            if run[begin:end] in KNOWN and following is not None:
                rest[begin] = (run[begin:end], *following)
    return rest[0] or ()


def _refuse_name(name: str, text: str, place: int) -> Never:
    near = difflib.get_close_matches(name, KNOWN, 1, 0.7) if len(name) > 2 else []
    meant = MISTAKEN.get(name.lower(), *near[:1]) if near else MISTAKEN.get(name.lower())
    likely = [f"did you mean {meant!r}?"] if meant else []
    refuse(text, place, f"unknown name {name!r}", remedy_for_name(name, *likely))


def _check_bounds(text: str, found: Sequence[Token]) -> None:
    kinds = [token.kind for token in found]
    if sum(map(kinds.count, _OPENING)) > DEEPEST:
        depth = 0
        for token in found:
            depth += (token.kind in _OPENING) - (token.kind in _CLOSING)
            if depth > DEEPEST:
                refuse_depth(text, token.place)
    if len(found) > MOST_TOKENS + 1:
        problem = f"{len(found) - 1} numbers, names and signs"
        suggestion = f"at most {MOST_TOKENS} work, try a shorter formula"
        refuse(text, found[MOST_TOKENS].place, problem, suggestion)


def refuse_depth(text: str, place: int) -> Never:
    """Raise `FormulaError` for too many brackets or powers inside each other."""
    refuse(text, place, f"nested deeper than {DEEPEST}", "try fewer brackets and powers")
