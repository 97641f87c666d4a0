"""Rules as expressions: what an optimizer does to one axis, in the symbols of its formula."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

from mountain.expression import Node
from mountain.optimizers import SETTINGS, Optimizer
from mountain.symbols import symbol


@dataclass(frozen=True)
class TracedRule:
    """A rule as expressions of one axis.

    Attributes
    ----------
    slope, position : Node
        The slope read, `g`, and the place, `p`.
    before, after : tuple of Node
        What is remembered before the step, as symbols, and after it, as expressions.
    step : Node
        The step.
    """

    slope: Node
    position: Node
    before: tuple[Node, ...]
    after: tuple[Node, ...]
    step: Node


def traced_rule(optimizer: Optimizer) -> TracedRule:
    """Write a rule in the symbols of its settings and of its memory."""
    memory = tuple(symbol(each) for each in optimizer.memory)
    g, p = symbol("g"), symbol("p")
    settings = SimpleNamespace(**{name: symbol(name) for name in SETTINGS})
    step, later = optimizer.rule(g, p, memory, settings)
    before, after = (tuple(each.node for each in each_time) for each_time in (memory, later))
    return TracedRule(g.node, p.node, before, after, step.node)
