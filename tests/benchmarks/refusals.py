"""How long large files that make no elevation map take to be refused, and how much memory.

Run it as ``python tests/benchmarks/refusals.py [side]``; it needs rasterio, and a GB of disk. Each
file is opened by a process of its own, whose greatest memory counts, all of Python included; its
time is that of the refusal alone, with the system having the file in its memory.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

SECONDS, MEGABYTES = 1.0, 1000.0
TURNS = 5
PACKINGS = ("none", "lzw", "packbits", "deflate", "zstd")


def refused(path: Path) -> None:
    """Print how long the refusal of a file takes, how much memory, and its reason."""
    import mountain

    open_map = mountain.read_elevation
    begin = time.perf_counter()
    try:
        open_map(path, (0.0, 1000.0))
    except mountain.FileError as error:
        reason = str(error).replace(str(path), "").lstrip(": ")
    else:
        raise SystemExit(f"{path.name} is read")
    taken = time.perf_counter() - begin
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{taken}\t{most}\t{reason[:70]}")


def save_level(path: Path, kind: str, side: int) -> None:
    """Write an array of one height."""
    np.save(path, np.full((side, side), 7, kind))


def save_tiff(path: Path, kind: str, side: int, packing: str) -> None:
    """Write a GeoTIFF of one height."""
    import rasterio
    from rasterio.transform import from_origin

    options = {} if packing == "none" else {"compress": packing}
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=side,
        height=side,
        count=1,
        dtype=kind,
        crs="EPSG:32616",
        transform=from_origin(7e5, 4e6, 30, 30),
        **options,
    ) as file:
        file.write(np.full((side, side), 7, kind), 1)


def save_text(path: Path, side: int) -> None:
    """Write an ASCII grid in which every cell is empty."""
    row = " ".join(["-9999"] * side) + "\n"
    path.write_text(f"ncols {side}\nnrows {side}\ncellsize 30\n" + row * side)


def save_grey(path: Path, side: int) -> None:
    """Write a picture of one grey."""
    path.write_bytes(b"P5 %d %d 65535\n" % (side, side) + b"\1\2" * side**2)


def save_picture(path: Path, side: int) -> None:
    """Write a PNG of one grey, packed."""
    from PIL import Image

    Image.fromarray(np.full((side, side), 700, np.uint16)).save(path)


def save_promise(path: Path, side: int) -> None:
    """Write the header of an array that would take a million times the memory there is."""
    np.lib.format.write_array_header_1_0(
        path.open("wb"), {"descr": "<f8", "fortran_order": False, "shape": (side * 1000,) * 2}
    )


def cases(side: int) -> dict[str, Callable[[Path], None]]:
    """Return how files are written, by their names."""
    shape = side, side
    written: dict[str, Callable[[Path], None]] = {}
    for kind in ("int16", "float32", "float64"):
        written[f"level {kind}.npy"] = partial(save_level, kind=kind, side=side)
        for packing in PACKINGS:
            saved = partial(save_tiff, kind=kind, side=side, packing=packing)
            written[f"level {kind} {packing}.tif"] = saved
    return written | {
        "empty float64.npy": lambda path: np.save(path, np.full(shape, np.nan)),
        "level by columns.npy": lambda path: np.save(path, np.full(shape, 7.0).T),
        "header of terabytes.npy": partial(save_promise, side=side),
        "empty.asc": partial(save_text, side=side),
        "level.pgm": partial(save_grey, side=side),
        "level.png": partial(save_picture, side=side),
    }


def main(side: int) -> None:
    """Print a table."""
    print(f"{side}² cells             file, MB   seconds   MB of memory   why")
    with tempfile.TemporaryDirectory() as folder:
        for name in cases(side):
            path = Path(folder) / name
            # What this process once needed would be counted as that of those it starts.
            subprocess.run([sys.executable, __file__, "--save", str(path), str(side)], check=True)
            command = [sys.executable, __file__, "--refuse", str(path)]
            lines = [subprocess.check_output(command, text=True) for _ in range(TURNS)]
            rows = [line.strip().split("\t") for line in lines]
            taken, most = (float(np.median([float(row[at]) for row in rows])) for at in (0, 1))
            size = path.stat().st_size / 2**20
            mark = " " if taken < SECONDS and most < MEGABYTES else "!"
            print(f"{name:24} {size:9.1f} {taken:9.2f} {most:14.0f} {mark} {rows[0][2]}")
            path.unlink()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--refuse"]:
        refused(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["--save"]:
        target = Path(sys.argv[2])
        cases(int(sys.argv[3]))[target.name](target)
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 8192)
