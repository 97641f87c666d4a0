"""Errands: long work that is left undone as soon as nobody waits for it any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar


class AbandonedError(Exception):
    """Nobody waits any more for the work in which this is raised."""


_is_wanted: ContextVar[Callable[[], bool] | None] = ContextVar("is_wanted", default=None)


@contextmanager
def errand(is_wanted: Callable[[], bool]) -> Iterator[None]:
    """Have what is done within, in this thread, left as soon as it is not wanted any more.

    Long work asks now and then, by `go_on`; what it has done by then is lost, and nothing else.

    Parameters
    ----------
    is_wanted : function
        Tells whether somebody still waits; it is asked often, and in the thread that works.

    Raises
    ------
    AbandonedError
        When the work was left.
    """
    before = _is_wanted.set(is_wanted)
    try:
        yield
    finally:
        _is_wanted.reset(before)


def go_on() -> None:
    """Leave the errand that this is a part of, if nobody waits for it; else do nothing.

    Raises
    ------
    AbandonedError
        When nobody waits any more.
    """
    is_wanted = _is_wanted.get()
    if is_wanted is not None and not is_wanted():
        raise AbandonedError("nobody waits for this any more")
