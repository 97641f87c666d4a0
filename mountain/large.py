"""Large grounds: what is kept ready for grounds, without keeping many large ones alive."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, MutableMapping
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from mountain.grid import Grid

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: A ground of more heights than this is large: it takes 16 MB.
LARGE = 2**21


#: What every function keeps, by what it was called with.
_kept: list[OrderedDict[tuple[object, ...], Any]] = []
_lock = RLock()


def cached_while_small(
    maxsize: int,
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep a function's latest results, as `functools.lru_cache` does, by what it was called with.

    What was worked out for a large ground is kept only until this function works something out for
    another ground, or any such function for another large one: a map of 8192 × 8192 heights takes
    half a gigabyte, and somebody may open one after the other. A ground may be given as it is, by
    its terrain, by a track on it, or by some of these, in its place, not by name.
    """

    def decorate(function: Callable[Given, Result]) -> Callable[Given, Result]:
        kept: OrderedDict[tuple[object, ...], Result] = OrderedDict()
        _kept.append(kept)

        @wraps(function)
        def remembering(*given: Given.args, **named: Given.kwargs) -> Result:
            assert not named
            with _lock:
                if given in kept:
                    kept.move_to_end(given)
                    return kept[given]
            result = function(*given, **named)
            with _lock:
                grounds = _large_grounds(given)
                for each in _kept if grounds else (kept,):
                    _forget_others(each, grounds)
                kept[given] = result
                while len(kept) > maxsize:
                    kept.popitem(last=False)
            return result

        return remembering

    return decorate


def _forget_others(kept: MutableMapping[tuple[object, ...], Any], grounds: set[Grid]) -> None:
    """Forget what was worked out for large grounds but for some."""
    for given in [given for given in kept if _large_grounds(given) - grounds]:
        del kept[given]


def _large_grounds(given: object) -> set[Grid]:
    """Return the large grounds that something is of: a tuple, a track, a terrain or a ground."""
    if isinstance(given, tuple):
        return {ground for each in given for ground in _large_grounds(each)}
    terrain = getattr(given, "terrain", given)
    ground = getattr(terrain, "ground", terrain)
    return {ground} if isinstance(ground, Grid) and ground.heights.size > LARGE else set()
