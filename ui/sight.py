"""The sight: whether the class sees through the mist, and what let it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    """What is seen of the mountain: all of it, or the hiker's surroundings alone.

    Attributes
    ----------
    lifted : bool
        Whether the mist is lifted.
    by_end : bool
        Whether the end of a hike has lifted it: it comes back with the next.
    """

    lifted: bool = False
    by_end: bool = False

    def at_end(self) -> Sight:
        """Return what is seen once a hike is over."""
        return self if self.lifted else Sight(lifted=True, by_end=True)

    def anew(self) -> Sight:
        """Return what is seen of the next hike; what the class has lifted stays lifted."""
        return Sight() if self.by_end else self
