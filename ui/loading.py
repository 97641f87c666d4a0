"""A quick start: what Python and PySide6 need not do while everything is being loaded."""

from __future__ import annotations

import builtins
import gc


def begin() -> None:
    """Load PySide6 without its import hook, and let the garbage collector rest.

    PySide6 replaces ``__import__`` to offer spellings by ``from __feature__``, which this program
    does not use. Its replacement reads the source of every module that is imported afterwards, and
    Python keeps what was read: 22 MB and a fifth of the time of loading numpy, numba and pyqtgraph.
    """
    # What is being loaded stays: looking it through for garbage again and again finds nothing.
    gc.disable()
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def end() -> None:
    """Have garbage collected again, but not looked for in what has been loaded."""
    gc.freeze()
    gc.enable()
