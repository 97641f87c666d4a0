"""The phone of a crowd: reads slopes by central differences, for many hikers at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from llvmlite import ir

from mountain.callees import CROWD_LANES
from mountain.expression import Node, X, Y, in_order
from mountain.machine import write_part
from mountain.writer import POINTER, WHOLE, Writer, in_turns

#: A reading compares the heights at so many places.
PROBES = 4
_AXES, _BOTH_WAYS = 2, ("fadd", "fsub")


def write_phone(module: ir.Module, node: Node, name: str) -> None:
    """Write the function that steps and reads the slope, by central differences, in turns."""
    phone = ir.Function(module, ir.FunctionType(ir.VoidType(), [WHOLE] * 4), name)
    build = ir.IRBuilder(phone.append_basic_block())
    probe, places, slopes = (build.inttoptr(address, POINTER) for address in phone.args[1:])
    h, per_probe, stride, *counts = (
        build.load(build.gep(probe, [ir.Constant(WHOLE, index)])) for index in range(5)
    )
    strides, readings = (build.fptosi(each, WHOLE) for each in counts)
    count = phone.args[0]
    with (
        in_turns(build, readings, 1) as (turn, _),
        in_turns(turn.builder, count, CROWD_LANES) as (write, index),
    ):
        inside, pointer = write.builder, write.floats.as_pointer()
        offsets = index, inside.add(index, count)
        at = [inside.bitcast(inside.gep(places, [each]), pointer) for each in offsets]
        to = [inside.bitcast(inside.gep(slopes, [each]), pointer) for each in offsets]
        here = _strides(write, at, to, stride, strides)
        for place, now in zip(at, here, strict=True):
            write.builder.store(now, place, align=8)
        for slope, place in zip(_slopes(write, node, here, h, per_probe), to, strict=True):
            write.builder.store(slope, place, align=8)
    build.ret_void()


def _strides(
    write: Writer, at: Sequence[Any], to: Sequence[Any], stride: ir.Value, strides: ir.Value
) -> list[ir.Value]:
    """Write so many steps by the slope alone; return where they lead."""
    build = write.builder
    moves = [write.operation("fmul", stride, build.load(slope, align=8)) for slope in to]
    starts, before = [build.load(place, align=8) for place in at], build.block
    # Not through memory, for which the reading would have to wait.
    with in_turns(build, strides, 1) as (inside, _):
        loop = inside.builder
        here = [loop.phi(write.floats) for _ in starts]
        moved = [loop.fadd(place, move) for place, move in zip(here, moves, strict=True)]
        for place, start, then in zip(here, starts, moved, strict=True):
            place.add_incoming(start, before)
            place.add_incoming(then, loop.block)
    ends = [build.phi(write.floats) for _ in starts]
    for end, start, then in zip(ends, starts, moved, strict=True):
        end.add_incoming(start, before)
        end.add_incoming(then, loop.block)
    return ends


def _slopes(
    write: Writer, node: Node, here: Sequence[ir.Value], h: ir.Value, per_probe: ir.Value
) -> Iterator[ir.Value]:
    """Write the slope, axis by axis; what depends on one axis only is worked out once for both.

    The probes go forward side by side, so that the processor need not wait for any one of them.
    """
    probes = [_Probe(write, here, axis, sign, h) for axis in range(_AXES) for sign in _BOTH_WAYS]
    known: dict[tuple[object, ...], ir.Value] = {}
    shapes: dict[Node, int] = {}
    axes: dict[Node, tuple[int, ...]] = {}
    for each in in_order(node):
        axes[each] = _axes_of(each, axes)
        write.side_by_side([partial(one.feel, each, axes[each], known, shapes) for one in probes])
    felt = [write.spread(one.values[node]) for one in probes]
    for first in range(0, PROBES, 2):
        yield write.operation("fmul", write.operation("fsub", *felt[first : first + 2]), per_probe)


class _Probe:
    """One of the places whose heights are compared: so far from here along an axis."""

    def __init__(
        self, write: Writer, here: Sequence[ir.Value], axis: int, sign: str, h: ir.Value
    ) -> None:
        self._write = write
        self._where = [(sign, axis) if on == axis else ("", on) for on in range(_AXES)]
        there = [*here]
        there[axis] = write.operation(sign, here[axis], h)
        self.values: dict[Node, ir.Value] = dict(zip((X, Y), there, strict=True))

    def feel(
        self,
        node: Node,
        axes: Sequence[int],
        known: dict[tuple[object, ...], ir.Value],
        shapes: dict[Node, int],
    ) -> None:
        """Write a part of the height, unless another probe that is at the same has written it."""
        key = (node, *(self._where[axis] for axis in axes))
        if key in known:
            self.values[node] = known[key]
        write_part(self._write, node, self.values, shapes)
        known[key] = self.values[node]


def _axes_of(node: Node, known: Mapping[Node, tuple[int, ...]]) -> tuple[int, ...]:
    """Return the axes that an expression depends on; those of its parts are known."""
    if node in (X, Y):
        return (0,) if node is X else (1,)
    return tuple(sorted({axis for part in node.parts for axis in known[part]}))
