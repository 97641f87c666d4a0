"""What a mountain is made of, as a file tells it."""

import json

import numpy as np
import pytest

import mountain
from mountain.grounds import GroundError, as_table, ground_of


@pytest.mark.parametrize("name", mountain.terrain_names())
def test_every_ground_of_the_gallery_is_told_in_json_and_made_again(name: str) -> None:
    ground = mountain.terrain_named(name).ground
    again = ground_of(json.loads(json.dumps(as_table(ground))))
    again = again.read if isinstance(again, mountain.UnreadMap) else again
    assert again == ground
    x, y = mountain.terrain_named(name).window.grid(5, 5)
    assert again.height(x, y).tolist() == ground.height(x, y).tolist()


def test_points_are_told_to_the_last_bit() -> None:
    samples = mountain.Samples((0.1, 1 / 3, 2.0), (1e-17, -7.0, 0.3))
    again = ground_of(json.loads(json.dumps(as_table(mountain.Regression(samples)))))
    assert isinstance(again, mountain.Regression)
    assert again.samples == samples


def test_what_points_are_called_and_counted_in_is_told_too() -> None:
    samples = mountain.Samples((1990, 1995, 2000, 2010), (3, 4, 5, 9), ("year", "marks"))
    ground = mountain.regression_terrain(samples).ground
    again = ground_of(json.loads(json.dumps(as_table(ground))))
    assert isinstance(again, mountain.Regression)
    assert again == ground
    assert not again.units.are_own


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"formula": 3},
        {"samples": None},
        {"samples": {"x": [1.0]}},
        {"samples": {"x": [1.0, "2"], "y": [1.0, 2.0]}},
        {"samples": {"x": [True, 2.0], "y": [1.0, 2.0]}},
        {"samples": {"x": [1.0], "y": []}},
        {"samples": {"x": [1.0, 2.0], "y": [1.0, 2.0], "names": ["x"]}},
        {"samples": {"x": [1.0, 2.0], "y": [1.0, 2.0], "names": "xy"}},
        {"samples": {"x": [1.0, 2.0], "y": [1.0, 2.0], "size": [1.0, 0.0]}},
        {"samples": {"x": [1.0, 2.0], "y": [1.0, 2.0], "size": 2.0}},
        {"samples": {"x": [1.0, 2.0], "y": [1.0, 2.0], "middle": [1.0, "2"]}},
        {"digits": "0"},
        {"digits": True},
        {"digits": -1},
        {"digits": 2**53},
        {"digits": 0, "fingerprint": "of another network"},
        {"formula": "__import__('os')"},
    ],
    ids=json.dumps,
)
def test_a_table_that_tells_of_no_ground_is_refused_in_one_line(table: dict[str, object]) -> None:
    with pytest.raises((GroundError, mountain.FormulaError, mountain.SamplesError)) as refused:
        ground_of(table)
    assert str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_ground_that_no_file_can_tell_of_is_refused() -> None:
    heights = np.add.outer(np.arange(5.0), np.arange(5.0))
    grid = mountain.Grid(heights, (0.0, 1.0, 0.0, 1.0), "a field")
    with pytest.raises(GroundError, match=r"a field, .*: no file can tell of this ground"):
        as_table(grid)
