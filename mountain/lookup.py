"""Lookup: a spline's value in machine code, which reads the coefficients where they lie.

The code has the address of the coefficients in it. They stay there: the module that it is written
to holds the spline, and `kept_by` hands that on to what the module is compiled to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from llvmlite import ir

from mountain.spline import WEIGHT_RULES, WEIGHTS, Lookup, Spline, total
from mountain.writer import FLOAT, WHOLE, Writer

_ROW = ir.VectorType(FLOAT, WEIGHTS)
_NAN = float("nan")


@dataclass(frozen=True)
class _Number:
    """A number that is still to be worked out; arithmetic with it is written down."""

    write: Writer
    value: ir.Value

    def __add__(self, other: _Number | float) -> _Number:
        return self._with("fadd", self.value, self._value(other))

    def __sub__(self, other: _Number | float) -> _Number:
        return self._with("fsub", self.value, self._value(other))

    def __rsub__(self, other: float) -> _Number:
        return self._with("fsub", self._value(other), self.value)

    def __mul__(self, other: _Number | float) -> _Number:
        return self._with("fmul", self.value, self._value(other))

    __rmul__ = __mul__

    def __neg__(self) -> _Number:
        return self._with("fneg", self.value)

    def _with(self, name: str, *values: ir.Value) -> _Number:
        return _Number(self.write, self.write.operation(name, *values))

    def _value(self, other: _Number | float) -> ir.Value:
        return other.value if isinstance(other, _Number) else self.write.number(other)


def write_lookup(write: Writer, node: Lookup, places: Sequence[ir.Value]) -> ir.Value:
    """Write a spline's value at places; NaN beyond its edges, and where a place is none."""
    spline, build = node.spline, write.builder
    _keep(build.module, spline)
    places = [write.spread(place) for place in places]
    inside = _inside(write, spline, places)
    located = [_located(write, node, axis, place, inside) for axis, place in enumerate(places)]
    (columns, across), (rows, along) = located
    firsts = build.add(build.mul(rows, write.whole(spline.coefficients.shape[1])), columns)
    sums = _sums(firsts, spline, along)
    value = total([weight * each for weight, each in zip(across, sums, strict=True)])
    value *= spline.scale_of(node.orders)
    return write.chosen(inside, value.value, write.number(_NAN))


def _inside(write: Writer, spline: Spline, places: Sequence[ir.Value]) -> ir.Value:
    """Write which places are not beyond an edge."""
    west_south, east_north = spline.edges[::2], spline.edges[1::2]
    conditions = [
        write.compared(sign, place, write.number(edge))
        for sign, edges in ((">=", west_south), ("<=", east_north))
        for place, edge in zip(places, edges, strict=True)
    ]
    return reduce(write.builder.and_, conditions)


def _located(
    write: Writer, node: Lookup, axis: int, place: ir.Value, inside: ir.Value
) -> tuple[ir.Value, list[_Number]]:
    """Write in which cell places lie along an axis, and what the four coefficients there weigh."""
    spline, first = node.spline, write.number(node.spline.edges[2 * axis])
    # What lies beyond has no cell: a number that is none would become an address that is none.
    place = _Number(write, write.chosen(inside, place, first))
    along = (place - node.spline.edges[2 * axis]) * spline.scales[axis]
    floor, last = write.at_once("floor", along.value), write.number(spline.cells[axis] - 1.0)
    cell = write.chosen(write.compared("<", floor, last), floor, last)
    t = along - _Number(write, cell)
    return write.builder.fptosi(cell, write.wholes), WEIGHT_RULES[node.orders[axis]](t, 1.0 - t)


def _sums(firsts: ir.Value, spline: Spline, along: Sequence[_Number]) -> list[_Number]:
    """Write the weighted sums of the four columns of coefficients that begin at some.

    A lane's four coefficients in a row lie side by side, and are weighed together.
    """
    write = along[0].write
    build, lanes = write.builder, write.floats.count
    address = ir.Constant(WHOLE, spline.coefficients.ctypes.data)
    columns = [ir.Constant(write.floats, ir.Undefined) for _ in range(WEIGHTS)]
    for lane in (ir.Constant(WHOLE, each) for each in range(lanes)):
        begins = build.inttoptr(address, FLOAT.as_pointer())
        begin = build.gep(begins, [build.extract_element(firsts, lane)])
        rows = []
        for k in range(WEIGHTS):
            place = build.gep(begin, [ir.Constant(WHOLE, k * spline.coefficients.shape[1])])
            row = build.load(build.bitcast(place, _ROW.as_pointer()), align=8)
            rows.append(build.fmul(_everywhere(along[k], lane), row))
        summed = build.fadd(build.fadd(rows[0], rows[1]), build.fadd(rows[2], rows[3]))
        for j in range(WEIGHTS):
            each = build.extract_element(summed, ir.Constant(WHOLE, j))
            columns[j] = build.insert_element(columns[j], each, lane)
    return [_Number(write, column) for column in columns]


def _everywhere(number: _Number, lane: ir.Constant) -> ir.Value:
    """Write a row of what a number is in one lane."""
    build = number.write.builder
    single = build.extract_element(number.value, lane)
    row = ir.Constant(_ROW, ir.Undefined)
    for each in range(WEIGHTS):
        row = build.insert_element(row, single, ir.Constant(WHOLE, each))
    return row


def _keep(module: ir.Module, spline: Spline) -> None:
    """Have a module hold a spline whose address is in its code."""
    module.kept = {*kept_by(module), spline}


def kept_by(module: ir.Module) -> set[Spline]:
    """Return what must live as long as what a module is compiled to."""
    return getattr(module, "kept", set())
