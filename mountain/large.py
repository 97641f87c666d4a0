"""Large grounds: what is kept ready for grounds, without keeping many large ones alive."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import ParamSpec, TypeVar

from mountain.grid import Grid

Given = ParamSpec("Given")
Result = TypeVar("Result")

#: A ground of more heights than this is large: it takes 16 MB.
LARGE = 2**21


def cached_while_small(
    maxsize: int,
) -> Callable[[Callable[Given, Result]], Callable[Given, Result]]:
    """Keep a function's latest results, as `functools.lru_cache` does, by what it was called with.

    What was worked out for a large ground is kept only until something is for another: a map of
    8192 × 8192 heights takes half a gigabyte, and somebody may open one after the other. A ground
    may be given as it is or by its terrain, in its place, not by name.
    """

    def decorate(function: Callable[Given, Result]) -> Callable[Given, Result]:
        kept: OrderedDict[tuple[object, ...], Result] = OrderedDict()
        lock = RLock()

        @wraps(function)
        def remembering(*given: Given.args, **named: Given.kwargs) -> Result:
            assert not named
            with lock:
                if given in kept:
                    kept.move_to_end(given)
                    return kept[given]
            result = function(*given, **named)
            with lock:
                for other in [other for other in kept if _is_large(other)]:
                    del kept[other]
                kept[given] = result
                while len(kept) > maxsize:
                    kept.popitem(last=False)
            return result

        return remembering

    return decorate


def _is_large(given: tuple[object, ...]) -> bool:
    grounds = (getattr(each, "ground", each) for each in given)
    return any(isinstance(each, Grid) and each.heights.size > LARGE for each in grounds)
