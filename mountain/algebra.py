"""Algebra: derivatives written out as simply as sympy can, by a process of its own.

Sympy may think about a harmless formula for ever, and holds up whatever runs beside it. So it works
in a process that is started when it is first needed, kept for the next request, and killed when it
takes too long, also for something newer that was asked. Nobody waits: ask, and look in from time to
time.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from mountain.expression import Node, X, Y, derivative, in_order
from mountain.parcel import ParcelError, packed, unpacked

#: Expressions of more parts than this are not attempted, and results of more parts not printed.
MOST_NODES = 150
TOO_LONG = "exact, too long to print"
#: Derivatives longer than this as they come are not made short enough by any algebra.
_LONGEST_TRIED = 3 * MOST_NODES
#: Seconds that a request has to end by itself when something newer is asked.
_GRACE = 1.0
#: Seconds for the process to come up, which takes a second; on a busy computer more.
_START_SECONDS = 30.0
_NOT_STARTED = "the algebra program did not start"
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Simplified:
    """What became of a request.

    Attributes
    ----------
    nodes : tuple of (Node or None)
        The expressions, each equal to the exact one and perhaps simpler; None where none was found.
        They are for reading: constants in them are not worked out.
    reason : str
        Why one is missing or could be simpler, in a few words; empty when all went well.
    """

    nodes: tuple[Node | None, ...]
    reason: str = ""


class Algebra:
    """One process that simplifies, and the one request that it is working on.

    Parameters
    ----------
    seconds : float
        How long a request may take, not counting the start of the process.
    """

    def __init__(self, seconds: float = 6.0) -> None:
        self._seconds = seconds
        self._worker: _Worker | None = None
        self._waiting = ""
        #: Since when the process works, and since when nobody wants any more what it works on.
        self._since: float | None = None
        self._unwanted: float | None = None
        self._best = Simplified(())
        self._finished: Simplified | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask_derivatives(self, node: Node, reach: Sequence[float] = (-3.0, 3.0, -3.0, 3.0)) -> None:
        """Ask for the partial derivatives of an expression by x and y, instead of what was asked.

        Parameters
        ----------
        node : Node
            A height in x and y.
        reach : sequence of float
            West, east, south and north edge of where the result is compared with the exact one.
        """
        slopes = (derivative(node, variable) for variable in (X, Y))
        if any(_length(each) > _LONGEST_TRIED for each in slopes):
            self._forget(2)
            self._finished = Simplified((None, None), TOO_LONG)
        else:
            self._ask([node], 2, reach, derivatives=True)

    def ask_simplified(self, *nodes: Node, reach: Sequence[float] = (-3.0, 3.0, -3.0, 3.0)) -> None:
        """Ask for expressions made simpler, instead of whatever was asked before.

        A difference that comes back as `expression.ZERO` is proved to be zero.
        """
        self._ask(nodes, len(nodes), reach, derivatives=False)

    def poll(self) -> Simplified | None:
        """Return the result when there is a new one; else, and ever after, None. Never waits."""
        return self.wait(0.0)

    def wait(self, seconds: float) -> Simplified | None:
        """Return the result as soon as there is one; None when there is none by then."""
        until = time.monotonic() + seconds
        while self._is_busy():
            # Looks in now and then, because a request's time may run out without a word.
            pause = min(max(until - time.monotonic(), 0.0), 0.05)
            self._look(pause)
            if pause == 0:
                break
        finished, self._finished = self._finished, None
        return finished

    def close(self) -> None:
        """End the process, and forget what was asked."""
        self._waiting, self._finished = "", None
        self._end_worker()

    def _end_worker(self) -> None:
        self._since = self._unwanted = None
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _forget(self, results: int) -> None:
        """Want no more what was asked; it may end by itself, which is quicker than a new start."""
        if self._since is not None and self._unwanted is None:
            self._unwanted = time.monotonic()
        self._waiting, self._finished = "", None
        self._best = Simplified((None,) * results)

    def _ask(
        self, nodes: Sequence[Node], results: int, reach: Sequence[float], *, derivatives: bool
    ) -> None:
        self._forget(results)
        if len(in_order(*nodes)) > MOST_NODES:
            self._finished = Simplified((None,) * results, TOO_LONG)
            return
        request = {"nodes": packed(nodes), "derivatives": derivatives, "reach": [*reach]}
        self._waiting = json.dumps({**request, "results": results, "seconds": self._seconds})
        self._start()
        self._look(0.0)

    def _start(self) -> None:
        try:
            self._worker = self._worker or _Worker()
        except OSError:
            self._give_up(_NOT_STARTED)

    def _is_busy(self) -> bool:
        return bool(self._waiting) or (self._since is not None and self._unwanted is None)

    def _look(self, pause: float) -> None:
        """Take what the worker says, give it what is waiting, and lose patience in time."""
        worker = self._worker
        if worker is None:
            return
        for answer in worker.heard(pause):
            self._take(answer)
        is_free = worker.is_ready and self._since is None
        if is_free and self._waiting and worker.tell(self._waiting):
            self._waiting, self._since = "", time.monotonic()
        if self._unwanted is not None:
            if worker.has_ended or time.monotonic() - self._unwanted > _GRACE:
                self._end_worker()
                self._start()
        elif worker.has_ended:
            self._give_up("the algebra program stopped")
        elif self._since is not None and time.monotonic() - self._since > self._seconds:
            self._give_up(f"not simplified within {self._seconds:g} s")
            # The next request finds it at work.
            self._start()
        elif not worker.is_ready and time.monotonic() - worker.started > _START_SECONDS:
            self._give_up(_NOT_STARTED)

    def _take(self, answer: dict[str, Any]) -> None:
        if self._since is None:
            return
        if self._unwanted is not None:
            if answer.get("final", True):
                self._since = self._unwanted = None
            return
        with suppress(ParcelError, KeyError, TypeError, ValueError):
            self._best = _readable(answer["nodes"])
            if answer["final"]:
                self._finished, self._since = self._best, None

    def _give_up(self, reason: str) -> None:
        """End the process, and make do with what it said so far."""
        if not self._is_busy():
            self.close()
            return
        self.close()
        self._finished = Simplified(self._best.nodes, self._best.reason or reason)


def _readable(parcels: Sequence[object]) -> Simplified:
    """Unpack expressions, but for those too long to be read."""
    nodes: list[Node | None] = []
    reason = ""
    for parcel in parcels:
        node = None if parcel is None else unpacked(parcel)[0]
        if node is None:
            reason = reason or "no simpler form was found"
        elif _length(node) > MOST_NODES:
            node, reason = None, TOO_LONG
        nodes.append(node)
    return Simplified(tuple(nodes), reason)


def _length(node: Node) -> int:
    """Count the parts of an expression, those that it repeats again and again."""
    lengths: dict[Node, int] = {}
    for each in in_order(node):
        lengths[each] = 1 + sum(lengths[part] for part in each.parts)
    return lengths[node]


class _Worker:
    """A running process, and a thread that listens to it."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.is_ready = self.has_ended = False
        paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = subprocess.Popen(
            # Without -P a sympy.py in the current folder would be run.
            [sys.executable, "-P", "-m", "mountain.algebra_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "OPENBLAS_NUM_THREADS": "1"},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._heard: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        for line in self._process.stdout or ():
            self._heard.put(line)
        # No line is empty: the end is.
        self._heard.put("")

    def heard(self, pause: float) -> list[dict[str, Any]]:
        """Return what it has said since; wait a little for the first of it."""
        answers = []
        with suppress(queue.Empty):
            while line := self._heard.get(timeout=pause) if pause else self._heard.get_nowait():
                pause = 0.0
                answer = json.loads(line)
                if "ready" in answer:
                    self.is_ready = True
                else:
                    answers.append(answer)
            self.has_ended = True
        return answers

    def tell(self, request: str) -> bool:
        """Send a request, and tell whether that went well."""
        try:
            print(request, file=self._process.stdin, flush=True)
        except OSError:
            self.has_ended = True
        return not self.has_ended

    def end(self) -> None:
        """Kill the process, and leave nothing open."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            # What could not be sent is not sent any more.
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
