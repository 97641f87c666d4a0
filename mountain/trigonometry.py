"""Sine, cosine and tangent as arithmetic, for several numbers at once.

Quarter turns are taken off in three parts, each product rounded together with its sum: Cody and
Waite 1980, "Software manual for the elementary functions". What is left is exact enough up to a
thousand million; for the few numbers beyond, the system is asked.
"""

from __future__ import annotations

from llvmlite import ir

from mountain.writer import Writer

#: Up to so far the three parts suffice.
FARTHEST = 1e9
#: π/2, and what each part leaves out; none is negative, for the sake of the sign of -0.
_HALF_PI = (1.5707963267948966, 6.123233995736765e-17, 1.0828566739219139e-32)
_PER_HALF_PI = 0.6366197723675814
#: (sin r - r)/r³ by r², for |r| <= π/4, to 4e-18 of the whole: Remez's polynomial of that degree.
_SINE = (
    -0.1666666666666663,
    0.008333333333322106,
    -0.00019841269829579832,
    2.7557313617914327e-06,
    -2.5050747203178123e-08,
    1.5896196808709264e-10,
)
#: (cos r - 1 + r²/2)/r⁴ by r², the same way, to 5e-20.
_COSINE = (
    0.0416666666666666,
    -0.0013888888888874125,
    2.4801587289482208e-05,
    -2.7557314352322114e-07,
    2.087572326995877e-09,
    -1.1359647560876802e-11,
)


def sin(write: Writer, value: ir.Value) -> ir.Value:
    """Write the sine, to a bit more than one unit in the last place."""
    value = write.spread(value)
    sine, cosine, total = _waves(write, value)
    return _near(write, "sin", value, _quarter(write, write.bits(total), sine, cosine))


def cos(write: Writer, value: ir.Value) -> ir.Value:
    """Write the cosine, to a bit more than one unit in the last place."""
    value = write.spread(value)
    sine, cosine, total = _waves(write, value)
    # A cosine is the sine of a quarter more.
    quarters = write.builder.add(write.bits(total), write.whole(1))
    return _near(write, "cos", value, _quarter(write, quarters, sine, cosine))


def tan(write: Writer, value: ir.Value) -> ir.Value:
    """Write the tangent, to three units in the last place."""
    value = write.spread(value)
    sine, cosine, total = _waves(write, value)
    even = _is_even(write, write.bits(total))
    above = write.chosen(even, sine, write.operation("fneg", cosine))
    below = write.chosen(even, cosine, sine)
    return _near(write, "tan", value, write.operation("fdiv", above, below))


def _waves(write: Writer, value: ir.Value) -> tuple[ir.Value, ir.Value, ir.Value]:
    """Write sine and cosine of what quarter turns leave, and their number in a sum's low bits."""
    quotient, total = write.nearest(value, _PER_HALF_PI)
    r = value
    for part in _HALF_PI:
        r = write.fused(quotient, write.number(-part), r)
    z = write.operation("fmul", r, r)
    fourth = write.operation("fmul", z, z)
    cube = write.operation("fmul", r, z)
    sine = write.fused(cube, write.polynomial(z, fourth, _SINE), r)
    near = write.fused(z, write.number(-0.5), write.number(1.0))
    cosine = write.fused(fourth, write.polynomial(z, fourth, _COSINE), near)
    # The sum of 0 and -0 has lost its sign.
    return write.at_once("copysign", sine, r), cosine, total


def _is_even(write: Writer, quarters: ir.Value) -> ir.Value:
    last = write.builder.and_(quarters, write.whole(1))
    return write.builder.icmp_unsigned("==", last, write.whole(0))


def _quarter(write: Writer, quarters: ir.Value, sine: ir.Value, cosine: ir.Value) -> ir.Value:
    """Write the sine of so many quarter turns more."""
    wave = write.chosen(_is_even(write, quarters), sine, cosine)
    # The last bit but one becomes the sign.
    half = write.builder.and_(quarters, write.whole(2))
    sign = write.builder.shl(half, write.whole(62))
    return write.of_bits(write.builder.xor(write.bits(wave), sign))


def _near(write: Writer, name: str, value: ir.Value, result: ir.Value) -> ir.Value:
    """Write what asks the system where a number is too far away."""
    far = write.compared(">", write.at_once("fabs", value), write.number(FARTHEST))
    return write.rarely(far, result, lambda: write.aside(name, value))
