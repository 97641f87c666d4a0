"""Records: what kernels read and write of a hiker, of a memory and of a plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: The state of one hiker, which is also one row of a track.
HIKER = np.dtype(
    [
        ("x", "f8"),
        ("y", "f8"),
        ("grad_x", "f8"),
        ("grad_y", "f8"),
        ("minutes", "f8"),
        ("hiker", "i8"),
        ("step", "i8"),
        ("readings", "i8"),
        ("on_reading", "i8"),
        ("stopped", "i8"),
    ],
    align=True,
)
#: What an optimizer remembers after a step, and with what learning rate it made it. All zeros for a
#: plain hiker, whose pages of memory are then never touched.
MEMORY = np.dtype(
    [
        ("first_x", "f8"),
        ("first_y", "f8"),
        ("second_x", "f8"),
        ("second_y", "f8"),
        ("third_x", "f8"),
        ("third_y", "f8"),
        ("learning_rate", "f8"),
        ("updates", "i8"),
    ],
    align=True,
)
#: What of a plan the walk needs; choices are numbered in the order of their tables.
PLAN = np.dtype(
    [
        ("plain", "i8"),
        ("learning_rate", "f8"),
        ("schedule", "i8"),
        ("schedule_steps", "i8"),
        ("schedule_factor", "f8"),
        ("warm_up", "i8"),
        ("momentum", "f8"),
        ("beta1", "f8"),
        ("beta2", "f8"),
        ("alpha", "f8"),
        ("epsilon", "f8"),
        ("weight_decay", "f8"),
        ("stride_cap", "f8"),
        ("measure_every", "i8"),
        ("ascend", "i8"),
        ("reading", "i8"),
        ("probe_length", "f8"),
        ("directions", "i8"),
        ("batch", "i8"),
        ("noise", "f8"),
        ("seed", "i8"),
        ("shared_noise", "i8"),
        ("resolution", "f8"),
        ("flat", "f8"),
        ("daylight", "f8"),
        ("clock", "i8"),
        ("step_minutes", "f8"),
        ("reading_minutes", "f8"),
        ("stop", "i8"),
    ],
    align=True,
)

WALKING, FLAT, OFF_THE_MAP, NIGHT, LOST = range(5)
PHONE, FEET, EXACT = range(3)
CONSTANT, STEPS, EXPONENTIAL, COSINE, INVERSE = range(5)
EVEN, TOBLER = range(2)

Wholes = NDArray[np.int64]
#: One number for each axis.
Pair = tuple[float, float]
