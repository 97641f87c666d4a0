"""Machine code: writes an expression's operations, several numbers at once, in LLVM's language.

Nothing is contracted or reassociated but what is said so here, so that a number does not depend on
its neighbours, nor on the processor.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

from mountain.exponential import exp, tanh
from mountain.expression import Node, in_order
from mountain.logarithm import log
from mountain.lookup import kept_by, write_lookup
from mountain.products import (
    HIGHEST_POWER,
    fused,
    fusible,
    has_share,
    multiplied,
    shape_of,
)
from mountain.rounded import square_root, takes
from mountain.spline import Lookup
from mountain.trigonometry import cos, sin, tan
from mountain.writer import Writer

#: With more functions of our own than this, compiling takes longer than a walker waits.
_MANY = 24
#: The sixth power of this is far from the largest number.
_USUAL = 1e30
#: What the system is told of pages, `MADV_DONTNEED`.
_NOT_NEEDED = 4


def _sign(write: Writer, value: ir.Value) -> ir.Value:
    """Write 1, 0 or -1 with the sign of a number."""
    zero = write.number(0.0)
    one = write.at_once("copysign", write.number(1.0), value)
    unequal = write.builder.fcmp_ordered("!=", *write.alike(value, zero))
    return write.chosen(unequal, one, write.operation("fadd", value, zero))


def _more(sign: str, write: Writer, left: ir.Value, right: ir.Value) -> ir.Value:
    """Write which of two is more in one sense, and neither where one is not a number."""
    value = write.chosen(write.compared(sign, left, right), left, right)
    known = write.builder.fcmp_ordered("ord", *write.alike(left, right))
    return write.chosen(known, value, write.number(math.nan))


def _quotient(write: Writer, left: ir.Value, right: ir.Value, divisor: Node) -> ir.Value:
    """Write left/right; by a usual constant, by multiplying with one by it: dividing takes long."""
    if has_share(divisor):
        return write.operation("fmul", left, write.number(1 / divisor.value))
    return write.operation("fdiv", left, right)


def _opposite(write: Writer, node: Node, values: Mapping[Node, ir.Value]) -> ir.Value:
    """Write -node; of a share, by taking the opposite share, which is the same to the bit."""
    if node.operation == "/" and has_share(node.parts[1]):
        share = write.number(-1 / node.parts[1].value)
        return write.operation("fmul", values[node.parts[0]], share)
    if node.operation == "*" and node.parts[0].operation == "number":
        factor = write.number(-node.parts[0].value)
        return write.operation("fmul", factor, values[node.parts[1]])
    return write.operation("fneg", values[node])


def _with_root(write: Writer, base: ir.Value, exponent: float) -> ir.Value:
    """Write a power of a whole number and a half."""
    base = write.spread(base)
    root, whole = _square_root(write, base), int(abs(exponent))
    # As arrays have it.
    if exponent == 0.5:
        return root
    result = write.operation("fmul", multiplied(write, base, whole), root) if whole else root
    if exponent < 0:
        result = write.operation("fdiv", write.number(1.0), result)
    # The system has rules of its own for what lies at the ends.
    size, edge = write.at_once("fabs", base), write.compared("==", base, write.number(0.0))
    edge = write.builder.or_(edge, write.compared("==", size, write.number(math.inf)))
    return write.rarely(edge, result, lambda: write.aside("pow", base, write.number(exponent)))


def _square_root(write: Writer, value: ir.Value) -> ir.Value:
    return square_root(write, value) if takes(write, value) else write.at_once("sqrt", value)


def _power(write: Writer, base: ir.Value, exponent: Node, value: ir.Value) -> ir.Value:
    """Write base^exponent; a small whole exponent by squaring, half of one with a root."""
    constant = exponent.operation == "number" and abs(exponent.value) <= HIGHEST_POWER
    if not constant or not float(2 * exponent.value).is_integer():
        return write.one_by_one("pow", base, value)
    if not float(exponent.value).is_integer():
        return _with_root(write, base, exponent.value)
    result = multiplied(write, base, abs(int(exponent.value)))
    if exponent.value > 0:
        return result
    return write.operation("fdiv", write.number(1.0), result)


_SIGNS = {"+": "fadd", "-": "fsub", "*": "fmul"}
#: Functions that every processor knows for several numbers.
_AT_ONCE = {"abs": "fabs", "floor": "floor", "ceil": "ceil"}
#: Functions of our own.
_LONG: dict[str, Callable[[Writer, ir.Value], ir.Value]] = {
    "exp": exp,
    "tanh": tanh,
    "log": log,
    "sin": sin,
    "cos": cos,
    "tan": tan,
}
_SHORT: dict[str, Callable[..., ir.Value]] = {
    "sqrt": _square_root,
    "sign": _sign,
    "max": partial(_more, ">"),
    "min": partial(_more, "<"),
}


def _written(write: Writer, node: Node, values: Mapping[Node, ir.Value]) -> ir.Value:
    parts = [values[part] for part in node.parts]
    if node.operation == "number":
        return write.number(node.value)
    if isinstance(node, Lookup):
        return write_lookup(write, node, parts)
    if node.operation == "^":
        return _power(write, parts[0], node.parts[1], parts[1])
    if node.operation == "/":
        return _quotient(write, parts[0], parts[1], node.parts[1])
    if node.operation == "negative":
        return _opposite(write, node.parts[0], values)
    if node.operation == "exp":
        return _exponential(write, node.parts[0], values)
    if node.operation in _LONG:
        own = _LONG[node.operation]
        return write.apart(node.operation, own, parts) if write.sparing else own(write, *parts)
    if node.operation in _SHORT:
        return _SHORT[node.operation](write, *parts)
    if node.operation in _AT_ONCE:
        return write.at_once(_AT_ONCE[node.operation], *parts)
    if node.operation in _SIGNS:
        return write.operation(_SIGNS[node.operation], *parts)
    return write.one_by_one(node.operation, *parts)


def _exponential(write: Writer, node: Node, values: Mapping[Node, ir.Value]) -> ir.Value:
    """Write an exponential; of a multiple, without rounding the multiple first."""
    factor, part = _multiple(node)
    own = partial(exp, factor=factor)
    if write.sparing:
        return write.apart(f"exp_by_{factor.hex()}", own, [values[part]])
    return own(write, values[part])


def _multiple(node: Node) -> tuple[float, Node]:
    """Return a usual factor and what it is multiplied by."""
    sign, inner = (-1.0, node.parts[0]) if node.operation == "negative" else (1.0, node)
    if inner.operation == "/" and _is_usual(inner.parts[1]):
        return sign / inner.parts[1].value, inner.parts[0]
    if inner.operation == "*" and _is_usual(inner.parts[0]):
        return sign * inner.parts[0].value, inner.parts[1]
    return sign, inner


def _is_usual(factor: Node) -> bool:
    """Tell whether a factor is a constant whose powers are far from the ends of the numbers."""
    return factor.operation == "number" and 1 / _USUAL <= abs(factor.value) <= _USUAL


def begun(name: str, nodes: Sequence[Node], times: int = 1) -> ir.Module:
    """Begin to write some expressions, each so many times; sparingly where they are long."""
    module = ir.Module(name)
    long = sum(each.operation in _LONG for node in nodes for each in in_order(node))
    module.sparing = times * long > _MANY
    return module


def write_all(write: Writer, nodes: Sequence[Node], values: dict[Node, ir.Value]) -> None:
    """Write what expressions need besides the values that are there already."""
    shapes: dict[Node, int] = {}
    for each in in_order(*nodes):
        write_part(write, each, values, shapes)


def write_part(
    write: Writer, node: Node, values: dict[Node, ir.Value], shapes: dict[Node, int]
) -> None:
    """Write an expression whose parts are written, and note its shape, unless it is there.

    A product that is added to something is fused with it, see `fusible`.
    """
    shapes[node] = shape_of(node, shapes)
    if node in values:
        return
    product = fusible(node, shapes)
    if product is None:
        values[node] = _written(write, node, values)
    else:
        values[node] = fused(write, node, product, values)


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
