"""Expressions sent as plain lists: what arrives is what was sent, or is refused."""

import json
import math

import pytest
from hypothesis import given, strategies as some

from mountain.expression import FUNCTIONS, X, Y, number
from mountain.nodes import node
from mountain.parcel import ParcelError, packed, unpacked

leaves = some.sampled_from([X, Y]) | some.floats(allow_nan=False, allow_infinity=False).map(number)
expressions = some.recursive(
    leaves,
    lambda parts: (
        some.builds(node, some.sampled_from(sorted(FUNCTIONS)), parts)
        | some.builds(node, some.sampled_from(["+", "-", "*", "/", "^", "max"]), parts, parts)
        | some.builds(node, some.just("negative"), parts)
    ),
    max_leaves=20,
)


@given(some.lists(expressions, max_size=3))
def test_expressions_arrive_as_the_very_same_nodes(sent):
    arrived = unpacked(json.loads(json.dumps(packed(sent))))
    assert len(arrived) == len(sent)
    assert all(new is old for new, old in zip(arrived, sent, strict=True))


def test_a_part_that_is_repeated_is_sent_once():
    doubled = X
    for _ in range(40):
        doubled = node("+", doubled, doubled)
    assert len(packed([doubled])) == 42


@pytest.mark.parametrize(
    "parcel",
    [
        None,
        [],
        "x",
        [["x", []]],
        [["all", [0]]],
        [["x", []], ["all", [1]]],
        [["x", []], ["all", [-1]]],
        [["z", []], ["all", [0]]],
        [["__import__", [0]], ["all", [0]]],
        [["sin", []], ["all", [0]]],
        [["x", []], ["sin", [0, 0]], ["all", [1]]],
        [["sin", [0]], ["all", [0]]],
        [["x", [0]], ["all", [0]]],
        [["number", "1"], ["all", [0]]],
        [["number", math.nan], ["all", [0]]],
        [["number", [0]], ["all", [0]]],
        [[[], []], ["all", [0]]],
        [7, ["all", [0]]],
        [["x", []], ["all", ["0"]]],
        [["x", []], 0],
    ],
)
def test_anything_else_is_refused(parcel):
    with pytest.raises(ParcelError):
        unpacked(parcel)
