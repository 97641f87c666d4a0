"""Square roots by multiplication, to the bit as the processor's own.

The processor estimates one by the root to 14 bits, Goldschmidt's products sharpen it, and a last
correction with the exact remainder rounds as the processor would: Markstein 1990, "Computation of
elementary functions on the IBM RISC System/6000 processor". Eight at once take less than half the
time, and beside them the processor has time to divide. Where a number is too large or too small for
that, the processor takes the root.
"""

from __future__ import annotations

from llvmlite import ir

from mountain.writer import Writer, has_feature

#: How many numbers an estimate is for.
LANES = 8
#: Between these, no remainder gets lost.
_SMALLEST, _LARGEST = 1e-100, 1e100


def takes(write: Writer, value: ir.Value) -> bool:
    """Tell whether a root is worked out sooner so: of eight numbers, where they are estimated."""
    return bool(
        value.type == write.floats and write.floats.count == LANES and has_feature("avx512f")
    )


def square_root(write: Writer, value: ir.Value) -> ir.Value:
    """Write the square root, of eight numbers."""
    half = write.number(0.5)
    share = _estimate(write, value)
    result, halved = (write.operation("fmul", each, share) for each in (value, half))
    for _ in range(2):
        short = write.fused(write.operation("fneg", result), halved, half)
        result, halved = (write.fused(each, short, each) for each in (result, halved))
    rest = write.fused(write.operation("fneg", result), result, value)
    result = write.fused(rest, halved, result)
    return _checked(write, value, result)


def _estimate(write: Writer, value: ir.Value) -> ir.Value:
    """Write one by the root, to 14 bits."""
    mask, name = ir.IntType(8), "llvm.x86.avx512.rsqrt14.pd.512"
    module = write.builder.module
    kind = ir.FunctionType(write.floats, [write.floats, write.floats, mask])
    function = module.globals.get(name) or ir.Function(module, kind, name)
    nothing = ir.Constant(write.floats, ir.Undefined)
    return write.builder.call(function, [value, nothing, ir.Constant(mask, 255)])


def _checked(write: Writer, value: ir.Value, result: ir.Value) -> ir.Value:
    """Write what takes a result where all eight are usual, and the processor's root otherwise."""
    build, before = write.builder, write.builder.block
    smallest = write.compared(">=", value, write.number(_SMALLEST))
    usual = build.and_(smallest, write.compared("<=", value, write.number(_LARGEST)))
    bits = ir.IntType(LANES)
    everywhere = ir.Constant(bits, (1 << LANES) - 1)
    some_unusual = build.icmp_unsigned("!=", build.bitcast(usual, bits), everywhere)
    with build.if_then(some_unusual, likely=False):
        root, there = write.at_once("sqrt", value), build.block
    chosen = build.phi(write.floats)
    chosen.add_incoming(result, before)
    chosen.add_incoming(root, there)
    return chosen
