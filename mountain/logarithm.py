"""Logarithms as arithmetic, for several numbers at once."""

from __future__ import annotations

import math

from llvmlite import ir

from mountain.writer import ROUNDER, ROUNDER_BITS, Writer

# ln 2 in two parts, the second what the first leaves out.
_LN2_HIGH, _LN2_LOW = 0.6931471805599453, 2.3190468138462996e-17
#: (2·artanh(s)/s - 2)/s² by s², for s = f/(2 + f), √½ <= 1 + f <= √2, to 2e-18 of the whole.
_TERMS = (
    0.6666666666666735,
    0.3999999999941109,
    0.2857142874326393,
    0.2222219847582475,
    0.18183569748686193,
    0.1531390301536254,
    0.14797510055970245,
)
_SQRT_HALF_BITS = 0x3FE6A09E667F3BCD
_DIGITS = 52
#: Below the first, a number has fewer digits than others; 2^54 times as large, it has them all.
_SMALLEST, _LARGER, _LARGER_POWER = 2.2250738585072014e-308, 18014398509481984.0, 54.0


def log(write: Writer, value: ir.Value) -> ir.Value:
    """Write the natural logarithm, to one unit in the last place.

    Of 2^k·(1 + f) with 1 + f near 1, as in Tang 1990, "Table-driven implementation of the logarithm
    function", without the table.
    """
    value = write.spread(value)
    f, k = _split(write, value)
    half_square = write.operation("fmul", write.operation("fmul", write.number(0.5), f), f)
    s = write.operation("fdiv", f, write.operation("fadd", write.number(2.0), f))
    z = write.operation("fmul", s, s)
    rest = write.operation("fmul", z, write.polynomial(z, write.operation("fmul", z, z), _TERMS))
    low = write.operation("fmul", s, write.operation("fadd", half_square, rest))
    low = write.fused(k, write.number(_LN2_LOW), low)
    near = write.operation("fsub", f, write.operation("fsub", half_square, low))
    whole = write.fused(k, write.number(_LN2_HIGH), near)
    return _where_there_is_one(write, value, whole)


def _split(write: Writer, value: ir.Value) -> tuple[ir.Value, ir.Value]:
    """Write f and k of 2^k·(1 + f)."""
    build = write.builder
    tiny = write.compared("<", value, write.number(_SMALLEST))
    larger = write.operation("fmul", value, write.number(_LARGER))
    bits = write.bits(write.chosen(tiny, larger, value))
    power = build.ashr(build.sub(bits, write.whole(_SQRT_HALF_BITS)), write.whole(_DIGITS))
    mantissa = write.of_bits(build.sub(bits, build.shl(power, write.whole(_DIGITS))))
    # A small whole number becomes a float when it is put into the low bits of a large one.
    total = write.of_bits(build.add(power, write.whole(ROUNDER_BITS)))
    k = write.operation("fsub", total, write.number(ROUNDER))
    corrected = write.operation("fsub", k, write.number(_LARGER_POWER))
    f = write.operation("fsub", mantissa, write.number(1.0))
    return f, write.chosen(tiny, corrected, k)


def _where_there_is_one(write: Writer, value: ir.Value, whole: ir.Value) -> ir.Value:
    """Write what takes the logarithm of positive numbers, and what there is for all others."""
    zero, endless = write.number(0.0), write.number(math.inf)
    positive = write.compared(">", value, zero)
    finite = write.compared("<", value, endless)
    beyond = write.chosen(positive, value, write.number(math.nan))
    none = write.compared("==", value, zero)
    other = write.chosen(none, write.number(-math.inf), beyond)
    return write.chosen(write.builder.and_(positive, finite), whole, other)
