"""The zoom: which part of a map's window is seen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mountain import Terrain, Window
from ui.measured import grid_of

#: How far one can go near; of a large grid, until so many cells are seen from side to side.
MOST = 64.0
_FEWEST_CELLS = 96
#: A window narrower than this share of its edges' numbers has no places to tell apart.
_CLOSEST = 1e-7
#: A hike is seen from as near as one of these, with so much room around it as a share of its reach.
_POWERS = (3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0)
_ROOM = 1.1
#: Of a map so many cells are seen at least, from side to side, when a hike is about to begin.
_CELLS_SEEN = 24
#: On a map in the mist of which nobody has told how far a hike goes, one sees hardly a step.
_UNKNOWN = 12.0


@dataclass(frozen=True)
class Zoom:
    """What is seen of a map: always a part of it of the same shape.

    Attributes
    ----------
    whole, seen : Window
        All of the map, and what is seen of it.
    most : float
        How far one can go near, as a power.
    nearest : float
        From how near a hike is seen at first, as a power.
    opening : float
        From how near the hike was seen at first: it is there that one sees as far as on any map.
    """

    whole: Window
    seen: Window
    most: float
    nearest: float = 1.0
    opening: float = 1.0

    @property
    def power(self) -> float:
        """How many times longer everything is than on the whole map."""
        return self.whole.width / self.seen.width

    @property
    def is_whole(self) -> bool:
        """Whether all of the map is seen."""
        return self.seen == self.whole

    def all_out(self) -> Zoom:
        """Return the view of all of the map."""
        return replace(self, seen=self.whole)

    def around(self, x: float, y: float, reach: float) -> Zoom:
        """Return the view of a place with what lies so far around it, or more.

        All of the map, where that is not a small part of it. Only a round power is taken: it tells
        little of how far somebody will get.
        """
        side = min(self.whole.width, self.whole.tall)
        power = min(side / (2 * _ROOM * reach), self.nearest) if reach > 0 else 1.0
        power = max((each for each in _POWERS if each <= power), default=1.0)
        west, south = x - self.whole.width / power / 2, y - self.whole.tall / power / 2
        return replace(self._at(west, south, power), opening=power)

    @property
    def sight(self) -> float:
        """How many times farther a hiker sees in the mist, in pixels, than at first."""
        return self.power / self.opening

    def scaled(self, factor: float, x: float, y: float) -> Zoom:
        """Go nearer by a factor, or away; a place in map units stays where it is, if it can."""
        power = min(max(self.power * factor, 1.0), self.most)
        ratio = self.power / power
        west, south = x - (x - self.seen.x0) * ratio, y - (y - self.seen.y0) * ratio
        return self._at(west, south, power)

    def moved(self, east: float, north: float) -> Zoom:
        """Look at a part so far to the east and the north, in map units, as far as the map goes."""
        return self._at(self.seen.x0 + east, self.seen.y0 + north, self.power)

    def following(self, before: tuple[float, float], now: tuple[float, float]) -> Zoom:
        """Return what is seen when somebody who was seen walks on: they stay in sight."""
        if self.is_whole or not self.seen.holds(*before) or self.seen.holds(*now):
            return self
        middle = (self.seen.x0 + self.seen.width / 2, self.seen.y0 + self.seen.tall / 2)
        return self.moved(now[0] - middle[0], now[1] - middle[1])

    def _at(self, west: float, south: float, power: float) -> Zoom:
        if power < 1.001:
            return self.all_out()
        whole, wide, tall = self.whole, self.whole.width / power, self.whole.tall / power
        west = min(max(west, whole.x0), whole.x1 - wide)
        south = min(max(south, whole.y0), whole.y1 - tall)
        return replace(self, seen=Window(west, west + wide, south, south + tall))


def zoom_on(terrain: Terrain) -> Zoom:
    """Return the view of all of a terrain."""
    whole, most, nearest, opening = terrain.window, MOST, 1.0, 1.0
    grid = grid_of(terrain)
    if grid is not None:
        cells = min(grid.heights.shape)
        most = max(most, cells / _FEWEST_CELLS)
        nearest, opening = cells / _CELLS_SEEN, _UNKNOWN
    across = whole.width / max(abs(whole.x0), abs(whole.x1))
    along = whole.tall / max(abs(whole.y0), abs(whole.y1))
    most = max(min(most, min(across, along) / _CLOSEST), 1.0)
    return Zoom(whole, whole, most, min(nearest, most), opening)
