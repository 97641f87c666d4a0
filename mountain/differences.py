"""The gradient of a whole map, by finite differences, as fast as the memory takes its results.

Results that are larger than the caches are written past them: an ordinary store would first fetch
each line of memory that it is about to fill.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numpy.typing import ArrayLike, NDArray

from mountain.compilation import kernel
from mountain.fields import (
    LINE,
    Heights,
    checked_heights,
    checked_out,
    field_type,
    readable,
    with_neighbours,
    work_in_slices,
    work_through,
)

#: Smaller results are left in the caches, where whoever asked for them finds them sooner.
LEAST_STREAMED = 2**20
_SETTINGS: Any = numba.config
#: Only these processors have instructions for it, and only compiled code can use them.
_KNOWS_STREAMS = platform.machine().lower() in ("x86_64", "amd64") and not _SETTINGS.DISABLE_JIT
_FEW_ROWS = 8
Field = NDArray[np.floating[Any]]


def gradient_field(
    height: ArrayLike, dx: float, dy: float, out: tuple[Field, Field] | None = None
) -> tuple[Field, Field]:
    """Return the slope of a map towards the east and towards the north, in every cell.

    What ``numpy.gradient(height, dy, dx, edge_order=2)`` returns, the other way round: central
    differences inside, one-sided ones of second order at the edges (Fornberg 1988), to rounding.
    An axis of two cells has one difference, which both get; NumPy refuses it.

    Parameters
    ----------
    height : array, shape (rows, columns)
        Row 0 lies in the south, column 0 in the west; NaN where there is no ground. Arrays of any
        strides, byte order and real type are read without a copy of the whole.
    dx, dy : float
        The spacing from west to east and from south to north.
    out : (array, array), optional
        Where the results go, C-contiguous, of the heights' shape and the results' type; new arrays
        when not given. Keep them for the next time: fresh memory costs more than the arithmetic.
        Large fields are fastest where both begin at the same place in a line of `LINE` bytes.

    Returns
    -------
    d/dx, d/dy : arrays, shape (rows, columns)
        Float32 for heights in float32, float64 for all others; NaN where a height that counts is.

    Raises
    ------
    FieldError
        When there are fewer than two rows or columns, a spacing is not positive, or `out` does not
        fit.
    """
    heights = checked_heights(height, dx, dy)
    fields = _fields(out, heights)
    work_through(_Differences(heights, dx, dy, fields), heights.shape)
    return fields


def gradient_field_in_slices(
    height: ArrayLike, dx: float, dy: float, out: tuple[Field, Field]
) -> Iterator[float]:
    """Work out a `gradient_field` a slice at a time: yields the share of the rows that is done.

    Rows are done from the south on; stopping is cancelling. Errors are those of `gradient_field`,
    raised when the first slice is asked for.
    """
    heights = checked_heights(height, dx, dy)
    fields = _fields(out, heights)
    yield from work_in_slices(_Differences(heights, dx, dy, fields), heights.shape)


def _fields(out: tuple[Field, Field] | None, heights: Heights) -> tuple[Field, Field]:
    kind = field_type(heights.dtype)
    across, along = out or (None, None)
    return checked_out(across, heights.shape, kind), checked_out(along, heights.shape, kind)


class _Differences:
    """The work on a band of rows, into both fields."""

    def __init__(self, heights: Heights, dx: float, dy: float, out: tuple[Field, Field]) -> None:
        kind: Any = out[0].dtype.type
        self._heights, self._out = heights, out
        self._factors = (kind(1 / dx), kind(0.5 / dx)), (kind(1 / dy), kind(0.5 / dy))
        level = out[0].ctypes.data % LINE == out[1].ctypes.data % LINE
        self._streams = _KNOWS_STREAMS and heights.size >= LEAST_STREAMED and level

    def __call__(self, first: int, last: int) -> None:
        # The difference at an edge takes three rows.
        around = with_neighbours(first, last, len(self._heights), 2)
        across, along = (field[first:last] for field in self._out)
        part = readable(self._heights[around])
        _differ_band(part, first - around.start, self._factors, across, along, self._streams)


def _line_stored(
    _typing: Any, heights: Any, ahead: Any, behind: Any, factor: Any, out: Any, at: Any
) -> Any:
    """Store (heights[ahead:] - heights[behind:]) * factor in out[at:], one line past the caches.

    The arrays have one axis and no gaps, and a line of memory begins at out[at].
    """
    signature = numba.core.types.void(heights, ahead, behind, factor, out, at)
    kind, itemsize = out.dtype, out.dtype.bitwidth // 8

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        of, ahead, behind, factor, to, at = arguments
        vector = ir.VectorType(context.get_data_type(kind), LINE // itemsize)

        def place(array: Any, which: int, index: Any) -> Any:
            made = context.make_array(signature.args[which])(context, builder, array)
            return builder.bitcast(builder.gep(made.data, [index]), vector.as_pointer())

        values = [builder.load(place(of, 0, each), align=itemsize) for each in (ahead, behind)]
        factors = ir.Constant(vector, ir.Undefined)
        for lane in range(vector.count):
            factors = builder.insert_element(factors, factor, ir.Constant(ir.IntType(32), lane))
        product = builder.fmul(builder.fsub(*values), factors)
        store = builder.store(product, place(to, 4, at), align=LINE)
        mark = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
        store.set_metadata("nontemporal", mark)
        return context.get_dummy_value()

    return signature, write


def _all_settled(_typing: Any) -> Any:
    """Have all that was stored past the caches in its place before anything that follows."""

    def write(context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.fence("seq_cst")
        return context.get_dummy_value()

    return numba.core.types.void(), write


_store_line: Any = numba.extending.intrinsic(_line_stored)
_settle: Any = numba.extending.intrinsic(_all_settled)


@kernel
def _whole_lines(field: Field, row: int) -> tuple[int, int]:
    """Return from which to which cell a row of a field, without its ends, is whole lines."""
    columns, size = field.shape[1], field.itemsize
    # In bits, because a division for every row would be felt.
    first = 1 + ((-(field.ctypes.data + (row * columns + 1) * size)) & (LINE - 1)) // size
    return (first, first + ((columns - 1 - first) & -(LINE // size))) if first < columns else (1, 1)


@kernel
def _stream_rows(
    heights: Heights,
    rows: tuple[int, int, int],
    halves: tuple[float, float],
    across: Field,
    along: Field,
) -> None:
    """Write the whole lines of some rows past the caches; from which to which, and the offset."""
    first_row, last_row, offset = rows
    columns, lanes = heights.shape[1], LINE // across.itemsize
    flat, by_x, by_y = heights.ravel(), across.ravel(), along.ravel()
    for i in range(first_row, last_row):
        first, end = _whole_lines(across, i)
        start, out = (offset + i) * columns, i * columns
        for j in range(first, end, lanes):
            k = start + j
            _store_line(flat, k + 1, k - 1, halves[0], by_x, out + j)
            _store_line(flat, k + columns, k - columns, halves[1], by_y, out + j)


@kernel
def _finish_rows(
    heights: Heights,
    rows: tuple[int, int, int],
    factors: tuple[tuple[float, float], tuple[float, float]],
    across: Field,
    along: Field,
) -> None:
    """Write what is left of streamed rows: what is not whole lines, and the ends.

    Cell by cell: to take a row out of an array costs more than these few.
    """
    first_row, last_row, offset = rows
    (full_x, half_x), (_, half_y) = factors
    columns = heights.shape[1]
    for i in range(first_row, last_row):
        at, (first, end) = offset + i, _whole_lines(across, i)
        for begin, stop in ((0, first), (end, columns)):
            for j in range(begin, stop):
                along[i, j] = (heights[at + 1, j] - heights[at - 1, j]) * half_y
            for j in range(max(begin, 1), min(stop, columns - 1)):
                across[i, j] = (heights[at, j + 1] - heights[at, j - 1]) * half_x
        _differ_at_ends(heights, at, (full_x, half_x), across, i)


@kernel
def _differ_at_ends(
    heights: Heights, at: int, factors: tuple[float, float], across: Field, i: int
) -> None:
    """Work out the one-sided differences at both ends of a row."""
    (full, half), end = factors, heights.shape[1] - 1
    if end == 1:
        across[i, 0] = across[i, 1] = (heights[at, 1] - heights[at, 0]) * full
        return
    across[i, 0] = (4 * heights[at, 1] - 3 * heights[at, 0] - heights[at, 2]) * half
    rise = 3 * heights[at, end] - 4 * heights[at, end - 1] + heights[at, end - 2]
    across[i, end] = rise * half


@kernel
def _differ(ahead: Field, behind: Field, factor: float, out: Field) -> None:
    """Work out (ahead - behind) * factor, all of one axis and side by side in the memory."""
    for j in range(out.size):
        out[j] = (ahead[j] - behind[j]) * factor


@kernel
def _differ_at_edge(edge: Field, second: Field, third: Field, half: float, out: Field) -> None:
    """Work out the one-sided difference of second order of a row at an edge of the map."""
    for j in range(out.size):
        out[j] = (4 * second[j] - 3 * edge[j] - third[j]) * half


@kernel
def _differ_along(heights: Heights, at: int, factors: tuple[float, float], along: Field) -> None:
    """Work out the differences between the rows around one; the first and last are edges."""
    (full, half), rows = factors, len(heights)
    if 0 < at < rows - 1:
        _differ(heights[at + 1], heights[at - 1], half, along)
    elif rows == 2:
        _differ(heights[1], heights[0], full, along)
    elif at == 0:
        _differ_at_edge(heights[0], heights[1], heights[2], half, along)
    else:
        _differ_at_edge(heights[at], heights[at - 1], heights[at - 2], -half, along)


@kernel
def _differ_band(
    heights: Heights,
    offset: int,
    factors: tuple[tuple[float, float], tuple[float, float]],
    across: Field,
    along: Field,
    streams: bool,
) -> None:
    """Work out both fields of the rows from an offset on.

    The factors are, for each axis, one over the spacing, and half of that. To be streamed, lines of
    memory must begin at the same cells of both fields.
    """
    first, last = len(across), len(across)
    if streams:
        first, last = max(0, 1 - offset), min(len(across), len(heights) - 1 - offset)
        for begin in range(first, last, _FEW_ROWS):
            # What is left of them is written while their heights are still in the caches.
            rows = (begin, min(begin + _FEW_ROWS, last), offset)
            _stream_rows(heights, rows, (factors[0][1], factors[1][1]), across, along)
            _finish_rows(heights, rows, factors, across, along)
        _settle()
    for i in range(len(across)):
        if not first <= i < last:
            row = heights[offset + i]
            _differ(row[2:], row[:-2], factors[0][1], across[i, 1:-1])
            _differ_at_ends(heights, offset + i, factors[0], across, i)
            _differ_along(heights, offset + i, factors[1], along[i])
