"""The party: the hikers as the screen has them, some of them hidden, all from one start or not."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mountain import Lineup


@dataclass(frozen=True)
class Party:
    """Hikers, and which of them are drawn; a value: each change makes a new one.

    Of a number that nobody has, nothing changes: a row of the roster may be of the race before.

    Attributes
    ----------
    lineup : Lineup
        Who walks, by the plans in force from the step that is shown, and who is chosen.
    hidden : frozenset of int
        Which hikers are not drawn.
    together : bool
        Whether all set out from one place when it is chosen, or the chosen hiker alone.
    """

    lineup: Lineup
    hidden: frozenset[int] = frozenset()
    together: bool = True

    def moved(self, start: tuple[float, float]) -> Party:
        """Return it with another start for the chosen hiker, or for all."""
        return replace(self, lineup=self.lineup.with_start(start, together=self.together))

    def hiding(self, number: int, hidden: bool) -> Party:
        """Return it with a hiker who is drawn no more, or again."""
        one = {number}
        return replace(self, hidden=self.hidden | one if hidden else self.hidden - one)

    def duplicated(self, number: int) -> Party:
        """Return it with a hiker twice."""
        return self._with(number, self.lineup.duplicated(number)) if self._has(number) else self

    def removed(self, number: int) -> Party:
        """Return it without a hiker."""
        return self._with(number, self.lineup.removed(number)) if self._has(number) else self

    def multiplied(self, number: int) -> Party:
        """Return it with three hikers in one's place: η halved, η, and η doubled.

        Raises
        ------
        SettingError
            When a learning rate leaves its range.
        """
        return self._with(number, self.lineup.multiplied(number)) if self._has(number) else self

    def _has(self, number: int) -> bool:
        return number < len(self.lineup.entrants)

    def _with(self, number: int, lineup: Lineup) -> Party:
        """Put several in one's place, or none: whoever was hidden stays hidden."""
        more = len(lineup.entrants) - len(self.lineup.entrants)
        left = self.hidden - {number} if more < 0 else self.hidden
        hidden = frozenset(each + more if each > number else each for each in left)
        return replace(self, lineup=lineup, hidden=hidden)
