"""The look: all numbers that colouring a picture in perspective goes by."""

from __future__ import annotations

import numpy as np

#: How a picture is coloured. `west` to `north` are the edges of the coloured plan; `mist` is the
#: opacity of the mist; `line` the width of contour lines in pixels, and their opacity and colour;
#: `wall` the colours of the cut sides, in light and in shade; `floor` and `top` the heights between
#: which lines are looked up. Colours are 0xffRRGGBB.
LOOK = np.dtype(
    [
        ("west", "f8"),
        ("south", "f8"),
        ("east", "f8"),
        ("north", "f8"),
        ("floor", "f8"),
        ("top", "f8"),
        ("mist", "f8"),
        ("line_width", "f8"),
        ("line_opacity", "f8"),
        ("line", "u4"),
        ("wall", "u4", (2,)),
    ],
    align=True,
)
