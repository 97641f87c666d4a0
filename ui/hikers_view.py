"""What the map and the charts are told of the hikers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mountain import Floats

if TYPE_CHECKING:
    from mountain import Race, Track


@dataclass(frozen=True, eq=False)
class HikersView:
    """Who is to be seen, and how far they have walked.

    Attributes
    ----------
    race : Race or None
        The hikes, some way ahead of what is shown; None while they are being prepared.
    step, chosen : int
        The step that is shown, and whose arrows.
    hidden : frozenset of int
        Which hikers are not drawn.
    coming : tuple of arrays, shape (n, 3)
        Each hiker's way to come: x, y, and 1 where a reading is taken.
    past : tuple of arrays, shape (n, 2)
        The ways of the last runs.
    inner_life : bool
        Whether what the optimizer remembers is drawn at the chosen hiker.
    uphill : bool
        Whether the gradient is drawn there, and the contour line that it stands on.
    """

    race: Race | None = None
    step: int = 0
    chosen: int = 0
    hidden: frozenset[int] = frozenset()
    coming: tuple[Floats, ...] = ()
    past: tuple[Floats, ...] = ()
    inner_life: bool = False
    uphill: bool = False

    @property
    def track(self) -> Track | None:
        """The chosen hiker's track."""
        return None if self.race is None else self.race.tracks[self.chosen]

    @property
    def own_step(self) -> int:
        """The chosen hiker's step that is shown: their last, when others walk on."""
        return 0 if self.track is None else min(self.step, self.track.steps)
