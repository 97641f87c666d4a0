"""The application: opens the window, and loads what is slow once it has been painted."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

import mountain
from mountain import Preset, Terrain
from ui import loading
from ui.crash import open_log, watch_failures
from ui.opening import open_trajectory
from ui.session import Session
from ui.sweeper import Sweeper
from ui.tape import Notice, recordings_folder
from ui.theme import PROJECTOR
from ui.window import MainWindow

SLICE_MS = 12
SLICE_EVERY_MS = 20


@dataclass(frozen=True)
class WindowOptions:
    """How the window is to open.

    Attributes
    ----------
    terrain, preset : str or None
        What it shows first; the flagship's good hike when not given.
    own : Terrain or None
        A mountain that is not of the gallery to show instead.
    race : str or None
        A prepared race to show instead.
    desk : str or None
        The page of the desk that is open; it is closed when not given.
    relief : bool
        Whether the mountain is seen in relief instead of the map.
    step : int or None
        How far it has been walked; a picture of a preset shows its end when not given.
    clear : bool
        Whether the mist is lifted.
    projector, fullscreen : bool
        In which look.
    file : Path or None
        A trajectory to show as a ghost.
    screenshot : Path or None
        Where to draw the window once instead of showing it.
    size : (int, int)
        Of the window, in pixels.
    """

    terrain: str | None = None
    own: Terrain | None = None
    preset: str | None = None
    race: str | None = None
    desk: str | None = None
    relief: bool = False
    step: int | None = None
    clear: bool = False
    projector: bool = False
    fullscreen: bool = False
    file: Path | None = None
    screenshot: Path | None = None
    size: tuple[int, int] = (1280, 800)


def preset_of(options: WindowOptions) -> Preset:
    """Return the prepared hike that the window opens with."""
    terrain = options.terrain or mountain.terrain_names()[0]
    presets = {preset.name: preset for preset in mountain.presets_of(terrain)}
    wanted = options.preset or ("good" if "good" in presets else next(iter(presets)))
    return presets[wanted]


class Loader(QObject):
    """Loads the kernels and the charts' library after the first painting.

    The kernels load in a thread of their own. The charts' library must load in the window's thread,
    for it makes Qt's types, which no other thread may do; it begins with a slice at a time.
    """

    def __init__(
        self, window: MainWindow, desk: str | None = None, *, relief: bool = False
    ) -> None:
        super().__init__(window)
        self._window, self._desk, self._relief = window, desk, relief
        self._begun = False
        self._types = _qt_types()
        self._slices = QTimer(self, interval=SLICE_EVERY_MS)
        self._slices.timeout.connect(self._load_slice)
        window.map.painted.connect(self.begin, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Begin, once."""
        if self._begun:
            return
        self._begun = True
        self._window.map.painted.disconnect(self.begin)
        _report_first_paint()
        _watch_interrupts()
        self._window.set_motion(_motion_is_wanted(self._window))
        self._window.map.draw_contours()
        self._window.complete()
        self._window.session.prepare()
        self._slices.start()

    def _load_slice(self) -> None:
        """Make Qt types for a few milliseconds; when all are made, make the charts."""
        slice_time = QElapsedTimer()
        slice_time.start()
        for _ in self._types:
            if slice_time.elapsed() >= SLICE_MS:
                return
        self._slices.stop()
        self._window.load_charts()
        if self._desk is not None:
            self._window.show_desk(True)
            self._window.study.turn_to(self._desk)
        if self._relief:
            self._window.scenery.show_relief(True)
        loading.end()
        Sweeper(self._window)


def _motion_is_wanted(window: MainWindow) -> bool:
    """Tell whether the desktop has animations on."""
    animation = QtWidgets.QStyle.StyleHint.SH_Widget_Animation_Duration
    return window.style().styleHint(animation) > 0


def _qt_types() -> Iterator[object]:
    """Yield Qt's types one by one; the charts' library asks for all of them at once."""
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            yield getattr(module, name)


def _watch_interrupts() -> None:
    """Have Ctrl+C in a terminal close the window."""
    from ui.interrupt import Interrupt

    application = QApplication.instance()
    assert application is not None
    Interrupt(application)


def _report_first_paint() -> None:
    """Tell a benchmark how long it took, and end."""
    launched = os.environ.get("MISTY_LAUNCHED")
    if os.environ.get("MISTY_REPORT_FIRST_PAINT") and launched:
        print(f"first paint {time.time() - float(launched):.3f}", file=sys.stderr)  # noqa: T201
        QApplication.exit(0)


def run(options: WindowOptions) -> int:
    """Open the window and stay until it is closed.

    Returns
    -------
    int
        The program's exit status.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("misty-mountain")
    application.setApplicationDisplayName("Misty Mountain")
    application.setDesktopFileName("misty-mountain")
    application.setStyle("Fusion")
    open_log()
    window = MainWindow(Session(preset_of(options), options.step or 0), options.size)
    application.aboutToQuit.connect(window.session.close)
    watch_failures(window)
    if options.projector:
        window.show_theme(PROJECTOR)
    if options.clear:
        window.session.lift_mist(True)
    if options.own is not None:
        window.session.go_to(options.own)
    if options.race is not None:
        window.session.choose_race(options.race)
    loader = Loader(window, options.desk, relief=options.relief)
    if options.screenshot is not None:
        return _draw(window, loader, options)
    if options.fullscreen:
        window.set_full_screen(True)
    else:
        window.show()
    QTimer.singleShot(0, lambda: _open_or_offer(window, options.file))
    return application.exec()


def _draw(window: MainWindow, loader: Loader, options: WindowOptions) -> int:
    """Draw the window into a file: a hike about to begin, or with a preset, at its end."""
    assert options.screenshot is not None
    window.show()
    loader.begin()
    window.set_motion(False)
    application = QApplication.instance()
    assert application is not None
    session = window.session
    # Where there is no ground there is never a hiker, and the notice says so.
    while window.charts is None or not (session.track is not None or session.is_stuck):
        application.processEvents()
    if options.preset is not None and options.step is None:
        session.go_to_end()
    if options.file is not None:
        open_trajectory(window, options.file)
    application.processEvents()
    while window.study.is_busy or window.scenery.is_busy:
        application.processEvents()
    # What was set last may need another height, and what lies around it then as well.
    for _ in range(3):
        application.processEvents()
    saved = window.grab().save(str(options.screenshot))
    window.close()
    if not saved:
        print(  # noqa: T201
            f"misty-mountain: {options.screenshot} cannot be written; name a .png file elsewhere",
            file=sys.stderr,
        )
    return 0 if saved else 2


def _open_or_offer(window: MainWindow, file: Path | None) -> None:
    """Show the file that was asked for, and tell of recordings that were cut off, made whole."""
    if file is not None:
        open_trajectory(window, file)
    folder = recordings_folder()
    recovered, problems = [], []
    for path in mountain.unfinished(folder) if folder.is_dir() else ():
        try:
            mountain.recover(path)
        except mountain.FileError as error:
            problems.append(str(error))
        else:
            recovered.append(path)
    if recovered:
        window.session.noticed.emit(_offer_of(recovered))
    elif problems:
        window.session.noticed.emit(Notice(problems[0]))


def _offer_of(recovered: Sequence[Path]) -> Notice:
    """Tell of recordings made whole, and offer the last of them."""
    if len(recovered) == 1:
        return Notice(f"Recovered an unfinished recording: {recovered[0]}", recovered[0])
    names = ", ".join(path.name for path in recovered)
    folder = recovered[-1].parent
    told = f"Recovered {len(recovered)} unfinished recordings in {folder}: {names}"
    return Notice(told, recovered[-1])
