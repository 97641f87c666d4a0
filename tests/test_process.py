import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from PySide6.QtGui import QImage

import mountain

MAIN = Path(mountain.__file__).parents[1] / "main.py"
SESSION = ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM")
HERE = {
    name: value
    for name, value in os.environ.items()
    if name not in SESSION and not name.startswith("XDG_")
}

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="devices of Linux")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def started(
    *words: str,
    environment: dict[str, str] = HERE,
    stdout: int | IO[str] = subprocess.PIPE,
) -> subprocess.CompletedProcess[str]:
    """Start the real program in an empty folder, without a screen, and wait for its end."""
    return subprocess.run(
        [sys.executable, str(MAIN), *words],
        # What the window keeps between its runs is kept away from whoever runs the tests.
        env=environment | {"HOME": str(Path.cwd())},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@linux
def test_without_a_screen_the_program_says_so_in_one_line_and_names_the_hike() -> None:
    done = started()
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("misty-mountain: no screen")
    assert "python main.py hike" in done.stderr


@linux
def test_a_screenshot_needs_no_screen(tmp_path: Path) -> None:
    done = started("--screenshot", "window.png", "--size", "1300x810", "--preset", "too_big")
    assert done.returncode == 0, done.stderr
    image = QImage(str(tmp_path / "window.png"))
    assert (image.width(), image.height()) == (1300, 810)


def test_the_window_is_painted_before_numba_and_pyqtgraph_are_loaded() -> None:
    reported = {"MISTY_REPORT_FIRST_PAINT": "1", "MISTY_LAUNCHED": "0"}
    profiled = {"PYTHONPROFILEIMPORTTIME": "1", "QT_QPA_PLATFORM": "offscreen"}
    done = started(environment=HERE | reported | profiled)
    assert done.returncode == 0
    before, painted, _ = done.stderr.partition("first paint")
    assert painted
    assert "ui.app" in before
    assert [name for name in ("numba", "pyqtgraph") if f" {name}\n" in before] == []


def test_a_hike_from_a_script_walks_home_without_loading_qt() -> None:
    environment = HERE | {"PYTHONPROFILEIMPORTTIME": "1"}
    words = ["--terrain", "misty_mountain", "--csv", "out.csv"]
    done = started("hike", *words, environment=environment)
    assert done.returncode == 0
    title, reason, where = done.stdout.splitlines()
    assert title == "Home"
    assert reason.startswith("The slope you measured is flat")
    assert where == "The track is in out.csv."
    assert "numba" in done.stderr
    assert "PySide6" not in done.stderr
    assert "pyqtgraph" not in done.stderr


def test_a_hike_replayed_from_its_sidecar_is_equal() -> None:
    assert started("hike", "--noise", "0.3", "--seed", "7", "--csv", "out.csv").returncode == 0
    done = started("replay", "out.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("equal")


def test_a_race_from_a_script_is_replayed_without_loading_qt() -> None:
    environment = HERE | {"PYTHONPROFILEIMPORTTIME": "1"}
    done = started("race", "ravine", "--csv", "race.csv", environment=environment)
    assert done.returncode == 0
    assert done.stdout.endswith("The tracks are in race.csv.\n")
    assert "PySide6" not in done.stderr
    done = started("replay", "race.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("equal")


@linux
def test_a_full_standard_output_is_reported_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = started("terrains", stdout=full)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "misty-mountain: standard output: No space left on device; try another place"
    ]


def test_somebody_who_closes_the_pipe_has_heard_enough() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = started("terrains", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture
def _heard_ctrl_c() -> Iterator[None]:
    """Let Ctrl-C reach new processes also where a shell has begun the tests in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@linux
@pytest.mark.usefixtures("_heard_ctrl_c")
def test_ctrl_c_ends_quietly_with_the_usual_status() -> None:
    command = [sys.executable, str(MAIN), "terrains", "--json"]
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
    with subprocess.Popen(command, stdout=writing, stderr=subprocess.PIPE) as process:
        os.close(writing)
        # It has begun to print, and cannot go on before somebody reads on.
        assert os.read(reading, 1) == b"["
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    os.close(reading)
    assert (process.returncode, err) == (130, b"")


def test_ctrl_c_ends_quietly_also_while_the_program_is_still_loading() -> None:
    program = (
        "import sys\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'mountain':\n"
        "            raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "import main\n"
    )
    environment = HERE | {"PYTHONPATH": str(MAIN.parent)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, b"")


def test_a_terminal_without_greek_letters_gets_the_fate_all_the_same() -> None:
    environment = HERE | {"PYTHONIOENCODING": "ascii"}
    done = started("hike", "--learning-rate", "0.09", environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Bouncing\n")


@linux
def test_a_track_that_does_not_fit_into_memory_is_refused_in_one_line() -> None:
    # Limits the address space to what the program has taken by then, and a little.
    program = (
        "import resource, sys, main, mountain\n"
        "main.main(['hike', '--steps', '1'])\n"
        "taken = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize()\n"
        "resource.setrlimit(resource.RLIMIT_AS, (taken + 2**28, -1))\n"
        "words = '--steps 10000000 --no-stop --reading exact --formula x --daylight inf'\n"
        "sys.exit(main.main(['hike', *words.split()]))\n"
    )
    environment = HERE | {"PYTHONPATH": str(MAIN.parent), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("misty-mountain: --steps")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("package", ["lazy_loader", "numpy", "llvmlite"])
def test_a_package_that_is_not_installed_is_one_line(package: str) -> None:
    absent = f"import runpy, sys; sys.modules[{package!r}] = None; sys.argv[1:] = ['hike']; "
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            absent + "import runpy; runpy.run_path('main.py', None, '__main__')",
        ],
        cwd=MAIN.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"misty-mountain: {package}: the package is missing; try pip install")
