"""Elevation maps in the window: opened, smoothed, asked about, and refused in a line."""

import gc
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import prepared
from desks import box, click, open_at, said
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import notice

import mountain
from mountain import large
from ui.elevation_sheet import SMOOTHINGS, ElevationSheet
from ui.tape import Notice
from ui.theme import DUSK, PROJECTOR, Theme
from ui.window import MainWindow

LAND = Path(mountain.ASSETS) / "elevation" / "jacksboro_fault.npz"


@pytest.fixture
def hills(tmp_path: Path) -> Path:
    """Return the file of a small map: hills in steps of whole metres, with pits in them."""
    y, x = np.mgrid[0:40, 0:60]
    heights = 100 + 30 * np.sin(x / 9) * np.cos(y / 7) + 0.4 * (x + y)
    heights += np.random.default_rng(0).uniform(-2, 2, heights.shape)
    np.save(tmp_path / "hills.npy", np.round(heights).astype(np.int16))
    return tmp_path / "hills.npy"


@pytest.fixture
def greys(tmp_path: Path) -> Path:
    """Return a picture of greys."""
    y, x = np.mgrid[0:40, 0:60]
    grey = 32768 + 30000 * np.sin(x / 9) * np.cos(y / 7)
    Image.fromarray(grey.astype(np.uint16)).save(tmp_path / "greys.png")
    return tmp_path / "greys.png"


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> mountain.Grid:
    """Open a map, and wait until a hiker stands on it and its facts are told."""
    window.study.open_elevation(path)
    return standing(window, qtbot)


def standing(window: MainWindow, qtbot: QtBot) -> mountain.Grid:
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    prepared(window.session, qtbot)
    ground = window.session.terrain.ground
    assert isinstance(ground, mountain.Grid)
    return ground


def sheet(window: MainWindow) -> ElevationSheet:
    found = window.findChild(ElevationSheet)
    assert found is not None
    return found


def test_an_elevation_map_is_a_mountain_with_a_hiker_on_it(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    ground = opened(window, hills, qtbot)
    assert ground.origin is not None
    assert Path(ground.origin.file) == hills
    assert (window.session.terrain.window.width, window.session.terrain.window.tall) == (
        59 * mountain.USUAL_SPACING,
        39 * mountain.USUAL_SPACING,
    )
    assert "Hills" in notice(window)
    assert window.session.track is not None


def test_the_sheet_tells_how_large_a_map_is_and_how_many_pits_it_has(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    open_at(window, "formula")
    heights = np.load(hills)[::-1].astype(float)
    pits = mountain.pits(heights)
    assert pits > 0
    opened(window, hills, qtbot)
    qtbot.waitUntil(lambda: "pit" in said(window, "elevation_pits"), timeout=10_000)
    assert said(window, "elevation_facts").startswith("1,770 m from west to east and 1,170 m")
    assert f"{heights.min():.0f} to {heights.max():.0f} m" in said(window, "elevation_facts")
    assert said(window, "elevation_pits").startswith(mountain.counted(pits, "pit"))


def test_smoothing_makes_another_mountain_of_the_same_map_and_says_what_it_did(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    open_at(window, "formula")
    raw = opened(window, hills, qtbot)
    qtbot.waitUntil(lambda: said(window, "elevation_pits") != "", timeout=10_000)
    before = said(window, "elevation_pits").split(":")[0]
    click(window, "smooth_2")
    smooth = standing(window, qtbot)
    qtbot.waitUntil(lambda: "smoothed" in said(window, "elevation_pits"), timeout=10_000)
    assert smooth.origin is not None
    assert smooth.origin.smoothing == (2.0,)
    assert mountain.pits(smooth.heights) < mountain.pits(raw.heights)
    assert said(window, "elevation_pits").startswith(f"{before} as measured, ")
    click(window, "smooth_0")
    again = standing(window, qtbot)
    assert again == raw
    chosen = [
        cells
        for cells in SMOOTHINGS
        if window.findChild(QPushButton, f"smooth_{cells}").isChecked()
    ]
    assert chosen == [0]


def test_a_picture_of_greys_is_asked_about_and_then_is_a_mountain(
    window: MainWindow, qtbot: QtBot, greys: Path
) -> None:
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: "greys.png" in notice(window) or sheet(window).isVisible())
    qtbot.waitUntil(window.actions_by_name["desk"].isChecked, timeout=10_000)
    before = window.session.terrain
    for name, text in (("black_height", "0"), ("white_height", "high"), ("cell_spacing", "25")):
        box(window, name).setText(text)
    click(window, "answer_heights")
    assert "three numbers" in said(window, "white_height_verdict")
    assert window.session.terrain is before
    box(window, "white_height").setText("1200,5")
    click(window, "answer_heights")
    ground = standing(window, qtbot)
    assert ground.origin is not None
    assert ground.origin.height_range == (0.0, 1200.5)
    assert ground.origin.spacing == 25.0
    expected = np.asarray(Image.open(greys), float)[::-1] / 65535 * 1200.5
    np.testing.assert_allclose(ground.heights, expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("content", [b"", b"no map", b"\x93NUMPY\x01\x00"])
def test_what_is_no_map_is_refused_in_a_line_and_the_mountain_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    before = window.session.terrain
    path = tmp_path / "land.npy"
    path.write_bytes(content)
    window.study.open_elevation(path)
    qtbot.waitUntil(lambda: notice(window).startswith(str(path)), timeout=10_000)
    assert "\n" not in notice(window)
    assert window.session.terrain == before


def test_a_map_that_comes_too_late_does_not_take_the_hiker_away(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    window.study.open_elevation(hills)
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    qtbot.wait(1)
    assert window.session.terrain.name == "bowl"


def test_a_file_is_chosen_from_the_page(
    window: MainWindow, qtbot: QtBot, hills: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_at(window, "formula")
    asked = []

    def choose(*words: object) -> tuple[str, str]:
        asked.append(words)
        return str(hills), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    click(window, "open_elevation")
    assert standing(window, qtbot).origin is not None
    assert all(f"*{ending}" in asked[0][3] for ending in mountain.ENDINGS)


def test_on_another_mountain_the_sheet_only_offers_to_open_a_map(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    open_at(window, "formula")
    opened(window, hills, qtbot)
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    assert said(window, "elevation_facts") == ""
    seen = [each.objectName() for each in sheet(window).findChildren(QWidget) if each.isVisible()]
    assert seen == ["open_elevation"]


def _drop(window: MainWindow, *paths: Path) -> bool:
    """Drag files onto the window and drop them there; return whether it takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = window.rect().center()
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        drop = QDropEvent(at.toPointF(), Qt.DropAction.CopyAction, data, buttons, keys)
        QApplication.sendEvent(window, drop)
    return enter.isAccepted()


def test_a_map_that_is_dropped_on_the_window_is_opened(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    assert _drop(window, hills)
    assert standing(window, qtbot).origin is not None


def test_a_trajectory_that_is_dropped_on_the_window_is_a_ghost(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.session.save(tmp_path / "descent.csv")
    assert _drop(window, tmp_path / "descent.csv")
    assert notice(window).startswith("Shown as a ghost")


def test_of_two_files_at_once_none_is_opened_and_it_is_said_why(
    window: MainWindow, hills: Path, tmp_path: Path
) -> None:
    before = window.session.terrain
    assert _drop(window, hills, tmp_path)
    assert notice(window).startswith("2 files at once: one at a time is opened")
    assert window.session.terrain is before
    assert not window.study.is_busy


def test_what_is_no_file_of_the_disk_is_not_taken(window: MainWindow) -> None:
    assert not _drop(window)
    assert notice(window) == ""


def test_one_button_opens_trajectories_and_maps(
    window: MainWindow, qtbot: QtBot, hills: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def choose(*words: object) -> tuple[str, str]:
        asked.append(words)
        return str(hills), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    window.actions_by_name["open"].trigger()
    assert standing(window, qtbot).origin is not None
    assert all(f"*{ending}" in asked[0][3] for ending in (".csv", *mountain.ENDINGS))


def test_a_large_map_does_not_stay_in_the_memory_when_another_is_opened(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "LARGE", 100)
    open_at(window, "formula")
    y, x = np.mgrid[0:60, 0:60]
    left = []
    for number in (1, 2, 3):
        path = tmp_path / f"hill_{number}.npy"
        np.save(path, 0.5 * ((x - 12.0 - number) ** 2 + (y - 14.0) ** 2))
        left.append(weakref.ref(opened(window, path, qtbot)))
        window.scenery.show_relief(number != 2)
        window.session.move(5)
        window.session.go_to_end()
        window.grab()
        qtbot.waitUntil(lambda: not (window.study.is_busy or window.scenery.is_busy))
    gc.collect()
    assert [each() is None for each in left] == [True, True, False]


def test_a_map_of_holes_alone_is_refused_in_a_line(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    heights = np.add.outer(np.arange(20.0), np.arange(20.0))
    heights[::2, ::2] = np.nan
    np.save(tmp_path / "sieve.npy", heights)
    before = window.session.terrain
    window.study.open_elevation(tmp_path / "sieve.npy")
    qtbot.waitUntil(lambda: "no ground between its empty cells" in notice(window), timeout=10_000)
    assert "\n" not in notice(window)
    assert window.session.terrain == before


def test_a_question_can_be_left_unanswered_and_the_mountain_stays(
    window: MainWindow, qtbot: QtBot, hills: Path, greys: Path
) -> None:
    open_at(window, "formula")
    ground = opened(window, hills, qtbot)
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: box(window, "black_height").isVisible(), timeout=10_000)
    click(window, "cancel_question")
    qtbot.waitUntil(lambda: "pit" in said(window, "elevation_pits"), timeout=10_000)
    assert not box(window, "black_height").isVisible()
    assert window.session.terrain.ground is ground
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: box(window, "black_height").isVisible(), timeout=10_000)


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR])
def test_the_boxes_of_the_question_begin_at_one_edge_and_its_buttons_are_seen(
    window: MainWindow, qtbot: QtBot, greys: Path, theme: Theme
) -> None:
    window.show_theme(theme)
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: box(window, "black_height").isVisible(), timeout=10_000)
    QApplication.processEvents()
    boxes = [box(window, name) for name in ("black_height", "white_height", "cell_spacing")]
    assert len({each.mapTo(window, QPoint()).x() for each in boxes}) == 1
    for name in ("answer_heights", "cancel_question"):
        button = window.findChild(QPushButton, name)
        assert button.visibleRegion().boundingRect() == button.rect()


def test_thousands_of_pits_are_told_with_a_mark_between(qtbot: QtBot) -> None:
    told = ElevationSheet()
    qtbot.addWidget(told)
    facts = mountain.ElevationFacts(403, 344, 3e4, 3e4, 236.0, 1076.0, 0, 0.0, 1192, 1192, ())
    told.show_facts(facts)
    label = told.findChild(QLabel, "elevation_pits")
    assert label.text().startswith("1,192 pits: ")
    told.show_facts(replace(facts, smoothing=2.0, pits=1))
    assert label.text().startswith("1,192 pits as measured, 1 pit smoothed over 2 cells")


def test_a_map_of_the_gallery_is_told_of_while_the_desk_is_open(
    window: MainWindow, qtbot: QtBot
) -> None:
    open_at(window, "formula")
    window.session.choose_terrain("jacksboro_fault")
    qtbot.waitUntil(lambda: "pit" in said(window, "elevation_pits"), timeout=20_000)
    assert said(window, "elevation_pits").startswith("1,383 pits as measured, 283 pits smoothed")
    prepared(window.session, qtbot)


def test_that_a_map_is_read_is_said_no_longer_when_somebody_goes_elsewhere(
    window: MainWindow, qtbot: QtBot, hills: Path, held: threading.Event
) -> None:
    window.study.open_elevation(hills)
    assert notice(window) == "Reading hills.npy …"
    window.session.choose_terrain("bowl")
    assert notice(window) == ""
    held.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)


def test_what_is_said_of_a_map_is_said_no_longer_on_another_mountain(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    opened(window, hills, qtbot)
    assert notice(window).startswith("Hills: ")
    window.session.choose_terrain("bowl")
    prepared(window.session, qtbot)
    assert notice(window) == ""


def test_what_else_is_said_meanwhile_stays(
    window: MainWindow, qtbot: QtBot, hills: Path, held: threading.Event
) -> None:
    window.study.open_elevation(hills)
    window.session.noticed.emit(Notice("Saved 3 rows"))
    window.session.choose_terrain("bowl")
    assert notice(window) == "Saved 3 rows"
    held.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)


@pytest.mark.parametrize("leave", ["another mountain", "another map", "closing"])
def test_what_nobody_waits_for_any_more_is_not_made_a_mountain(
    window: MainWindow,
    qtbot: QtBot,
    hills: Path,
    monkeypatch: pytest.MonkeyPatch,
    leave: str,
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    made: list[str] = []
    make = mountain.elevation_terrain

    def elevation_terrain(elevation: mountain.Elevation) -> mountain.Terrain:
        begun.set()
        assert go_on.wait(20)
        terrain = make(elevation)
        made.append(terrain.title)
        return terrain

    monkeypatch.setattr(mountain, "elevation_terrain", elevation_terrain)
    window.study.open_elevation(hills)
    assert begun.wait(20)
    if leave == "another mountain":
        window.session.choose_terrain("bowl")
    elif leave == "another map":
        window.study.open_elevation(hills.with_name("nowhere.npy"))
    else:
        # What is worked at goes on as soon as it has been told that nobody waits.
        monkeypatch.setattr(QThreadPool, "waitForDone", lambda *_: go_on.set())
        window.study.elevation.close()
    go_on.set()
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    assert made == []


def test_a_window_that_is_closed_goes_at_once_whatever_still_works(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    close = window.study.close
    monkeypatch.setattr(window.study, "close", lambda: (seen.append(window.isVisible()), close()))
    assert window.close()
    assert seen == [False]


def test_what_nobody_foresaw_leaves_the_desk_free_and_the_sheet_as_it_was(
    window: MainWindow, qtbot: QtBot, hills: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_at(window, "formula")

    def fail(*_: object) -> mountain.Elevation:
        raise ZeroDivisionError("unforeseen")

    with monkeypatch.context() as patch, qtbot.capture_exceptions() as failures:
        patch.setattr(mountain, "read_elevation", fail)
        window.study.open_elevation(hills)
        qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    assert [str(error) for _, error, _ in failures] == ["unforeseen"]
    assert (notice(window), said(window, "elevation_facts")) == ("", "")
    assert opened(window, hills, qtbot).origin is not None


def test_a_file_that_was_overwritten_is_not_smoothed_in_the_place_of_the_map(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    open_at(window, "formula")
    ground = opened(window, hills, qtbot)
    qtbot.waitUntil(lambda: "pit" in said(window, "elevation_pits"), timeout=10_000)
    np.save(hills, np.load(hills).T)
    click(window, "smooth_2")
    qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    assert notice(window) == f"{hills}: has changed since it was opened; open it again"
    assert window.session.terrain.ground is ground
    assert window.findChild(QPushButton, "smooth_0").isChecked()


def test_of_a_map_whose_file_is_gone_the_sheet_does_not_say_for_ever_that_it_is_read(
    window: MainWindow, qtbot: QtBot, hills: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = mountain.elevation_facts

    def elevation_facts(ground: mountain.Grid) -> mountain.ElevationFacts:
        hills.unlink(missing_ok=True)
        return find(ground)

    monkeypatch.setattr(mountain, "elevation_facts", elevation_facts)
    open_at(window, "formula")
    opened(window, hills, qtbot)
    assert "could not be read again" in said(window, "elevation_facts")
    assert "there is no such file" in notice(window)


def asked(window: MainWindow, greys: Path, qtbot: QtBot, *answer: str) -> None:
    """Open a picture of greys, and give an answer for black, white and the cells."""
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: box(window, "black_height").isVisible(), timeout=10_000)
    typed(window, *answer)


def typed(window: MainWindow, *answer: str) -> None:
    names = ("black_height", "white_height", "cell_spacing")
    for name, text in zip(names, answer, strict=True):
        box(window, name).setText(text)
    click(window, "answer_heights")


def test_heights_that_may_be_a_thousand_times_as_much_are_asked_about(
    window: MainWindow, qtbot: QtBot, greys: Path
) -> None:
    before = window.session.terrain
    asked(window, greys, qtbot, "0", "2.000", "30")
    told = "✗ 2.000 may be 2.0 or 2000: type 2000 or 2.0"
    assert said(window, "white_height_verdict") == told
    assert window.session.terrain is before
    typed(window, "0", "2 000", "30")
    ground = standing(window, qtbot)
    assert ground.origin is not None
    assert ground.origin.height_range == (0.0, 2000.0)


@pytest.mark.parametrize("error", [MemoryError(), mountain.TerrainError("holes", "no ground", "")])
def test_a_question_whose_answer_makes_no_mountain_stays_with_what_was_typed(
    window: MainWindow,
    qtbot: QtBot,
    greys: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
) -> None:
    def fail(*_: object) -> mountain.Terrain:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(mountain, "elevation_terrain", fail)
        asked(window, greys, qtbot, "10", "1200", "25")
        qtbot.waitUntil(lambda: not window.study.elevation.is_busy, timeout=30_000)
    names = ("black_height", "white_height", "cell_spacing")
    assert [box(window, name).text() for name in names] == ["10", "1200", "25"]
    assert all(box(window, name).isVisible() for name in names)
    assert said(window, "white_height_verdict") != ""
    click(window, "answer_heights")
    assert standing(window, qtbot).origin is not None


def test_a_question_that_is_asked_again_does_not_find_fault_before_it_is_answered(
    window: MainWindow, qtbot: QtBot, greys: Path
) -> None:
    asked(window, greys, qtbot, "0", "high", "30")
    assert said(window, "white_height_verdict") != ""
    click(window, "cancel_question")
    window.study.open_elevation(greys)
    qtbot.waitUntil(lambda: box(window, "black_height").isVisible(), timeout=10_000)
    assert said(window, "white_height_verdict") == ""
    assert box(window, "white_height").text() == "high"


def test_false_pits_are_offered_to_be_smoothed_only_where_there_are_some(
    window: MainWindow, qtbot: QtBot, hills: Path
) -> None:
    y, x = np.mgrid[0:40, 0:60]
    np.save(hills.with_name("slope.npy"), 3.0 * x + 2.0 * y + 0.01 * x**2)
    told = {}
    for path in (hills, hills.with_name("slope.npy")):
        opened(window, path, qtbot)
        before = notice(window)
        open_at(window, "formula")
        qtbot.waitUntil(lambda: "pit" in said(window, "elevation_pits"), timeout=10_000)
        window.show_desk(False)
        # Another mountain and back: by now it is known how many there are.
        window.session.choose_terrain("bowl")
        prepared(window.session, qtbot)
        opened(window, path, qtbot)
        told[path.stem] = before.partition("; ")[2], notice(window).partition("; ")[2]
    assert told["hills"] == ("key D counts its pits.", "key D offers to smooth its false pits.")
    assert told["slope"] == ("key D counts its pits.", "")
