"""Terrains: a height function with the window that the map shows."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from mountain.ground import Floats, Ground

Edges = tuple[float, float, float, float]
#: A window that always will do.
_USUAL: Edges = (-3.0, 3.0, -3.0, 3.0)
#: Edges farther out than this leave no room for the squares of distances.
LARGEST = 1e150
#: Sides shorter than this, or than this share of their edges' numbers, leave no room for steps.
_SMALLEST, _CLOSEST = 1e-150, 1e-9


class TerrainError(ValueError):
    """A terrain, window or start that cannot be used; in words it is one line for a person.

    Attributes
    ----------
    reason : str
        What is wrong, without what it is about and without what would work.
    try_edges : (float, float, float, float) or None
        West, east, south and north edge of a window that would work, where one is known.
    """

    def __init__(
        self, about: str, reason: str, advice: str = "", edges: Edges | None = None
    ) -> None:
        advice = f"try {','.join(f'{edge:g}' for edge in edges)}" if edges else advice
        super().__init__(f"{about}: {reason}" + (f"; {advice}" if advice else ""))
        self.reason, self.try_edges = reason, edges


@dataclass(frozen=True)
class Window:
    """The rectangle that the map shows; leaving it is leaving the map.

    Attributes
    ----------
    x0, x1, y0, y1 : float
        West, east, south and north edge, in map units.

    Raises
    ------
    TerrainError
        When an edge is not finite, or the rectangle is empty.
    """

    x0: float
    x1: float
    y0: float
    y1: float

    def __post_init__(self) -> None:
        """Refuse a window that no hiker could stand in."""
        edges = (self.x0, self.x1, self.y0, self.y1)
        if not all(math.isfinite(edge) for edge in edges):
            raise TerrainError("window", f"edges must be finite, not {edges}", edges=_USUAL)
        if not self.x0 < self.x1:
            raise _empty("west", self.x0, "east", self.x1)
        if not self.y0 < self.y1:
            raise _empty("south", self.y0, "north", self.y1)
        if max(map(abs, edges)) > LARGEST:
            raise TerrainError("window", f"{edges} is too large", edges=_USUAL)
        apart = min(self.width / max(map(abs, edges[:2])), self.tall / max(map(abs, edges[2:])))
        if min(self.width, self.tall) < _SMALLEST or apart < _CLOSEST:
            told = f"{edges} is too small to tell places in it apart"
            raise TerrainError("window", told, edges=_USUAL)

    @property
    def width(self) -> float:
        """The distance from west to east, in map units."""
        return self.x1 - self.x0

    @property
    def tall(self) -> float:
        """The distance from south to north, in map units."""
        return self.y1 - self.y0

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point is on the map."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    def grid(self, columns: int, rows: int) -> tuple[Floats, Floats]:
        """Return x, shape (1, columns), and y, shape (rows, 1), evenly over the window."""
        x = np.linspace(self.x0, self.x1, columns)[None, :]
        return x, np.linspace(self.y0, self.y1, rows)[:, None]


def _empty(low: str, least: float, high: str, most: float) -> TerrainError:
    """Say that a window has no room, because its edges are the wrong way round or equal."""
    reason = f"it is empty: its {low} edge {least:g} is not below its {high} edge {most:g}"
    return TerrainError("window", reason, edges=_USUAL)


@dataclass(frozen=True)
class Terrain:
    """A mountain: its ground, its window and how it is introduced.

    Attributes
    ----------
    name, title, caption : str
        The name in code and files, the one on the screen, and one sentence on what it teaches.
    ground : Ground
        The height function, as a formula is one.
    window : Window
        What the map shows.
    starts : tuple of (float, float)
        Places to set out from; the first is the default.
    settings : dict
        What a plan on this terrain sets differently from `Plan`'s defaults.
    """

    name: str
    title: str
    ground: Ground
    window: Window
    caption: str = ""
    starts: tuple[tuple[float, float], ...] = ()
    settings: dict[str, object] = field(default_factory=dict, hash=False)

    @property
    def start(self) -> tuple[float, float]:
        """The default start; for a terrain that names none, a point well off the middle."""
        if self.starts:
            return self.starts[0]
        window = self.window
        return window.x0 + 0.125 * window.width, window.y0 + 0.25 * window.tall

    def checked_start(self, x: float, y: float) -> tuple[float, float]:
        """Return a start, or raise `TerrainError` when it is off the map or has no ground."""
        window = self.window
        if not window.holds(x, y):
            raise TerrainError(
                "start",
                f"{x:g},{y:g} is off the map, which reaches from {window.x0:g} to "
                f"{window.x1:g} in x and {window.y0:g} to {window.y1:g} in y",
                f"try {self.start[0]:g},{self.start[1]:g}",
            )
        if not np.isfinite(self.ground.height(x, y)):
            raise TerrainError("start", f"there is no ground at {x:g},{y:g}", "try another place")
        return float(x), float(y)
