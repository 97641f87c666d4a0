"""Formulas in x and y: text in; heights, exact gradient and Hessian out.

What people write is understood: powers as x^2, x**2 or x², products without a sign, functions
without brackets, LaTeX. Nothing is ever evaluated as Python text that a user typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from mountain.evaluation import on_arrays
from mountain.expression import Node, X, Y, derivative
from mountain.grammar import Reader
from mountain.ground import Floats
from mountain.refusals import LONGEST as LONGEST, FormulaError as FormulaError

if TYPE_CHECKING:
    from mountain.remarks import Extent


@dataclass(frozen=True, eq=False)
class Formula:
    """A height function given as text.

    However it is typed, the same expression is the same ground: ``x**2`` equals ``x²``.

    Attributes
    ----------
    typed : str
        The formula as it was typed, at most `LONGEST` characters.

    Raises
    ------
    FormulaError
        When the text is empty, too long, or no formula.
    """

    typed: str

    def __post_init__(self) -> None:
        """Read the formula once, so that a bad one is refused where it was written."""
        _ = self._reading

    def __reduce__(self) -> tuple[type[Formula], tuple[str]]:
        """Travel to another process as text."""
        return Formula, (self.typed,)

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same expression; of equal ones there is one node only."""
        return self.node is other.node if isinstance(other, Formula) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.node)

    @cached_property
    def _reading(self) -> tuple[Node, tuple[str, ...]]:
        reader = Reader(self.typed)
        return reader.whole(), tuple(reader.hints)

    @property
    def node(self) -> Node:
        """The formula as an expression."""
        return self._reading[0]

    @property
    def hints(self) -> tuple[str, ...]:
        """Remarks on how the text was understood where another reading is usual, a line each."""
        return self._reading[1]

    @property
    def unit(self) -> str:
        """Nothing: its lengths and heights are in no unit."""
        return ""

    @cached_property
    def text(self) -> str:
        """The normal form: the formula in plain signs, which is read as the same expression.

        Where that would be longer than what may be typed, it is what was typed, on one line.
        """
        # Printing is loaded when something is to be printed: the first painting needs none of it.
        from mountain.notation import text_of

        normal = text_of(self.node)
        try:
            same = normal is not None and Formula(normal).node is self.node
        except FormulaError:
            same = False
        return normal if normal is not None and same else " ".join(self.typed.split())

    @cached_property
    def latex(self) -> str | None:
        """The formula in LaTeX; None where that is longer than `notation.LONGEST_PRINTED`."""
        from mountain.typesetting import latex_of

        return latex_of(self.node)

    @cached_property
    def mathml(self) -> str | None:
        """The formula in presentation MathML; None where `latex` is."""
        from mountain.typesetting import mathml_of

        return mathml_of(self.node)

    def warnings(self, window: Extent) -> tuple[str, ...]:
        """Say what a hiker on this formula should know of it in a window, a line each."""
        from mountain.remarks import warnings_of

        return warnings_of(self.node, self.gradient_nodes, window)

    @cached_property
    def gradient_nodes(self) -> tuple[Node, Node]:
        """The exact partial derivatives by x and y."""
        return derivative(self.node, X), derivative(self.node, Y)

    @cached_property
    def _hessian_nodes(self) -> tuple[Node, Node, Node]:
        slope_x, slope_y = self.gradient_nodes
        return derivative(slope_x, X), derivative(slope_x, Y), derivative(slope_y, Y)

    def height(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Heights at points, any shape; NaN or infinite where there is no ground."""
        return on_arrays((self.node,), x, y)[0]

    def gradient(self, x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
        """Exact partial derivatives at points, by x and by y, in the points' shape."""
        slope_x, slope_y = on_arrays(self.gradient_nodes, x, y)
        return slope_x, slope_y

    def hessian(self, x: ArrayLike, y: ArrayLike) -> Floats:
        """Exact second derivatives at points, shape (..., 2, 2)."""
        xx, xy, yy = on_arrays(self._hessian_nodes, x, y)
        return np.stack([np.stack([xx, xy], -1), np.stack([xy, yy], -1)], -1)


def parse_formula(text: str) -> Formula:
    """Read a formula, as ``x^2 sin y``, or raise `FormulaError`."""
    return Formula(text)
