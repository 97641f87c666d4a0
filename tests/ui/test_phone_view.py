import math
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from pictures import boxes_of, outside, overlaps, picture_of
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from ui.inclinometer import HEIGHT, WIDTH, screen_colour
from ui.phone import PhoneReading, PhoneView, age_texts, description, lines_of, tilt_text
from ui.theme import DUSK, PROJECTOR, Theme, contrast

THEMES = (DUSK, PROJECTOR)
#: The ground rises to the north-east at 45 degrees, so the way down is south-west.
FRESH = PhoneReading(math.sqrt(0.5), math.sqrt(0.5), 0, 10, False, "phone")
OLD = replace(FRESH, steps_ago=6)
STATES = (
    None,
    FRESH,
    OLD,
    replace(FRESH, ascend=True),
    replace(OLD, method="feet"),
    replace(FRESH, method="exact"),
    replace(OLD, steps_ago=123456, measure_every=9999999),
    replace(OLD, grad_x=0.0, grad_y=0.0),
    replace(OLD, grad_x=math.nan),
    replace(OLD, grad_x=math.inf),
)


def _phone(qtbot: QtBot, reading: PhoneReading | None, theme: Theme = DUSK) -> PhoneView:
    view = PhoneView(theme)
    qtbot.addWidget(view)
    view.resize(view.sizeHint())
    view.show_reading(reading)
    return view


def test_a_phone_says_tilt_heading_and_age_in_words(qtbot: QtBot) -> None:
    said = _phone(qtbot, OLD).accessibleDescription()

    assert "45°" in said
    assert "slope 1" in said
    assert "downhill is south-west" in said
    assert "6 steps old, next in 4" in said
    assert said.endswith("Gloves on.")


def test_a_hiker_who_climbs_is_sent_the_other_way() -> None:
    assert "uphill is north-east" in description(replace(FRESH, ascend=True))


@pytest.mark.parametrize(
    ("grad", "word"),
    [((0, 1), "south"), ((0, -1), "north"), ((1, 0), "west"), ((-1, 1), "south-east")],
)
def test_the_way_down_is_against_the_slope(grad: tuple[float, float], word: str) -> None:
    reading = replace(FRESH, grad_x=float(grad[0]), grad_y=float(grad[1]))
    assert word in [line.text for line in lines_of(reading, DUSK)]


@pytest.mark.parametrize(
    ("degrees", "text"), [(0, "0.0°"), (2.86, "2.9°"), (9.94, "9.9°"), (9.96, "10°"), (24.2, "24°")]
)
def test_a_small_tilt_has_a_decimal(degrees: float, text: str) -> None:
    assert tilt_text(degrees) == text


@pytest.mark.parametrize(
    ("ago", "every", "texts"),
    [
        (0, 10, ("just read", "next in 10")),
        (1, 10, ("1 step old", "next in 9")),
        (10, 10, ("10 steps old", "next now")),
        (12, 5, ("12 steps old", "next now")),
    ],
)
def test_a_reading_says_how_old_it_is(ago: int, every: int, texts: tuple[str, str]) -> None:
    assert age_texts(replace(FRESH, steps_ago=ago, measure_every=every)) == texts


def test_a_phone_that_was_not_used_is_off(qtbot: QtBot) -> None:
    assert "no reading yet" in _phone(qtbot, None).accessibleDescription()


def test_flat_ground_has_no_way_down_and_a_lost_reading_no_slope() -> None:
    assert "level" in description(replace(FRESH, grad_x=0.0, grad_y=0.0))
    assert "no slope" in description(replace(FRESH, grad_x=math.nan))
    assert "90°" in description(replace(FRESH, grad_x=math.inf))


def test_gloves_are_off_for_a_reading_and_on_for_the_walk(qtbot: QtBot) -> None:
    bare, gloved = picture_of(_phone(qtbot, FRESH)), picture_of(_phone(qtbot, OLD))

    rows, columns = bare.shape[:2]
    beside_the_phone = np.s_[rows // 2 : 3 * rows // 4, : columns // 6]
    below_the_phone = np.s_[int(0.88 * rows) : int(0.94 * rows), int(0.03 * columns) : columns // 5]
    assert np.any(bare[beside_the_phone] != gloved[beside_the_phone])
    assert np.ptp(gloved[below_the_phone][..., :3], axis=(0, 1)).max() < 16
    assert np.ptp(bare[below_the_phone][..., :3], axis=(0, 1)).max() > 128


def test_feet_need_no_bare_hands() -> None:
    assert description(replace(FRESH, method="feet")).endswith("Gloves on.")


def test_feet_try_as_many_directions_as_are_set(qtbot: QtBot) -> None:
    eight = replace(OLD, method="feet")
    pictures = [
        picture_of(_phone(qtbot, replace(eight, directions=number))) for number in (8, 3, 3600)
    ]
    assert np.any(pictures[0] != pictures[1])
    assert np.any(pictures[0] != pictures[2])


def test_an_exact_slope_is_called_exact() -> None:
    texts = [line.text for line in lines_of(replace(FRESH, method="exact"), DUSK)]
    assert "exact" in texts


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("reading", STATES)
def test_no_text_is_clipped_or_written_over_another(
    qtbot: QtBot, reading: PhoneReading | None, theme: Theme
) -> None:
    lines = lines_of(reading, theme)

    assert all(QRectF(0, 0, WIDTH, HEIGHT).contains(box) for box in boxes_of(lines))
    assert max(outside(line, theme) for line in lines) <= 1
    assert overlaps(lines, theme) == []


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("size", [(160, 240), (240, 400), (500, 420), (300, 900)])
def test_the_card_is_whole_at_every_size(qtbot: QtBot, size: tuple[int, int], ratio: float) -> None:
    view = _phone(qtbot, OLD)
    view.resize(*size)
    pixels = picture_of(view, ratio)

    painted = np.argwhere(np.any(pixels[..., :3] != (255, 0, 255), axis=2))
    (top, left), (bottom, right) = painted.min(axis=0), painted.max(axis=0)
    scale = ratio * min(size[0] / WIDTH, size[1] / HEIGHT)
    assert right - left + 1 == pytest.approx(scale * WIDTH, abs=2)
    assert bottom - top + 1 == pytest.approx(scale * HEIGHT, abs=2)


@pytest.mark.parametrize("reading", STATES)
def test_showing_the_same_twice_changes_nothing(qtbot: QtBot, reading: PhoneReading | None) -> None:
    view = _phone(qtbot, reading)
    once = picture_of(view)
    view.show_reading(reading)
    view.show_theme(DUSK)
    assert np.array_equal(once, picture_of(view))


def test_mittens_are_pulled_on_in_sight_and_then_lie_as_without_motion(qtbot: QtBot) -> None:
    view = _phone(qtbot, FRESH)
    view.show()
    qtbot.waitExposed(view)
    bare = picture_of(view)
    view.set_motion(True)
    view.show_reading(OLD)
    still = picture_of(_phone(qtbot, OLD))

    qtbot.waitUntil(lambda: np.array_equal(picture_of(view), still))
    view.show_reading(FRESH)
    view.set_motion(False)
    assert np.array_equal(picture_of(view), bare)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("worn", [0.0, 0.5, 1.0])
def test_the_screen_can_be_read_lit_and_dimmed(theme: Theme, worn: float) -> None:
    assert contrast(theme.ink, screen_colour(theme, worn).name()) >= 7
    assert contrast(theme.accent, screen_colour(theme, worn).name()) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_at_its_own_size_the_letters_are_not_smaller_than_the_theme_says(
    qtbot: QtBot, theme: Theme
) -> None:
    view = _phone(qtbot, OLD, theme)
    scale = view.width() / WIDTH
    sizes = [scale * line.font(theme).pixelSize() for line in lines_of(OLD, theme)]
    assert min(sizes) >= theme.small


PAINT_ALL = """
import sys
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from ui.clock_face import ClockFace, ClockState
from ui.gauge import GaugeState, StrideGauge
from ui.phone import PhoneReading, PhoneView
application = QApplication(["test"])
phone, clock, gauge = PhoneView(), ClockFace(), StrideGauge()
phone.show_reading(PhoneReading(0.3, 0.4, 6, 10, False, "phone"))
clock.show_clock(ClockState(277.0, 480.0, 412, 12, 60.0))
gauge.show_stride(GaugeState(0.2, 0.736))
for widget in (phone, clock, gauge):
    widget.resize(widget.sizeHint())
    widget.render(QImage(400, 500, QImage.Format.Format_RGB32))
print(sorted({"numba", "numpy", "pyqtgraph"} & set(sys.modules)))
"""


def test_the_instruments_paint_themselves_before_the_compiler_is_there() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PAINT_ALL], capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.returncode, ran.stdout.strip()) == (0, "[]"), ran.stderr
