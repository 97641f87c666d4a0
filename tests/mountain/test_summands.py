"""The terms of a sum, one by one."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from test_notation import trees

from mountain import Formula, mathml_of, mathml_terms, text_of
from mountain.evaluation import on_arrays
from mountain.expression import Node
from mountain.summands import summands

X = np.linspace(0.3, 1.9, 7)
Y = np.linspace(-1.2, 0.8, 7)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("x", ["+x"]),
        ("x + y - 3", ["+x", "+y", "-3"]),
        ("x - (y - 3)", ["+x", "-y-3"]),
        ("-x + y", ["-x", "+y"]),
        ("x*(y + 1)", ["+x*(y+1)"]),
        ("x + -2", ["+x", "-2"]),
    ],
)
def test_a_sum_is_taken_apart_where_one_would_break_it(text: str, terms: list[str]) -> None:
    found = [
        sign + (text_of(node) or "").replace(" ", "") for sign, node in summands(Formula(text).node)
    ]
    assert found == terms


@given(trees)
def test_the_terms_add_up_to_the_whole(node: Node) -> None:
    with np.errstate(all="ignore"):
        (whole,) = on_arrays([node], X, Y)
        parts = [(sign, on_arrays([term], X, Y)[0]) for sign, term in summands(node)]
        total = sum(values if sign == "+" else -values for sign, values in parts)
        largest = np.max([np.abs(values) for _, values in parts], axis=0)
        apart = np.abs(total - whole)
    known = np.isfinite(whole) & np.isfinite(largest)
    assert (apart[known] <= 1e-13 * len(parts) * largest[known] + 1e-300).all()


@given(trees)
def test_each_printed_term_stands_alone_with_its_sign(node: Node) -> None:
    terms = mathml_terms(node)
    assert (terms is None) == (mathml_of(node) is None)
    for place, term in enumerate(terms or ()):
        words = "".join(ET.fromstring(term).itertext())
        assert (words[0] in "+−") or place == 0
        # No two signs beside each other.
        assert not re.match(r"[+−][+−]", words), words
