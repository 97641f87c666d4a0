"""Schedules: how the learning rate changes from step to step."""

from __future__ import annotations

#: Schedules by name, and their words on the screen; the order is the kernels' numbering. With n the
#: steps walked since the warm-up, s the schedule's length and γ its factor, the rate is η times:
#: 1; γ^⌊n/s⌋ (PyTorch's StepLR); γⁿ (ExponentialLR); (1 + cos(π n/s))/2 (CosineAnnealingLR, whose
#: wave goes on); 1/(1 + n/s) (LambdaLR). The warm-up of w steps is LinearLR from 1/(w + 1).
SCHEDULES = {
    "constant": "Constant",
    "step": "Falling in steps",
    "exponential": "Exponential",
    "cosine": "Cosine",
    "inverse": "1/t",
}
