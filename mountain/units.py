"""Units: in what the x and y of points are counted, when their own would make too long a valley."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mountain.samples import Samples, SamplesError, deviation, mean


@dataclass(frozen=True)
class Units:
    """A place in the points' own units that counts as (0, 0), and how large 1 is in x and in y.

    Attributes
    ----------
    middle, size : (float, float)
        In x and in y; as they stand here, the points' own units.

    Raises
    ------
    SamplesError
        When one is not finite, or a size is not above 0.
    """

    middle: tuple[float, float] = (0.0, 0.0)
    size: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        """Refuse units that nothing can be counted in."""
        if not all(map(math.isfinite, (*self.middle, *self.size))) or min(self.size) <= 0:
            raise SamplesError(
                f"units of {self.size} from {self.middle} cannot be counted in; "
                "try sizes above 0, such as 1"
            )

    @property
    def are_own(self) -> bool:
        """Whether these are the units that the points came in."""
        return self == OWN_UNITS

    def standard_point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of one's own as it is counted here."""
        (middle_x, middle_y), (size_x, size_y) = self.middle, self.size
        return (x - middle_x) / size_x, (y - middle_y) / size_y

    def own_point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point that is counted here in its own units."""
        (middle_x, middle_y), (size_x, size_y) = self.middle, self.size
        return middle_x + size_x * x, middle_y + size_y * y

    def own_line(self, slope: float, intercept: float) -> tuple[float, float]:
        """Return slope and intercept in the points' own units."""
        (middle_x, middle_y), (size_x, size_y) = self.middle, self.size
        own = slope * size_y / size_x
        return own, middle_y + size_y * intercept - own * middle_x

    def standard(self, samples: Samples) -> Samples:
        """Return points of one's own as they are counted here."""
        pairs = zip(samples.x, samples.y, strict=True)
        x, y = zip(*(self.standard_point(*each) for each in pairs), strict=True)
        return replace(samples, x=x, y=y)

    def own(self, samples: Samples) -> Samples:
        """Return points that are counted here in their own units."""
        if self.are_own:
            return samples
        pairs = zip(samples.x, samples.y, strict=True)
        x, y = zip(*(self.own_point(*each) for each in pairs), strict=True)
        return replace(samples, x=x, y=y)


#: Those that points come in.
OWN_UNITS = Units()


def standard_units(samples: Samples) -> Units:
    """Return the units in which points have mean 0 and standard deviation 1.

    Where all are equal there is no deviation, and they are counted from their mean only.
    """
    return Units(
        (mean(samples.x), mean(samples.y)),
        (deviation(samples.x) or 1.0, deviation(samples.y) or 1.0),
    )
