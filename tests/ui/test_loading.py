import builtins
import gc
import linecache
import sys

import pytest

from ui import loading


@pytest.fixture
def _loaded() -> object:
    loading.begin()
    yield
    loading.end()
    gc.unfreeze()


@pytest.mark.usefixtures("_loaded")
def test_a_module_that_is_loaded_after_qt_is_not_read_as_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    linecache.clearcache()
    import colorsys

    assert colorsys.__file__ not in linecache.cache
    assert builtins.__import__ is builtins.__orig_import__


def test_garbage_is_left_alone_while_loading_and_collected_afterwards() -> None:
    loading.begin()
    assert not gc.isenabled()
    loading.end()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
