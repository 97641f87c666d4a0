"""What runs inside the sandbox: it reads a student's text and some points, and writes the values.

Run as a file of its own, apart from the package, with the folder that holds NumPy as its argument.
See `mountain.sandbox` for what it is kept from.
"""

from __future__ import annotations

import builtins
import faulthandler
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any, Never

FILE = "gradient.py"
#: What the text may ask the system for, in bytes.
MEMORY = 512 * 1024**2
FILES = 4 * 1024**2
#: So many seconds after its time it ends itself.
GRACE = 1.0
#: How much of what it prints is kept, in characters.
PRINTED = 2000
_LONGEST_ERROR = 200
#: What is larger than this is no pair of numbers, and not looked into.
_LARGEST_RESULT = 1000
_WANTED = "return two numbers, gx and gy"
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: Beginnings of the names that Python gives to what nobody needs who works out a gradient.
_FORBIDDEN = (
    *("os.fork", "os.posix_spawn", "os.spawn", "os.exec", "os.system", "os.startfile"),
    *("subprocess.", "socket.", "ctypes.", "os.kill", "os.remove", "os.rename", "os.rmdir"),
    *("os.chmod", "os.chown", "os.link", "os.symlink", "os.truncate", "shutil.", "winreg."),
)


class _Printed:
    """What the text prints: the beginning is kept, the rest forgotten."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        """Keep what there is room for."""
        self.text += text[: max(0, PRINTED - len(self.text))]
        return len(text)

    def flush(self) -> None:
        """Do nothing: all is written at once."""

    def isatty(self) -> bool:
        """Tell that nobody types there."""
        return False


class _TooLargeError(TypeError):
    """A result so large that to ask for it again would only take time."""


class _Attempt:
    """Lets the text fail in any way it likes, and remembers how.

    Parameters
    ----------
    line : int
        The line to name where the failure itself stands on none.

    Attributes
    ----------
    error : str
        What went wrong, in one line; empty where nothing did.
    is_hopeless : bool
        Whether it would go wrong again, after a long time.
    """

    def __init__(self, line: int = 0) -> None:
        self._line = line
        self.error = ""
        self.is_hopeless = False

    def __enter__(self) -> _Attempt:
        """Begin."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: object) -> bool:
        """Remember what went wrong, if anything did, and go on."""
        if error is not None:
            self.error = _last_line(error, self._line)
            self.is_hopeless = isinstance(error, MemoryError | _TooLargeError)
        return True


def _last_line(error: BaseException, line: int = 0) -> str:
    """Say in a line what went wrong, and on which line of the text."""
    # Words may be as long as the memory is large.
    name, words = type(error).__name__, " ".join(str(error)[: 5 * _LONGEST_ERROR].split())
    name = "TypeError" if isinstance(error, _TooLargeError) else name
    if isinstance(error, SyntaxError):
        where = f"line {error.lineno}: " if error.lineno else ""
        return _cut(f"{where}{error.msg} ({name})")
    if isinstance(error, SystemExit):
        words = "it ends the program instead of returning"
    if isinstance(error, MemoryError):
        words = f"it asks for more than {MEMORY // 1024**2} MB"
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    where = f"line {line}: " if line else ""
    return _cut(f"{where}{name}: {words}" if words else f"{where}{name}")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_ERROR else text[: _LONGEST_ERROR - 1] + "…"


def _bound(seconds: float) -> None:
    """Ask the system for bounds; which of them there are differs from system to system."""
    try:
        import resource
    except ImportError:
        return
    processor = int(seconds) + 1
    bounds = {"AS": MEMORY, "CPU": processor, "NPROC": 0, "FSIZE": FILES, "CORE": 0}
    for name, most in bounds.items():
        with suppress(AttributeError, OSError, ValueError):
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and arguments[2] & _WRITING:
        raise PermissionError("a gradient needs no files to write to")
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a gradient needs no {event}")


def _nobody_there(*_: object) -> Never:
    raise RuntimeError("nobody is there to answer; work with x and y alone")


def _values(gradient: Callable[..., Any], request: dict[str, Any]) -> dict[str, Any]:
    """Call the function point by point; if it cannot do that, with all points at once."""
    x, y = request["x"], request["y"]
    line = getattr(getattr(gradient, "__code__", None), "co_firstlineno", 0)
    with (single := _Attempt(line)):
        _pair(gradient(x[0], y[0]))
    if single.error and not single.is_hopeless:
        with _Attempt():
            return {"values": _at_once(gradient, x, y)}
    values: list[tuple[float, float] | str] = []
    for place in zip(x, y, strict=True):
        with (attempt := _Attempt(line)):
            values.append(_pair(gradient(*place)))
        if attempt.is_hopeless:
            return {"error": attempt.error}
        if attempt.error:
            values.append(attempt.error)
        if time.monotonic() > request["until"] and len(values) < len(x):
            done = f"{len(values)} of {len(x)} points were done in {request['seconds']:g} s"
            return {"error": f"only {done}; try something that is faster"}
    return {"values": values}


def _at_once(
    gradient: Callable[..., Any], x: list[float], y: list[float]
) -> list[tuple[float, float]]:
    import numpy

    returned = gradient(numpy.array(x), numpy.array(y))
    _refuse_unordered(returned)
    by_x, by_y = returned
    full = numpy.zeros(len(x))
    columns = [numpy.asarray(each + full) for each in (by_x, by_y)]
    if any(numpy.iscomplexobj(each) or each.shape != full.shape for each in columns):
        raise TypeError(f"gradient returned what is no row of numbers; {_WANTED}")
    return [(one, other) for one, other in zip(*(each.tolist() for each in columns), strict=True)]


def _pair(value: Any) -> tuple[float, float]:
    if value is None:
        raise TypeError("gradient returned nothing; end it with return gx, gy")
    _refuse_large(value)
    _refuse_unordered(value)
    try:
        values = iter(value)
    except TypeError:
        raise TypeError("gradient returned one value; return two, gx and gy") from None
    numbers = list(islice(values, _LARGEST_RESULT + 1))
    _refuse_large(numbers)
    if len(numbers) != 2:
        raise TypeError(f"gradient returned {len(numbers)} values; return two, gx and gy")
    return _number(numbers[0]), _number(numbers[1])


def _number(value: Any) -> float:
    _refuse_large(value)
    if value is None or isinstance(value, str | bytes | complex):
        raise TypeError(f"gradient returned {value!r}; {_WANTED}")
    try:
        # Also an array, if one number is all that is in it.
        return float(value.item()) if hasattr(value, "item") else float(value)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise TypeError(f"gradient returned a {kind} in place of a number; {_WANTED}") from None


def _refuse_unordered(value: Any) -> None:
    if isinstance(value, dict | set | frozenset):
        raise TypeError(f"gradient returned a {type(value).__name__}; {_WANTED}")


def _refuse_large(value: Any) -> None:
    """Refuse what is far too large for an answer, before any time is spent on it."""
    size = getattr(value, "size", None)
    if not isinstance(size, int):
        size = len(value) if hasattr(type(value), "__len__") else 0
    if size > _LARGEST_RESULT:
        what = "characters" if isinstance(value, str | bytes) else "values"
        raise _TooLargeError(f"gradient returned more than {_LARGEST_RESULT} {what}; {_WANTED}")


def _worked_out(request: dict[str, Any]) -> dict[str, Any]:
    """Run the text, and its function at every point."""
    names: dict[str, Any] = {"__name__": "gradient"}
    with (reading := _Attempt()):
        exec(compile(request["text"], FILE, "exec"), names)
    if reading.error:
        return {"error": reading.error}
    gradient = names.get("gradient")
    if not callable(gradient):
        return {"error": "there is no function gradient; begin with def gradient(x, y):"}
    return _values(gradient, request)


def main(arguments: Sequence[str]) -> None:
    """Answer the one request that stands on the input."""
    request = json.load(sys.stdin)
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    os.close(nowhere)
    sys.path.append(arguments[0])
    # Loaded ahead, because with the bounds in place some systems cannot.
    import numpy

    numpy.seterr(all="ignore")
    printed = _Printed()
    sys.stdout = sys.stderr = printed
    sys.stdin.close()
    # Without Python's usual start there are none of these.
    names = {
        "quit": sys.exit,
        "exit": sys.exit,
        "input": _nobody_there,
        "breakpoint": _nobody_there,
    }
    vars(builtins).update(names)
    # Also where nobody is left to look at the clock, as when the program has died.
    faulthandler.dump_traceback_later(request["seconds"] + GRACE, exit=True, file=2)
    _bound(request["seconds"])
    sys.addaudithook(_forbid)
    answer = {**_worked_out(request), "printed": printed.text}
    os.write(answers, json.dumps(answer).encode())
    # What the text may have left running or planned for the end is not waited for.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
