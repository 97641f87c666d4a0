import pytest
from conftest import preset_named
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import mountain
from mountain import PARAMETERS, Preset
from ui.controls import Controls
from ui.gauge import StrideGauge
from ui.outset import presets_shown
from ui.theme import DUSK, style_sheet

BEHAVIOURS = ("too_small", "good", "overshoot", "too_big", "false_bottom")
EVERY_TERRAIN = pytest.mark.parametrize("terrain", mountain.terrain_names())


@pytest.fixture
def controls(qtbot: QtBot) -> Controls:
    panel = Controls()
    panel.complete()
    qtbot.addWidget(panel)
    panel.setStyleSheet(style_sheet(DUSK))
    panel.show_theme(DUSK)
    panel.show_terrain(mountain.terrain_named("misty_mountain"))
    panel.show()
    return panel


def buttons(controls: Controls) -> dict[str, QPushButton]:
    every = controls.findChildren(QPushButton)
    return {button.objectName(): button for button in every if button.isVisible()}


@EVERY_TERRAIN
def test_every_terrain_offers_the_five_behaviours_first(terrain: str) -> None:
    shown = presets_shown(terrain)
    assert tuple(preset.name for preset in shown[:5]) == BEHAVIOURS
    assert len({preset.name for preset in shown}) == len(shown)


@EVERY_TERRAIN
def test_a_terrain_offers_all_its_own_presets(terrain: str) -> None:
    assert set(mountain.presets_of(terrain)) <= set(presets_shown(terrain))


def test_a_behaviour_that_a_terrain_lacks_is_shown_on_the_flagship() -> None:
    assert presets_shown("bowl")[4] == preset_named("false_bottom", "misty_mountain")


def test_a_preset_button_tells_its_preset(controls: Controls, qtbot: QtBot) -> None:
    chosen: list[Preset] = []
    controls.preset_chosen.connect(chosen.append)
    for button in buttons(controls).values():
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert tuple(chosen) == presets_shown("misty_mountain")


@EVERY_TERRAIN
def test_the_buttons_are_those_of_the_terrain_and_say_what_to_watch(
    controls: Controls, terrain: str, qtbot: QtBot
) -> None:
    controls.show_terrain(mountain.terrain_named(terrain))
    shown = {f"preset_{preset.name}": preset for preset in presets_shown(terrain)}
    qtbot.waitUntil(lambda: list(buttons(controls)) == list(shown))
    for name, button in buttons(controls).items():
        assert button.text() == shown[name].title
        assert shown[name].caption in button.toolTip()
        assert button.accessibleName().startswith(shown[name].title)
    texts = [label.text() for label in controls.findChildren(QLabel)]
    assert mountain.terrain_named(terrain).caption in texts


def test_the_preset_that_is_on_is_marked_and_no_other(controls: Controls) -> None:
    for preset in presets_shown("misty_mountain"):
        plan = mountain.plan_on(mountain.terrain_named(preset.terrain), preset.settings)
        controls.show_plan(plan, preset)
        on = [name for name, button in buttons(controls).items() if button.isChecked()]
        assert on == [f"preset_{preset.name}"]
    controls.show_plan(plan, None)
    assert not any(button.isChecked() for button in buttons(controls).values())


def test_the_list_of_terrains_is_the_gallery_in_teaching_order(controls: Controls) -> None:
    terrains = controls.findChild(QComboBox, "terrain")
    names = [terrains.itemData(index) for index in range(terrains.count())]
    assert tuple(names) == mountain.terrain_names()


def test_choosing_a_terrain_tells_its_name_and_showing_it_does_not(
    controls: Controls, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    controls.terrain_chosen.connect(chosen.append)
    controls.show_terrain(mountain.terrain_named("ravine"))
    assert chosen == []
    qtbot.keyClick(controls.findChild(QComboBox, "terrain"), Qt.Key.Key_Down)
    assert chosen == [mountain.terrain_names()[3]]


@pytest.mark.parametrize(
    "name", [name for name, each in PARAMETERS.items() if each.place in ("knobs", "more")]
)
def test_every_setting_with_a_place_has_a_control_of_its_name(
    controls: Controls, name: str
) -> None:
    control = controls.findChild(QWidget, name)
    assert control.isVisible() == (PARAMETERS[name].place == "knobs")
    assert control.accessibleName()
    assert control.toolTip() == PARAMETERS[name].meaning


def test_a_setting_without_a_place_has_no_control(controls: Controls) -> None:
    hidden = [name for name, each in PARAMETERS.items() if each.place not in ("knobs", "more")]
    assert [name for name in hidden if controls.findChild(QWidget, name) is not None] == []


def test_more_settings_unfold_and_fold_away(controls: Controls, qtbot: QtBot) -> None:
    more, folded = controls.findChild(QToolButton, "more"), controls.findChild(QSlider, "daylight")
    with qtbot.waitSignal(controls.unfolded) as told:
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert folded.isVisible()
    assert told.args == [more.y()]
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not folded.isVisible()


def test_a_knob_tells_its_setting_by_name(controls: Controls, qtbot: QtBot) -> None:
    plan = mountain.Plan()
    controls.show_plan(plan, None)
    slider = controls.findChild(QSlider, "measure_every")
    with qtbot.waitSignal(controls.setting_changed) as told:
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert told.args == ["measure_every", 11]


@pytest.mark.parametrize(
    ("stride", "limit", "zone"),
    [(0.2, 0.743, "glide"), (0.5, 0.743, "overshoot"), (0.9, 0.743, "beyond")],
)
def test_the_product_of_the_knobs_stands_on_the_gauge(
    controls: Controls, stride: float, limit: float, zone: str
) -> None:
    controls.show_limit(stride, limit)
    said = controls.findChild(StrideGauge).accessibleDescription()
    assert f"{stride:.2f}" in said
    assert f", {zone}:" in said
    controls.show_limit(stride, None)
    assert "no limit known" in controls.findChild(StrideGauge).accessibleDescription()
