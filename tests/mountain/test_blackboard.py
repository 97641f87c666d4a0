"""The blackboard: what stands there is what the hiker did, and can be worked out by hand."""

import ast
import math
import operator
import re
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import (
    OPTIMIZERS,
    PARAMETERS,
    Calculation,
    Optimizer,
    Plan,
    Track,
    advance,
    replan,
    start,
    terrain_named,
)
from mountain.blackboard import blackboard, rule_in_symbols
from mountain.track import MEMORIES
from tests.hikes import BOWL, SWELL

SETTINGS = {
    "plain": {},
    "decaying": {"weight_decay": 0.03},
    "capped": {"stride_cap": 0.004},
    "climbing": {"ascend": True},
    "scheduled": {"schedule": "exponential", "schedule_factor": 0.97, "warm_up": 3},
}
EVERY_WAY = pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
EVERY_RULE = pytest.mark.parametrize("name", OPTIMIZERS)

_OPERATIONS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᵗ"
_LOWERED = str.maketrans(_RAISED, "0123456789-t")
_SIGNS = str.maketrans({"−": "-", "·": "*", "′": "_stroke"})
_SUBSCRIPTS = {"ₜ₋₁": "_before", "₁": "_1", "₂": "_2"}


def hike(name: str, steps: int = 12, terrain=SWELL, **settings: object) -> Track:
    plan = {"optimizer": name, "learning_rate": 0.01, "measure_every": 2, "stop": False}
    return advance(start(terrain, Plan().with_settings({**plan, **settings})), steps)


def of_axis(lines: tuple[Calculation, ...], axis: str) -> list[Calculation]:
    return [line for line in lines if line.axis == axis]


def worked_out(text: str, known: Mapping[str, float]) -> float:
    """Work out what is written, by the rules that a class knows."""
    text = text.translate(_SIGNS)
    for written, name in _SUBSCRIPTS.items():
        text = text.replace(written, name)
    text = re.sub(f"[{_RAISED}]+", lambda top: f"**({top[0].translate(_LOWERED)})", text)
    text = re.sub(r"√([\w.]+)", r"root(\1)", text.replace("√(", "root(")).replace("^", "**")
    return _value(ast.parse(text, mode="eval").body, known)


def _value(tree: ast.expr, known: Mapping[str, float]) -> float:
    match tree:
        case ast.Constant(value=float(value) | int(value)):
            return float(value)
        case ast.Name(id=name):
            return known[name]
        case ast.UnaryOp(op=ast.USub(), operand=part):
            return -_value(part, known)
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATIONS[type(sign)](_value(left, known), _value(right, known))
        case ast.Call(func=ast.Name(id=function), args=[part]):
            value = _value(part, known)
            return math.sqrt(value) if function == "root" else float(np.sign(value))
    raise AssertionError(f"not something that a class can read: {ast.unparse(tree)}")


@EVERY_RULE
@EVERY_WAY
def test_the_values_are_the_walks_own_numbers(name, settings):
    track = hike(name, **settings)
    for step in range(1, track.steps + 1):
        for axis in "xy":
            lines = of_axis(blackboard(track, step), axis)
            moved = track.rows[step][axis] - track.rows[step - 1][axis]
            assert lines[-1].symbol == "step"
            assert lines[-1].value == pytest.approx(moved, rel=1e-12, abs=1e-15)
            values = {line.symbol: line.value for line in lines}
            for symbol, place in zip(OPTIMIZERS[name].memory, MEMORIES, strict=False):
                kept = track.pages[step][f"{place}_{axis}"]
                assert values[symbol] == pytest.approx(kept, rel=1e-12)


def assert_adds_up(line: Calculation) -> None:
    """Work out the numbers as written, and compare with the value as written."""
    _, right, shown = line.numbers.rsplit(" = ", 2)
    by_hand, value = worked_out(right, {}), worked_out(shown, {})
    assert float(f"{by_hand:.4g}") == pytest.approx(value, rel=1e-9)
    assert float(f"{line.value:.4g}") == pytest.approx(value, rel=1e-9)


@EVERY_RULE
@EVERY_WAY
def test_what_is_written_adds_up(name, settings):
    track = hike(name, **settings)
    for step in (1, 2, 3, 12):
        for line in blackboard(track, step):
            assert_adds_up(line)


@given(
    name=some.sampled_from(sorted(OPTIMIZERS)),
    learning_rate=some.floats(1e-6, 0.3),
    momentum=some.floats(0, 0.99),
    beta2=some.floats(0.001, 0.99999),
    start_x=some.floats(-2, 2),
    step=some.integers(1, 9),
)
def test_what_is_written_adds_up_whatever_the_settings(
    name, learning_rate, momentum, beta2, start_x, step
):
    settings = {"optimizer": name, "learning_rate": learning_rate, "stop": False}
    settings |= {"momentum": momentum, "beta1": momentum, "beta2": beta2, "measure_every": 1}
    plan = Plan().with_settings(settings)
    track = advance(start(terrain_named("misty_mountain"), plan, (start_x, 0.3)), step)
    for line in blackboard(track, step):
        assert_adds_up(line)


@EVERY_RULE
@EVERY_WAY
def test_the_formula_in_symbols_gives_the_same_values(name, settings):
    track, step = hike(name, **settings), 7
    plan, row = track.plan, track.rows[step - 1]
    for axis in "xy":
        known = {
            PARAMETERS[setting].symbol: getattr(plan, setting)
            for setting in ("momentum", "beta1", "beta2", "alpha", "epsilon", "weight_decay")
        }
        known = {each.replace("₁", "_1").replace("₂", "_2"): known[each] for each in known}
        known |= {"η": track.learning_rate[step], "t": float(step), "p": row[axis]}
        known["g"] = row[f"grad_{axis}"] * (-1 if plan.ascend else 1)
        for symbol, place in zip(OPTIMIZERS[name].memory, MEMORIES, strict=False):
            known[symbol] = track.pages[step - 1][f"{place}_{axis}"]
        known["cap"] = plan.stride_cap
        for line in of_axis(blackboard(track, step), axis):
            right = re.split(" [=←] ", line.formula)[1]
            symbol = line.symbol.replace("′", "_stroke")
            if "cap" not in right:
                assert worked_out(right, known) == pytest.approx(line.value, rel=1e-12)
            known[f"{symbol}_before"] = known.get(symbol, math.nan)
            known[symbol] = line.value


def test_a_roll_down_the_bowl_reads_as_on_a_blackboard():
    plan = {"reading": "exact", "measure_every": 1, "learning_rate": 0.1}
    track = hike("momentum", 2, BOWL, **plan)
    first, second = (of_axis(blackboard(track, step), "x") for step in (1, 2))
    assert [line.formula for line in first] == ["v ← μ·v + g", "step = −η·v"]
    assert [line.numbers for line in first] == ["v = 0.9·0 + 3 = 3", "step = −0.1·3 = −0.3"]
    assert second[0].numbers == "v = 0.9·3 + 2.7 = 5.4"
    north = of_axis(blackboard(track, 2), "y")
    assert north[0].numbers == "v = 0.9·(−2) + (−1.8) = −3.6"
    assert north[1].numbers == "step = −0.1·(−3.6) = 0.36"


def test_adams_small_epsilon_and_powers_are_written_as_a_teacher_writes_them():
    track = hike("adam", 3, BOWL, reading="exact", measure_every=1)
    step = of_axis(blackboard(track, 3), "x")[-1]
    assert step.formula == "step = −η/(1 − β₁ᵗ)·m/(√v/√(1 − β₂ᵗ) + ε)"
    assert "/(1 − 0.9³)·" in step.numbers
    assert " + 10⁻⁸) = −0.0" in step.numbers


def test_two_numbers_that_nearly_cancel_are_written_in_more_figures():
    plan = Plan(optimizer="momentum", momentum=0.5, measure_every=1, noise=0.0, stop=False)
    track = advance(start(BOWL, plan, (3.0, -2.0)), 1)
    rows, pages = track.rows.copy(), track.pages.copy()
    pages[0]["first_x"], rows[0]["grad_x"] = 2.4690246, -1.2345
    altered = Track(track.terrain, track.legs, rows, pages)
    assert blackboard(altered, 1)[0].numbers == "v = 0.5·2.4690246 + (−1.2345) = 1.23·10⁻⁵"


@EVERY_RULE
def test_weight_decay_is_written_only_where_there_is_any(name):
    without, with_it = (
        "".join(rule_in_symbols(Plan().with_settings({"optimizer": name, "weight_decay": decay})))
        for decay in (0.0, 0.1)
    )
    assert "λ" not in without
    assert "λ·p" in with_it


def test_a_capped_step_has_a_line_of_its_own_where_the_cap_acted():
    freely, shortened = hike("momentum", stride_cap=99.0), hike("momentum", stride_cap=1e-3)
    assert [line.symbol for line in of_axis(blackboard(freely, 5), "x")] == ["v", "step"]
    *_, before, after = of_axis(blackboard(shortened, 5), "x")
    assert after.formula == "step ← step·cap/√(east² + north²)"
    assert abs(after.value) < 1e-3 < abs(before.value)


def test_who_changes_optimizer_begins_with_an_empty_memory():
    track = hike("momentum", 5)
    track = advance(replan(track, track.plan.with_settings({"optimizer": "adam"})), 2)
    first = blackboard(track, 6)
    assert first[0].numbers.startswith("m = 0.9·0 + ")
    assert "0.9¹)" in first[2].numbers
    assert first[2].value == pytest.approx(track.x[6] - track.x[5], rel=1e-12)


def test_old_and_new_of_a_memory_are_told_apart_in_one_line(monkeypatch):
    def ahead(g, p, memory, s):
        (v,) = memory
        faster = s.momentum * v - s.learning_rate * g
        return (1 + s.momentum) * faster - s.momentum * v, (faster,)

    optimizer = Optimizer("ahead", "Ahead", ahead, ("momentum",), ("v",))
    monkeypatch.setitem(OPTIMIZERS, "ahead", optimizer)
    monkeypatch.setitem(PARAMETERS["optimizer"].choices, "ahead", "Ahead")
    track = hike("ahead", 4)
    lines = of_axis(blackboard(track, 4), "y")
    assert [line.formula for line in lines] == [
        "v ← μ·v − η·g",
        "step = (1 + μ)·v − μ·vₜ₋₁",
    ]
    assert lines[-1].value == pytest.approx(track.y[4] - track.y[3], rel=1e-12)
    for line in lines:
        assert_adds_up(line)


def test_what_a_rule_only_keeps_is_written_without_working(monkeypatch):
    def twice(g, p, memory, s):
        return -s.learning_rate * (g + memory[0]), (g,)

    monkeypatch.setitem(OPTIMIZERS, "twice", Optimizer("twice", "Twice", twice, (), ("last",)))
    monkeypatch.setitem(PARAMETERS["optimizer"].choices, "twice", "Twice")
    track = hike("twice", 3, BOWL, reading="exact", measure_every=1)
    last, step = of_axis(blackboard(track, 1), "x")
    assert (last.formula, last.numbers) == ("last ← g", "last = 3")
    assert step.formula == "step = −η·(g + lastₜ₋₁)"


@EVERY_RULE
def test_a_hike_that_overflows_is_written_without_computers_words(name):
    track = hike(name, 60, learning_rate=1e9)
    for step in (2, 3, 30, track.steps):
        for line in blackboard(track, step):
            assert not re.search("nan|inf|e[+-]", line.numbers)


@pytest.mark.parametrize("step", [0, -1, 13])
def test_a_step_that_was_not_walked_is_refused(step):
    with pytest.raises(ValueError, match="step: must be 1 to 12, not"):
        blackboard(hike("adam"), step)
