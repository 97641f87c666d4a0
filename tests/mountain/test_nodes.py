"""Nodes: one for each expression, and forgotten with it."""

import copy
import gc
import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor

from mountain import Formula
from mountain.nodes import Node, in_order, node, number, variable


def _alive() -> int:
    gc.collect()
    # Not `isinstance`, which asks weak proxies of others what they stand for, if it is still there.
    return sum(type(each) is Node for each in gc.get_objects())


def test_equal_expressions_are_one_node_while_somebody_holds_it():
    held = node("sin", variable("x"))
    assert node("sin", variable("x")) is held
    assert number(0.25) is number(0.25)


def test_what_nobody_holds_is_forgotten():
    gone = weakref.ref(node("sin", number(0.123)))
    assert gone() is None


def test_formulas_typed_all_day_leave_nothing_behind():
    Formula("x + y")
    before = _alive()
    for typed in range(2000):
        formula = Formula(f"{typed}x + sin({typed + 0.5}y)^3")
        assert formula.gradient_nodes
        assert formula.text
        assert formula.latex
    del formula
    assert _alive() <= before


def test_a_very_long_expression_is_built_and_forgotten_without_a_deep_call():
    before = _alive()
    long = variable("x")
    for each in range(100_000):
        long = node("+", long, number(each % 7))
    assert len(in_order(long)) == 100_008
    del long
    assert _alive() <= before


def test_a_node_that_has_been_elsewhere_is_the_same_node():
    held = Formula("x^2 sin(y) + 0.5").node
    assert pickle.loads(pickle.dumps(held)) is held
    assert copy.deepcopy(held) is held
    assert copy.copy(held) is held


def test_a_formula_travels_as_its_text():
    formula = Formula("+".join(["x"] * 200))
    assert formula.latex
    copied = pickle.loads(pickle.dumps(formula))
    assert copied == formula
    assert copied.node is formula.node
    assert len(pickle.dumps(formula)) < 1000


def test_threads_that_read_at_once_find_the_same_nodes():
    texts = [f"sin({each}x)^2 + {each}.25y" for each in range(200)] * 4
    with ThreadPoolExecutor(8) as pool:
        read = list(pool.map(Formula, texts))
    first = {formula.text: formula.node for formula in read}
    assert all(formula.node is first[formula.text] for formula in read)
