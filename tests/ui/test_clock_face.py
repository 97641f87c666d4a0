import math
from dataclasses import replace

import numpy as np
import pytest
from pictures import boxes_of, colour_at, outside, overlaps, picture_of
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from ui.clock_face import (
    HEIGHT,
    SKY_HEIGHT,
    WIDTH,
    ClockFace,
    ClockState,
    description,
    duration_text,
    lines_of,
)
from ui.sky import redness, sun_place
from ui.theme import DUSK, PROJECTOR, Theme, contrast

THEMES = (DUSK, PROJECTOR)
NOON = ClockState(277.0, 480.0, 412, 12, 60.0)
STATES = (
    NOON,
    ClockState(0.0, 480.0, 0, 0, 0.0),
    replace(NOON, minutes=470.0),
    replace(NOON, minutes=480.0),
    replace(NOON, daylight=math.inf),
    ClockState(0.0, 0.0, 0, 0, 0.0),
    ClockState(123456.7, 200000.0, 9999999, 888888, 99999.0),
)


def _clock(qtbot: QtBot, state: ClockState, theme: Theme = DUSK) -> ClockFace:
    face = ClockFace(theme)
    qtbot.addWidget(face)
    face.resize(face.sizeHint())
    face.show_clock(state)
    return face


def test_a_clock_says_time_sunset_and_what_the_readings_took(qtbot: QtBot) -> None:
    said = _clock(qtbot, NOON).accessibleDescription()

    assert said.startswith("14:37, sunset 18:00.")
    assert "412 steps, 12 readings, taking 1 h 00 of 4 h 37" in said
    texts = [line.text for line in lines_of(NOON, DUSK)]
    assert texts == ["14:37", "sunset 18:00", "12 readings took 1 h 00 of 4 h 37"]


@pytest.mark.parametrize(
    ("minutes", "spent", "readings", "text"),
    [
        (0.0, 0.0, 0, "no reading yet"),
        (0.2, 0.2, 1, "1 reading took under 1 min"),
        (0.9, 0.6, 3, "3 readings took under 1 min"),
        (0.0, 0.0, 1, "1 reading took 0 min"),
        (1.4, 0.8, 4, "4 readings took under 1 min of 1 min"),
        (5.0, 5.0, 1, "1 reading took 5 min of 5 min"),
    ],
)
def test_in_the_first_minute_no_share_of_nothing_is_told(
    minutes: float, spent: float, readings: int, text: str
) -> None:
    state = ClockState(minutes, 480.0, 0, readings, spent)
    assert [line.text for line in lines_of(state, DUSK)][-1] == text
    assert "0 min of 0" not in description(state)
    assert text.replace(" took ", ", taking ") in description(state)


def test_one_is_said_in_the_singular() -> None:
    assert "1 step, 1 reading," in description(replace(NOON, steps=1, readings=1))


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 min"), (59.99, "59 min"), (60, "1 h 00"), (277, "4 h 37"), (1500, "25 h 00")],
)
def test_a_duration_is_told_in_hours_and_minutes(minutes: float, text: str) -> None:
    assert duration_text(minutes) == text


def test_without_a_sunset_it_says_so() -> None:
    assert "no sunset today" in description(replace(NOON, daylight=math.inf))


def test_night_falls_in_the_minute_of_sunset(qtbot: QtBot) -> None:
    last, first = replace(NOON, minutes=479.99), replace(NOON, minutes=480.0)

    assert "night" not in description(last)
    assert "night since 18:00" in description(first)
    assert np.any(picture_of(_clock(qtbot, last)) != picture_of(_clock(qtbot, first)))


def test_the_sun_rises_until_noon_and_sets_at_the_end() -> None:
    places = [sun_place(minutes, 480) for minutes in range(0, 481, 10)]

    assert np.all(np.diff([across for across, _ in places]) > 0)
    heights = [height for _, height in places]
    assert heights[-1] == min(heights)
    assert 0 < int(np.argmax(heights)) < len(heights) - 1
    assert all(0 <= part <= 1 for place in places for part in place)


def test_a_sun_that_never_sets_is_back_a_day_later() -> None:
    assert sun_place(300, math.inf) == sun_place(300 + 24 * 60, math.inf)


def test_the_sky_reddens_only_towards_sunset() -> None:
    evening = [redness(minutes, 480) for minutes in range(0, 481, 10)]
    assert evening[: len(evening) // 2] == [0.0] * (len(evening) // 2)
    assert evening[-1] == 1
    assert np.all(np.diff(evening) >= 0)
    assert redness(1e9, math.inf) == 0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("minutes", [0.0, 240.0, 400.0, 450.0])
def test_the_sun_stands_out_of_the_sky(qtbot: QtBot, theme: Theme, minutes: float) -> None:
    face = _clock(qtbot, replace(NOON, minutes=minutes), theme)
    pixels, scale = picture_of(face), face.width() / WIDTH
    across, height = sun_place(minutes, 480)
    x, y = across * WIDTH, (1 - height) * SKY_HEIGHT

    sun = colour_at(pixels, scale * x, scale * y)
    sky = colour_at(pixels, scale * (x + (100 if x < 120 else -100)), scale * min(y, 30))
    assert sun == theme.trail
    assert contrast(sun, sky) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_moon_stands_out_of_the_night(qtbot: QtBot, theme: Theme) -> None:
    pixels = picture_of(_clock(qtbot, replace(NOON, minutes=500.0), theme))
    colours = {
        colour_at(pixels, x, y)
        for x in range(int(0.7 * pixels.shape[1]), int(0.9 * pixels.shape[1]))
        for y in range(4, int(0.4 * pixels.shape[0] * SKY_HEIGHT / HEIGHT))
    }
    assert max(contrast(one, colour_at(pixels, 60, 20)) for one in colours) >= 7


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_bar_shows_the_share_of_the_time_that_went_into_readings(
    qtbot: QtBot, theme: Theme
) -> None:
    face = _clock(qtbot, ClockState(200.0, 480.0, 100, 50, 100.0), theme)
    pixels, scale = picture_of(face, 2.0), 2 * face.width() / WIDTH

    row = [colour_at(pixels, scale * x, scale * 143.5) for x in range(20, 221)]
    assert row.count(theme.accent) / len(row) == pytest.approx(0.5, abs=0.03)
    assert contrast(theme.accent, theme.raised) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("state", STATES)
def test_no_text_is_clipped_or_written_over_another(
    qtbot: QtBot, state: ClockState, theme: Theme
) -> None:
    lines = lines_of(state, theme)

    assert all(QRectF(0, SKY_HEIGHT, WIDTH, HEIGHT).contains(box) for box in boxes_of(lines))
    assert max(outside(line, theme) for line in lines) <= 1
    assert overlaps(lines, theme) == []


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("size", [(160, 104), (240, 156), (600, 200), (200, 300)])
def test_the_card_is_whole_at_every_size(qtbot: QtBot, size: tuple[int, int], ratio: float) -> None:
    face = _clock(qtbot, NOON)
    face.resize(*size)
    pixels = picture_of(face, ratio)

    painted = np.argwhere(np.any(pixels[..., :3] != (255, 0, 255), axis=2))
    extent = painted.max(axis=0) - painted.min(axis=0) + 1
    scale = ratio * min(size[0] / WIDTH, size[1] / HEIGHT)
    assert extent == pytest.approx([scale * HEIGHT, scale * WIDTH], abs=2)


@pytest.mark.parametrize("state", STATES)
def test_showing_the_same_twice_changes_nothing(qtbot: QtBot, state: ClockState) -> None:
    face = _clock(qtbot, state)
    once = picture_of(face)
    face.show_clock(state)
    face.show_theme(DUSK)
    assert np.array_equal(once, picture_of(face))
