"""Exponentials as arithmetic, for several numbers at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from llvmlite import ir

from mountain.writer import FLOAT, WHOLE, Writer, has_feature

_LOG2_E = 1.4426950408889634
# ln 2 in two parts, the second what the first leaves out.
_LN2_HIGH, _LN2_LOW = 0.6931471805599453, 2.3190468138462996e-17
#: (e^r - 1 - r)/r² for |r| <= ln 2/2, to 4e-18 of e^r: Remez's polynomial of that degree.
_TERMS = (
    0.5000000000000011,
    0.16666666666666413,
    0.041666666666530155,
    0.00833333333349447,
    0.0013888888943630361,
    0.00019841269506555356,
    2.4801493098733356e-05,
    2.755758639674158e-06,
    2.7630248422432483e-07,
    2.5000053878885227e-08,
)
_LN2 = Decimal("0.69314718055994530941723212145817656807550013436025525412068")
#: The numbers between 1 and 2 that the table has are so many: 2^4.
_SIXTEENTHS = 4
#: How many numbers the widest registers hold.
_WIDEST = 8
_POWERS = [Decimal(2) ** (Decimal(each) / 16) for each in range(16)]
_TABLE = [float(each) for each in _POWERS]
#: What the table leaves out.
_LOWS = [float(each - Decimal(near)) for each, near in zip(_POWERS, _TABLE, strict=True)]
#: (e^r - 1)/r for |r| <= ln 2/32, the first term exact, to 1.2e-17 of e^r: Remez's polynomial.
_NEAR = (
    1.0,
    0.5000000000000006,
    0.16666666664416963,
    0.0416666666596544,
    0.008333471951132567,
    0.0013889129027039896,
)
#: More than ln 2/32.
_FARTHEST = 0.03
#: Beyond these, e^value is 0 and infinite.
_FADED, _ENDLESS = -746.0, 710.0


def _reduced(write: Writer, value: ir.Value) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Write e^r - 1 for what a multiple of ln 2 leaves of a number, and the multiple.

    Cody and Waite 1980, "Software manual for the elementary functions", for the reduction.
    """
    quotient, total = write.nearest(value, _LOG2_E)
    r = write.fused(quotient, write.number(-_LN2_HIGH), value)
    r = write.fused(quotient, write.number(-_LN2_LOW), r)
    square = write.operation("fmul", r, r)
    tail = write.polynomial(r, square, _TERMS)
    return write.fused(square, tail, r), quotient, total


@dataclass(frozen=True)
class _Multiple:
    """What e^(factor·value) is worked out with.

    With q the multiple of 1/16 that is nearest to value·`share`, and r = value - q·`step`, it is
    2^q·e^(factor·r), where e^(factor·r) - 1 = r·(`terms`[0] + `terms`[1]·r + ...).
    """

    share: float
    step: float
    rest: float
    terms: Sequence[float]
    lows: Sequence[float]


@cache
def _multiple(factor: float) -> _Multiple:
    step = _LN2 / Decimal(factor)
    rest = float(step - Decimal(float(step)))
    powers = (factor**each for each in range(1, len(_NEAR) + 1))
    return _Multiple(
        share=_LOG2_E * factor,
        step=float(step),
        # A step that is off by a rounding is worth a product with the factor that is off by one;
        # products with powers of two never are.
        rest=rest if abs(math.frexp(factor)[0]) == 0.5 else 0.0,
        terms=[term * power for term, power in zip(_NEAR, powers, strict=True)],
        lows=[low / factor for low in _LOWS],
    )


def exp(write: Writer, value: ir.Value, factor: float = 1.0) -> ir.Value:
    """Write e^(factor·value), to one unit in the last place where the factor is a power of two.

    With any other it is, as near, what a factor off by a rounding makes of it; the product itself
    is never rounded. Of 2^(k/16), out of a table, and of what is left, as in Tang 1989,
    "Table-driven implementation of the exponential function".
    """
    value, by = write.spread(value), _multiple(factor)
    if not write.scales_from_afar:
        value = _held(write, value, sorted((_FADED / factor, _ENDLESS / factor)))
    quotient, total = write.nearest(value, by.share, _SIXTEENTHS)
    r = write.fused(quotient, write.number(-by.step), value)
    if by.rest:
        r = write.fused(quotient, write.number(-by.rest), r)
    if write.scales_from_afar:
        # Where this changes anything, the scale alone makes the result 0, infinite or no number.
        r = write.held(r, abs(_FARTHEST / factor))
    share = write.number(by.terms[-1])
    for term in reversed(by.terms[:-1]):
        share = write.fused(r, share, write.number(term))
    bits = write.bits(total)
    table, low = _entries(write, _TABLE, bits), _entries(write, by.lows, bits)
    whole = write.fused(write.fused(table, r, low), share, table)
    return write.scaled(whole, quotient, total, _SIXTEENTHS)


def _held(write: Writer, value: ir.Value, bounds: Sequence[float]) -> ir.Value:
    for sign, bound in zip("<>", bounds, strict=True):
        beyond = write.compared(sign, value, write.number(bound))
        value = write.chosen(beyond, write.number(bound), value)
    return value


def _entries(write: Writer, table: Sequence[float], bits: ir.Value) -> ir.Value:
    """Write the numbers of a table of sixteen that the last four bits of whole ones name."""
    if has_feature("avx512f"):
        return _permuted(write, table, bits)
    build, kind = write.builder, ir.ArrayType(FLOAT, len(table))
    name = f"table_{'_'.join(each.hex() for each in table[:4])}"
    known = build.module.globals.get(name) or ir.GlobalVariable(build.module, kind, name)
    known.initializer, known.global_constant = ir.Constant(kind, [*table]), True
    known.linkage = "internal"
    last = build.and_(bits, write.whole(len(table) - 1))
    result = ir.Constant(write.floats, ir.Undefined)
    for lane in (ir.Constant(WHOLE, each) for each in range(write.floats.count)):
        place = [ir.Constant(WHOLE, 0), build.extract_element(last, lane)]
        result = build.insert_element(result, build.load(build.gep(known, place)), lane)
    return result


def _permuted(write: Writer, table: Sequence[float], bits: ir.Value) -> ir.Value:
    """Write what takes numbers of a table out of two registers; other bits are not looked at."""
    lanes = write.floats.count
    floats, wholes = (ir.VectorType(kind, _WIDEST) for kind in (FLOAT, WHOLE))
    wide = _of_lanes(write, bits, [min(each, lanes) for each in range(_WIDEST)])
    low, high = (ir.Constant(floats, [*table[at : at + _WIDEST]]) for at in (0, _WIDEST))
    name = "llvm.x86.avx512.vpermi2var.pd.512"
    function = write.declared(name, floats, [floats, wholes, floats])
    return _of_lanes(write, write.builder.call(function, [low, wide, high]), [*range(lanes)])


def _of_lanes(write: Writer, value: ir.Value, lanes: Sequence[int]) -> ir.Value:
    """Write a vector of some lanes of another; past its end there is anything."""
    anything = ir.Constant(value.type, ir.Undefined)
    picked = ir.Constant(ir.VectorType(ir.IntType(32), len(lanes)), [*lanes])
    return write.builder.shuffle_vector(value, anything, picked)


def tanh(write: Writer, value: ir.Value) -> ir.Value:
    """Write the hyperbolic tangent, to two units in the last place: u/(u + 2), u = e^2|x| - 1."""
    value = write.spread(value)
    double = write.operation("fmul", write.number(2.0), write.at_once("fabs", value))
    # From there on, nothing but 1 is near enough; what is not a number stays so.
    far = write.compared(">", double, write.number(40.0))
    double = write.chosen(far, write.number(40.0), double)
    grown, quotient, total = _reduced(write, double)
    scale = write.scaled(write.spread(write.number(1.0)), quotient, total)
    u = write.fused(scale, grown, write.operation("fsub", scale, write.number(1.0)))
    ratio = write.operation("fdiv", u, write.operation("fadd", u, write.number(2.0)))
    return write.at_once("copysign", ratio, value)
