"""Rules: one function each, which computes with numbers, is compiled, and is written out."""

from types import SimpleNamespace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from mountain import OPTIMIZERS, PARAMETERS
from mountain.callees import MEMORY_ROW, STEP_ROW
from mountain.expression import in_order, variable
from mountain.native import FAINTEST, compiled_rule
from mountain.optimizers import SETTINGS, Optimizer
from mountain.rules import traced_rule

Axis = tuple[float, ...]


def _compiled(
    optimizer: Optimizer, g: Axis, p: Axis, memory: list[Axis], settings: dict[str, float]
) -> list[Axis]:
    """Make one step of both axes at once by machine code; return it and what is remembered."""
    state = np.array([*g, *p, np.nan, np.nan, *np.zeros(6)])
    for row, pair in enumerate(memory, MEMORY_ROW):
        state[2 * row : 2 * row + 2] = pair
    given_settings = np.array([settings[name] for name in SETTINGS])
    compiled_rule(optimizer)(1, given_settings.ctypes.data, state.ctypes.data)
    pairs = [tuple(pair) for pair in state.reshape(-1, 2).tolist()]
    return [pairs[STEP_ROW], *pairs[MEMORY_ROW : MEMORY_ROW + len(memory)]]


numbers = st.floats(-50, 50)
settings = st.fixed_dictionaries(
    {
        "learning_rate": st.floats(1e-3, 2),
        "t": st.integers(1, 500).map(float),
        "momentum": st.floats(0, 0.99),
        "beta1": st.floats(0, 0.99),
        "beta2": st.floats(0, 0.999),
        "alpha": st.floats(0, 0.999),
        "epsilon": st.floats(1e-10, 1),
        "weight_decay": st.floats(0, 1),
    }
)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_compiled_rule_is_the_function_that_anyone_can_read(name):
    optimizer = OPTIMIZERS[name]

    @given(
        st.tuples(numbers, numbers),
        st.tuples(numbers, numbers),
        # What is remembered of squares is never below 0, nor is Nadam's product above 1.
        st.lists(st.tuples(*[st.floats(0, 0.9)] * 2), min_size=3, max_size=3),
        settings,
    )
    def check(g, p, remembered, values):
        memory = remembered[: len(optimizer.memory)]
        found = _compiled(optimizer, g, p, memory, values)
        for axis in range(2):
            own = tuple(pair[axis] for pair in memory)
            step, later = optimizer.rule(g[axis], p[axis], own, SimpleNamespace(**values))
            expected = [0.0 if abs(each) < FAINTEST else each for each in (step, *later)]
            # A difference of two large numbers keeps the rounding of the larger.
            np.testing.assert_allclose(
                [pair[axis] for pair in found], expected, rtol=1e-12, atol=1e-12
            )

    check()


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda each: each.name)
def test_a_rule_uses_the_settings_that_its_row_names_and_remembers_what_it_names(optimizer):
    traced = traced_rule(optimizer)
    used = {node.operation for node in in_order(traced.step, *traced.after) if not node.parts}
    assert used & set(PARAMETERS) == {"learning_rate", *optimizer.uses}
    assert used - {"number", "g", "p", "t"} <= {"learning_rate", *optimizer.uses, *optimizer.memory}
    assert [node.operation for node in traced.before] == list(optimizer.memory)
    assert len(traced.after) == len(traced.before)
    assert traced.slope is variable("g")
    assert traced.position is variable("p")


@pytest.mark.parametrize("optimizer", OPTIMIZERS.values(), ids=lambda each: each.name)
def test_what_a_row_names_exists(optimizer):
    assert set(optimizer.defaults) <= set(optimizer.uses)
    assert set(optimizer.begins) <= set(optimizer.memory)
    assert all(PARAMETERS[name].by_optimizer for name in optimizer.uses)
    assert {name for name in PARAMETERS if PARAMETERS[name].by_optimizer} <= set(SETTINGS)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_rule_does_to_one_axis_what_it_does_to_the_other(name):
    values = {each: PARAMETERS[each].default for each in SETTINGS if each != "t"} | {"t": 3.0}
    memory = [(0.3, 0.7)] * len(OPTIMIZERS[name].memory)
    here = _compiled(OPTIMIZERS[name], (1.3, -0.4), (2.0, 5.0), memory, values)
    swapped = [pair[::-1] for pair in memory]
    there = _compiled(OPTIMIZERS[name], (-0.4, 1.3), (5.0, 2.0), swapped, values)
    assert here == [pair[::-1] for pair in there]


def test_what_is_fainter_than_the_faintest_is_forgotten_and_what_is_no_number_is_not():
    values = dict.fromkeys(SETTINGS, 0.5) | {"weight_decay": 0.0}
    momentum = OPTIMIZERS["momentum"]
    faint = _compiled(momentum, (0.0, 0.0), (0.0, 0.0), [(1.9e-300, -2.1e-300)], values)
    assert faint[1] == (0.0, -1.05e-300)
    step, velocity = _compiled(momentum, (np.nan, 1.0), (0.0, 0.0), [(0.0, 0.0)], values)
    assert np.isnan(step[0])
    assert np.isnan(velocity[0])
    assert velocity[1] == 1.0
