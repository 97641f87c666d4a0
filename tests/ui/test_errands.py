"""Errands of the window: the last one counts, the others are left, and none is waited for long."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

import mountain
from ui.errand import Errand, Wanted

HEIGHTS = np.zeros((9, 9))


@pytest.fixture
def errand(qapp: QObject) -> Iterator[Errand]:
    """Make somebody who runs errands, and close them."""
    parent = QObject()
    made = Errand(parent)
    yield made
    made.close()


def told_by(errand: Errand) -> list[object]:
    """Keep what is told: what came of things, or why nothing did."""
    told: list[object] = []
    errand.done.connect(told.append)
    errand.failed.connect(lambda why: told.append(f"failed: {why}"))
    errand.broken.connect(lambda: told.append("broken"))
    return told


def for_ever(_: Wanted) -> None:
    """Work for as long as somebody waits."""
    while True:
        mountain.pits(HEIGHTS)


def test_what_comes_of_it_is_told(errand: Errand, qtbot: QtBot) -> None:
    told = told_by(errand)
    errand.begin(lambda _: 42)
    assert errand.is_busy
    qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == [42]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (mountain.FileError("land.npy: gone"), "land.npy: gone"),
        (MemoryError(), "The memory is full: try something smaller"),
    ],
)
def test_what_cannot_be_done_is_told(
    errand: Errand, qtbot: QtBot, error: Exception, said: str
) -> None:
    told = told_by(errand)

    def work(wanted: Wanted) -> None:
        raise error

    errand.begin(work)
    qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == [f"failed: {said}"]


def test_what_nobody_foresaw_keeps_nobody_busy_and_reaches_the_last_resort(
    errand: Errand, qtbot: QtBot
) -> None:
    told = told_by(errand)

    def work(wanted: Wanted) -> None:
        raise ZeroDivisionError("unforeseen")

    with qtbot.capture_exceptions() as failures:
        errand.begin(work)
        qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == ["broken"]
    assert [str(error) for _, error, _ in failures] == ["unforeseen"]
    errand.begin(lambda _: "and on")
    qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == ["broken", "and on"]


def test_what_is_wanted_next_is_not_kept_waiting_by_what_was_wanted_before(
    errand: Errand, qtbot: QtBot
) -> None:
    told = told_by(errand)
    errand.begin(for_ever)
    errand.begin(lambda _: "next")
    qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == ["next"]


def test_what_is_wanted_no_more_is_left_and_nothing_is_told_of_it(
    errand: Errand, qtbot: QtBot
) -> None:
    told = told_by(errand)
    errand.begin(for_ever)
    errand.cancel()
    qtbot.waitUntil(lambda: not errand.is_busy)
    assert told == []


def test_closing_does_not_wait_for_what_takes_for_ever(errand: Errand) -> None:
    begun = threading.Event()

    def work(wanted: Wanted) -> None:
        begun.set()
        for_ever(wanted)

    errand.begin(work)
    assert begun.wait(30)
    errand.close()
