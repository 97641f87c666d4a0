"""How long a large elevation map takes from its file to a first picture, beside reading its bytes.

Run it as ``python tests/benchmarks/first_picture.py [side]``. Both take turns on the same files,
which the system has in its memory; a figure is the median of the turns' ratios.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

import mountain
from ui.first_look import FirstLook, seen_from_afar
from ui.map_view import MapView
from ui.theme import DUSK

TURNS = 9


def land(side: int) -> np.ndarray:
    """Return hills of some hundred metres, shape (side, side)."""
    along = np.linspace(0.0, 40.0, side)
    hills = np.sin(along)[:, None] * np.cos(0.7 * along)[None, :]
    return 600.0 + 400.0 * hills


def seconds(work: Callable[[], object]) -> float:
    """Return how long something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main(side: int) -> None:
    """Print a table."""
    application = QApplication([])
    view = MapView(mountain.terrain_named("bowl"), DUSK)
    view.resize(720, 720)
    view.grab()

    def draw(path: Path) -> None:
        terrain = seen_from_afar(path, 30.0)
        assert terrain is not None
        look = FirstLook(view, terrain, DUSK)
        look.show_mist(True)
        look.grab()
        look.deleteLater()

    heights = land(side)
    print(f"{side}² heights   file, MB   its bytes, ms   first picture, ms   pictures by bytes")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("int16", "float32", "float64"):
            path = Path(folder) / f"{kind}.npy"
            np.save(path, heights.astype(kind))
            draw(path)
            reading, drawing = partial(np.fromfile, path, np.uint8), partial(draw, path)
            turns = [(seconds(reading), seconds(drawing)) for _ in range(TURNS)]
            read, drawn = (1e3 * statistics.median(each) for each in zip(*turns, strict=True))
            ratio = statistics.median(drawn / read for read, drawn in turns)
            size = path.stat().st_size / 2**20
            print(f"{kind:14} {size:8.0f} {read:15.1f} {drawn:19.1f} {ratio:18.2f}x")
    view.close()
    application.quit()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8192)
