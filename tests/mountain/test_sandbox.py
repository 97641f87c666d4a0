"""The sandbox: whatever a student's text does, it ends in time, in one line, and does no harm."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from mountain import FileError
from mountain.sandbox import LONGEST_TEXT, _read, python_from_file, run

X, Y = [1.0, 2.0, -0.5], [0.0, 3.0, 4.0]
#: Long enough for a busy computer; what runs into it on purpose has less.
SECONDS = 30.0
NO_ANSWER = "it ended before it answered; does it end Python, or ask for too much memory?"
POSIX = pytest.mark.skipif(os.name != "posix", reason="the system has no such bounds")


def _error(text: str, seconds: float = SECONDS) -> str:
    outcome = run(text, X, Y, seconds)
    assert outcome.values == ()
    assert len(outcome.error.splitlines()) == 1
    return outcome.error


@pytest.mark.parametrize(
    "text",
    [
        "def gradient(x, y): return 2*x, y",
        "gradient = lambda x, y: [2*x, y]",
        "import numpy as np\ndef gradient(x, y): return np.array([2*x, y])",
        "import numpy as np\ndef gradient(x, y): return np.array([[2*x], [y]])",
        "import numpy as np\ndef gradient(x, y):\n  g = np.ones((2, x.size))\n"
        "  g[0] = 2*x\n  g[1] = y\n  return g",
        "def gradient(x, y):\n  assert x.shape\n  return 2*x, y",
        "from math import *\ndef gradient(x, y): yield 2*x; yield y",
        "if __name__ == '__main__': raise SystemExit\ndef gradient(x, y): return 2*x, y",
    ],
)
def test_functions_of_numbers_and_of_arrays_both_work(text):
    outcome = run(text, X, Y, SECONDS)
    assert outcome.error == ""
    assert outcome.values == ((2, 0), (4, 3), (-1, 4))


def test_a_number_alone_stands_for_every_point_of_an_array():
    outcome = run("def gradient(x, y): return x.clip(0), 1", X, Y, SECONDS)
    assert outcome.values == ((1, 1), (2, 1), (0, 1))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("def gradient(x, y)\n  return x", "line 1: expected ':' (SyntaxError)"),
        ("x = (\n\n", "line 1: '(' was never closed (SyntaxError)"),
        ("a\0b", "source code string cannot contain null bytes (SyntaxError)"),
        ("", "there is no function gradient; begin with def gradient(x, y):"),
        ("gradient = 3", "there is no function gradient; begin with def gradient(x, y):"),
        ("import maths", "line 1: ModuleNotFoundError: No module named 'maths'"),
        ("import mountain", "line 1: ModuleNotFoundError: No module named 'mountain'"),
        ("\n\nx = 1/0", "line 3: ZeroDivisionError: division by zero"),
        (
            "import sys\nsys.exit('bye')",
            "line 2: SystemExit: it ends the program instead of returning",
        ),
        ("\nquit()", "line 2: SystemExit: it ends the program instead of returning"),
        ("exit(3)", "line 1: SystemExit: it ends the program instead of returning"),
        (
            "breakpoint()",
            "line 1: RuntimeError: nobody is there to answer; work with x and y alone",
        ),
        ("def f(): return f()\nf()", "line 1: RecursionError: maximum recursion depth exceeded"),
        ("raise ValueError('one\\n  two')", "line 1: ValueError: one two"),
        ("raise KeyboardInterrupt", "line 1: KeyboardInterrupt"),
    ],
)
def test_a_text_that_cannot_be_run_says_why_in_one_line(text, error):
    assert _error(text) == error


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("2*x", "line 1: TypeError: gradient returned nothing; end it with return gx, gy"),
        ("return x", "line 1: TypeError: gradient returned one value; return two, gx and gy"),
        ("return x, y, 0", "line 1: TypeError: gradient returned 3 values; return two, gx and gy"),
        ("return 'ab'", "line 1: TypeError: gradient returned 'a'; return two numbers, gx and gy"),
        ("return 1j, x", "line 1: TypeError: gradient returned 1j; return two numbers, gx and gy"),
        (
            "return x, None",
            "line 1: TypeError: gradient returned None; return two numbers, gx and gy",
        ),
        (
            "return [x, y], [x]",
            "line 1: TypeError: gradient returned a list in place of a number; "
            "return two numbers, gx and gy",
        ),
        (
            "return [[2*x], [y]]",
            "line 1: TypeError: gradient returned a list in place of a number; "
            "return two numbers, gx and gy",
        ),
        (
            "return {1: x, 2: y}",
            "line 1: TypeError: gradient returned a dict; return two numbers, gx and gy",
        ),
        ("quit()", "line 1: SystemExit: it ends the program instead of returning"),
        (
            "return float(input()), y",
            "line 1: RuntimeError: nobody is there to answer; work with x and y alone",
        ),
        ("return 1/0, y", "line 1: ZeroDivisionError: division by zero"),
        ("return gradient(x, y)", "line 1: RecursionError: maximum recursion depth exceeded"),
        ("raise SystemExit", "line 1: SystemExit: it ends the program instead of returning"),
    ],
)
def test_a_function_that_fails_everywhere_says_why_at_every_point(body, error):
    outcome = run(f"def gradient(x, y): {body}", X, Y, SECONDS)
    assert outcome.values == (error,) * 3


def test_a_function_that_fails_at_one_point_keeps_its_values_at_the_others():
    outcome = run("def gradient(x, y): return 1/(x - 2), y", X, Y, SECONDS)
    assert outcome.values == (
        (-1, 0),
        "line 1: ZeroDivisionError: float division by zero",
        (-0.4, 4),
    )


@pytest.mark.parametrize(
    ("result", "what"),
    [
        ("'a' * 10**8", "characters"),
        ("'a' * 10**8, y", "characters"),
        ("[0] * 10**7", "values"),
        ("np.ones(10**7), y", "values"),
        ("itertools.repeat(x)", "values"),
    ],
)
def test_a_result_far_too_large_is_said_to_be_so_and_not_asked_for_again(result, what):
    text = f"import itertools\nimport numpy as np\ndef gradient(x, y):\n  return {result}"
    said = f"gradient returned more than 1000 {what}; return two numbers, gx and gy"
    assert _error(text) == f"line 3: TypeError: {said}"


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="the system does not keep this bound")
def test_a_function_that_wants_all_memory_is_not_called_again():
    text = "def gradient(x, y):\n  a = [1]\n  while a:\n    a += a"
    assert _error(text) == "line 4: MemoryError: it asks for more than 512 MB"


def test_a_function_that_is_only_slow_says_how_far_it_came():
    text = "import time\ndef gradient(x, y):\n  time.sleep(0.5)\n  return x, y"
    outcome = run(text, [1.0] * 100, [2.0] * 100, 3.0)
    assert outcome.error.endswith("of 100 points were done in 3 s; try something that is faster")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("def half(x):\n  return 1 / 0\n\ndef gradient(x, y):\n  return half(x), y", 2),
        ("import math\ndef gradient(x, y):\n  a = 1\n  return math.sqrt(-1), a", 4),
        ("import numpy as np\n\ndef gradient(x, y):\n  return np.ones((2, 3)) @ [1, 2], y", 4),
        ("\n\ndef gradient(x):\n  return x, x", 3),
    ],
)
def test_the_line_that_failed_is_named(text, line):
    (reason, *_) = run(text, X, Y, SECONDS).values
    assert isinstance(reason, str)
    assert reason.startswith(f"line {line}: ")


def test_a_long_reason_is_cut():
    (reason, *_) = run("def gradient(x, y): raise ValueError('no ' * 999)", X, Y, SECONDS).values
    assert isinstance(reason, str)
    assert len(reason) == 200


@pytest.mark.parametrize(
    "text",
    ["while True: pass", "def gradient(x, y):\n  while True: pass", "import time\ntime.sleep(99)"],
)
def test_a_text_without_an_end_is_ended(text):
    assert _error(text, 1.0) == "it takes longer than 1 s; is there a loop without an end?"


@POSIX
@pytest.mark.skipif(sys.platform == "darwin", reason="the system does not keep this bound")
@pytest.mark.parametrize(
    "text", ["a = [0] * 10**9", "import numpy\na = numpy.ones(10**9)", "a = [1]\nwhile a: a += a"]
)
def test_a_text_that_wants_all_memory_is_refused(text):
    assert _error(text).endswith("MemoryError: it asks for more than 512 MB")


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos._exit(0)",
        "import os, signal\nos.abort()",
        "import sys\nsys.setrecursionlimit(2**30)\n"
        "import re\nclass A:\n  def __eq__(s, o): return s == o\nA() == A()",
    ],
)
def test_a_text_that_ends_python_is_no_answer(text):
    assert _error(text) in (NO_ANSWER, "line 5: MemoryError: it asks for more than 512 MB")


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.fork()",
        "import subprocess\nsubprocess.run(['ls'])",
        "import os\nos.system('ls')",
        "import os, signal\nos.kill(os.getppid(), 9)",
        "import socket\nsocket.socket()",
        "import ctypes\nctypes.string_at(0)",
        "import shutil\nshutil.rmtree('.')",
        "import os\nos.remove('x')",
    ],
)
def test_what_no_gradient_needs_is_refused(text):
    if "fork" in text and not hasattr(os, "fork"):
        pytest.skip("the system has no fork")
    assert "PermissionError: a gradient needs no " in _error(text)


def test_files_are_not_written(tmp_path):
    precious = tmp_path / "precious.txt"
    precious.write_text("kept")
    for text in (
        f"open({str(precious)!r}, 'w')",
        f"import os\nos.open({str(precious)!r}, os.O_RDWR)",
    ):
        assert "a gradient needs no files to write to" in _error(text)
    assert precious.read_text() == "kept"


def test_what_is_printed_is_kept_apart_and_short():
    text = "import os\nprint('hello')\nos.write(1, b'\\xff{}')\n" + (
        "def gradient(x, y):\n  print('x' * 10**6)\n  return 2*x, y"
    )
    outcome = run(text, X, Y, SECONDS)
    assert outcome.values == ((2, 0), (4, 3), (-1, 4))
    assert outcome.printed.startswith("hello\nxxx")
    assert len(outcome.printed) == 2000


@POSIX
def test_a_flood_into_the_answer_is_no_answer():
    text = (
        "import os\nfor file in range(3, 9):\n  try:\n    while True: os.write(file, b'[' * 9**6)\n"
        "  except OSError: pass\nos._exit(0)"
    )
    assert _error(text) == NO_ANSWER


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"rubbish",
        b"\xff\xff",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        json.dumps({"values": [[1, 2]], "printed": ""}).encode(),
        json.dumps({"values": [[1, 2], [3], [4, 5]], "printed": ""}).encode(),
        json.dumps({"values": [[1, 2], ["a", 3], [4, 5]], "printed": ""}).encode(),
        json.dumps({"values": [[1, 2], [10**400, 3], [4, 5]], "printed": ""}).encode(),
        json.dumps({"values": 3, "printed": ""}).encode(),
    ],
)
def test_an_answer_that_was_tampered_with_is_none(answer):
    assert _read(answer, 3).error == NO_ANSWER


@POSIX
def test_a_process_that_was_started_after_all_is_killed_with_it():
    # A way round Python's refusal: the module's own function, taken before it looked.
    text = (
        "import _posixsubprocess, os, sys\nread, write = os.pipe()\n"
        "pid = _posixsubprocess.fork_exec([b'/bin/sleep', b'99'], [b'/bin/sleep'], True, (), None,"
        " None, -1, -1, -1, -1, -1, -1, read, write, True, False, -1, None, None, None, -1, None,"
        " False)\nprint(pid)\ndef gradient(x, y): return x, y"
    )
    before = {each.pid for each in psutil.process_iter()}
    outcome = run(text, X, Y, SECONDS)
    asleep = [
        each
        for each in psutil.process_iter(["cmdline"])
        if each.pid not in before and each.info["cmdline"] == ["/bin/sleep", "99"]
    ]
    assert psutil.wait_procs(asleep, timeout=10)[1] == []
    assert outcome.printed.strip().isdigit() or outcome.error


def test_a_text_without_an_end_ends_also_when_the_program_is_killed():
    code = "from mountain.sandbox import run; run('while True: pass', [1.0], [2.0], 2.0)"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root) as program:
        started = psutil.Process(program.pid)
        while not (children := started.children()):
            assert program.poll() is None
        program.kill()
    assert psutil.wait_procs(children, timeout=SECONDS)[1] == []


def test_the_folder_is_empty_and_gone_afterwards_and_the_environment_is_not_seen(monkeypatch):
    monkeypatch.setenv("MISTY_SECRET", "treasure")
    outcome = run(
        "import os\nprint(os.getcwd(), os.listdir(), 'MISTY_SECRET' in os.environ)\n"
        "def gradient(x, y): return x, y",
        X,
        Y,
        SECONDS,
    )
    folder, *rest = outcome.printed.rsplit(maxsplit=2)
    assert rest == ["[]", "False"]
    assert not Path(folder).exists()


def test_a_text_too_long_is_not_run():
    assert "longer than 100 kB" in _error("#" * (LONGEST_TEXT + 1))


def test_a_text_is_read_from_a_file(tmp_path):
    path = tmp_path / "mine.py"
    path.write_bytes("\N{BYTE ORDER MARK}# η\n".encode())
    assert python_from_file(path) == "# η\n"


def test_a_file_that_holds_no_text_is_refused(tmp_path):
    path = tmp_path / "mine.py"
    with pytest.raises(FileError, match="there is no such file"):
        python_from_file(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(FileError, match="not UTF-8"):
        python_from_file(path)
    path.write_bytes(b"#" * (LONGEST_TEXT + 1))
    with pytest.raises(FileError, match="longer than 100 kB"):
        python_from_file(path)
