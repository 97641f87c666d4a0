"""Slices: the cost of a network on a plane through its weights, which is a mountain to walk on.

A place (α, β) is the network whose weights are the trained ones plus α times one direction plus β
times another. The directions are random and normalised by filter: Li, Xu, Taylor, Studer and
Goldstein 2018, "Visualizing the Loss Landscape of Neural Nets".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from mountain.ground import Floats
from mountain.network import Labels, Network, normals, squared_errors, squashed, wanted


def random_directions(network: Network, seed: int) -> tuple[Network, Network]:
    """Return two directions in which to change a network's weights.

    Each neuron's weights in them have the length of the network's own, so that a step means as
    much for every neuron; biases stay as they are, as in the authors' program.
    """
    numbers = normals(seed, 2 * sum(each.size for each in network.weights))
    first, second = np.split(numbers, 2)
    return _normalised(network, first), _normalised(network, second)


def _normalised(network: Network, numbers: Floats) -> Network:
    parts = np.split(numbers, [network.weights[0].size])
    first, second = (
        _scaled(part.reshape(weights.shape), weights)
        for part, weights in zip(parts, network.weights, strict=True)
    )
    biases = [np.zeros_like(each) for each in network.biases]
    return Network((first, second), (biases[0], biases[1]))


def _scaled(rows: Floats, weights: Floats) -> Floats:
    """Give every row the length of the same row of weights."""
    lengths = [np.linalg.norm(each, axis=1, keepdims=True) for each in (weights, rows)]
    scaled: Floats = rows * (lengths[0] / lengths[1])
    return scaled


@dataclass(frozen=True, eq=False)
class Slice:
    """A plane through a network's weights, and the images that the cost is of.

    Attributes
    ----------
    network : Network
        The one in the middle, at (0, 0).
    directions : (Network, Network)
        By what the weights change along either axis; biases must not.
    ink : array, shape (n, 64)
        Images, from 0 to 1.
    labels : array, shape (n,)
        What they are.
    """

    network: Network
    directions: tuple[Network, Network]
    ink: Floats
    labels: Labels

    def network_at(self, alpha: float, beta: float) -> Network:
        """Return the network at a place."""
        return self.network.mapped(lambda w, d, e: w + alpha * d + beta * e, *self.directions)

    def cost(self, alpha: float, beta: float) -> float:
        """Return the exact cost at a place."""
        return self.network_at(alpha, beta).cost(self.ink, self.labels)

    def gradient(self, alpha: float, beta: float) -> tuple[float, float]:
        """Return the exact slope of the cost at a place, by α and by β."""
        slope = self.network_at(alpha, beta).gradient(self.ink, self.labels)
        first, second = (
            sum(float((g * d).sum()) for g, d in zip(slope.arrays, each.arrays, strict=True))
            for each in self.directions
        )
        return first, second

    def rows(self, alphas: Floats, betas: Floats) -> Iterator[Floats]:
        """Work out the costs at a grid of places, one row for every β, shape (len(alphas),).

        A row of some eighty places takes some thirty milliseconds; whoever has seen enough stops
        asking.
        """
        for beta in betas.tolist():
            yield np.array([self._cost(alpha, beta) for alpha in alphas.tolist()])

    def _cost(self, alpha: float, beta: float) -> float:
        """Return the cost at a place, from sums that all places share."""
        sums, by_alpha, by_beta = self._sums
        between = np.tanh(sums + (alpha * by_alpha + beta * by_beta))
        last, first, second = (each.weights[1] for each in (self.network, *self.directions))
        weights = last + (alpha * first + beta * second)
        said = squashed(between @ weights.T + self.network.biases[1])
        return float(squared_errors(said, self._wanted).mean())

    @cached_property
    def _sums(self) -> tuple[Floats, Floats, Floats]:
        """What the neurons between squash, and how that changes by α and by β."""
        by_alpha, by_beta = (self.ink @ each.weights[0].T for each in self.directions)
        return self.ink @ self.network.weights[0].T + self.network.biases[0], by_alpha, by_beta

    @cached_property
    def _wanted(self) -> Floats:
        return wanted(self.labels)
