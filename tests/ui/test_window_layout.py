from pathlib import Path

import pytest
from conftest import OpenWindow, prepared
from flaws import CLEAN, flaws, is_cut, leaves
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QScrollArea
from pytestqt.qtbot import QtBot
from windows import EVERY_PRESET, SIZES, THEMES, settled, unfold

import mountain
from mountain import PARAMETERS, Preset
from ui.knob import detents_of
from ui.theme import Theme
from ui.verdict import verdict_of


@THEMES
@SIZES
def test_nothing_is_cut_or_overlaps(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int], tmp_path: Path, qtbot: QtBot
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    assert (window.width(), window.height()) == size
    assert len(leaves(window)) > 30
    assert flaws(window) == CLEAN
    window.session.save(tmp_path / "missing" / "out.csv")
    window.findChild(QLabel, "notice").setText("Saved.")
    assert flaws(window) == CLEAN
    window.notice.hide()
    for terrain in mountain.terrain_names():
        window.session.choose_terrain(terrain)
        assert flaws(window) == CLEAN, terrain
        # Nothing that is always wanted has to be scrolled to.
        assert window.findChild(QScrollArea).verticalScrollBar().maximum() == 0, terrain
    prepared(window.session, qtbot).go_to_end()
    assert flaws(window) == CLEAN
    unfold(window)
    assert flaws(window) == CLEAN
    assert (window.width(), window.height()) == size


@THEMES
@SIZES
def test_every_number_that_a_slider_stops_at_is_read_whole_in_its_box(
    open_window: OpenWindow, theme: Theme, size: tuple[int, int]
) -> None:
    window = open_window()
    window.show_theme(theme)
    window.resize(*size)
    unfold(window)
    settled(window)
    cut = []
    for box in window.findChildren(QAbstractSpinBox):
        parameter = PARAMETERS[box.objectName().removesuffix("_box")]
        stops = detents_of(parameter)
        for value in (*stops[::12], *stops[-2:]):
            box.show_number(value)
            if is_cut(box):
                cut.append((parameter.name, box.text(), box.width()))
                break
    assert cut == []


@pytest.fixture(scope="module")
def endings() -> list[tuple[Preset, mountain.Ending]]:
    ends = []
    for preset in EVERY_PRESET:
        terrain = mountain.terrain_named(preset.terrain)
        plan = mountain.plan_on(terrain, preset.settings)
        track = mountain.start(terrain, plan, preset.start)
        ends.append((preset, mountain.ending(mountain.advance(track, plan.steps))))
    return ends


@THEMES
@SIZES
def test_the_verdict_of_every_preset_is_read_whole(
    open_window: OpenWindow,
    theme: Theme,
    size: tuple[int, int],
    endings: list[tuple[Preset, mountain.Ending]],
) -> None:
    window = open_window(charts=True)
    window.show_theme(theme)
    window.resize(*size)
    settled(window)
    label = window.findChild(QLabel, "verdict_reason")
    cut = []
    for preset, ending in endings:
        window.verdict.show_saying(verdict_of(ending.fate, ending.reason))
        room = label.contentsRect()
        needed = QFontMetrics(label.font()).boundingRect(
            QRect(0, 0, room.width(), 10_000), Qt.TextFlag.TextWordWrap, label.text()
        )
        if needed.height() > room.height() or needed.width() > room.width():
            cut.append((preset.terrain, preset.name, ending.reason))
    assert cut == []
