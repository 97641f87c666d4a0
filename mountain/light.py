"""Light that falls on a map from one side."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mountain.fields import FieldError


@dataclass(frozen=True)
class Light:
    """Where the light comes from, and how strongly it models the ground.

    Attributes
    ----------
    azimuth : float
        The bearing that it comes from, in degrees clockwise from north.
    altitude : float
        How high it stands, in degrees: 0 at the horizon, 90 overhead.
    exaggeration : float
        All slopes are taken for so many times as steep; 0 is flat ground, which is lit evenly.
    dimmest, brightest : float
        What a colour is multiplied by where no light falls, and where it falls straight on. Only
        for pictures in colour.

    Raises
    ------
    FieldError
        When a number is not finite, or the altitude is not from 0 to 90.
    """

    azimuth: float = 315.0
    altitude: float = 45.0
    exaggeration: float = 1.0
    dimmest: float = 0.62
    brightest: float = 1.14

    def __post_init__(self) -> None:
        """Check the numbers."""
        for name, value in vars(self).items():
            if not math.isfinite(value):
                raise FieldError(f"light: its {name} is {value:g}; try a finite number")
        if not 0 <= self.altitude <= 90:
            raise FieldError(f"light: an altitude of {self.altitude:g}° is none; try 0 to 90")
        if not 0 <= self.dimmest <= self.brightest:
            raise FieldError("light: dimmest must be at least 0, and at most brightest")

    @property
    def direction(self) -> tuple[float, float, float]:
        """The unit vector towards the light: to the east, to the north, and up."""
        azimuth, altitude = math.radians(self.azimuth), math.radians(self.altitude)
        level = math.cos(altitude)
        return level * math.sin(azimuth), level * math.cos(azimuth), math.sin(altitude)
