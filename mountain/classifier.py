"""The digit classifier: a small trained network, and its cost as a mountain to walk on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mountain.digits import FOLDER, KINDS, training_digits, unseen_digits
from mountain.files import write_together
from mountain.grid import Grid
from mountain.ground import Floats
from mountain.network import Network, trained
from mountain.slices import Slice, random_directions

#: Where the cost is worked out, along either direction; a little more than the map shows, so that
#: whoever stands at its edge can still feel the ground.
NODES = np.arange(-39, 40) / 12.5
_NETWORK, _COST = "network.npz", "cost.npz"
#: How a mountain of other directions is called; their seed is at the end.
_NAME = "cost of a digit classifier, directions "


@cache
def digit_network() -> Network:
    """Return the trained network that comes with the program."""
    with np.load(FOLDER / _NETWORK, allow_pickle=False) as packed:
        first, second, third, fourth = (
            packed[name].astype(float)
            for name in ("weights_between", "weights_last", "biases_between", "biases_last")
        )
    return Network((first, second), (third, fourth))


@cache
def digit_slice(seed: int = 0) -> Slice:
    """Return the plane through the trained network along two random directions.

    Its cost is the mean over the 1,200 images that the network has learnt from.
    """
    return _slice_through(digit_network(), seed)


def _slice_through(network: Network, seed: int) -> Slice:
    digits = training_digits()
    return Slice(network, random_directions(network, seed), digits.ink, digits.labels)


@cache
def digit_ground() -> Grid:
    """Return the mountain of the directions of seed 0, worked out in advance."""
    with np.load(FOLDER / _COST, allow_pickle=False) as packed:
        return _ground_of(packed["cost"], 0)


def cost_rows(seed: int) -> Iterator[Floats]:
    """Work out the mountain of another seed, row by row from the south.

    `len(NODES)` rows in all, of some thirty milliseconds each; `cost_ground` makes a ground of
    them. Stop asking for more, and nothing is left to cancel.
    """
    return digit_slice(seed).rows(NODES, NODES)


def cost_ground(rows: Iterable[Floats], seed: int) -> Grid:
    """Make a ground of all the rows of a seed; for seed 0 it is the one that comes ready."""
    return _ground_of(np.stack(list(rows)).astype(np.float32), seed)


def _ground_of(cost: NDArray[np.float32], seed: int) -> Grid:
    edges = float(NODES[0]), float(NODES[-1]), float(NODES[0]), float(NODES[-1])
    return Grid(cost.astype(float), edges, f"{_NAME}{seed}")


def seed_of(ground: Grid) -> int | None:
    """Return of which seed's directions a ground is; None where it is none of the classifier."""
    seed = ground.name.removeprefix(_NAME)
    return int(seed) if seed != ground.name and seed.isdecimal() else None


def easy_digits() -> NDArray[np.intp]:
    """Return the test image of each digit that costs the trained network least, shape (10,)."""
    return np.array([each[0] for each in _by_cost()])


def hard_digits() -> NDArray[np.intp]:
    """Return the test image of each digit that costs the trained network most, shape (10,)."""
    return np.array([each[-1] for each in _by_cost()])


@cache
def _by_cost() -> list[NDArray[np.intp]]:
    """Return, for each digit, which test images show it, from the cheapest to the dearest."""
    digits = unseen_digits()
    order = digit_network().costs(digits.ink, digits.labels).argsort(kind="stable")
    return [order[digits.labels[order] == kind] for kind in range(KINDS)]


def train_and_pack(folder: Path = FOLDER) -> Network:
    """Train the network, work out its mountain, and write both to files.

    Some two seconds. On one machine the files are the same to the last byte every time.

    Parameters
    ----------
    folder : Path
        Where `network.npz` and `cost.npz` are to stand.

    Returns
    -------
    Network
        As it stands in its file: its numbers are rounded to single precision.

    Raises
    ------
    OSError
        When the folder cannot be written.
    """
    digits = training_digits()
    exact = trained(digits.ink, digits.labels)
    network = exact.mapped(lambda numbers: numbers.astype(np.float32).astype(float))
    ground = cost_ground(_slice_through(network, 0).rows(NODES, NODES), 0)
    names = ("weights_between", "weights_last", "biases_between", "biases_last")
    numbers = dict(zip(names, network.arrays, strict=True))
    write_together(
        {
            folder / _NETWORK: [_packed(**numbers)],
            folder / _COST: [_packed(cost=ground.heights)],
        }
    )
    return network


def _packed(**arrays: Floats) -> bytes:
    """Return arrays in single precision, as the bytes of an npz file."""
    file = io.BytesIO()
    small: dict[str, Any] = {name: each.astype(np.float32) for name, each in arrays.items()}
    np.savez_compressed(file, **small)
    return file.getvalue()
