"""The primer: a short text for each word of a network, beside the picture that shows it."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from mountain.wording import figures

_FILE = Path(__file__).resolve().parent.parent / "assets" / "texts" / "cost.toml"


@dataclass(frozen=True)
class Introduction:
    """A word and what it means.

    Attributes
    ----------
    name, title, text : str
        The word in code, the one on the screen, and a few plain sentences.
    here : str
        One more sentence, for a mountain whose limit of η·k is known; ``{limit}`` stands for it.
    """

    name: str
    title: str
    text: str
    here: str = ""

    def told(self, limit: float | None = None) -> str:
        """Return the sentences for a mountain whose limit of η·k is this; None where unknown."""
        if limit is None or not math.isfinite(limit) or not self.here:
            return self.text
        return f"{self.text} {self.here.format(limit=figures(limit))}"


@cache
def introductions() -> tuple[Introduction, ...]:
    """Return what introduces neuron, weight, bias, cost and learning rate, in this order."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["introductions"]
    return tuple(Introduction(**row) for row in rows)
