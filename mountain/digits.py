"""Digits: real handwritten ones, small enough to look at number by number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mountain.ground import Floats

FOLDER = Path(__file__).resolve().parent.parent / "assets" / "digits"
#: An image is so many pixels wide and tall.
SIDE = 8
#: A pixel with so much ink is black.
BLACK = 16
KINDS = 10
#: So many of the images, from the first on, are for training. They come writer by writer, as far as
#: one can tell, so that most of the others are by hands that the network has not met.
_TRAINING = 1200


@dataclass(frozen=True, eq=False)
class Digits:
    """Images of digits, and what each of them is.

    Attributes
    ----------
    images : array of uint8, shape (n, 8, 8)
        Ink from 0, white, to 16, black; the first row is the top.
    labels : array of uint8, shape (n,)
        From 0 to 9.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]

    def __len__(self) -> int:
        """Return the number of images."""
        return len(self.labels)

    @property
    def ink(self) -> Floats:
        """What a network sees: the pixels in a row, from 0 to 1, shape (n, 64)."""
        return self.images.reshape(len(self), SIDE * SIDE) / BLACK

    def chosen(self, places: slice | NDArray[np.intp]) -> Digits:
        """Return some of them."""
        return Digits(self.images[places], self.labels[places])


@cache
def _all_digits() -> Digits:
    with np.load(FOLDER / "digits.npz", allow_pickle=False) as packed:
        digits = Digits(packed["images"], packed["labels"])
    digits.images.flags.writeable = digits.labels.flags.writeable = False
    return digits


def training_digits() -> Digits:
    """Return the 1,200 images that the network learns from."""
    return _all_digits().chosen(slice(_TRAINING))


def unseen_digits() -> Digits:
    """Return the 597 images that the network has never seen."""
    return _all_digits().chosen(slice(_TRAINING, None))
