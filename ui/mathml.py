"""MathML: made ready to be set, and taken apart where a line may end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from xml.etree import ElementTree

#: What takes its parts as a row does.
_ROWS = ("math", "mrow", "msqrt")
#: Brackets that open and that close; some do both.
_OPENING, _CLOSING = ("(", "|", "⌊", "⌈"), (")", "|", "⌋", "⌉")
#: Brackets around these are as tall as they; around anything else, as letters are.
_TALL = ("mfrac", "msqrt", "mroot")
#: What stands between two terms, and between two factors, where it may be seen or not.
_PLUS, _UNSEEN = ("+", "−"), "\u2062"
_TIMES = (_UNSEEN, "⋅", "/")
#: Each row within a row doubles the time of setting; so many take a second.
_DEEPEST = 8


def flattened(mathml: str) -> ElementTree.Element:
    """Return a formula without the rows that group nothing: each doubles the time of setting it."""
    return _flat(ElementTree.fromstring(mathml))


def parts_of(mathml: str) -> tuple[str, ...]:
    """Take a formula apart where a line may end: at its signs, else its factors, else in brackets.

    Returns
    -------
    tuple of str
        The parts in order, each in MathML; the formula alone where no line may end.
    """
    parts = []
    for children in _parts(list(flattened(mathml))):
        part = ElementTree.Element("math")
        part.extend(children)
        parts.append(ElementTree.tostring(part, encoding="unicode"))
    return tuple(parts)


def breadth(mathml: str) -> int:
    """Count the letters beside each other: a formula is at least so many narrow letters wide."""
    return _breadth(ElementTree.fromstring(mathml))


def _breadth(element: ElementTree.Element) -> int:
    if not len(element):
        return len((element.text or "").strip("\u2061\u2062"))
    broad = [_breadth(child) for child in element]
    return max(broad) if _name(element) == "mfrac" else sum(broad)


def is_deep(element: ElementTree.Element) -> bool:
    """Tell whether setting a flattened formula would take seconds, or years."""
    return _rows(element) > _DEEPEST


def _rows(element: ElementTree.Element) -> int:
    """Return how many rows lie within one another."""
    own = 1 if _name(element) in _ROWS else 0
    return own + max((_rows(child) for child in element), default=0)


def _parts(children: Sequence[ElementTree.Element]) -> list[list[ElementTree.Element]]:
    depths = list(accumulate(map(_step, children)))
    for depth in range(min(depths, default=0), max(depths, default=0) + 1):
        for signs in (_PLUS, _TIMES):
            parts = _cut(children, depths, signs, depth)
            if len(parts) > 1:
                return parts
    last = children[-1] if len(children) else None
    if last is not None and _is_fenced(last):
        parts = _parts(last[1:-1])
        if len(parts) > 1:
            parts[0] = [*children[:-1], last[0], *parts[0]]
            parts[-1] = [*parts[-1], last[-1]]
            return parts
    if last is not None and (level := _on_one_line(last)):
        parts = _parts([*children[:-1], *level])
        if len(parts) > 1:
            return parts
    return [list(children)]


def _on_one_line(element: ElementTree.Element) -> list[ElementTree.Element]:
    """Return a power of e as exp( ), or a fraction with a slash; nothing of anything else."""
    if _name(element) == "mfrac":
        return [_in_brackets(element[0]), _sign("/"), _in_brackets(element[1])]
    if _name(element) == "msup" and element[0].text == "e" and len(element[1]):
        name = ElementTree.Element("mi")
        name.text = "exp"
        return [name, _sign("\u2061"), _in_brackets(element[1])]
    return []


def _in_brackets(element: ElementTree.Element) -> ElementTree.Element:
    """Put brackets round what is more than a name, a number or a power."""
    if not _is_row(element):
        return element
    row = ElementTree.Element("mrow")
    for text, form in (("(", "prefix"), (")", "postfix")):
        bracket = _sign(text)
        bracket.set("form", form)
        row.append(bracket)
    row[1:1] = list(element)
    return row


def _step(child: ElementTree.Element) -> int:
    """Return 1 for a bracket that opens, -1 for one that closes, 0 for anything else."""
    if _name(child) != "mo":
        return 0
    opens = child.get("form") == "prefix" and child.text in _OPENING
    closes = child.get("form") == "postfix" and child.text in _CLOSING
    return int(opens) - int(closes)


def _cut(
    children: Sequence[ElementTree.Element],
    depths: Sequence[int],
    signs: Sequence[str],
    depth: int,
) -> list[list[ElementTree.Element]]:
    """Cut before signs within so many brackets; one that is not seen is left out."""
    parts: list[list[ElementTree.Element]] = [[]]
    for child, deep in zip(children, depths, strict=True):
        between = _name(child) == "mo" and child.get("form", "infix") == "infix"
        if between and child.text in signs and deep == depth and parts[-1]:
            parts.append([])
            if child.text != _UNSEEN:
                parts[-1].append(_sign(child.text or ""))
        else:
            parts[-1].append(child)
    return parts


def _sign(text: str) -> ElementTree.Element:
    """Return a sign with room around it, also at the head of a part."""
    infix = ElementTree.Element("mo", {"form": "infix"})
    infix.text = text
    return infix


def _flat(element: ElementTree.Element) -> ElementTree.Element:
    children = [_flat(child) for child in element]
    if _name(element) in _ROWS:
        children = [one for child in children for one in _spliced(child)]
    else:
        children = [child[0] if _is_row(child) and len(child) == 1 else child for child in children]
    flat = ElementTree.Element(_name(element), element.attrib)
    flat.text = element.text
    flat.extend(children)
    if _is_fenced(flat) and not _is_tall(flat):
        for bracket in (flat[0], flat[-1]):
            bracket.set("stretchy", "false")
    return flat


def _spliced(child: ElementTree.Element) -> list[ElementTree.Element]:
    """Return what is in a row, but for what brackets enclose that are as tall as it."""
    if not _is_row(child) or (_is_fenced(child) and _is_tall(child)):
        return [child]
    return list(child)


def _is_fenced(element: ElementTree.Element) -> bool:
    return _is_row(element) and len(element) > 2 and _step(element[0]) == 1


def _is_tall(element: ElementTree.Element) -> bool:
    return any(_name(each) in _TALL for each in element.iter())


def _is_row(element: ElementTree.Element) -> bool:
    return _name(element) == "mrow"


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
