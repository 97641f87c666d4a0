"""Expressions as machine code: LLVM compiles a height function in some twenty milliseconds.

A part is computed for four points at once, in the order of the expression and with its roundings:
nothing is contracted or reassociated, so that a height does not depend on its neighbours.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from mountain.expression import Node, in_order
from mountain.kernels import LANES, Surface

_FLOAT, _WHOLE = ir.DoubleType(), ir.IntType(64)
_FLOATS, _WHOLES = ir.VectorType(_FLOAT, LANES), ir.VectorType(_WHOLE, LANES)
#: The largest whole exponent that is worked out by multiplying.
HIGHEST_POWER = 64

_LOG2_E = 1.4426950408889634
# ln 2 in two parts, the second what the first leaves out.
_LN2_HIGH = 0.6931471805599453
_LN2_LOW = 2.3190468138462996e-17
_ROUNDER = 6755399441055744.0
_ROUNDER_BITS = 0x4338000000000000


def _floats(value: float) -> ir.Constant:
    return ir.Constant(_FLOATS, [float(value)] * LANES)


def _wholes(value: int) -> ir.Constant:
    return ir.Constant(_WHOLES, [value] * LANES)


class _Writer:
    """Writes operations on four numbers at once to the end of a function."""

    def __init__(self, function: ir.Function) -> None:
        self._module = function.module
        self.builder = ir.IRBuilder(function.append_basic_block())

    def _declared(self, name: str, kind: ir.Type, count: int) -> ir.Function:
        declared = self._module.globals.get(name)
        return declared or ir.Function(self._module, ir.FunctionType(kind, [kind] * count), name)

    def at_once(self, name: str, *values: ir.Value) -> ir.Value:
        """Call what the processor does for four numbers."""
        intrinsic = self._declared(f"llvm.{name}.v{LANES}f64", _FLOATS, len(values))
        return self.builder.call(intrinsic, values)

    def one_by_one(self, name: str, *values: ir.Value) -> ir.Value:
        """Call the system's mathematics for one number after the other."""
        function, result = self._declared(name, _FLOAT, len(values)), _floats(math.nan)
        for lane in (ir.Constant(_WHOLE, each) for each in range(LANES)):
            singles = [self.builder.extract_element(value, lane) for value in values]
            result = self.builder.insert_element(result, self.builder.call(function, singles), lane)
        return result

    def fused(self, first: ir.Value, second: ir.Value, third: ir.Value) -> ir.Value:
        """Write first * second + third, rounded once."""
        return self.at_once("fma", first, second, third)


def _series(write: _Writer, r: ir.Value, r2: ir.Value, first: int) -> ir.Value:
    """Write four terms of the exponential series, from r^first on, divided by that."""
    terms = [_floats(1 / math.factorial(first + each)) for each in range(4)]
    odd = write.fused(r, terms[3], terms[2])
    return write.fused(r2, odd, write.fused(r, terms[1], terms[0]))


def _exp(write: _Writer, value: ir.Value) -> ir.Value:
    """Write e^value to one unit in the last place.

    Cody and Waite's reduction to half a power of two, then the Taylor series to r^13. The scale is
    put on in two halves, so that results fade into 0 and infinity as they should.
    """
    build = write.builder
    # Adding 1.5·2^52 leaves the rounded quotient in the low bits of the sum.
    shifted = write.fused(value, _floats(_LOG2_E), _floats(_ROUNDER))
    quotient = build.fsub(shifted, _floats(_ROUNDER))
    r = write.fused(quotient, _floats(-_LN2_HIGH), value)
    r = write.fused(quotient, _floats(-_LN2_LOW), r)
    r2 = build.fmul(r, r)
    r4 = build.fmul(r2, r2)
    low, middle, high = (_series(write, r, r2, first) for first in (2, 6, 10))
    tail = write.fused(build.fmul(r4, r4), high, write.fused(r4, middle, low))
    whole = build.fadd(_floats(1.0), write.fused(r2, tail, r))
    power = build.sub(build.bitcast(shifted, _WHOLES), _wholes(_ROUNDER_BITS))
    half = build.ashr(power, _wholes(1))
    for part in (half, build.sub(power, half)):
        scale = build.shl(build.add(part, _wholes(1023)), _wholes(52))
        whole = build.fmul(whole, build.bitcast(scale, _FLOATS))
    under = build.fcmp_ordered("<", value, _floats(-746.0))
    over = build.fcmp_ordered(">", value, _floats(710.0))
    return build.select(over, _floats(math.inf), build.select(under, _floats(0.0), whole))


def _power(write: _Writer, base: ir.Value, exponent: Node, value: ir.Value) -> ir.Value:
    """Write base^exponent; a small whole exponent by squaring."""
    if exponent.operation != "number" or not float(exponent.value).is_integer():
        return write.one_by_one("pow", base, value)
    left = abs(int(exponent.value))
    if left > HIGHEST_POWER:
        return write.one_by_one("pow", base, value)
    result, square = None, base
    while left:
        if left & 1:
            result = square if result is None else write.builder.fmul(result, square)
        left >>= 1
        square = write.builder.fmul(square, square) if left else square
    return result if exponent.value > 0 else write.builder.fdiv(_floats(1.0), result)


_SIGNS: dict[str, Callable[[ir.IRBuilder], Callable[..., ir.Value]]] = {
    "+": lambda build: build.fadd,
    "-": lambda build: build.fsub,
    "*": lambda build: build.fmul,
    "/": lambda build: build.fdiv,
    "negative": lambda build: build.fneg,
}
#: Functions that every processor knows for four numbers.
_AT_ONCE = {"sqrt": "sqrt", "abs": "fabs"}


def _written(write: _Writer, node: Node, values: dict[Node, ir.Value]) -> ir.Value:
    parts = [values[part] for part in node.parts]
    if node.operation == "number":
        return _floats(node.value)
    if node.operation == "^":
        return _power(write, parts[0], node.parts[1], parts[1])
    if node.operation == "exp":
        return _exp(write, parts[0])
    if node.operation in _AT_ONCE:
        return write.at_once(_AT_ONCE[node.operation], *parts)
    if node.operation in _SIGNS:
        return _SIGNS[node.operation](write.builder)(*parts)
    return write.one_by_one(node.operation, *parts)


def _write_block(module: ir.Module, node: Node, name: str) -> ir.Function:
    """Write the function of four points."""
    block = ir.Function(module, ir.FunctionType(_FLOATS, [_FLOATS, _FLOATS]), f"{name}_block")
    block.linkage = "internal"
    # In a loop LLVM would load all constants ahead, which for one block takes as long as its work.
    block.attributes.add("noinline")
    write = _Writer(block)
    values: dict[Node, ir.Value] = {}
    for each in in_order(node):
        variable = {"x": 0, "y": 1}.get(each.operation)
        values[each] = _written(write, each, values) if variable is None else block.args[variable]
    write.builder.ret(values[node])
    return block


def _write_surface(module: ir.Module, node: Node, name: str) -> None:
    """Write the function of many points, which goes through them by fours."""
    block = _write_block(module, node, name)
    surface = ir.Function(module, ir.FunctionType(ir.VoidType(), [_WHOLE] * 4), name)
    count, *addresses = surface.args
    build = ir.IRBuilder(surface.append_basic_block())
    before, body, after = build.block, *(surface.append_basic_block() for _ in range(2))
    arrays = [build.inttoptr(address, _FLOAT.as_pointer()) for address in addresses]
    build.cbranch(build.icmp_signed(">", count, ir.Constant(_WHOLE, 0)), body, after)
    build.position_at_end(body)
    index = build.phi(_WHOLE)
    at = [build.bitcast(build.gep(each, [index]), _FLOATS.as_pointer()) for each in arrays]
    points = [build.load(place, align=8) for place in at[:2]]
    build.store(build.call(block, points), at[2], align=8)
    following = build.add(index, ir.Constant(_WHOLE, LANES))
    index.add_incoming(ir.Constant(_WHOLE, 0), before)
    index.add_incoming(following, body)
    build.cbranch(build.icmp_signed("<", following, count), body, after)
    build.position_at_end(after)
    build.ret_void()


def _machine() -> Any:
    """Return a compiler for this very processor; an engine takes it over."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_triple(llvm.get_process_triple()).create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=2,
        jit=True,
    )


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
    module = ir.Module("surfaces")
    names = [f"surface_{index}" for index in range(len(nodes))]
    for node, name in zip(nodes, names, strict=True):
        _write_surface(module, node, name)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(str(module)), _machine())
    engine.finalize_object()
    return tuple(Surface(engine.get_function_address(name), engine) for name in names)
