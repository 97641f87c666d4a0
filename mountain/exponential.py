"""Exponentials as arithmetic, for several numbers at once."""

from __future__ import annotations

from llvmlite import ir

from mountain.writer import Writer

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


def exp(write: Writer, value: ir.Value) -> ir.Value:
    """Write e^value, to one unit in the last place."""
    value = write.spread(value)
    for sign, bound in (("<", _FADED), (">", _ENDLESS)):
        beyond = write.compared(sign, value, write.number(bound))
        value = write.chosen(beyond, write.number(bound), value)
    grown, quotient, total = _reduced(write, value)
    whole = write.operation("fadd", write.number(1.0), grown)
    return write.scaled(whole, quotient, total)


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
