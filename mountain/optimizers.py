"""The ways of walking: how a reading becomes a step."""

from __future__ import annotations

#: Optimizers by name, and their words on the screen; the order is the kernels' numbering.
OPTIMIZERS = {
    "gradient_descent": "Gradient descent",
}
