"""What the gauge compares: η·k and the limit of the terrain's home, as figures and as words."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: The ends of the scale, as shares of the limit: an eighth of it, and twice.
_LOWEST, _HIGHEST = 1 / 8, 2.0
_MEANING = {
    "glide": "the hiker glides in",
    "overshoot": "every leap crosses the valley, and still they arrive",
    "beyond": "they do not arrive",
}


@dataclass(frozen=True)
class GaugeState:
    """What is compared.

    Attributes
    ----------
    stride : float
        η·k, the learning rate times the steps walked on one reading.
    limit : float or None
        2/λ at home; None where no home is known. Zero at a minimum that is a sharp edge, and
        infinite at one that does not bend, where nobody knows it.
    reads_batches : bool
        Whether readings look at some of the points only, and the limit is that of all.
    """

    stride: float
    limit: float | None
    reads_batches: bool = False

    @property
    def zone(self) -> str | None:
        """`glide`, `overshoot` or `beyond`; None where no limit is known."""
        if self.limit is None or not math.isfinite(self.limit):
            return None
        if not self.stride < self.limit:
            return "beyond"
        return "glide" if self.stride <= self.limit / 2 else "overshoot"

    @property
    def share(self) -> float:
        """Where η·k lies on the scale: 0 to 1 on it, else below or above."""
        if not self.limit or not math.isfinite(self.stride):
            return math.inf
        if self.stride <= 0:
            return -math.inf
        return math.log(self.stride / self.limit / _LOWEST) / math.log(_HIGHEST / _LOWEST)


def figure(value: float) -> str:
    """Return a positive number in two or three figures, with as many decimals as that takes."""
    if not math.isfinite(value):
        return "?" if math.isnan(value) else "∞"
    if value == 0:
        return "0"
    if value < 1e-4 or value >= 1e5:
        return f"{value:.1e}".replace("e-0", "e-").replace("e+0", "e")
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    if value < 0.1:
        decimals = 1 - math.floor(math.log10(value))
    return f"{value:.{decimals}f}"


def description(state: GaugeState) -> str:
    """Return in words what the picture shows."""
    product = f"η·k = {figure(state.stride)}"
    zone = state.zone
    if zone is None or state.limit is None:
        return f"{product}, no limit known."
    if state.limit == 0:
        return f"{product}, beyond: the minimum is sharp, its limit is 0."
    return (
        f"{product}, {zone}: {_MEANING[zone]}. Glide is up to {figure(state.limit / 2)}, "
        f"overshoot up to the limit {figure(state.limit)}, beyond is above it."
        + (" That is for all points; a batch may be steeper." if state.reads_batches else "")
    )
