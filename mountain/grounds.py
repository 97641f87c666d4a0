"""Grounds in tables: how a file tells what a mountain is made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mountain.classifier import cost_ground, cost_rows, digit_ground, seed_of
from mountain.formula import Formula
from mountain.grid import Grid
from mountain.ground import Ground
from mountain.origin import OriginError, origin_of
from mountain.regression import Regression
from mountain.samples import Samples
from mountain.units import Units
from mountain.unread import UnreadMap

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
        return {"formula": ground.typed}
    if isinstance(ground, Regression):
        return {"samples": _told_samples(ground)}
    if isinstance(ground, Grid | UnreadMap) and ground.origin is not None:
        return {"elevation": ground.origin.as_table()}
    if isinstance(ground, Grid) and (seed := seed_of(ground)) is not None:
        return {"digits": seed, "fingerprint": ground.fingerprint}
    raise GroundError(f"{ground.text}: no file can tell of this ground")


def ground_of(table: Mapping[str, Any], folder: Path | None = None) -> Ground:
    """Make the ground that a table tells of.

    Parameters
    ----------
    table : mapping
        What `as_table` returned.
    folder : Path or None
        Where an elevation map is looked for first.

    Returns
    -------
    Ground
        Of an elevation map an `UnreadMap`: it is read when it is needed.

    Raises
    ------
    GroundError, FormulaError, SamplesError
        When it tells of none.
    """
    if "elevation" in table:
        try:
            return UnreadMap(origin_of(table["elevation"]), folder)
        except OriginError as error:
            raise GroundError(str(error)) from error
    if "samples" in table:
        return Regression(_samples(table["samples"]), _units(table["samples"]))
    if "digits" in table:
        return _digits(table["digits"], table.get("fingerprint"))
    text = table.get("formula")
    if not isinstance(text, str):
        raise GroundError("formula: must be a text")
    return Formula(text)


def _told_samples(ground: Regression) -> dict[str, object]:
    """Tell points, and what they are called and counted in where that is not as ever."""
    samples, units = ground.samples, ground.units
    told: dict[str, object] = {"x": list(samples.x), "y": list(samples.y)}
    if samples.names != ("x", "y"):
        told["names"] = list(samples.names)
    if not units.are_own:
        told |= {"middle": list(units.middle), "size": list(units.size)}
    return told


def _samples(table: object) -> Samples:
    coordinates = [table.get(axis) if isinstance(table, Mapping) else None for axis in "xy"]
    x, y = (tuple(each) if isinstance(each, list) else () for each in coordinates)
    if not all(type(number) in (int, float) for number in (*x, *y)):
        raise GroundError("samples: must be numbers in x and in y")
    names = table.get("names", ["x", "y"]) if isinstance(table, Mapping) else None
    if not (isinstance(names, list) and [type(each) for each in names] == [str, str]):
        raise GroundError("samples: names must be two texts, of x and of y")
    return Samples(x, y, (names[0], names[1]))


def _units(table: Mapping[str, Any]) -> Units:
    middle, size = table.get("middle", [0.0, 0.0]), table.get("size", [1.0, 1.0])
    for pair in (middle, size):
        if not (isinstance(pair, list) and len(pair) == 2):
            raise GroundError("samples: middle and size must be two numbers each, in x and in y")
        if not all(type(number) in (int, float) for number in pair):
            raise GroundError("samples: middle and size must be numbers")
    return Units((float(middle[0]), float(middle[1])), (float(size[0]), float(size[1])))


def _digits(seed: object, fingerprint: object) -> Grid:
    if type(seed) is not int or not 0 <= seed < MOST_SEEDS:
        raise GroundError("digits: must be the seed of its directions, a whole number")
    ground = digit_ground() if seed == 0 else cost_ground(cost_rows(seed), seed)
    if fingerprint not in (None, ground.fingerprint):
        raise GroundError("digits: the network is another one than this program's")
    return ground
