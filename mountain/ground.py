"""The ground: what of a terrain tells its height, whatever it is made of."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.expression import Node

Floats = NDArray[np.float64]


class Ground(Protocol):
    """A height function with its exact derivatives; equal grounds have equal hashes."""

    @property
    def text(self) -> str:
        """The ground in words or symbols, at most a line."""

    @property
    def unit(self) -> str:
        """In what its lengths and heights are counted, as m; empty where they are in no unit."""

    @property
    def node(self) -> Node:
        """The height as an expression, which can be compiled."""

    @property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by x and y, as expressions."""

    def __hash__(self) -> int: ...

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Heights at points, any shape; NaN or infinite where there is no ground."""

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by x and by y, in the points' shape."""

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2)."""
