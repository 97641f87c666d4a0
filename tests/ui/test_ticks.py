import numpy as np
import pytest
from hypothesis import assume, given, strategies as some
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

import mountain
from mountain import Formula, Grid, Origin, Terrain, Window
from ui.contours import scale_of
from ui.theme import DUSK, PROJECTOR, Theme
from ui.ticks import levels_between, paint_ticks, tick_text, ticks_between, unit_of

FRAME = QRectF(60, 10, 400, 400)


@given(some.floats(-1e6, 1e6), some.floats(1e-6, 1e6), some.integers(2, 14))
def test_ticks_are_round_evenly_apart_and_within(low: float, width: float, about: int) -> None:
    high = low + width
    assume(width > 1e-9 * abs(low))
    ticks = ticks_between(low, high, about)
    assert about / 2.6 - 1 <= len(ticks) <= about + 1
    edge = 1e-6 * width
    assert all(low - edge <= tick <= high + edge for tick in ticks)
    steps = np.diff(ticks)
    if len(steps):
        digits = float(f"{steps[0]:.2e}".split("e")[0])
        assert digits == pytest.approx(round(digits), abs=0.02)
        assert round(digits) in (1, 2, 5, 10)
        assert steps == pytest.approx(np.full(len(steps), steps[0]), rel=1e-6, abs=edge)


def test_figures_have_a_true_minus_sign_and_no_negative_nought() -> None:
    assert [tick_text(value) for value in (-2.5, -1e-17, 0.1 + 0.2)] == ["−2.5", "0", "0.3"]


def test_levels_are_round_heights_that_the_ground_has() -> None:
    heights = np.linspace(313.2, 961.7, 900).reshape(30, 30)
    for power in (1e-310, 1e-300, 1e-20, 1e20, 1e300):
        levels = np.array(levels_between(heights * power)) / power
        assert levels == pytest.approx([400, 500, 600, 700, 800, 900], rel=1e-4)
    assert levels_between(heights) == (400.0, 500.0, 600.0, 700.0, 800.0, 900.0)
    assert levels_between(np.full((4, 4), 3.0)) == ()
    assert levels_between(np.full((4, 4), np.nan)) == ()


def test_the_same_heights_seen_from_nearby_have_the_same_levels() -> None:
    ground = np.linspace(0, 100, 101)
    east, west = levels_between(ground[10:90]), levels_between(ground[14:94])
    shared = set(east) & set(west)
    assert len(shared) >= len(east) - 2


def test_an_elevation_map_is_measured_in_kilometres_or_metres_and_other_ground_in_nothing() -> None:
    heights = np.arange(9.0).reshape(3, 3)
    for reach, unit in ((30_000.0, ("km", 1000.0)), (500.0, ("m", 1.0))):
        edges = (0.0, reach, 0.0, reach)
        ground = Grid(heights, edges, "g", origin=Origin("g.npy", 64 * "0"))
        assert unit_of(Terrain("g", "G", ground, Window(*edges))) == unit
    assert unit_of(mountain.terrain_named("digits")) == ("", 1.0)
    assert unit_of(Terrain("f", "F", Formula("x + y"), Window(0, 5000, 0, 5000))) == ("", 1.0)


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    "seen",
    [
        Window(-3.5, 3.5, -3.5, 3.5),
        Window(-2.7345, -2.7341, 1.00001, 1.00041),
        Window(-1e-150, 1e-150, -1e-150, 1e-150),
        Window(-1e150, 1e150, -3.5e-20, 1e-20),
        Window(-3e7, 3e7, -3e9, -2e9),
    ],
)
def test_figures_along_the_edges_are_not_cut_however_near_one_is(
    qapp: object, theme: Theme, seen: Window
) -> None:
    terrain = mountain.terrain_named("misty_mountain")
    image = QImage(480, 450, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.ground))
    painter = QPainter(image)
    paint_ticks(painter, terrain, seen, scale_of(seen, FRAME), theme)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint32).reshape(450, 480)
    inked = rows != rows[0, 0]
    assert inked[20:400, 5:50].any()
    assert not inked[:, 0].any()
    assert not inked[:, -1].any()
    assert inked[420:440, 60:460].any()


def test_numbers_of_very_small_and_large_windows_are_counted_in_a_power_of_ten(
    qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QPainter, "drawText", lambda *given: told.append(given[-1]))
    terrain = mountain.terrain_named("misty_mountain")
    image = QImage(480, 450, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    seen = Window(-1e-150, 1e-150, -2e7, 2e7)
    paint_ticks(painter, terrain, seen, scale_of(seen, FRAME), DUSK)
    painter.end()
    assert told == [
        *("−1", "−0.5", "0", "0.5", "1 ×10⁻¹⁵⁰"),
        *("−2", "−1", "0", "1", "2", "×10⁷"),
    ]
