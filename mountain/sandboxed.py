"""What runs inside the sandbox: it reads a student's text and some points, and writes the values.

Run as a file of its own, apart from the package, with the folder that holds NumPy as its argument.
See `mountain.sandbox` for what it is kept from.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

FILE = "gradient.py"
#: What the text may ask the system for, in bytes.
MEMORY = 512 * 1024**2
FILES = 4 * 1024**2
#: So many seconds after its time it ends itself.
GRACE = 1.0
#: How much of what it prints is kept, in characters.
PRINTED = 2000
_LONGEST_ERROR = 200
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
        self.text += text[: max(0, PRINTED - len(self.text))]
        return len(text)

    def flush(self) -> None:
        """Do nothing: all is written at once."""

    def isatty(self) -> bool:
        return False


class _Attempt:
    """Lets the text fail in any way it likes, and remembers how."""

    def __init__(self) -> None:
        self.error = ""

    def __enter__(self) -> _Attempt:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: object) -> bool:
        if error is not None:
            self.error = _last_line(error)
        return True


def _last_line(error: BaseException) -> str:
    """Say in a line what went wrong, and on which line of the text."""
    name, words = type(error).__name__, " ".join(str(error).split())
    if isinstance(error, SyntaxError):
        where = f"line {error.lineno}: " if error.lineno else ""
        return _cut(f"{where}{error.msg} ({name})")
    if isinstance(error, SystemExit):
        words = "it ends the program instead of returning"
    if isinstance(error, MemoryError):
        words = f"it asks for more than {MEMORY // 1024**2} MB"
    line, trace = 0, error.__traceback__
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


def _values(gradient: Callable[..., Any], x: list[float], y: list[float]) -> dict[str, Any]:
    """Call the function point by point; if it cannot do that, with all points at once."""
    with (single := _Attempt()):
        _pair(gradient(x[0], y[0]))
    if single.error:
        with _Attempt():
            return {"values": _at_once(gradient, x, y)}
    values: list[tuple[float, float] | str] = []
    for place in zip(x, y, strict=True):
        with (attempt := _Attempt()):
            values.append(_pair(gradient(*place)))
        if attempt.error:
            values.append(attempt.error)
    return {"values": values}


def _at_once(
    gradient: Callable[..., Any], x: list[float], y: list[float]
) -> list[tuple[float, float]]:
    import numpy

    by_x, by_y = gradient(numpy.array(x), numpy.array(y))
    full = numpy.zeros(len(x))
    columns = [numpy.asarray(each + full) for each in (by_x, by_y)]
    if any(numpy.iscomplexobj(each) for each in columns):
        raise TypeError("gradient returned complex numbers")
    return [(one, other) for one, other in zip(*(each.tolist() for each in columns), strict=True)]


def _pair(value: Any) -> tuple[float, float]:
    if value is None:
        raise TypeError("gradient returned nothing; end it with return gx, gy")
    try:
        numbers = list(value)
    except TypeError:
        raise TypeError("gradient returned one value; return two, gx and gy") from None
    if len(numbers) != 2:
        raise TypeError(f"gradient returned {len(numbers)} values; return two, gx and gy")
    return _number(numbers[0]), _number(numbers[1])


def _number(value: Any) -> float:
    if isinstance(value, str | bytes | complex):
        raise TypeError(f"gradient returned {value!r}; return two numbers, gx and gy")
    # Also an array, if one number is all that is in it.
    return float(value.item()) if hasattr(value, "item") else float(value)


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
    return _values(gradient, request["x"], request["y"])


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
