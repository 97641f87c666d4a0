"""Height functions and rules as machine code, which takes some twenty milliseconds.

A height function works on four points at once, a rule on both axes at once; for a crowd both take
more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import cache, partial

from llvmlite import ir

from mountain.callees import (
    AROUND,
    LANES,
    MEMORY_ROW,
    POSITION_ROW,
    SLOPE_ROW,
    STEP_ROW,
    CompiledRule,
    Phone,
    Surface,
)
from mountain.expression import Node, X, Y, in_order
from mountain.machine import begun, compiled, write_all
from mountain.optimizers import SETTINGS, Optimizer
from mountain.phone import PROBES, write_phone
from mountain.rules import TracedRule, traced_rule
from mountain.symbols import symbol
from mountain.writer import FLOAT, POINTER, WHOLE, Writer, in_turns

#: What is remembered and smaller than this is nothing: processors are slow with what is smaller.
FAINTEST = 1e-300
AXES = 2


def _write_block(module: ir.Module, node: Node, name: str) -> ir.Function:
    """Write the function of four points."""
    floats = ir.VectorType(FLOAT, LANES)
    block = ir.Function(module, ir.FunctionType(floats, [floats, floats]), f"{name}_block")
    block.linkage = "internal"
    # In a loop LLVM would load all constants ahead, which for one block takes as long as its work.
    block.attributes.add("noinline")
    write = Writer(block, LANES)
    write.builder.ret(_height(write, node, *block.args))
    return block


def _height(write: Writer, node: Node, x: ir.Value, y: ir.Value) -> ir.Value:
    values: dict[Node, ir.Value] = {X: x, Y: y}
    write_all(write, [node], values)
    return write.spread(values[node])


def _write_surface(module: ir.Module, node: Node, name: str) -> None:
    """Write the function of many points, which goes through them by fours."""
    block = _write_block(module, node, name)
    surface = ir.Function(module, ir.FunctionType(ir.VoidType(), [WHOLE] * 4), name)
    count, *addresses = surface.args
    build = ir.IRBuilder(surface.append_basic_block())
    arrays = [build.inttoptr(address, POINTER) for address in addresses]
    around = build.icmp_signed("==", count, ir.Constant(WHOLE, AROUND))
    with build.if_then(around):
        _write_around(build, block, *arrays)
        build.ret_void()
    with in_turns(build, count, LANES) as (write, index):
        inside, floats = write.builder, write.floats.as_pointer()
        at = [inside.bitcast(inside.gep(each, [index]), floats) for each in arrays]
        points = [inside.load(place, align=8) for place in at[:2]]
        inside.store(inside.call(block, points), at[2], align=8)
    build.ret_void()


def _write_around(
    build: ir.IRBuilder, block: ir.Function, xs: ir.Value, ys: ir.Value, out: ir.Value
) -> None:
    """Write the four probes of a reading: east, west, north and south of the one place."""
    x, y = build.load(xs), build.load(ys)
    h = build.load(build.gep(xs, [ir.Constant(WHOLE, 1)]))
    places = (
        (build.fadd(x, h), build.fsub(x, h), x, x),
        (y, y, build.fadd(y, h), build.fsub(y, h)),
    )
    points = []
    for axis in places:
        vector = ir.Constant(block.args[0].type, ir.Undefined)
        for lane, each in enumerate(axis):
            vector = build.insert_element(vector, each, ir.Constant(WHOLE, lane))
        points.append(vector)
    to = build.bitcast(out, block.args[0].type.as_pointer())
    build.store(build.call(block, points), to, align=8)


def _write_rule(module: ir.Module, traced: TracedRule, lanes: int, *, moving: bool) -> None:
    """Write the function that makes a step of a reading, for both axes of hikers at once."""
    rule = ir.Function(module, ir.FunctionType(ir.VoidType(), [WHOLE] * 3), "rule")
    build = (once := Writer(rule, lanes)).builder
    settings, state = (build.inttoptr(address, POINTER) for address in rule.args[1:])
    values: dict[Node, ir.Value] = {}
    for index, each in enumerate(SETTINGS):
        values[symbol(each).node] = build.load(build.gep(settings, [ir.Constant(WHOLE, index)]))
    # What holds for all hikers is worked out before the loop, and once.
    write_all(once, _settled(traced, set(values)), values)
    shares = {
        divisor: once.operation("fdiv", once.number(1.0), values[divisor])
        for divisor in _divisors(traced)
        if divisor in values
    }
    if lanes == AXES:
        alone = ir.Constant(WHOLE, AXES), ir.Constant(WHOLE, 0)
        _write_step(
            once, traced, values, shares, partial(_place, once, state, *alone), moving=moving
        )
    else:
        across = build.mul(rule.args[0], ir.Constant(WHOLE, AXES))
        with in_turns(build, across, lanes) as (write, index):
            in_turn = partial(_place, write, state, across, index)
            _write_step(write, traced, values, shares, in_turn, moving=moving)
    build.ret_void()


def _settled(traced: TracedRule, settings: Set[Node]) -> list[Node]:
    """Return the parts of a rule that need the settings only."""
    known = set(settings)
    for node in in_order(*traced.after, traced.step):
        if node.operation == "number" or (node.parts and known.issuperset(node.parts)):
            known.add(node)
    return [node for node in in_order(*traced.after, traced.step) if node in known]


def _divisors(traced: TracedRule) -> list[Node]:
    """Return what a rule divides by."""
    order = in_order(*traced.after, traced.step)
    return [node.parts[1] for node in order if node.operation == "/"]


def _place(write: Writer, state: ir.Value, across: ir.Value, index: ir.Value, row: int) -> ir.Value:
    """Write where a row's numbers begin that are next in turn."""
    build = write.builder
    first = build.add(build.mul(across, ir.Constant(WHOLE, row)), index)
    return build.gep(state, [first])


def _write_step(
    write: Writer,
    traced: TracedRule,
    settled: Mapping[Node, ir.Value],
    shares: Mapping[Node, ir.Value],
    place: Callable[[int], ir.Value],
    *,
    moving: bool,
) -> None:
    """Write how the rows after a step come of the rows before it, and the step or where it leads.

    What would be divided by a number that has a share, one by it, is multiplied by that.
    """
    memory_rows = range(MEMORY_ROW, MEMORY_ROW + len(traced.before))
    values = {**settled, traced.slope: _loaded(write, place(SLOPE_ROW))}
    values[traced.position] = _loaded(write, place(POSITION_ROW))
    for row, node in zip(memory_rows, traced.before, strict=True):
        values[node] = _loaded(write, place(row))
    for node in in_order(*traced.after, traced.step):
        if node not in values and node.operation == "/" and node.parts[1] in shares:
            share = shares[node.parts[1]]
            values[node] = write.operation("fmul", values[node.parts[0]], share)
        write_all(write, [node], values)
        if node.operation == "sign" and node not in settled:
            values[node] = _finite(write, values[node], values[node.parts[0]])
    for row, node in zip((*memory_rows, STEP_ROW), (*traced.after, traced.step), strict=True):
        value = write.spread(values[node])
        if row != STEP_ROW:
            faint = write.compared("<", write.at_once("fabs", value), write.number(FAINTEST))
            value = write.chosen(faint, write.number(0.0), value)
        elif moving:
            value = write.operation("fadd", values[traced.position], value)
        to = place(POSITION_ROW if moving and row == STEP_ROW else row)
        write.builder.store(value, write.builder.bitcast(to, write.floats.as_pointer()), align=8)


def _finite(write: Writer, value: ir.Value, of: ir.Value) -> ir.Value:
    """Write what leads nowhere when it is of something without an end."""
    return write.operation("fadd", value, write.operation("fsub", of, of))


def _loaded(write: Writer, place: ir.Value) -> ir.Value:
    build, lanes = write.builder, write.floats.count
    if lanes > AXES:
        return build.load(build.bitcast(place, write.floats.as_pointer()), align=8)
    # One by one, because the kernel has just written them so.
    numbers = ir.Constant(write.floats, ir.Undefined)
    for lane in (ir.Constant(WHOLE, each) for each in range(lanes)):
        numbers = build.insert_element(numbers, build.load(build.gep(place, [lane])), lane)
    return numbers


def compiled_surfaces(nodes: Sequence[Node]) -> tuple[Surface, ...]:
    """Compile expressions to functions that the kernels call.

    Parameters
    ----------
    nodes : sequence of Node
        Expressions in x and y.

    Returns
    -------
    tuple of Surface
        One for each. All have one signature, so that no kernel is compiled again.
    """
    module = begun("surfaces", nodes)
    names = [f"surface_{index}" for index in range(len(nodes))]
    for node, name in zip(nodes, names, strict=True):
        _write_surface(module, node, name)
    engine = compiled(module)
    return tuple(Surface(engine.get_function_address(name), engine) for name in names)


def compiled_phone(node: Node) -> Phone:
    """Compile a crowd's reading on the height that an expression in x and y gives."""
    module = begun("phone", [node], PROBES)
    write_phone(module, node, "phone")
    engine = compiled(module)
    return Phone(engine.get_function_address("phone"), engine)


@cache
def compiled_rule(optimizer: Optimizer, lanes: int = AXES, *, moving: bool = False) -> CompiledRule:
    """Compile an optimizer's rule to a function that the walk calls.

    Of two lanes it is for a single hiker, of `CROWD_LANES` for a crowd, which it may move as well.
    """
    module = ir.Module("rule")
    _write_rule(module, traced_rule(optimizer), lanes, moving=moving)
    engine = compiled(module)
    return CompiledRule(engine.get_function_address("rule"), engine)
