import ctypes
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import PySide6
import pytest

from ui import display

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="screens of Linux")


@pytest.fixture(autouse=True)
def _no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the screen of whoever runs the tests."""
    for name in (
        "DISPLAY",
        "QT_QPA_PLATFORM",
        "WAYLAND_DISPLAY",
        "WAYLAND_SOCKET",
        "XDG_SESSION_TYPE",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def x11() -> Iterator[str]:
    """A real X server of our own; its name is that of its display."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    command = [server, "-displayfd", "1", "-screen", "0", "640x480x24"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as screen:
        assert screen.stdout is not None
        yield f":{screen.stdout.readline().strip()}"
        screen.terminate()


def lines_of(problem: str | None) -> list[str]:
    assert problem is not None
    return problem.splitlines()


@linux
def test_without_a_session_the_problem_is_one_line_that_names_the_hike_command() -> None:
    (line,) = lines_of(display.screen_problem())
    assert "DISPLAY" in line
    assert line.endswith("python main.py hike")


@linux
def test_a_display_that_nobody_serves_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":64321")
    (line,) = lines_of(display.screen_problem())
    assert "nothing answers at DISPLAY=:64321" in line


@linux
def test_an_x_server_that_answers_is_a_screen(monkeypatch: pytest.MonkeyPatch, x11: str) -> None:
    monkeypatch.setenv("DISPLAY", x11)
    problem = display.screen_problem()
    assert problem is None or problem.startswith("Qt needs")


@linux
def test_the_x_server_is_asked_where_no_wayland_answers(
    monkeypatch: pytest.MonkeyPatch, x11: str, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", x11)
    problem = display.screen_problem()
    assert problem is None or problem.startswith("Qt needs")


@linux
def test_a_wayland_socket_that_nobody_listens_at_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as abandoned:
        abandoned.bind(str(tmp_path / "wayland-7"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    (line,) = lines_of(display.screen_problem())
    assert "nothing answers at" in line
    assert "wayland-7" in line


@linux
def test_a_wayland_socket_that_answers_is_a_screen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", str(tmp_path / "compositor"))
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "compositor"))
        compositor.listen()
        problem = display.screen_problem()
    assert problem is None or problem.startswith("Qt needs")


@linux
@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=640x480", "xcb;offscreen"])
def test_a_platform_that_needs_no_screen_is_fine(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display.screen_problem() is None


@linux
def test_a_platform_that_qt_does_not_have_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "ocb")
    (line,) = lines_of(display.screen_problem())
    assert "'ocb'" in line
    assert "try xcb" in line


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_always_have_a_screen(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert display.screen_problem() is None


@linux
def test_what_need_not_be_on_a_screen_is_drawn_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert display.prepare(on_screen=True) is not None
    assert os.environ["QT_QPA_PLATFORM"] == "xcb"
    assert display.prepare(on_screen=False) is None
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


@linux
def test_a_library_that_the_x11_platform_misses_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch, x11: str
) -> None:
    load = ctypes.CDLL

    def load_without_cursors(name: str) -> ctypes.CDLL:
        if "XcbQpa" in name or "xcb-cursor" in name:
            raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file")
        return load(name)

    monkeypatch.setenv("DISPLAY", x11)
    monkeypatch.setattr(ctypes, "CDLL", load_without_cursors)
    (line,) = lines_of(display.screen_problem())
    assert "libxcb-cursor.so.0" in line
    assert "apt-get install" in line
    assert "libxcb-cursor0" in line


def test_a_library_that_importing_qt_misses_is_named_with_its_package() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    (line,) = lines_of(display.loading_problem(error))
    assert "libEGL.so.1" in line
    assert "libegl1" in line
    assert line.endswith("python main.py hike")


def test_a_missing_library_that_is_not_known_is_named_all_the_same() -> None:
    error = ImportError("libodd.so.3: cannot open shared object file: No such file or directory")
    (line,) = lines_of(display.loading_problem(error))
    assert "libodd.so.3" in line


def test_another_import_error_is_not_explained_away() -> None:
    assert display.loading_problem(ImportError("cannot import name 'run'")) is None


@pytest.mark.parametrize(
    ("python", "version", "usable"),
    [
        ((3, 11, 7), "6.11.3", True),
        ((3, 11, 7), "6.12.0", False),
        ((3, 11, 7), "7.0.0", False),
        ((3, 12, 0), "6.12.0", True),
    ],
)
def test_a_pyside_that_aborts_on_an_older_python_is_refused(
    monkeypatch: pytest.MonkeyPatch, python: tuple[int, int, int], version: str, usable: bool
) -> None:
    monkeypatch.setattr(sys, "version_info", python)
    monkeypatch.setattr(PySide6, "__version__", version)
    problem = display.binding_problem()
    assert (problem is None) == usable
    if problem is not None:
        assert version in problem
        assert "PySide6-Essentials<6.12" in problem


def test_asking_for_a_screen_does_not_load_qt() -> None:
    program = (
        "import sys; from ui import display; display.screen_problem(); "
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    root = Path(display.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0
