import math
from itertools import pairwise

import numpy as np
import pytest
from pictures import boxes_of, outside, overlaps, picture_of
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from ui.gauge import (
    HEIGHT,
    LEAST_WIDTH,
    ZONES,
    GaugeState,
    StrideGauge,
    description,
    figure,
    layout_of,
    lines_of,
    zone_colour,
)
from ui.theme import DUSK, PROJECTOR, Theme, contrast

THEMES = (DUSK, PROJECTOR)
LIMIT = 0.736
STATES = (
    GaugeState(0.2, LIMIT),
    GaugeState(0.5, LIMIT),
    GaugeState(0.9, LIMIT),
    GaugeState(1e-7, LIMIT),
    GaugeState(12345.678, LIMIT),
    GaugeState(0.0, 1.23e-7),
    GaugeState(math.inf, 98765.4),
    GaugeState(0.2, 0.0),
    GaugeState(0.2, None),
    GaugeState(0.2, LIMIT, reads_batches=True),
    GaugeState(0.2, 1.23e-7, reads_batches=True),
)


def _gauge(qtbot: QtBot, state: GaugeState, theme: Theme = DUSK) -> StrideGauge:
    gauge = StrideGauge(theme)
    qtbot.addWidget(gauge)
    gauge.resize(gauge.sizeHint())
    gauge.show_stride(state)
    return gauge


def test_a_gauge_says_the_product_the_zone_and_its_bounds(qtbot: QtBot) -> None:
    said = _gauge(qtbot, GaugeState(0.2, LIMIT)).accessibleDescription()

    assert said.startswith("η·k = 0.20, glide")
    assert "up to 0.37" in said
    assert "the limit 0.74" in said


@pytest.mark.parametrize(
    ("stride", "zone"),
    [
        (0.0, "glide"),
        (0.3679, "glide"),
        (0.3681, "overshoot"),
        (0.7359, "overshoot"),
        (0.736, "beyond"),
        (math.inf, "beyond"),
        (math.nan, "beyond"),
    ],
)
def test_the_zone_is_that_of_the_limit_at_home(stride: float, zone: str) -> None:
    assert GaugeState(stride, LIMIT).zone == zone


def test_where_readings_look_at_batches_the_limit_is_said_to_be_that_of_all_points() -> None:
    some, every = GaugeState(0.2, LIMIT, reads_batches=True), GaugeState(0.2, LIMIT)
    said = "That is for all points; a batch may be steeper."
    assert said in description(some)
    assert said not in description(every)
    texts = [line.text for line in lines_of(some, DUSK, 300)]
    assert set(texts) - {line.text for line in lines_of(every, DUSK, 300)} == {"all points:"}


def test_at_a_sharp_minimum_every_stride_is_beyond() -> None:
    assert GaugeState(1e-9, 0.0).zone == "beyond"
    assert "its limit is 0" in description(GaugeState(1e-9, 0.0))
    assert layout_of(GaugeState(1e-9, 0.0), 300).zones == ("beyond",)


@pytest.mark.parametrize("limit", [None, math.inf])
def test_without_a_home_only_the_product_is_told(limit: float | None) -> None:
    texts = [line.text for line in lines_of(GaugeState(0.2, limit), DUSK, 300)]
    assert texts == ["η·k = 0.20", "no limit known"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.2, "0.20"),
        (0.01, "0.010"),
        (0.0123, "0.012"),
        (1.5, "1.50"),
        (34.56, "34.6"),
        (720.0, "720"),
        (3.2e-7, "3.2e-7"),
        (1.5e6, "1.5e6"),
        (math.inf, "∞"),
        (math.nan, "?"),
    ],
)
def test_a_figure_keeps_two_or_three_digits(value: float, text: str) -> None:
    assert figure(value) == text


def test_the_scale_is_logarithmic() -> None:
    strides = (0.1, 0.2, 0.4, 0.8)
    shares = [GaugeState(stride, LIMIT).share for stride in strides]
    assert np.diff(shares) == pytest.approx([shares[1] - shares[0]] * 3)


@pytest.mark.parametrize("limit", [1e-6, LIMIT, 50.0])
def test_the_marker_crosses_into_a_zone_where_its_edge_is_drawn(limit: float) -> None:
    for share, edge in ((0.5, 1), (1.0, 2)):
        layout = layout_of(GaugeState(share * limit, limit), 335)
        assert layout.marker == pytest.approx(layout.edges[edge])


@pytest.mark.parametrize(("stride", "end"), [(1e-6, 0), (0.0, 0), (99.0, -1), (math.inf, -1)])
def test_off_the_scale_the_marker_stays_at_its_end(stride: float, end: int) -> None:
    layout = layout_of(GaugeState(stride, LIMIT), 335)
    assert layout.marker == layout.edges[end]


def test_off_the_scale_the_marker_is_an_arrow(qtbot: QtBot) -> None:
    at_the_end = picture_of(_gauge(qtbot, GaugeState(2 * LIMIT, LIMIT)))
    beyond_it = picture_of(_gauge(qtbot, GaugeState(2.001 * LIMIT, LIMIT)))
    accent = QColor(DUSK.accent).getRgb()[:3]
    columns = [
        np.any(np.all(pixels[..., :3] == accent, axis=2), axis=0).sum()
        for pixels in (at_the_end, beyond_it)
    ]
    assert columns[1] > 2 * columns[0] > 0


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_zones_differ_in_pattern_and_not_in_colour_alone(qtbot: QtBot, theme: Theme) -> None:
    gauge = _gauge(qtbot, GaugeState(1e-6, LIMIT), theme)
    pixels, scale = picture_of(gauge, 2.0, theme.panel), 2 * gauge.height() / HEIGHT
    layout = layout_of(GaugeState(1e-6, LIMIT), gauge.width() * 2 / scale)
    _, top, _, height = layout.bar
    inked = []
    for begin, end in pairwise(layout.edges):
        rows = slice(int(scale * (top + 3)), int(scale * (top + height - 3)))
        inner = pixels[rows, int(scale * (begin + 20)) : int(scale * (end - 20)), :3]
        bare = np.all(inner == QColor(theme.raised).getRgb()[:3], axis=2)
        inked.append(1 - bare.mean())

    glide, overshoot, beyond = inked
    assert glide == 1
    assert 0.2 < overshoot < beyond - 0.1 < 0.9


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("chosen", [True, False])
@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_can_be_told_from_what_it_stands_on(
    theme: Theme, zone: str, chosen: bool
) -> None:
    colour = zone_colour(zone, theme, chosen=chosen).name()
    assert contrast(colour, theme.raised) >= 3
    assert contrast(colour, theme.panel) >= 3


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("width", [LEAST_WIDTH, 260, 335, 900])
@pytest.mark.parametrize("state", STATES)
def test_no_text_is_clipped_or_written_over_another(
    qtbot: QtBot, state: GaugeState, width: float, theme: Theme
) -> None:
    lines = lines_of(state, theme, width)

    assert all(QRectF(0, 0, width, HEIGHT).contains(box) for box in boxes_of(lines))
    assert max(outside(line, theme) for line in lines) <= 1
    assert overlaps(lines, theme) == []


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("size", [(220, 56), (335, 80), (800, 64), (220, 120)])
@pytest.mark.parametrize("state", STATES)
def test_nothing_touches_the_edge_of_the_widget(
    qtbot: QtBot, state: GaugeState, size: tuple[int, int], ratio: float, theme: Theme
) -> None:
    gauge = _gauge(qtbot, state, theme)
    gauge.resize(*size)
    pixels = picture_of(gauge, ratio, theme.panel)

    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])[:, :3]
    assert np.all(rim == QColor(theme.panel).getRgb()[:3])


@pytest.mark.parametrize("state", STATES)
def test_showing_the_same_twice_changes_nothing(qtbot: QtBot, state: GaugeState) -> None:
    gauge = _gauge(qtbot, state)
    once = picture_of(gauge)
    gauge.show_stride(state)
    gauge.show_theme(DUSK)
    assert np.array_equal(once, picture_of(gauge))
