"""Writes operations on several numbers at once, in LLVM's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import zip_longest
from typing import Any

import llvmlite.binding as llvm
from llvmlite import ir

FLOAT, WHOLE = ir.DoubleType(), ir.IntType(64)
POINTER = FLOAT.as_pointer()
#: Added to a number, it leaves the nearest whole one in the low bits of the sum: 1.5·2^52.
ROUNDER, ROUNDER_BITS = 6755399441055744.0, 0x4338000000000000
#: Numbers are put together of 52 bits and an exponent that is counted from -1023.
_DIGITS, _LOWEST = 52, 1023
#: By how many lanes processors of what kind scale by powers of two.
_SCALED: dict[int, tuple[str, str, int]] = {4: ("avx512vl", "256", 0), 8: ("avx512f", "512", 1)}
_MASK, _WAY = ir.IntType(8), ir.IntType(32)


@cache
def has_feature(name: str) -> bool:
    """Tell whether this processor knows a set of instructions."""
    return bool(llvm.get_host_cpu_features().get(name))


class Writer:
    """Writes operations on several numbers at once to the end of a function.

    A value is a vector of so many lanes, or one number that holds for all of them, which is worked
    out once and spread where it meets a vector.
    """

    def __init__(self, function: ir.Function, lanes: int) -> None:
        self._module = function.module
        self._lanes = lanes
        self.builder = ir.IRBuilder(function.append_basic_block())
        #: Whether what is long is written once, as a function of its own: soon done, slower to run.
        self.sparing = bool(getattr(self._module, "sparing", False))
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

    def declared(self, name: str, kind: ir.Type, parts: Sequence[ir.Type]) -> ir.Function:
        """Return a function by its name, which is made known first where it is not."""
        known = self._module.globals.get(name)
        return known or ir.Function(self._module, ir.FunctionType(kind, parts), name)

    def at_once(self, name: str, *values: ir.Value) -> ir.Value:
        """Call what the processor does for several numbers."""
        values = self.alike(*values)
        kind = values[0].type
        suffix = "f64" if kind == FLOAT else f"v{self._lanes}f64"
        function = self.declared(f"llvm.{name}.{suffix}", kind, [kind] * len(values))
        return self.builder.call(function, values)

    def one_by_one(self, name: str, *values: ir.Value) -> ir.Value:
        """Call the system's mathematics for one number after the other."""
        values = self.alike(*values)
        function = self.declared(name, FLOAT, [FLOAT] * len(values))
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

    def polynomial(self, value: ir.Value, square: ir.Value, terms: Sequence[float]) -> ir.Value:
        """Write a polynomial, its lowest term first, by pairs: Estrin's way, which waits less."""
        pairs = [
            self.fused(value, self.number(pair[1]), self.number(pair[0]))
            if len(pair) == 2
            else self.number(pair[0])
            for pair in (terms[first : first + 2] for first in range(0, len(terms), 2))
        ]
        if len(pairs) <= 2:
            return pairs[0] if len(pairs) == 1 else self.fused(square, pairs[1], pairs[0])
        fourth = self.operation("fmul", square, square)
        fours = [
            self.fused(square, pairs[first + 1], pairs[first])
            if first + 1 < len(pairs)
            else pairs[first]
            for first in range(0, len(pairs), 2)
        ]
        result = fours.pop()
        while fours:
            result = self.fused(fourth, result, fours.pop())
        return result

    def bits(self, value: ir.Value) -> ir.Value:
        """Read numbers as the whole numbers that have the same bits."""
        return self.builder.bitcast(value, self.wholes)

    def of_bits(self, bits: ir.Value) -> ir.Value:
        """Read whole numbers as the numbers that have the same bits."""
        return self.builder.bitcast(bits, self.floats)

    def nearest(self, value: ir.Value, share: float, digits: int = 0) -> tuple[ir.Value, ir.Value]:
        """Write the nearest to a share of a number, and a sum with it in its low bits.

        That is a whole number, or one with so many binary digits after the point.
        """
        rounder = self.number(ROUNDER / 2**digits)
        total = self.fused(value, self.number(share), rounder)
        return self.operation("fsub", total, rounder), total

    def scaled(
        self, value: ir.Value, power: ir.Value, total: ir.Value, digits: int = 0
    ) -> ir.Value:
        """Write value·2^n, rounded once, n the whole number below a power out of `nearest`."""
        feature, width, has_way = _SCALED.get(self._lanes, ("", "", 0))
        if not has_feature(feature):
            return self._scaled_by_halves(value, total, digits)
        # Where the processor asks for one, the way of rounding is the usual.
        rest = [ir.Constant(_MASK, 255), *[ir.Constant(_WAY, 4)] * has_way]
        return self._newest(f"scalef.pd.{width}", value, power, value, *rest)

    def _newest(self, name: str, *values: ir.Value) -> ir.Value:
        """Call an instruction that only the newest processors have."""
        kinds = [value.type for value in values]
        function = self.declared(f"llvm.x86.avx512.mask.{name}", self.floats, kinds)
        return self.builder.call(function, values)

    @property
    def scales_from_afar(self) -> bool:
        """Whether `scaled` takes any power, and `held` is one instruction."""
        return has_feature(_SCALED.get(self._lanes, ("",))[0]) and has_feature("avx512dq")

    def held(self, value: ir.Value, bound: float) -> ir.Value:
        """Write what is nearer to 0, a number or a bound of its sign; the bound for no number.

        Only where it `scales_from_afar`.
        """
        _, width, has_way = _SCALED[self._lanes]
        rest = [ir.Constant(_MASK, 255), *[ir.Constant(_WAY, 4)] * has_way]
        pair = value, self.spread(self.number(bound))
        return self._newest(f"range.pd.{width}", *pair, ir.Constant(_WAY, 2), value, *rest)

    def _scaled_by_halves(self, value: ir.Value, total: ir.Value, digits: int) -> ir.Value:
        """Write a scale in two halves, so that results fade into 0 and infinity as they should."""
        build = self.builder
        power = build.sub(self.bits(total), self.whole(ROUNDER_BITS - (digits << _DIGITS)))
        power = build.ashr(power, self.whole(digits)) if digits else power
        half = build.ashr(power, self.whole(1))
        for part in (half, build.sub(power, half)):
            scale = build.shl(build.add(part, self.whole(_LOWEST)), self.whole(_DIGITS))
            value = build.fmul(value, self.of_bits(scale))
        return value

    def rarely(
        self, condition: ir.Value, usual: ir.Value, write_other: Callable[[], ir.Value]
    ) -> ir.Value:
        """Write what is usual, and something else for the lanes that a condition holds for.

        The other is worked out only where there is such a lane, and changes no other one.
        """
        build, before, flags = self.builder, self.builder.block, ir.IntType(self._lanes)
        some = build.icmp_unsigned("!=", build.bitcast(condition, flags), ir.Constant(flags, 0))
        with build.if_then(some, likely=False):
            other, there = self.chosen(condition, write_other(), usual), build.block
        result = build.phi(self.floats)
        result.add_incoming(usual, before)
        result.add_incoming(other, there)
        return result

    def side_by_side(self, works: Sequence[Callable[[], None]]) -> None:
        """Write what does not need each other, in turns by single operations.

        A processor looks ahead only so far, and so it finds more to do at once. What branches is
        written one after the other.
        """
        block, begins = self.builder.block, []
        for work in works:
            begins.append(len(block.instructions))
            work()
        if self.builder.block is block:
            ends = [*begins[1:], len(block.instructions)]
            parts = [block.instructions[each] for each in map(slice, begins, ends)]
            turns = [each for turn in zip_longest(*parts) for each in turn if each is not None]
            block.instructions[begins[0] :] = turns

    def aside(self, name: str, *values: ir.Value) -> ir.Value:
        """Call the system's mathematics one by one, from a function that is seldom run."""
        return self.apart(
            f"seldom_{name}", lambda write, *each: write.one_by_one(name, *each), values, cold=True
        )

    def apart(
        self,
        name: str,
        write_body: Callable[..., ir.Value],
        values: Sequence[ir.Value],
        *,
        cold: bool = False,
    ) -> ir.Value:
        """Call a function of the module's own, which is written when it is first called."""
        title = f"{name}_of_{self._lanes}"
        function = self._module.globals.get(title)
        if function is None:
            function = self.declared(title, self.floats, [self.floats] * len(values))
            function.linkage = "internal"
            for attribute in ["noinline", "cold"] if cold else ["noinline"]:
                function.attributes.add(attribute)
            write = Writer(function, self._lanes)
            write.builder.ret(write.spread(write_body(write, *function.args)))
        return self.builder.call(function, [self.spread(value) for value in values])


@contextmanager
def in_turns(before: ir.IRBuilder, count: ir.Value, lanes: int) -> Iterator[tuple[Writer, Any]]:
    """Write a loop through so many numbers, some at once; what is written inside is its body."""
    write, after = Writer(before.function, lanes), before.append_basic_block()
    before.cbranch(
        before.icmp_signed(">", count, ir.Constant(WHOLE, 0)), write.builder.block, after
    )
    index = write.builder.phi(WHOLE)
    index.add_incoming(ir.Constant(WHOLE, 0), before.block)
    yield write, index
    following = write.builder.add(index, ir.Constant(WHOLE, lanes))
    index.add_incoming(following, write.builder.block)
    again = write.builder.icmp_signed("<", following, count)
    write.builder.cbranch(again, index.parent, after)
    before.position_at_end(after)
