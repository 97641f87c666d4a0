"""The process that works for `mountain.algebra`: requests come in by lines of JSON, answers go out.

Started as ``python -m mountain.algebra_worker``. It ends when its input does, even in the middle of
a request, so that nothing is left when the program dies.
"""

from __future__ import annotations

import faulthandler
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import ModuleType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from mountain.expression import Node

    #: The exact expressions, sympy's for them, and what makes one of them simpler within a time.
    _Task = tuple[Sequence[Node], list[Any], Callable[[int, float], Any]]

#: So many seconds after its time, a request is ended from here: the work on a very long number
#: holds up even the thread that waits for the end of the input.
GRACE = 1.0
#: So much of its time a request may take before what was found is told.
_SHARE = 0.7
#: How much memory it may ask the system for, in bytes.
MEMORY = 2 * 1024**3


def main() -> None:
    """Answer requests until there are no more."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # Whatever else writes to the output would be taken for an answer.
    sys.stdout = sys.stderr
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    _bound_memory()
    from mountain import simplification

    _warm_up(simplification)
    _say(answers, {"ready": simplification.__name__})
    while True:
        request = json.loads(requests.get())
        faulthandler.dump_traceback_later(request["seconds"] + GRACE, exit=True)
        _answer(answers, request)
        faulthandler.cancel_dump_traceback_later()


def _warm_up(simplification: ModuleType) -> None:
    """Have loaded what is loaded only when it is first used, which takes its time."""
    from mountain.expression import X, Y, call, divide, multiply

    for each in simplification.derivatives(divide(call("sin", multiply(X, Y)), call("exp", X))):
        simplification.simplest(each)


def _listen(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def _bound_memory() -> None:
    """Ask for bounds on memory, where the system has them."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _say(answers: TextIO, what: dict[str, Any]) -> None:
    print(json.dumps(what), file=answers, flush=True)


def _answer(answers: TextIO, request: dict[str, Any]) -> None:
    """Answer a request at once as it comes, and then with one after the other made simple."""
    from mountain import simplification
    from mountain.parcel import ParcelError, unpacked

    try:
        nodes = unpacked(request["nodes"])
        exact, found, simpler = (_derivatives if request["derivatives"] else _as_they_are)(nodes)
        _say_checked(answers, request, found, exact, final=False)
        until = time.monotonic() + _SHARE * request["seconds"]
        for place in range(len(found)):
            # All that are left get as much time.
            seconds = (until - time.monotonic()) / (len(found) - place)
            found[place] = simpler(place, seconds)
            _say_checked(answers, request, found, exact, final=place == len(found) - 1)
    except (ParcelError, simplification.NoCounterpartError):
        _say(answers, {"nodes": [None] * request["results"], "final": True})


def _as_they_are(nodes: Sequence[Node]) -> _Task:
    from mountain import simplification

    found = [simplification.to_sympy(node) for node in nodes]
    return nodes, found, lambda place, seconds: simplification.simplest(found[place], seconds)


def _derivatives(nodes: Sequence[Node]) -> _Task:
    from mountain import simplification
    from mountain.expression import X, Y, derivative

    (height,) = nodes
    exact = [derivative(height, X), derivative(height, Y)]
    ways = [simplification.derivatives(height, keep_decimals=keep) for keep in (True, False)]

    def nearest(place: int, seconds: float) -> Any:
        """Return the form of a derivative that is nearest to what was typed."""
        forms = dict.fromkeys(way[place] for way in ways)
        return simplification.nearest([*forms], height, seconds)

    return exact, [*ways[0]], nearest


def _say_checked(
    answers: TextIO,
    request: dict[str, Any],
    found: Sequence[Any],
    exact: Sequence[Any],
    *,
    final: bool,
) -> None:
    from mountain.parcel import packed, unpacked
    from mountain.simplification import checked, effort, in_typed_numbers

    reach = request["reach"]
    nodes = [checked(*each, reach) for each in zip(found, exact, strict=True)]
    if request["derivatives"]:
        (height,) = unpacked(request["nodes"])
        nodes = [node and in_typed_numbers(node, height) for node in nodes]
        # As it came it may have been nearer to what was typed.
        ways = zip(nodes, exact, strict=True)
        nodes = [way[0] and min(way, key=lambda each: effort(each, height)) for way in ways]
    parcels = [None if node is None else packed([node]) for node in nodes]
    _say(answers, {"nodes": parcels, "final": final})


if __name__ == "__main__":
    main()
