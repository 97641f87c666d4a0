"""The primer: a short text for each word of a network, beside the picture that shows it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "assets" / "texts" / "cost.toml"


@dataclass(frozen=True)
class Introduction:
    """A word and what it means.

    Attributes
    ----------
    name, title, text : str
        The word in code, the one on the screen, and a few plain sentences.
    """

    name: str
    title: str
    text: str


@cache
def introductions() -> tuple[Introduction, ...]:
    """Return what introduces neuron, weight, bias, cost and learning rate, in this order."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["introductions"]
    return tuple(Introduction(**row) for row in rows)
