"""The blackboard: how a step was worked out, with the numbers put into the formula of its rule."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from mountain.expression import Node, add, call, divide, in_order, multiply, number, power, variable
from mountain.optimizers import OPTIMIZERS, SETTINGS, Optimizer
from mountain.plan import Plan
from mountain.rules import traced_rule
from mountain.track import MEMORIES, Track
from mountain.working import without, worked_out
from mountain.writing import rounded, written, written_number

#: With how many figures the numbers that are put in are tried, until what is worked out from them
#: by hand is the value in its first figures.
FIGURES = (4, 5, 6, 7, 8, 10, 12, 15, 17)
#: Up to so many figures a setting is one that somebody has typed.
TYPED = 8
#: Parts of this many operations that a rule uses twice get a line and a letter of their own.
WORTH_A_LINE = 2

STEP = "step"
_CAP, _EAST, _NORTH = (variable(name) for name in ("cap", "east", "north"))
_UNCAPPED = variable("uncapped step")


@dataclass(frozen=True)
class Calculation:
    """One line on the blackboard.

    Attributes
    ----------
    axis : str
        `x`, to the east, or `y`, to the north.
    symbol : str
        What is worked out; `step` for the step.
    formula : str
        In symbols, as ``v ← μ·v + g``; an arrow where something new takes the place of the old.
    numbers : str
        With the numbers put in, as ``v = 0.9·(−0.21) + 1.3 = 1.111``.
    value : float
        The number that the walk went on with.
    """

    axis: str
    symbol: str
    formula: str
    numbers: str
    value: float


@dataclass(frozen=True)
class _Line:
    """A line of a rule: its symbol and expression, and how the parts of it are called there."""

    symbol: str
    node: Node
    names: Mapping[Node, str]
    renewed: bool

    @property
    def formula(self) -> str:
        sign = "←" if self.renewed else "="
        return f"{self.symbol} {sign} {written(self.node, self.names)}"


@dataclass
class _Draft:
    """The lines of a rule as they are written, one after the other."""

    before: Mapping[str, Node]
    symbols: Mapping[Node, str]
    lines: list[_Line] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    def write(self, symbol: str, node: Node) -> None:
        """Write a line, and before it those that it takes results from."""
        if symbol in self.done:
            return
        for part in in_order(node)[:-1]:
            if part in self.symbols:
                self.write(self.symbols[part], part)
        names = {part: name for part, name in self.symbols.items() if name in self.done}
        for name in self.done & self.before.keys():
            # Its place has been taken: what was there before needs another name.
            names[self.before[name]] = f"{name}ₜ₋₁"
        self.lines.append(_Line(symbol, node, names, symbol in self.before))
        self.done.add(symbol)


def blackboard(track: Track, step: int) -> tuple[Calculation, ...]:
    """Work out, as on a blackboard, the step that led to a row of a track.

    Parameters
    ----------
    track : Track
        The hike.
    step : int
        Which step of it; 1 is the first.

    Returns
    -------
    tuple of Calculation
        All lines for the east, then all for the north. The line of the step is the last of its
        axis, unless the rule remembers the step itself; where the stride was capped, it has two.

    Raises
    ------
    ValueError
        When the track has no such step.
    """
    if not 1 <= step <= track.steps:
        raise ValueError(f"step: must be 1 to {track.steps}, not {step}")
    plan = track.plan_at(step)
    lines = _lines(OPTIMIZERS[plan.optimizer], plan.weight_decay != 0)
    values = {axis: _values(track, step, axis, lines) for axis in "xy"}
    capped = _cap_line(plan, lines, values)
    return tuple(
        _calculation(axis, line, values[axis]) for axis in "xy" for line in (*lines, *capped)
    )


def rule_in_symbols(plan: Plan) -> tuple[str, ...]:
    """Return the formulas by which a plan makes a step of a reading, in order."""
    lines = _lines(OPTIMIZERS[plan.optimizer], plan.weight_decay != 0)
    return tuple(line.formula for line in lines)


def _calculation(axis: str, line: _Line, values: Mapping[Node, float]) -> Calculation:
    value = values[line.node]
    shown, text = _shown(value), _with_numbers(line, values)
    numbers = " = ".join(dict.fromkeys([line.symbol, text, shown]))
    return Calculation(axis, line.symbol, line.formula, numbers, value)


def _shown(value: float) -> str:
    return written_number(rounded(value, FIGURES[0]))


def _with_numbers(line: _Line, values: Mapping[Node, float]) -> str:
    """Write a line's right side in numbers, in as many figures as its value takes."""
    parts = in_order(line.node)
    put_in = [part for part in parts if part is not line.node or not part.parts]
    put_in = [part for part in put_in if part in line.names or not part.parts]
    shown, text = _shown(values[line.node]), ""
    for figures in FIGURES:
        taken = {part: _put_in(part, values[part], figures) for part in put_in}
        text = written(line.node, {}, taken)
        if _shown(worked_out([line.node], taken)[line.node]) == shown:
            break
    return text


def _put_in(part: Node, value: float, figures: int) -> float:
    """Return what is written for a number: what somebody has typed in full, others rounded."""
    typed = part.operation in (*SETTINGS, "number", "cap")
    if typed and rounded(value, TYPED) == value:
        return value
    return rounded(value, figures)


@cache
def _lines(optimizer: Optimizer, decaying: bool) -> tuple[_Line, ...]:
    """Return the lines of a rule; what weight decay does is left out where there is none."""
    traced = traced_rule(optimizer)
    outputs = [*traced.after, traced.step]
    if not decaying:
        outputs = [without(node, variable("weight_decay")) for node in outputs]
    before = dict(zip(optimizer.memory, traced.before, strict=True))
    results = dict(zip((*optimizer.memory, STEP), outputs, strict=True))
    symbols = {node: name for name, node in reversed(results.items()) if node.parts}
    symbols |= _letters([*results.values()], optimizer, symbols, traced.slope)
    draft = _Draft(before, symbols)
    for name, node in results.items():
        if node is not before.get(name):
            draft.write(name, node)
    return tuple(draft.lines)


def _letters(
    outputs: list[Node], optimizer: Optimizer, taken: Mapping[Node, str], slope: Node
) -> dict[Node, str]:
    """Give letters to what a rule works out once and uses twice."""
    order = dict.fromkeys(part for output in outputs for part in in_order(output))
    uses = Counter(part for node in order for part in node.parts)
    constants, ways = _unused("abc", "", optimizer), _unused("def", "", optimizer)
    slopes = _unused("g", "′", optimizer)
    letters: dict[Node, str] = {}
    for node in order:
        parts = in_order(node)
        operations = sum(bool(part.parts) for part in parts)
        if node in taken or uses[node] < 2 or operations < WORTH_A_LINE:
            continue
        remembers = any(part.operation in optimizer.memory for part in parts)
        kind = ways if remembers else slopes if slope in parts else constants
        letters[node] = next(kind)
    return letters


def _unused(letters: str, stroke: str, optimizer: Optimizer) -> Iterator[str]:
    """Yield letters that an optimizer has no use for, and then the same with more strokes."""
    while True:
        yield from (each + stroke for each in letters if each + stroke not in optimizer.memory)
        stroke += "′"


def _values(track: Track, step: int, axis: str, lines: tuple[_Line, ...]) -> dict[Node, float]:
    """Return the value of every part of a rule's lines, as it was at a step."""
    row, plan = track.rows[step - 1], track.plan_at(step)
    settings = {name: float(getattr(plan, name)) for name in SETTINGS if name != "t"}
    settings["learning_rate"] = float(track.learning_rate[step])
    settings["t"] = float(step if plan.plain else track.pages["updates"][step])
    # A rule goes down.
    settings["g"] = float(row[f"grad_{axis}"]) * (-1.0 if plan.ascend else 1.0)
    settings["p"] = float(row[axis])
    settings |= _remembered(track, step, axis)
    known = {variable(name): value for name, value in settings.items()}
    return worked_out([line.node for line in lines], known)


def _remembered(track: Track, step: int, axis: str) -> dict[str, float]:
    """Return what an optimizer remembered before a step, by its symbols."""
    optimizer = OPTIMIZERS[track.plan_at(step).optimizer]
    if track.plan_at(step - 1).optimizer != optimizer.name:
        return {name: optimizer.begins.get(name, 0.0) for name in optimizer.memory}
    page = track.pages[step - 1]
    return {
        name: float(page[f"{place}_{axis}"])
        for name, place in zip(optimizer.memory, MEMORIES, strict=False)
    }


def _cap_line(
    plan: Plan, lines: tuple[_Line, ...], values: Mapping[str, dict[Node, float]]
) -> tuple[_Line, ...]:
    """Return the line that shortens a step, where it was too long, and add its values."""
    step = next(line.node for line in lines if line.symbol == STEP)
    east, north = (values[axis][step] for axis in "xy")
    if not math.hypot(east, north) > plan.stride_cap:
        return ()
    squares = (power(each, number(2)) for each in (_EAST, _NORTH))
    node = multiply(_UNCAPPED, divide(_CAP, call("sqrt", add(*squares))))
    for axis in "xy":
        values[axis].update(
            {_CAP: plan.stride_cap, _EAST: east, _NORTH: north, _UNCAPPED: values[axis][step]}
        )
        values[axis].update(worked_out([node], values[axis]))
    return (_Line(STEP, node, {_UNCAPPED: STEP}, renewed=True),)
