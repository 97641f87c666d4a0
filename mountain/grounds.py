"""Grounds in tables: how a file tells what a mountain is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mountain.classifier import cost_ground, cost_rows, digit_ground, seed_of
from mountain.formula import Formula
from mountain.grid import Grid
from mountain.ground import Ground
from mountain.regression import Regression
from mountain.samples import Samples

#: Seeds beyond this are no seeds.
MOST_SEEDS = 2**53


class GroundError(ValueError):
    """A table that tells of no ground; the message says what would work."""


def as_table(ground: Ground) -> dict[str, object]:
    """Tell in plain values what a ground is made of; `ground_of` makes it again.

    Raises
    ------
    GroundError
        When there are no words for it.
    """
    if isinstance(ground, Formula):
        return {"formula": ground.text}
    if isinstance(ground, Regression):
        return {"samples": {"x": list(ground.samples.x), "y": list(ground.samples.y)}}
    if isinstance(ground, Grid) and (seed := seed_of(ground)) is not None:
        return {"digits": seed, "fingerprint": ground.fingerprint}
    raise GroundError(f"{ground.text}: no file can tell of this ground")


def ground_of(table: Mapping[str, Any]) -> Ground:
    """Make the ground that a table tells of.

    Raises
    ------
    GroundError, FormulaError, SamplesError
        When it tells of none.
    """
    if "samples" in table:
        return Regression(_samples(table["samples"]))
    if "digits" in table:
        return _digits(table["digits"], table.get("fingerprint"))
    text = table.get("formula")
    if not isinstance(text, str):
        raise GroundError("formula: must be a text")
    return Formula(text)


def _samples(table: object) -> Samples:
    coordinates = [table.get(axis) if isinstance(table, Mapping) else None for axis in "xy"]
    x, y = (tuple(each) if isinstance(each, list) else () for each in coordinates)
    if not all(type(number) in (int, float) for number in (*x, *y)):
        raise GroundError("samples: must be numbers in x and in y")
    return Samples(x, y)


def _digits(seed: object, fingerprint: object) -> Grid:
    if type(seed) is not int or not 0 <= seed < MOST_SEEDS:
        raise GroundError("digits: must be the seed of its directions, a whole number")
    ground = digit_ground() if seed == 0 else cost_ground(cost_rows(seed), seed)
    if fingerprint not in (None, ground.fingerprint):
        raise GroundError("digits: the network is another one than this program's")
    return ground
