import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.sweeper import Sweeper


class Ring:
    """Something that refers to itself, which only a collection of garbage finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def _sweeper(qtbot: QtBot) -> Iterator[None]:
    parent = QObject()
    Sweeper(parent)
    yield
    gc.enable()


def _dropped(swept_in: list[str]) -> None:
    """Make many rings, and drop them; their ends tell in which thread they are swept up."""
    rings = [Ring() for _ in range(5000)]
    for ring in rings[::100]:
        weakref.finalize(ring, lambda: swept_in.append(threading.current_thread().name))


@pytest.mark.usefixtures("_sweeper")
def test_what_another_thread_drops_is_swept_up_in_the_windows(qtbot: QtBot) -> None:
    swept_in: list[str] = []
    worker = threading.Thread(target=_dropped, args=(swept_in,))
    worker.start()
    worker.join()
    assert swept_in == []
    qtbot.waitUntil(lambda: len(swept_in) == 50, timeout=10_000)
    assert set(swept_in) == {threading.current_thread().name}


@pytest.mark.usefixtures("_sweeper")
def test_python_itself_sweeps_no_more() -> None:
    assert not gc.isenabled()
