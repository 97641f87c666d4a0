"""The blackboard on the screen: everything is written, in letters as large as there is room for."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QTextDocument
from pytestqt.qtbot import QtBot

import mountain
from mountain import OPTIMIZERS, Plan, Track
from tests.hikes import SWELL
from tests.ui.pictures import picture_of
from ui.blackboard import Blackboard
from ui.theme import DUSK, GRID, PROJECTOR, Theme

THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
GROUND = "#ff00ff"


def hike(name: str, **settings: object) -> Track:
    plan = {"optimizer": name, "learning_rate": 0.01, "measure_every": 1, "stop": False}
    return mountain.advance(mountain.start(SWELL, Plan().with_settings({**plan, **settings})), 12)


def board(qtbot: QtBot, theme: Theme = DUSK, width: int = 780) -> Blackboard:
    made = Blackboard()
    qtbot.addWidget(made)
    made.show_theme(theme)
    made.resize(width, made.heightForWidth(width))
    return made


def document(made: Blackboard) -> QTextDocument:
    (only,) = [each for each in vars(made).values() if isinstance(each, QTextDocument)]
    return only


def written(made: Blackboard) -> str:
    """Return what stands on a board, without the marks of where lines may end."""
    text = document(made).toPlainText().replace("\u200b", "").replace("\u2060", "")
    return text.replace("\xa0", " ").strip()


def slate(made: Blackboard) -> np.ndarray:
    """Return which rows of pixels the slate covers."""
    pixels = picture_of(made, ground=GROUND)[:, made.width() // 2, :3]
    return np.any(pixels != QColor(GROUND).getRgb()[:3], axis=1)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_line_of_a_step_is_written_in_symbols_and_in_numbers(qtbot: QtBot, name: str) -> None:
    made, track = board(qtbot), hike(name)
    made.show_step(track, 7)
    for line in mountain.blackboard(track, 7):
        assert line.formula in written(made)
        assert line.numbers in written(made)
        assert line.numbers in made.accessibleName()
    assert written(made).startswith(f"{OPTIMIZERS[name].title}, step 7:")


@THEMES
@pytest.mark.parametrize("width", [560, 780, 1400])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_whatever_is_written_has_room(qtbot: QtBot, name: str, width: int, theme: Theme) -> None:
    made = board(qtbot, theme, width)
    track = hike(name, stride_cap=0.001, weight_decay=0.01, ascend=True)
    for step in (0, 1, 12):
        made.show_step(track, step)
        size = document(made).size()
        assert size.height() <= made.height() - 2 * GRID
        assert size.width() <= made.width() - 4 * GRID
        assert slate(made)[-GRID:-1].all()


def test_the_height_that_it_asks_for_is_the_same_for_all(qtbot: QtBot) -> None:
    made = board(qtbot)
    heights = set()
    for name in OPTIMIZERS:
        made.show_step(hike(name), 3)
        heights.add((made.heightForWidth(780), made.sizeHint().height()))
    assert len(heights) == 1


@THEMES
def test_a_short_formula_is_written_large_and_leaves_the_map_free(
    qtbot: QtBot, theme: Theme
) -> None:
    made = board(qtbot, theme)
    made.show_step(hike("nadam"), 5)
    long = slate(made).sum()
    made.show_step(hike("gradient_descent"), 5)
    assert slate(made).sum() < 0.7 * long


def test_before_the_first_step_it_says_what_is_going_to_happen(qtbot: QtBot) -> None:
    made = board(qtbot)
    made.show_step(None, 0)
    assert written(made) == "The hiker has not read the slope yet."
    track = hike("momentum")
    made.show_step(track, 0)
    assert "before the first step" in written(made)
    assert "v ← μ·v + g" in written(made)
    assert f"g = {track.grad_x[0]:.4g} to the east".replace("-", "−") in written(made)


def test_of_a_reading_that_gave_no_slope_it_says_so(qtbot: QtBot) -> None:
    made = board(qtbot)
    shore = mountain.Terrain(
        "shore", "Shore", mountain.Formula("sqrt(x)"), mountain.Window(0.0, 4.0, -2.0, 2.0)
    )
    made.show_step(mountain.start(shore, mountain.plan_on(shore), (0.0, 0.0)), 0)
    assert "The reading gave no slope" in written(made)
    assert "nan" not in written(made)


def test_who_climbs_is_told_that_the_slope_is_turned_round(qtbot: QtBot) -> None:
    made = board(qtbot)
    made.show_step(hike("momentum", ascend=True), 4)
    assert "g is the slope turned round" in written(made)
    made.show_step(hike("momentum"), 4)
    assert "turned round" not in written(made)


def test_what_is_the_same_for_both_ways_is_written_once(qtbot: QtBot) -> None:
    made, track = board(qtbot), hike("nadam")
    made.show_step(track, 5)
    (warming,) = {line.numbers for line in mountain.blackboard(track, 5) if line.symbol == "a"}
    assert written(made).count(warming) == 1


def test_letters_do_not_grow_and_shrink_from_step_to_step(qtbot: QtBot) -> None:
    made, track = board(qtbot), hike("adam")
    for step in range(1, 13):
        made.show_step(track, step)
    settled = slate(made).sum()
    made.show_step(track, 4)
    made.show_step(track, 12)
    assert slate(made).sum() == settled


@THEMES
def test_the_values_stand_out_in_the_colour_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    made = board(qtbot, theme)
    made.show_step(hike("momentum"), 3)
    pixels = picture_of(made, 2.0)[..., :3]
    assert np.any(np.all(pixels == QColor(theme.accent).getRgb()[:3], axis=2))


def test_showing_the_same_again_does_not_paint_again(qtbot: QtBot) -> None:
    made, track = board(qtbot), hike("adam")
    made.show_step(track, 5)
    before = picture_of(made)
    changes: list[None] = []
    document(made).contentsChanged.connect(lambda: changes.append(None))
    made.show_step(track, 5)
    made.show_theme(DUSK)
    assert changes == []
    assert np.array_equal(before, picture_of(made))


@pytest.mark.parametrize(("width", "ruled"), [(2000, True), (500, False)])
def test_where_letters_would_be_small_the_rule_is_left_out_for_its_numbers(
    qtbot: QtBot, width: int, ruled: bool
) -> None:
    settings = {"optimizer": "nadam", "weight_decay": 0.1}
    terrain = mountain.terrain_named("misty_mountain")
    track = mountain.advance(mountain.start(terrain, mountain.plan_on(terrain, settings)), 20)
    board = Blackboard()
    qtbot.addWidget(board)
    board.resize(width, board.heightForWidth(width))
    board.show()
    board.show_step(track, 13)
    written = board._document.toPlainText()
    assert ("m ←" in written) == ruled
    assert "m = 0.9" in written
