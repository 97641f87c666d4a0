"""How fast a map's gradient and its shaded picture are, beside the memory's limit and others.

Run it as ``python tests/benchmarks/fields.py [side ...]`` with an interpreter that has matplotlib,
torch, JAX and xarray-spatial, or some of them; GDAL is asked for by its programs. It prints the
table of the README. All take turns: a figure is the median of the turns, with the best behind; a
ratio the median within a turn, with that of the bests behind. The limit is a kernel that reads one
array and writes two, as the gradient does, and works nothing out.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

import numba
import numpy as np
from llvmlite import ir

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from mountain.compilation import kernel
from mountain.differences import gradient_field
from mountain.fields import LINE, checked_out, work_through
from mountain.horn import hillshade
from mountain.light import Light
from mountain.shading import shaded_picture
from mountain.tints import Tints

SIDES = (1024, 4096, 8192)
SCALING = (256, 512, 1024, 2048, 4096, 8192)
PICTURE_SIDE = 4096
ROUNDS, SELDOM = 15, 3
DX, DY = 30.0, 25.0
OURS = "gradient_field"
#: A disk in the memory, so that GDAL's files cost as little as files can.
IN_MEMORY = Path("/dev/shm")

Work = Callable[[], object]
Times = dict[str, list[float]]


def _streamed(_typing: Any, source: Any, one: Any, other: Any, at: Any) -> Any:
    """Store a line of the source in both others, past the caches."""
    signature = numba.core.types.void(source, one, other, at)

    def write(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = context.get_data_type(source.dtype)
        vector = ir.VectorType(number, LINE * 8 // source.dtype.bitwidth)

        def place(which: int) -> Any:
            made = context.make_array(signature.args[which])(context, builder, arguments[which])
            return builder.bitcast(builder.gep(made.data, [arguments[3]]), vector.as_pointer())

        line = builder.load(place(0), align=8)
        mark = builder.module.add_metadata([ir.Constant(ir.IntType(32), 1)])
        for which in (1, 2):
            builder.store(line, place(which), align=LINE).set_metadata("nontemporal", mark)
        return context.get_dummy_value()

    return signature, write


_stream_line: Any = numba.extending.intrinsic(_streamed)


@kernel
def _past_the_caches(source: Any, one: Any, other: Any) -> None:
    for j in range(0, source.size, LINE // source.itemsize):
        _stream_line(source, one, other, j)


@kernel
def _through_the_caches(source: Any, one: Any, other: Any) -> None:
    for j in range(source.size):
        one[j] = source[j]
        other[j] = source[j] + source[j]


def limit(kernel: Any, height: Any, out: tuple[Any, Any]) -> Work:
    """Move as much as the gradient does; sides are multiples of a line."""

    def band(first: int, last: int) -> None:
        kernel(*(array[first:last].reshape(-1) for array in (height, *out)))

    return lambda: work_through(band, height.shape)


def empty(side: int, kind: str) -> Any:
    """Return a square array in memory that begins with a line."""
    return checked_out(None, (side, side), np.dtype(kind))


def hills(side: int, kind: str) -> Any:
    """Make smooth hills of 1,000 m."""
    height = empty(side, kind)
    place = np.linspace(0, 25, side)
    height[:] = 500 + 300 * np.sin(place)[:, None] * np.cos(place) + 200 * np.cos(3 * place)
    height += np.random.default_rng(4).random(side)
    return height


def found(name: str) -> Any:
    """Import what need not be there."""
    with suppress(ImportError):
        return import_module(name)
    return None


def others(height: Any) -> dict[str, Work]:
    """Return how others work out a gradient, or a slope of it."""
    works: dict[str, Work] = {"numpy.gradient": lambda: np.gradient(height, DY, DX, edge_order=2)}
    if torch := found("torch"):
        tensor = torch.from_numpy(height)
        works["torch.gradient"] = lambda: torch.gradient(tensor, spacing=(DY, DX), edge_order=2)
    if jax := found("jax"):
        jax.config.update("jax_enable_x64", True)
        there, slopes = jax.numpy.asarray(height), jax.jit(lambda z: _by_jax(jax.numpy, z))
        works["JAX, compiled"] = lambda: jax.block_until_ready(slopes(there))
    if (spatial := found("xrspatial")) and (xarray := found("xarray")):
        place = np.arange(len(height))
        grid = xarray.DataArray(height, coords={"y": place * DY, "x": place * DX}, dims=("y", "x"))
        both = spatial.slope, spatial.aspect
        works["xarray-spatial, slope and aspect"] = lambda: [work(grid).data for work in both]
    return works


def _by_jax(on: Any, z: Any) -> Any:
    """The differences that NumPy makes; JAX's own gradient has none of second order at edges."""

    def along(z: Any, spacing: float) -> Any:
        first = (4 * z[1:2] - 3 * z[:1] - z[2:3]) / (2 * spacing)
        last = (3 * z[-1:] - 4 * z[-2:-1] + z[-3:-2]) / (2 * spacing)
        return on.concatenate([first, (z[2:] - z[:-2]) / (2 * spacing), last])

    return along(z, DY), along(z.T, DX).T


@contextmanager
def on_disk(height: Any) -> Iterator[dict[str, Work]]:
    """Return GDAL's programs on a map in a file in the memory, of float32."""
    if not shutil.which("gdaldem"):
        yield {}
        return
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        source, to = Path(folder, "heights.bil"), Path(folder, "field.tif")
        source.write_bytes(height.astype("<f4").tobytes())
        rows, columns = height.shape
        source.with_suffix(".hdr").write_text(
            f"nrows {rows}\nncols {columns}\nnbands 1\nnbits 32\npixeltype float\nbyteorder I\n"
            f"layout bil\nulxmap 0\nulymap 0\nxdim {DX}\nydim {DY}\n"
        )

        def program(*words: str) -> Work:
            return lambda: subprocess.run([*words, "-q", source, to], check=True)

        yield {
            "gdaldem slope": program("gdaldem", "slope"),
            "gdaldem hillshade": program("gdaldem", "hillshade"),
            "gdal_translate": program("gdal_translate"),
            "gdal_translate to bytes": program("gdal_translate", "-ot", "Byte"),
        }


def in_turns(works: dict[str, Work], seldom: dict[str, Work]) -> Times:
    """Time works in turns; those done seldom only in the first of them."""
    for work in (*works.values(), *seldom.values()):
        work()
    times: Times = {name: [] for name in (*works, *seldom)}
    for number in range(ROUNDS):
        for name, work in {**works, **(seldom if number < SELDOM else {})}.items():
            begun = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - begun)
    return times


def less(times: Times, name: str, part: str) -> None:
    """Take from a program's time that of one which only reads and writes the same files."""
    if name in times:
        pairs = zip(times[name], times.pop(part), strict=True)
        times[f"{name}, less its files"] = [max(whole - files, 0) for whole, files in pairs]


def show(times: Times, ours: str, limits: tuple[str, ...] = ()) -> None:
    """Print rows of the table: limits as shares that are reached, others as so many times."""
    own = times[ours]
    print(f"| **{ours}** | {_figures(own)} | |")
    for name, theirs in ((name, each) for name, each in times.items() if name != ours):
        each = statistics.median(their / my for their, my in zip(theirs, own, strict=False))
        best = min(theirs) / min(own)
        ratio = f"{each:.0%} ({best:.0%})" if name in limits else f"{each:.1f}x ({best:.1f}x)"
        print(f"| {name} | {_figures(theirs)} | {ratio} |")


def _figures(times: list[float]) -> str:
    return f"{_milliseconds(statistics.median(times))} ({_milliseconds(min(times))})"


def _milliseconds(seconds: float) -> str:
    return f"{1e3 * seconds:,.2f}" if seconds < 0.01 else f"{1e3 * seconds:,.1f}"


def heading(text: str) -> None:
    """Begin a table."""
    print(f"\n| {text} | ms, median (best) | ours reaches, or is faster by |\n|---|--:|--:|")


def compare_gradients(side: int, kind: str) -> None:
    """Print the table of the gradient of a map."""
    height = hills(side, kind)
    out = empty(side, kind), empty(side, kind)
    limits = {
        "limit, ordinary stores": limit(_through_the_caches, height, out),
        "limit, stores past the caches": limit(_past_the_caches, height, out),
    }
    works: dict[str, Work] = {OURS: lambda: gradient_field(height, DX, DY, out), **limits}
    with on_disk(height) as gdal:
        asked = {name: gdal[name] for name in ("gdaldem slope", "gdal_translate") if name in gdal}
        times = in_turns(works, {**others(height), **asked})
    less(times, "gdaldem slope", "gdal_translate")
    heading(f"Gradient of {side:,} x {side:,} cells, {height.dtype}")
    show(times, OURS, tuple(limits))


def compare_pictures(side: int) -> None:
    """Print the table of the shaded picture of a map."""
    height = hills(side, "f4")
    colours = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, 1)
    tints, light = Tints(colours, (0, 1000)), Light()
    picture, greys = empty(side, "u4"), empty(side, "u1")
    works: dict[str, Work] = {
        "shaded_picture": lambda: shaded_picture(height, DX, DY, tints, light, out=picture),
        "hillshade": lambda: hillshade(height, DX, DY, light, greys),
    }
    seldom: dict[str, Work] = {}
    if colors := found("matplotlib.colors"):
        colour_map = import_module("matplotlib").colormaps["gray"]
        source = colors.LightSource(315, 45)
        shade = partial(source.shade, height, colour_map, dx=DX, dy=DY)
        seldom["matplotlib LightSource.shade"] = shade
    with on_disk(height) as gdal:
        names = "gdaldem hillshade", "gdal_translate to bytes"
        times = in_turns(works, {**seldom, **{name: gdal[name] for name in names if name in gdal}})
    less(times, *names)
    heading(f"Shaded picture in colours of {side:,} x {side:,} cells, float32")
    show(times, "shaded_picture")


def compare_sides(sides: tuple[int, ...]) -> None:
    """Print what a cell costs on maps of many sizes, and how much the memory holds."""
    works: dict[int, Work] = {}
    for side in sides:
        height = hills(side, "f8")
        out = empty(side, "f8"), empty(side, "f8")
        works[side] = lambda height=height, out=out: gradient_field(height, DX, DY, out)
    times = in_turns({str(side): work for side, work in works.items()}, {})
    print("\n| Gradient, float64 | ns for each cell, median (best) | arrays of the map's size |")
    print("|---|--:|--:|")
    for side in sides:
        costs = [1e9 * each / side**2 for each in times[str(side)]]
        figures = f"{statistics.median(costs):.2f} ({min(costs):.2f})"
        print(f"| {side:,} x {side:,} | {figures} | {arrays_held(side):.2f} |")
    bests = [min(times[str(side)]) for side in sides]
    steps = ", ".join(f"{after / before:.1f}" for before, after in pairwise(bests))
    print(f"\nFour times as many cells take so many times as long, by the best turns: {steps}.")


def arrays_held(side: int) -> float:
    """Return how much is held at most, map and results included, in arrays of the map's size."""
    height = np.zeros((side, side))
    tracemalloc.start()
    gradient_field(height, DX, DY)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return 1 + most / height.nbytes


def main() -> None:
    sides = tuple(int(word) for word in sys.argv[1:]) or SIDES
    for side in sides:
        compare_gradients(side, "f8")
    compare_gradients(max(sides), "f4")
    compare_pictures(min(max(sides), PICTURE_SIDE))
    compare_sides(tuple(side for side in SCALING if side <= max(sides)))


if __name__ == "__main__":
    main()
