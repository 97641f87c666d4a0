from pathlib import Path

import numpy as np
import pytest
from conftest import prepared
from desks import click, open_on_lines, regression
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from windows import notice

import mountain
from ui.cost_desk import CostDesk
from ui.line_plot import LinePlot
from ui.window import MainWindow

SAMPLES = mountain.Samples((0.0, 1.0, 2.0, 3.0), (1.0, 2.9, 5.1, 7.0))
YEARS = "year;marks\n1990;3,5\n1995;4,5\n2000;5\n2010;9,25\n"


@pytest.fixture
def lines(window: MainWindow, qtbot: QtBot) -> MainWindow:
    return open_on_lines(window, qtbot)


class Files:
    """Writes a file and chooses it, as if in the dialog."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._folder, self._patch = folder, monkeypatch

    def choose(self, window: MainWindow, content: str | bytes | None) -> None:
        file = self._folder / "points.csv"
        file.unlink(missing_ok=True)
        if content is not None:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        self._patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
        click(window, "load_samples")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(tmp_path, monkeypatch)


def loaded(window: MainWindow, qtbot: QtBot) -> mountain.Regression:
    """Wait until a file has been read, and a hiker stands on its mountain."""
    button = window.findChild(QPushButton, "load_samples")
    qtbot.waitUntil(lambda: button.text() == "Load CSV …", timeout=30_000)
    prepared(window.session, qtbot)
    return regression(window)


def said(window: MainWindow, name: str) -> str:
    return window.findChild(QLabel, name).text()


def test_points_come_from_a_csv(lines: MainWindow, files: Files, qtbot: QtBot) -> None:
    rows = zip(SAMPLES.x, SAMPLES.y, strict=True)
    files.choose(lines, "x,y\n" + "".join(f"{x},{y}\n" for x, y in rows))
    # The window is not held up by reading.
    assert lines.findChild(QPushButton, "load_samples").text() == "Reading …"
    assert loaded(lines, qtbot).samples == SAMPLES
    lines.session.go_to_end()
    best = np.polyfit(SAMPLES.x, SAMPLES.y, 1)
    assert lines.session.place == pytest.approx(tuple(best), abs=0.1)


def test_data_in_large_numbers_is_seen_in_its_own_units(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    files.choose(lines, YEARS)
    ground = loaded(lines, qtbot)
    assert not ground.units.are_own
    plot = lines.findChild(LinePlot)
    view = plot._view
    assert view.samples.names == ("year", "marks")
    assert view.samples.x == pytest.approx((1990, 1995, 2000, 2010))
    assert view.samples.y == pytest.approx((3.5, 4.5, 5, 9.25))
    names = [each.toPlainText() for each in (plot._names._across, plot._names._up)]
    assert names == ["year →", "↑ marks"]
    told = said(lines, "units")
    across, up = (
        mountain.figures(float(np.std(each))) for each in (view.samples.x, view.samples.y)
    )
    assert f"in standard units: 1 is {across} in x, {up} in y" in told
    # The line is in the data's own units too: at home it is the line of least squares.
    lines.session.choose_start(*ground.minimum)
    prepared(lines.session, qtbot)
    slope, intercept = np.polyfit((1990, 1995, 2000, 2010), (3.5, 4.5, 5, 9.25), 1)
    assert said(lines, "line") == mountain.line_text((slope, intercept), view.samples)


def test_a_point_of_large_numbers_is_moved_in_its_own_units(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    files.choose(lines, YEARS)
    units = loaded(lines, qtbot).units
    before = lines.session.terrain
    plot = lines.findChild(LinePlot)
    plot.dragged.emit(1, 1996.0, 7.0)
    plot.dropped.emit()
    qtbot.waitUntil(lambda: lines.session.terrain != before, timeout=30_000)
    ground = regression(lines)
    assert ground.units == units
    assert ground.own_samples.x == pytest.approx((1990, 1996, 2000, 2010))
    assert ground.own_samples.y == pytest.approx((3.5, 7, 5, 9.25))
    prepared(lines.session, qtbot)


@pytest.mark.parametrize("content", ["5,1\n5,2\n5,4\n", "1,5\n2,5\n3,5\n", "5,5\n5,5\n"])
def test_points_in_one_place_or_in_a_row_are_a_mountain_too(
    lines: MainWindow, files: Files, content: str, qtbot: QtBot
) -> None:
    files.choose(lines, content)
    ground = loaded(lines, qtbot)
    assert len(ground.samples) == content.count("\n")
    assert "nan" not in said(lines, "line") + said(lines, "units")
    assert notice(lines) == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "there is no such file"),
        ("", "no numbers in it"),
        ("x,y\n1,2\n", "line 2: the only point in the file"),
        ("x,y\n1,two\n3,4\n", "line 2: 'two' is not a number"),
        ("x,y\n1,2\n\n3,\n", "line 4"),
        ("x;y\n1;2\n;4\n", "line 3: an empty cell"),
        ("1,5,2,5\n", "with decimal commas, separate them by semicolons"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
    ],
)
def test_a_csv_that_cannot_be_read_is_told_of_in_one_line_that_names_the_place(
    lines: MainWindow, files: Files, content: str | bytes | None, told: str, qtbot: QtBot
) -> None:
    before = lines.session.terrain
    files.choose(lines, content)
    qtbot.waitUntil(lambda: notice(lines) != "", timeout=30_000)
    assert told in notice(lines)
    assert "points.csv" in notice(lines)
    assert "samples:" not in notice(lines)
    assert "\n" not in notice(lines)
    assert lines.session.terrain == before
    assert lines.findChild(QPushButton, "load_samples").text() == "Load CSV …"


def test_a_complaint_goes_with_the_next_file_and_with_the_mountain(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    for better in (lambda: files.choose(lines, YEARS), lambda: click(lines, "fresh_samples")):
        files.choose(lines, "no,numbers\n")
        qtbot.waitUntil(lambda: notice(lines) != "", timeout=30_000)
        better()
        assert notice(lines) == ""
        loaded(lines, qtbot)
        assert notice(lines) == ""


def test_whoever_chooses_something_else_while_a_file_is_read_keeps_it(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    files.choose(lines, YEARS)
    lines.session.choose_terrain("bowl")
    prepared(lines.session, qtbot)
    lines.findChild(CostDesk).close()
    assert lines.session.terrain.name == "bowl"
    assert lines.findChild(QPushButton, "load_samples").text() == "Load CSV …"


def test_of_very_many_points_some_are_drawn_and_the_page_says_how_many(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    files.choose(lines, "".join(f"{place / 1000},{place % 7}\n" for place in range(9_000)))
    assert len(loaded(lines, qtbot).samples) == 9_000
    assert said(lines, "units").endswith("1 in 5 of 9,000 points is drawn.")
    drawn = lines.findChild(LinePlot)._points.getData()[0]
    assert len(drawn) == 1_800
    assert (min(drawn), max(drawn)) == (0, 8.995)


def test_choosing_no_file_changes_nothing(
    lines: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines.session.terrain
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    click(lines, "load_samples")
    assert (lines.session.terrain, notice(lines)) == (before, "")
    assert lines.findChild(QPushButton, "load_samples").text() == "Load CSV …"


def test_data_far_from_nought_has_figures_that_differ(
    lines: MainWindow, files: Files, qtbot: QtBot
) -> None:
    files.choose(lines, "x,y\n1000000,1\n1000001,2\n1000002,1.7\n")
    loaded(lines, qtbot)
    plot = lines.findChild(LinePlot)
    assert plot._names._across.toPlainText() == "x − 1,000,000 →"
    assert plot._names._up.toPlainText() == "↑ y"
    axis = plot._plot.getAxis("bottom")
    assert axis.tickStrings([1e6, 1e6 + 1, 1e6 + 2], 1.0, 1.0) == ["0", "1", "2"]
    assert "(x − 1,000,000)" in said(lines, "line")
    # Other points have their own figures again.
    click(lines, "fresh_samples")
    loaded(lines, qtbot)
    assert plot._names._across.toPlainText() == "x →"
    assert axis.counted_from == 0
