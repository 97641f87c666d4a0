import numpy as np
import pyqtgraph as pg
import pytest
from conftest import preset_named
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

import mountain
from mountain import Track
from ui.charts import Charts
from ui.theme import DUSK, PROJECTOR

FLAGSHIP = mountain.terrain_named("misty_mountain")


@pytest.fixture(scope="module")
def track() -> Track:
    begun = mountain.start(FLAGSHIP, mountain.plan_on(FLAGSHIP), preset_named("good").start)
    return mountain.advance(begun, 10_000)


@pytest.fixture
def charts(qtbot: QtBot) -> Charts:
    shown = Charts(DUSK)
    qtbot.addWidget(shown)
    shown.resize(340, 300)
    shown.show()
    return shown


def plots(charts: Charts) -> list[pg.PlotWidget]:
    return sorted(charts.findChildren(pg.PlotWidget), key=lambda plot: plot.y())


def curve(plot: pg.PlotWidget) -> tuple[np.ndarray, np.ndarray]:
    """Return what the line of a chart was given."""
    return next(
        item.getOriginalDataset() for item in plot.listDataItems() if item.opts["symbol"] is None
    )


def dots(plot: pg.PlotWidget) -> tuple[np.ndarray, np.ndarray]:
    return next(
        item.getOriginalDataset()
        for item in plot.listDataItems()
        if item.opts["symbol"] is not None
    )


def cursor(plot: pg.PlotWidget) -> pg.InfiniteLine:
    return next(item for item in plot.items() if isinstance(item, pg.InfiniteLine))


def where(plot: pg.PlotWidget, step: int) -> QPoint:
    """Return the pixel of a step in the middle of a chart."""
    view = plot.getViewBox()
    scene = view.mapViewToScene(QPointF(step, np.mean(view.viewRange()[1])))
    return plot.mapFromScene(scene)


def test_the_charts_show_heights_and_slopes_of_the_steps_walked(
    charts: Charts, track: Track
) -> None:
    charts.show_track(track, 100)
    for plot, values in zip(plots(charts), (track.height, track.slope), strict=True):
        steps, shown = curve(plot)
        assert np.array_equal(steps, np.arange(101))
        assert np.array_equal(shown, values[:101])


def test_every_reading_is_marked(charts: Charts, track: Track) -> None:
    charts.show_track(track, 100)
    for plot, values in zip(plots(charts), (track.height, track.slope), strict=True):
        steps, shown = dots(plot)
        assert list(steps) == list(range(0, 101, 10))
        assert np.array_equal(shown, values[:101:10])


def test_the_slope_is_on_a_logarithmic_scale_and_the_height_is_not(
    charts: Charts, track: Track
) -> None:
    charts.show_track(track, track.steps)
    height, slope = plots(charts)
    assert (height.getAxis("left").logMode, slope.getAxis("left").logMode) == (False, True)
    # A chart chooses its range when it is painted.
    charts.grab()
    low, high = slope.getViewBox().viewRange()[1]
    assert low <= np.log10(track.slope.min())
    assert high >= np.log10(track.slope.max())


def test_both_charts_show_the_same_steps(charts: Charts, track: Track) -> None:
    for step in (3, 50, track.steps):
        charts.show_track(track, step)
        ranges = [plot.getViewBox().viewRange()[0] for plot in plots(charts)]
        assert ranges[0] == pytest.approx(ranges[1])
        assert ranges[0][0] <= 0
        assert ranges[0][1] >= max(step, 10)


def test_one_cursor_stands_in_both_charts(charts: Charts, track: Track) -> None:
    charts.show_track(track, 100)
    charts.show_cursor(42)
    assert [(cursor(plot).value(), cursor(plot).isVisible()) for plot in plots(charts)] == [
        (42, True),
        (42, True),
    ]
    charts.show_cursor(None)
    assert not any(cursor(plot).isVisible() for plot in plots(charts))


@pytest.mark.parametrize("which", [0, 1])
def test_pointing_and_clicking_tell_the_step(
    charts: Charts, track: Track, which: int, qtbot: QtBot
) -> None:
    charts.show_track(track, 100)
    viewport = plots(charts)[which].viewport()
    for step in (0, 37, 100):
        point = where(plots(charts)[which], step)
        with qtbot.waitSignal(charts.pointed) as pointed:
            qtbot.mouseMove(viewport, point)
        with qtbot.waitSignal(charts.chosen) as chosen:
            qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=point)
        # A pixel is half a step wide here, or so.
        assert pointed.args[0] == pytest.approx(step, abs=1)
        assert chosen.args[0] == pytest.approx(step, abs=1)


def test_nobody_points_beyond_what_was_walked(charts: Charts, track: Track, qtbot: QtBot) -> None:
    charts.show_track(track, 4)
    plot = plots(charts)[0]
    with qtbot.waitSignal(charts.chosen) as chosen:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where(plot, 9))
    assert chosen.args == [4]


def test_a_hike_that_has_not_begun_leaves_the_charts_empty(charts: Charts, track: Track) -> None:
    charts.show_track(track, 100)
    charts.show_track(None, 0)
    for plot in plots(charts):
        assert all(part is None or len(part) == 0 for part in curve(plot))
    assert charts.accessibleDescription() == "No step walked yet."


def test_the_charts_say_in_words_where_they_end(charts: Charts, track: Track) -> None:
    charts.show_track(track, 100)
    said = charts.accessibleDescription()
    assert f"height {track.height[100]:.2f}" in said
    assert "Step 100" in said


def test_a_slope_of_zero_is_shown_on_the_floor(charts: Charts) -> None:
    bowl = mountain.terrain_named("bowl")
    plan = mountain.plan_on(bowl, {"learning_rate": 0.5, "measure_every": 1, "reading": "exact"})
    track = mountain.advance(mountain.start(bowl, plan, (3.0, -2.0)), 5)
    assert track.slope[-1] == 0
    charts.show_track(track, track.steps)
    _, shown = curve(plots(charts)[1])
    assert shown[-1] > 0
    assert shown[-1] == track.slope[track.slope > 0].min()


def test_a_long_hike_is_drawn_with_few_dots(charts: Charts) -> None:
    plan = mountain.plan_on(FLAGSHIP, {"measure_every": 1, "daylight": float("inf"), "flat": 0.0})
    track = mountain.advance(mountain.start(FLAGSHIP, plan), 5_000)
    charts.show_track(track, track.steps)
    assert track.steps == 5_000
    assert 200 <= len(dots(plots(charts)[0])[0]) <= 800


def test_the_projector_draws_thicker_on_a_light_ground(charts: Charts) -> None:
    charts.show_theme(DUSK)
    dusk = [plot.listDataItems()[0].opts["pen"].widthF() for plot in plots(charts)]
    charts.show_theme(PROJECTOR)
    projector = [plot.listDataItems()[0].opts["pen"].widthF() for plot in plots(charts)]
    assert all(thick > thin for thin, thick in zip(dusk, projector, strict=True))
    assert plots(charts)[0].backgroundBrush().color().name() == PROJECTOR.panel
