"""Machine code: writes an expression's operations, several numbers at once, in LLVM's language.

Nothing is contracted or reassociated but what is said so here, so that a number does not depend on
its neighbours, nor on the processor.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from mountain.expression import Node, in_order
from mountain.lookup import kept_by, write_lookup
from mountain.rounded import square_root, takes
from mountain.spline import Lookup
from mountain.writer import Writer

#: The largest whole exponent that is worked out by multiplying.
HIGHEST_POWER = 64

#: What the system is told of pages, `MADV_DONTNEED`.
_NOT_NEEDED = 4
_LOG2_E = 1.4426950408889634
# ln 2 in two parts, the second what the first leaves out.
_LN2_HIGH = 0.6931471805599453
_LN2_LOW = 2.3190468138462996e-17
_ROUNDER = 6755399441055744.0
_ROUNDER_BITS = 0x4338000000000000


def _series(write: Writer, r: ir.Value, r2: ir.Value, first: int) -> ir.Value:
    """Write four terms of the exponential series, from r^first on, divided by that."""
    terms = [write.number(1 / math.factorial(first + each)) for each in range(4)]
    odd = write.fused(r, terms[3], terms[2])
    return write.fused(r2, odd, write.fused(r, terms[1], terms[0]))


def _exp(write: Writer, value: ir.Value) -> ir.Value:
    """Write e^value to one unit in the last place.

    Cody and Waite's reduction to half a power of two, then the Taylor series to r^13. The scale is
    put on in two halves, so that results fade into 0 and infinity as they should.
    """
    build, value = write.builder, write.spread(value)
    # Adding 1.5·2^52 leaves the rounded quotient in the low bits of the sum.
    shifted = write.fused(value, write.number(_LOG2_E), write.number(_ROUNDER))
    quotient = write.operation("fsub", shifted, write.number(_ROUNDER))
    r = write.fused(quotient, write.number(-_LN2_HIGH), value)
    r = write.fused(quotient, write.number(-_LN2_LOW), r)
    r2 = build.fmul(r, r)
    r4 = build.fmul(r2, r2)
    low, middle, high = (_series(write, r, r2, first) for first in (2, 6, 10))
    tail = write.fused(build.fmul(r4, r4), high, write.fused(r4, middle, low))
    whole = write.operation("fadd", write.number(1.0), write.fused(r2, tail, r))
    power = build.sub(build.bitcast(shifted, write.wholes), write.whole(_ROUNDER_BITS))
    half = build.ashr(power, write.whole(1))
    for part in (half, build.sub(power, half)):
        scale = build.shl(build.add(part, write.whole(1023)), write.whole(52))
        whole = build.fmul(whole, build.bitcast(scale, write.floats))
    under = write.compared("<", value, write.number(-746.0))
    over = write.compared(">", value, write.number(710.0))
    bounded = write.chosen(under, write.number(0.0), whole)
    return write.chosen(over, write.number(math.inf), bounded)


def _sign(write: Writer, value: ir.Value) -> ir.Value:
    """Write 1, 0 or -1 with the sign of a number."""
    zero = write.number(0.0)
    unsigned = write.chosen(write.compared("==", value, zero), value, write.number(1.0))
    signed = write.at_once("copysign", unsigned, value)
    # What has no end leads nowhere: a hiker who has read such a slope is lost for good.
    return write.operation("fadd", signed, write.operation("fsub", value, value))


def _power(write: Writer, base: ir.Value, exponent: Node, value: ir.Value) -> ir.Value:
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
    if exponent.value > 0:
        return result
    return write.operation("fdiv", write.number(1.0), result)


_SIGNS = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv", "negative": "fneg"}
#: Functions that every processor knows for several numbers.
_AT_ONCE = {"sqrt": "sqrt", "abs": "fabs"}
_OWN: dict[str, Callable[[Writer, ir.Value], ir.Value]] = {"exp": _exp, "sign": _sign}


def _written(write: Writer, node: Node, values: Mapping[Node, ir.Value]) -> ir.Value:
    parts = [values[part] for part in node.parts]
    if node.operation == "number":
        return write.number(node.value)
    if isinstance(node, Lookup):
        return write_lookup(write, node, parts)
    if node.operation == "^":
        return _power(write, parts[0], node.parts[1], parts[1])
    if node.operation == "sqrt" and takes(write, parts[0]):
        return square_root(write, parts[0])
    if node.operation in _OWN:
        return _OWN[node.operation](write, parts[0])
    if node.operation in _AT_ONCE:
        return write.at_once(_AT_ONCE[node.operation], *parts)
    if node.operation in _SIGNS:
        return write.operation(_SIGNS[node.operation], *parts)
    return write.one_by_one(node.operation, *parts)


def write_all(
    write: Writer, nodes: Sequence[Node], values: dict[Node, ir.Value], *, fusing: bool = False
) -> None:
    """Write what expressions need besides the values that are there already.

    Where that is wanted, a product that is added to something is fused with it; a sum of two
    products is not, for either could be the one that is rounded.
    """
    for each in in_order(*nodes):
        if each not in values:
            fused = _fused(write, each, values) if fusing else None
            values[each] = fused if fused is not None else _written(write, each, values)


def _fused(write: Writer, node: Node, values: Mapping[Node, ir.Value]) -> ir.Value | None:
    """Write a sum of a product and of something else, rounded once; None for all else."""
    products = [part for part in node.parts if part.operation == "*"]
    if node.operation != "+" or len(products) != 1:
        return None
    (other,) = [part for part in node.parts if part is not products[0]]
    first, second = (values[part] for part in products[0].parts)
    return write.fused(first, second, values[other])


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


def compiled(module: ir.Module) -> Any:
    """Compile what has been written; the functions live as long as what is returned."""
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(str(module)), _machine())
    engine.finalize_object()
    engine.kept = kept_by(module)
    return engine


def give_back_compiler() -> None:
    """Give the memory that the compiler's own code takes back to the system, some 50 MB.

    Nothing is lost: when the compiler is needed again, the system brings its code from the file.
    Does nothing where the system does not tell what is in memory, as Linux does.
    """
    memory = Path("/proc/self/maps")
    if not memory.is_file():
        return
    system = ctypes.CDLL(None)
    for line in memory.read_text(encoding="utf-8").splitlines():
        place, permissions, *_, file = line.split(maxsplit=5)
        # Only what nobody can have written to is the same in the file.
        if permissions == "r-xp" and "libllvmlite" in file:
            begin, end = (int(edge, 16) for edge in place.split("-"))
            system.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _NOT_NEEDED)
