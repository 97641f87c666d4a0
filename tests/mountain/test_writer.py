"""What is written is worth the same on processors of other kinds."""

import llvmlite.binding as llvm
import numpy as np
import pytest
from ulps import compiled, tiny

from mountain import writer
from mountain.callees import CROWD_LANES
from mountain.expression import X, call, multiply, number
from mountain.native import compiled_phone


def _values() -> np.ndarray:
    random = np.random.default_rng(8)
    ends = [np.inf, -np.inf, np.nan, 0.0, -0.0, -745.2, -744.9, -708.5, 709.7, 709.8, 1e300, -1e300]
    return np.concatenate([random.uniform(-746, 711, 5000), tiny(500), ends])


def _read(name: str, factor: float, values: np.ndarray) -> np.ndarray:
    """Read a slope as a crowd does, which is worked out for more at once."""
    places = np.zeros((2, values.size // CROWD_LANES * CROWD_LANES))
    places[0] = values[: places.shape[1]]
    slopes, probe = np.empty_like(places), np.array([1e-3, 500.0, 0.0, 0.0, 1.0])
    phone = compiled_phone(call(name, multiply(number(factor), X)))
    phone(places.shape[1], *(each.ctypes.data for each in (probe, places, slopes)))
    return slopes


@pytest.mark.skipif(not writer.has_feature("avx512f"), reason="only a new processor is an old one")
@pytest.mark.parametrize(
    ("name", "factor"),
    [
        *((name, 1.0) for name in ("exp", "tanh", "sqrt", "log", "sin", "tan")),
        *(("exp", factor) for factor in (-1.0, 0.25, -2.4, 1e3, -1e-3, 1e29)),
    ],
)
def test_a_processor_without_the_newest_instructions_finds_the_same_to_the_bit(
    name, factor, monkeypatch
):
    values = _values()
    heights, slopes = compiled(name, factor)(values), _read(name, factor, values)
    writer.has_feature.cache_clear()
    monkeypatch.setattr(llvm, "get_host_cpu_features", llvm.FeatureMap)
    monkeypatch.setattr(llvm, "get_host_cpu_name", lambda: "haswell")
    assert not writer.has_feature("avx512f")
    try:
        np.testing.assert_array_equal(compiled(name, factor)(values), heights)
        np.testing.assert_array_equal(_read(name, factor, values), slopes)
    finally:
        monkeypatch.undo()
        writer.has_feature.cache_clear()
