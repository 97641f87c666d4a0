"""Faults of the disk: the n-th call to the system fails, as SQLite's tests do it."""

import os
from collections.abc import Callable
from typing import Any

import pytest

CALLS = ("open", "write", "fsync", "ftruncate", "close", "dup", "replace")


class Faults:
    """Lets the n-th of the calls fail, only that one or all from it on.

    Parameters
    ----------
    patch : pytest.MonkeyPatch
        Undoes it.
    nth : int
        Counted from 1.
    code : int
        The error's number, as `errno.ENOSPC`.
    lasting : bool
        Whether all later calls fail too.
    """

    def __init__(self, patch: pytest.MonkeyPatch, nth: int, code: int, lasting: bool) -> None:
        self.calls = 0
        self._nth, self._code, self._lasting = nth, code, lasting
        for name in CALLS:
            patch.setattr(os, name, self._faulty(name, getattr(os, name)))

    @property
    def struck(self) -> bool:
        """Whether a call has failed."""
        return self.calls >= self._nth

    def _faulty(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def maybe(*given: Any, **named: Any) -> Any:
            self.calls += 1
            if self.calls < self._nth or (self.calls > self._nth and not self._lasting):
                return call(*given, **named)
            if name == "write":
                # A full disk takes what there is room for.
                call(given[0], given[1][: len(given[1]) // 2])
            if name == "close":
                # Linux closes even when it reports an error.
                call(*given)
            raise OSError(self._code, os.strerror(self._code))

        return maybe
