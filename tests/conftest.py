"""What holds for every test: no screen, no chance, and no floating-point chatter."""

import os
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings

# Assigned, not defaulted: a test must not open windows on the desk of whoever runs it.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("MISTY_QT_PLATFORM", "offscreen")
os.environ["QT_SCALE_FACTOR"] = "1"

settings.register_profile("misty", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("misty")

#: Whether the kernels run as plain Python, where nothing about compilation can be seen.
INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "compiled: is about compilation itself")
    config.addinivalue_line("markers", "interpreted: looks into kernels that are not compiled")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    other = "compiled" if INTERPRETED else "interpreted"
    skipped = pytest.mark.skip(reason=f"NUMBA_DISABLE_JIT is set, or not: nothing is {other}")
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(skipped)


@pytest.fixture(autouse=True)
def _as_silent_as_compiled() -> Iterator[None]:
    """Let interpreted kernels overflow without a warning, as the compiled ones do."""
    if not INTERPRETED:
        yield
        return
    with np.errstate(all="ignore"):
        yield
