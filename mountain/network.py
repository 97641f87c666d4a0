"""The network: 64 pixels in, 16 neurons between, ten numbers out; its cost, and how it learns.

A neuron adds up what it is told, each number times a weight, and a bias; then it squashes the sum.
The neurons between squash by tanh, to -1..1; the last ten by the logistic function, to 0..1, so
that each says how sure it is of its digit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mountain.ground import Floats

#: Pixels, neurons between, and digits.
SIZES = (64, 16, 10)
#: How it is trained.
_LEARNING_RATE, _BETAS, _EPSILON, _WEIGHT_DECAY = 0.02, (0.9, 0.999), 1e-8, 0.2
Labels = NDArray[np.uint8]


def normals(seed: int, count: int) -> Floats:
    """Return standard normal numbers, shape (count,), that are the same in every year.

    Box and Muller 1958, from the raw bits of PCG64: these are fixed, while the distributions of
    NumPy's generators may change from one version to the next.
    """
    bits = np.random.PCG64(seed).random_raw(2 * count) >> np.uint64(11)
    # The first is never 0, so that its logarithm is finite.
    radii = np.sqrt(-2.0 * np.log((bits[:count] + 1.0) / 2.0**53))
    numbers: Floats = radii * np.cos(2.0 * np.pi * bits[count:] / 2.0**53)
    return numbers


def wanted(labels: ArrayLike) -> Floats:
    """Return the ten numbers that should be said of digits, shape (n, 10): all 0 but a single 1."""
    rows: Floats = np.eye(SIZES[-1])[np.asarray(labels)]
    return rows


def squared_errors(said: ArrayLike, actual: ArrayLike) -> Floats:
    """Return the sums of the squared differences of rows, shape (n, 10) each, shape (n,)."""
    errors: Floats = np.square(np.subtract(said, actual)).sum(-1)
    return errors


def squashed(sums: Floats) -> Floats:
    """Return the logistic function, 1/(1 + e^-s), by the tanh of half as much: no overflow."""
    return 0.5 + 0.5 * np.tanh(0.5 * sums)


@dataclass(frozen=True, eq=False)
class Network:
    """A network's numbers; differences and slopes of networks have the same form.

    Attributes
    ----------
    weights : (array, array), shapes (16, 64) and (10, 16)
        A row for each neuron, of what it multiplies what it is told with.
    biases : (array, array), shapes (16,) and (10,)
        What each neuron adds.
    """

    weights: tuple[Floats, Floats]
    biases: tuple[Floats, Floats]

    @property
    def arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        """The weights, then the biases."""
        return (*self.weights, *self.biases)

    def mapped(self, change: Callable[..., Floats], *others: Network) -> Network:
        """Return the network of what a function makes of each array and of the others' same."""
        rows = zip(self.arrays, *(each.arrays for each in others), strict=True)
        first, second, *biases = (change(*row) for row in rows)
        return Network((first, second), (biases[0], biases[1]))

    def between(self, ink: Floats) -> Floats:
        """Return what the neurons between say of images, shape (n, 64), in shape (n, 16)."""
        return np.tanh(ink @ self.weights[0].T + self.biases[0])

    def outputs(self, ink: Floats) -> Floats:
        """Return how sure it is of each digit, from 0 to 1.

        Parameters
        ----------
        ink : array, shape (n, 64)
            Images, from 0, white, to 1, black.

        Returns
        -------
        array, shape (n, 10)
        """
        return squashed(self.between(ink) @ self.weights[1].T + self.biases[1])

    def costs(self, ink: Floats, labels: Labels) -> Floats:
        """Return each image's cost: the sum of the squares that its ten numbers are off by."""
        return squared_errors(self.outputs(ink), wanted(labels))

    def cost(self, ink: Floats, labels: Labels) -> float:
        """Return the mean of the images' costs."""
        return float(self.costs(ink, labels).mean())

    def accuracy(self, ink: Floats, labels: Labels) -> float:
        """Return for which share of images the largest of the ten numbers is the right one's."""
        return float((self.outputs(ink).argmax(-1) == labels).mean())

    def gradient(self, ink: Floats, labels: Labels) -> Network:
        """Return the cost's slope by every weight and bias.

        Backwards from the cost, by the chain rule: Rumelhart, Hinton and Williams 1986, "Learning
        representations by back-propagating errors".
        """
        between = self.between(ink)
        said = squashed(between @ self.weights[1].T + self.biases[1])
        by_last = 2.0 / len(ink) * (said - wanted(labels)) * said * (1.0 - said)
        by_between = by_last @ self.weights[1] * (1.0 - between * between)
        return Network(
            (by_between.T @ ink, by_last.T @ between), (by_between.sum(0), by_last.sum(0))
        )


def untrained(seed: int) -> Network:
    """Return a network that has learnt nothing: weights by chance, biases 0."""
    pixels, between, digits = SIZES
    numbers = normals(seed, between * (pixels + digits))
    first, second = np.split(numbers, [between * pixels])
    return Network(
        (
            first.reshape(between, pixels) / np.sqrt(pixels),
            second.reshape(digits, between) / np.sqrt(between),
        ),
        (np.zeros(between), np.zeros(digits)),
    )


def trained(ink: Floats, labels: Labels, seed: int = 0, steps: int = 400) -> Network:
    """Train a network on all images at once, by AdamW.

    Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", with Adam's usual settings,
    a learning rate of 0.02 and a weight decay of 0.2, which helps with writers it does not know. On
    one machine the result is the same to the last byte. Another may add up in another order: with
    the images shuffled, no weight differs by more than 1e-12.

    Parameters
    ----------
    ink : array, shape (n, 64)
        Images, from 0 to 1.
    labels : array, shape (n,)
        What they are.
    seed : int
        For the weights at the outset.
    steps : int
        How many steps to take.

    Returns
    -------
    Network
    """
    network = untrained(seed)
    first = second = network.mapped(np.zeros_like)
    for step in range(1, steps + 1):
        slope = network.gradient(ink, labels)
        first = first.mapped(lambda m, g: _BETAS[0] * m + (1.0 - _BETAS[0]) * g, slope)
        second = second.mapped(lambda v, g: _BETAS[1] * v + (1.0 - _BETAS[1]) * g * g, slope)
        network = network.mapped(partial(_moved, step), first, second)
    return network


def _moved(step: int, numbers: Floats, first: Floats, second: Floats) -> Floats:
    """Return weights or biases after a step; only weights decay."""
    mean, square = (
        memory / (1.0 - beta**step) for memory, beta in zip((first, second), _BETAS, strict=True)
    )
    decay = _WEIGHT_DECAY if numbers.ndim == 2 else 0.0
    return numbers - _LEARNING_RATE * (mean / (np.sqrt(square) + _EPSILON) + decay * numbers)
