"""Writes operations on several numbers at once, in LLVM's language."""

from __future__ import annotations

from llvmlite import ir

FLOAT, WHOLE = ir.DoubleType(), ir.IntType(64)


class Writer:
    """Writes operations on several numbers at once to the end of a function.

    A value is a vector of so many lanes, or one number that holds for all of them, which is worked
    out once and spread where it meets a vector.
    """

    def __init__(self, function: ir.Function, lanes: int) -> None:
        self._module = function.module
        self._lanes = lanes
        self.builder = ir.IRBuilder(function.append_basic_block())
        self.floats = ir.VectorType(FLOAT, lanes)
        self.wholes = ir.VectorType(WHOLE, lanes)

    def number(self, value: float) -> ir.Constant:
        """Write a constant."""
        return ir.Constant(FLOAT, float(value))

    def whole(self, value: int) -> ir.Constant:
        """Write a vector of one whole number."""
        return ir.Constant(self.wholes, [value] * self._lanes)

    def spread(self, value: ir.Value) -> ir.Value:
        """Make a vector of what holds for all lanes."""
        if value.type == self.floats:
            return value
        if isinstance(value, ir.Constant):
            return ir.Constant(self.floats, [value.constant] * self._lanes)
        spread = ir.Constant(self.floats, ir.Undefined)
        for lane in range(self._lanes):
            spread = self.builder.insert_element(spread, value, ir.Constant(WHOLE, lane))
        return spread

    def alike(self, *values: ir.Value) -> tuple[ir.Value, ...]:
        """Spread all where one is a vector."""
        if all(value.type == FLOAT for value in values):
            return values
        return tuple(self.spread(value) for value in values)

    def operation(self, name: str, *values: ir.Value) -> ir.Value:
        """Write an operation of the processor's own, as ``fadd``."""
        return getattr(self.builder, name)(*self.alike(*values))

    def compared(self, sign: str, left: ir.Value, right: ir.Value) -> ir.Value:
        """Compare; what is not a number is in no relation to any."""
        return self.builder.fcmp_ordered(sign, *self.alike(left, right))

    def chosen(self, condition: ir.Value, first: ir.Value, second: ir.Value) -> ir.Value:
        """Take the first where a condition holds, else the second."""
        if condition.type == ir.IntType(1):
            return self.builder.select(condition, *self.alike(first, second))
        return self.builder.select(condition, self.spread(first), self.spread(second))

    def _declared(self, name: str, kind: ir.Type, count: int) -> ir.Function:
        declared = self._module.globals.get(name)
        return declared or ir.Function(self._module, ir.FunctionType(kind, [kind] * count), name)

    def at_once(self, name: str, *values: ir.Value) -> ir.Value:
        """Call what the processor does for several numbers."""
        values = self.alike(*values)
        kind = values[0].type
        suffix = "f64" if kind == FLOAT else f"v{self._lanes}f64"
        return self.builder.call(self._declared(f"llvm.{name}.{suffix}", kind, len(values)), values)

    def one_by_one(self, name: str, *values: ir.Value) -> ir.Value:
        """Call the system's mathematics for one number after the other."""
        values, function = self.alike(*values), self._declared(name, FLOAT, len(values))
        if values[0].type == FLOAT:
            return self.builder.call(function, values)
        result = ir.Constant(self.floats, ir.Undefined)
        for lane in (ir.Constant(WHOLE, each) for each in range(self._lanes)):
            singles = [self.builder.extract_element(value, lane) for value in values]
            result = self.builder.insert_element(result, self.builder.call(function, singles), lane)
        return result

    def fused(self, first: ir.Value, second: ir.Value, third: ir.Value) -> ir.Value:
        """Write first * second + third, rounded once."""
        return self.at_once("fma", first, second, third)
