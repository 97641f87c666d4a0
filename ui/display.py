"""Whether a window can be opened here; asked before Qt, which aborts the process when it cannot."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

#: The shared libraries that Qt's wheels expect of the system, and their Debian packages.
PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_WAYLAND_PACKAGES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
_WITHOUT_WINDOW = "or walk without a window: python main.py hike"


def screen_problem() -> str | None:
    """Say why no window can be opened, in one line that tells what would work; None when it can.

    Follows Qt: the platforms that ``QT_QPA_PLATFORM`` lists, or else those of the session, are
    tried in order, and one is enough. Asks nothing on systems that always have a screen.
    """
    if not sys.platform.startswith("linux"):
        return None
    problems = []
    for platform in _platforms():
        problem = _platform_problem(platform)
        if problem is None:
            return None
        problems.append(problem)
    # A missing library can be installed, so it is told rather than a missing screen.
    worst = min(problems, key=lambda problem: problem.startswith("no screen"))
    return f"{worst}; {_WITHOUT_WINDOW}"


def prepare(on_screen: bool) -> str | None:
    """Say why Qt cannot be used here, in one line that tells what would work; None when it can.

    What need not be on a screen is drawn in memory where there is none.
    """
    problem = screen_problem()
    if problem is not None and not on_screen:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        problem = None
    return problem or binding_problem()


def binding_problem() -> str | None:
    """Say why this PySide6 cannot be used with this Python; None when it can.

    PySide6 6.12 drops a reference to None at every call that returns nothing. Python before 3.12
    counts those references, and aborts within seconds.
    """
    if sys.version_info >= (3, 12):
        return None
    import PySide6

    if tuple(map(int, PySide6.__version__.split(".")[:2])) < (6, 12):
        return None
    return (
        f"PySide6 {PySide6.__version__} aborts on Python before 3.12; "
        "pip install 'PySide6-Essentials<6.12', or use Python 3.12"
    )


def loading_problem(error: ImportError) -> str | None:
    """Say which system libraries an import of Qt missed; None when the error is another one."""
    if "cannot open shared object file" not in str(error):
        return None
    return f"{_missing_libraries(str(error))}; {_WITHOUT_WINDOW}"


def _platforms() -> list[str]:
    """List the names of the platforms that Qt will try, in its order."""
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return [name.partition(":")[0] for name in chosen.split(";")]
    wayland = "WAYLAND_DISPLAY" in os.environ or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return ["wayland", "xcb"] if wayland else ["xcb"]


def _platform_problem(platform: str) -> str | None:
    plugins = _qt_folder() / "plugins" / "platforms"
    if plugins.is_dir() and not (plugins / f"libq{platform}.so").is_file():
        return f"QT_QPA_PLATFORM: {platform!r} is no platform of this Qt; try xcb or wayland"
    if platform == "xcb":
        return _x11_problem() or _loading_problem("libQt6XcbQpa.so.6")
    if platform == "wayland":
        return _wayland_problem() or _loading_problem("libQt6WaylandClient.so.6")
    return None


def _x11_problem() -> str | None:
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "no screen: DISPLAY and WAYLAND_DISPLAY are not set; start it in a desktop session"
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return _missing_libraries(str(error))
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        return f"no screen: nothing answers at DISPLAY={display}; start it in a desktop session"
    return None


def _wayland_problem() -> str | None:
    import socket

    if "WAYLAND_SOCKET" in os.environ:
        return None
    name = os.environ.get("WAYLAND_DISPLAY", "wayland-0")
    # An absolute name stands alone.
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "/run")) / name
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return f"no screen: nothing answers at {path}; start it in a desktop session"
    return None


def _loading_problem(library: str) -> str | None:
    path = _qt_folder() / "lib" / library
    if not path.is_file():
        # A Qt of the system, whose packages bring what it needs.
        return None
    try:
        ctypes.CDLL(str(path))
    except OSError as error:
        return _missing_libraries(str(error))
    return None


def _qt_folder() -> Path:
    """Return where PySide6's wheel keeps Qt; importing it is not needed for that."""
    found = importlib.util.find_spec("PySide6")
    if found is None:
        raise ModuleNotFoundError("No module named 'PySide6'", name="PySide6")
    return Path(next(iter(found.submodule_search_locations or [""]))) / "Qt"


def _missing_libraries(message: str) -> str:
    """Name every library that is missing, and what installs them."""
    first = message.partition(":")[0]
    known = PACKAGES | (_WAYLAND_PACKAGES if first in _WAYLAND_PACKAGES else {})
    missing = [name for name in known if name == first or not _loads(name)]
    if first not in missing:
        return f"Qt cannot be loaded: {message}; install that library"
    packages = " ".join(known[name] for name in missing)
    return f"Qt needs {', '.join(missing)}; on Debian: apt-get install {packages}"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
