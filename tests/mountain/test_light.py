"""Light from one side."""

import math

import pytest

from mountain.fields import FieldError
from mountain.light import Light


@pytest.mark.parametrize(
    ("azimuth", "altitude", "direction"),
    [
        (0, 0, (0, 1, 0)),
        (90, 0, (1, 0, 0)),
        (270, 0, (-1, 0, 0)),
        (123, 90, (0, 0, 1)),
        (225, 45, (-0.5, -0.5, math.sqrt(0.5))),
        (360 + 45, 30, (math.sqrt(0.375), math.sqrt(0.375), 0.5)),
    ],
)
def test_it_comes_from_a_bearing_and_a_height(azimuth, altitude, direction):
    assert Light(azimuth, altitude).direction == pytest.approx(direction, abs=1e-15)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ({"azimuth": math.nan}, "its azimuth is nan"),
        ({"exaggeration": math.inf}, "its exaggeration is inf"),
        ({"altitude": -1}, "an altitude of -1° is none"),
        ({"altitude": 91}, "an altitude of 91° is none"),
        ({"dimmest": 1.2, "brightest": 1}, "dimmest must be"),
        ({"dimmest": -0.1}, "dimmest must be"),
    ],
)
def test_what_is_no_light_is_refused(numbers, message):
    with pytest.raises(FieldError, match=message) as caught:
        Light(**numbers)
    assert "\n" not in str(caught.value)
