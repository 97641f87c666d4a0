"""The pace: how far a step goes, and how long it takes."""

from __future__ import annotations

import math

import numpy as np

from mountain.compilation import kernel
from mountain.ground import Floats
from mountain.records import COSINE, EXPONENTIAL, INVERSE, STEPS, Pair


@kernel
def scheduled(plan: np.void, step: int) -> float:
    """Return the learning rate of a step, the first of which is 0; PyTorch's, in closed form."""
    n, factor = step - plan["warm_up"], 1.0
    if n < 0:
        factor = (step + 1.0) / (plan["warm_up"] + 1.0)
    elif plan["schedule"] == STEPS:
        factor = plan["schedule_factor"] ** np.float64(n // plan["schedule_steps"])
    elif plan["schedule"] == EXPONENTIAL:
        factor = plan["schedule_factor"] ** np.float64(n)
    elif plan["schedule"] == COSINE:
        factor = 0.5 * (1.0 + math.cos(math.pi * n / plan["schedule_steps"]))
    elif plan["schedule"] == INVERSE:
        factor = 1.0 / (1.0 + n / plan["schedule_steps"])
    rate: float = factor * plan["learning_rate"]
    return rate


@kernel
def capped(cap: float, step: Pair) -> Pair:
    """Shorten a step that is longer than a person can leap."""
    length = math.hypot(step[0], step[1])
    if not length > cap:
        return step
    return step[0] * (cap / length), step[1] * (cap / length)


@kernel
def take_settings(plan: np.void, settings: Floats) -> None:
    """Put the settings where a rule finds them, but for the first two, which change."""
    settings[2], settings[3], settings[4] = plan["momentum"], plan["beta1"], plan["beta2"]
    settings[5], settings[6] = plan["alpha"], plan["epsilon"]
    settings[7] = plan["weight_decay"]


@kernel
def walking_minutes(away: float, rise: float, otherwise: float) -> float:
    """Return what a step costs by Tobler's hiking function; `mountain.clock` tells it.

    Where there is no height, nobody can tell, and it costs as much as otherwise.
    """
    if not (math.isfinite(away) and math.isfinite(rise)):
        return otherwise
    if away == 0.0:
        return 0.0
    slowness = 3.5 * abs(rise / away + 0.05)
    return 0.01 * away * math.exp(slowness) if slowness < 700.0 else math.inf
