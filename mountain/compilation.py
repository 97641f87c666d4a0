"""Compilation: how kernels are compiled, and where numba keeps what it compiled.

Kernels trust: names, units and errors live one level up. No fast maths: NaN is our "no ground", and
results must not depend on the processor.

What numba keeps of a kernel does not notice that a function it calls, or a number it reads, has
changed in another file. So it is kept in a folder named after all that kernels are made of.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

import numba
import platformdirs
from numba.core.errors import NumbaExperimentalFeatureWarning

# Functions as arguments are what keeps the walk compiled once for all terrains.
warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)

#: The modules that kernels are in, and those that they take a number from; a test finds them all.
SOURCES = (
    "callees",
    "colouring",
    "compilation",
    "crowd",
    "differences",
    "draws",
    "fields",
    "horn",
    "pace",
    "perspective",
    "ranks",
    "readings",
    "records",
    "shading",
    "standing",
    "walk",
)
_HERE = Path(__file__).parent
_PREFIX = "misty-mountain-"
_OURS = re.compile(f"{_PREFIX}[0-9a-f]{{16}}")
#: So many other versions' folders stay: several may be at work at once, or one after the other.
_OTHERS = 3
_OPTIONS: Any = {"nogil": True, "cache": True, "error_model": "numpy"}
_SETTINGS: Any = numba.config
_LOCK = RLock()

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel(function: Function) -> Function:
    """Compile a function when it is first called with arguments of some type."""
    return _kept(function)


def ready_kernel(signature: object) -> Callable[[Function], Function]:
    """Compile a function for arguments of one type only, as soon as its module is loaded."""
    return lambda function: _kept(function, signature)


def _kept(function: Function, signature: Any = None) -> Function:
    """Have a function compiled, and its code kept in our folder, where nobody else's is."""
    # Numba has one folder for everybody, and reads at this moment which it is.
    with _LOCK:
        folder, shared = cache_folder(), _SETTINGS.CACHE_DIR
        _SETTINGS.CACHE_DIR = str(folder)
        try:
            compiled: Function = numba.njit(signature, **_OPTIONS)(function)
        finally:
            _SETTINGS.CACHE_DIR = shared
    return compiled


@cache
def cache_folder() -> Path:
    """Return where the code of these very kernels is kept, and forget that of old ones."""
    name = _PREFIX + _digest(_HERE / f"{source}.py" for source in SOURCES)
    for parent in _parents():
        if _is_made(parent / name):
            _forget_others(parent / name)
            return parent / name
    # Nowhere to keep them: they are compiled anew, into a folder that only we can write.
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _parents() -> Iterator[Path]:
    """Give the folders in which ours may lie, the best one first."""
    if _SETTINGS.CACHE_DIR:
        yield Path(_SETTINGS.CACHE_DIR)
    yield _HERE / "__pycache__"
    yield Path(platformdirs.user_cache_dir("misty-mountain", appauthor=False)) / "kernels"


def _digest(sources: Iterable[Path]) -> str:
    """Return 16 hexadecimal digits that change with any of the sources."""
    total = hashlib.sha256()
    for source in sources:
        try:
            text = source.read_bytes()
        except OSError:
            # A program frozen to one file has no sources; numba looks at the whole of that file.
            text = b""
        total.update(hashlib.sha256(text).digest())
    return total.hexdigest()[:16]


def _is_made(folder: Path) -> bool:
    """Make a folder that is not there yet, note that it is used, and tell whether it can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        os.utime(folder)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def _forget_others(ours: Path) -> None:
    """Remove the folders of all other versions but the few that were used last.

    Who is still at work with a removed one misses nothing: numba makes it again.
    """
    folders = [each for each in ours.parent.glob(f"{_PREFIX}*") if _OURS.fullmatch(each.name)]
    others = [each for each in folders if each != ours]
    for folder in sorted(others, key=_last_used, reverse=True)[_OTHERS:]:
        # Another process may be at the same; links are not followed.
        shutil.rmtree(folder, ignore_errors=True)


def _last_used(folder: Path) -> float:
    try:
        return folder.lstat().st_mtime
    except OSError:
        return 0.0
