"""Tints: which colour each height has, and the pixels of all colours in every light."""

import numpy as np
import pytest

from mountain.fields import FieldError
from mountain.tints import COLOURS, LIGHTS, NO_GROUND, Tints, pixels_of

FADE = np.stack([np.arange(256), np.arange(256) // 2 + 60, 255 - np.arange(256)], 1).astype("u1")


@pytest.mark.parametrize(
    ("colours", "height_range", "ranks", "message"),
    [
        (FADE[:255], (0, 1), None, "colours: must be uint8"),
        (FADE.astype(int), (0, 1), None, "colours: must be uint8"),
        (FADE, (1, 1), None, "height_range: 1 to 1 is none"),
        (FADE, (0, np.nan), None, "height_range: 0 to nan"),
        (FADE, (-np.inf, 0), None, "height_range: -inf to 0"),
        (FADE, (0, 1), np.zeros(4095, "u1"), "ranks: must be uint8"),
    ],
)
def test_what_are_no_tints_is_refused(colours, height_range, ranks, message):
    with pytest.raises(FieldError, match=message) as caught:
        Tints(colours, height_range, ranks)
    assert "\n" not in str(caught.value)


def test_pixels_lie_by_light_then_by_colour_and_no_ground_comes_last():
    pixels = pixels_of(Tints(FADE, (0, 1)), 0.5, 1.5).reshape(LIGHTS + 1, COLOURS)
    assert (pixels[-1] == NO_GROUND).all()
    for light, bright in ((0, 0.5), (51, 0.7), (255, 1.5)):
        for shift, channel in ((16, 0), (8, 1), (0, 2)):
            exact = np.minimum(FADE[:, channel] * bright, 255)
            assert np.abs((pixels[light] >> shift & 255) - exact).max() <= 0.5 + 1e-9
