"""The sandbox: runs a student's own Python in a process of its own, and compares its gradient.

What it protects from: mistakes. An endless loop, endless recursion, a list that eats the memory, a
flood of output, a file written over by accident, a process started and forgotten: all end within
the time limit, none harms the program or the student's files. The process gets text and numbers,
runs in an empty folder that is deleted afterwards, sees none of the environment, and is killed with
its whole group. Linux and macOS also bound processor time, memory (macOS may not), the number of
processes (not for the administrator) and the size of files; Windows has no such bounds here, so
that there only the clock limits memory.

What it does not protect from: malice. It is no boundary for code that is written to break out. The
process runs as the same user; Python's own refusals, of writing files and starting programs, can be
got round, reading files is not refused, and a process that leaves its group outlives it. Do not run
what you would not run yourself.
"""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mountain.files import FileError, reason, shown

#: The most that a text may have, in bytes.
LONGEST_TEXT = 100_000
_LONGEST_ANSWER = 4 * 1024**2
_LOOK_SECONDS = 0.05
#: What it takes to bring an answer home, in seconds.
_TO_ANSWER = 0.5
_WORKER = Path(__file__).with_name("sandboxed.py")

#: Of one point: both partial derivatives, or in a line why there are none.
Value = tuple[float, float] | str


@dataclass(frozen=True)
class Run:
    """What a student's function returned.

    Attributes
    ----------
    values : tuple of Value
        One for each point; empty where there is an error.
    error : str
        Why nothing was returned at all, in one line; else empty.
    printed : str
        The beginning of what it printed.
    """

    values: tuple[Value, ...]
    error: str = ""
    printed: str = ""


def python_from_file(path: Path) -> str:
    """Read a student's Python from a file, or raise `FileError`."""
    try:
        if not path.is_file():
            raise FileError(f"{shown(path)}: there is no such file; try the path of a Python file")
        with path.open("rb") as file:
            data = file.read(LONGEST_TEXT + 1)
    except OSError as error:
        raise FileError(f"{shown(path)}: {reason(error)}; try another file") from error
    if len(data) > LONGEST_TEXT:
        raise FileError(f"{shown(path)}: longer than {LONGEST_TEXT // 1000} kB; try a shorter one")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{shown(path)}: not UTF-8 text; save it as UTF-8") from error


def run(
    text: str,
    x: list[float],
    y: list[float],
    seconds: float = 5.0,
    stopped: Callable[[], bool] = lambda: False,
) -> Run:
    """Run a student's text, and its function `gradient(x, y)` at points.

    Blocks until all is worked out or the time is up. Both kinds of functions work: of two numbers,
    and of two arrays.

    Parameters
    ----------
    text : str
        Python, with NumPy to import, that defines `gradient`.
    x, y : list of float
        The points, at least one.
    seconds : float
        How long it may take in all.
    stopped : callable
        Whether nobody wants the answer any more; asked now and then.
    """
    if len(text.encode("utf-8", "replace")) > LONGEST_TEXT:
        return Run((), f"the text is longer than {LONGEST_TEXT // 1000} kB; try a shorter one")
    # Somewhat earlier than it is killed, it says itself how far it has come.
    until = time.monotonic() + seconds - min(_TO_ANSWER, 0.2 * seconds)
    asked = {"text": text, "x": x, "y": y, "seconds": seconds, "until": until}
    request = json.dumps(asked)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        answers, home = Path(folder, "answers"), Path(folder, "home")
        home.mkdir()
        # A file for the answer, because it cannot grow beyond what is read of it.
        with answers.open("w+b") as output, tempfile.TemporaryFile() as questions:
            questions.write(request.encode())
            questions.seek(0)
            process = _started(home, questions, output)
            is_late = not _ends(process, seconds, stopped)
            output.seek(0)
            answer = output.read(_LONGEST_ANSWER)
    if is_late:
        return Run((), f"it takes longer than {seconds:g} s; is there a loop without an end?")
    return _read(answer, len(x))


def _started(home: Path, questions: Any, output: Any) -> subprocess.Popen[bytes]:
    """Start the worker."""
    numpy = importlib.util.find_spec("numpy")
    assert numpy is not None, "the program itself needs it"
    assert numpy.origin is not None, "it is a package of files"
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", _WORKER, Path(numpy.origin).parent.parent],
        cwd=home,
        stdin=questions,
        stdout=output,
        stderr=subprocess.DEVNULL,
        env=_environment(home),
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _ends(process: subprocess.Popen[bytes], seconds: float, stopped: Callable[[], bool]) -> bool:
    """Tell whether the worker comes to an end in time; afterwards it is gone in any case."""
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until and not stopped():
            with suppress(subprocess.TimeoutExpired):
                process.wait(min(_LOOK_SECONDS, max(until - time.monotonic(), 0.0)))
                return True
        return False
    finally:
        _kill(process)


def _environment(home: Path) -> dict[str, str]:
    """Return the little that Python itself needs, and none of what the user has set."""
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "LANG") if name in os.environ}
    threads = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {**needed, **threads, "HOME": str(home), "TMPDIR": str(home), "TEMP": str(home)}


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, and what it has started, even when it has ended by itself."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _read(answer: bytes, count: int) -> Run:
    """Read what the worker wrote, which the text may have tampered with."""
    with suppress(ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError):
        found = json.loads(answer)
        if error := found.get("error", ""):
            return Run((), str(error), str(found["printed"]))
        values = tuple(map(_value, found["values"]))
        if len(values) == count:
            return Run(values, "", str(found["printed"]))
    return Run((), "it ended before it answered; does it end Python, or ask for too much memory?")


def _value(value: object) -> Value:
    match value:
        case str():
            return value
        case [float() | int() as by_x, float() | int() as by_y]:
            return float(by_x), float(by_y)
    raise TypeError("value: neither a pair nor a reason")
