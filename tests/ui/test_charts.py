import numpy as np
import pyqtgraph as pg
import pytest
from conftest import preset_named
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

import mountain
from mountain import Entrant, Race, Track
from ui.badge import badge_colour
from ui.chart import Chart, Curve
from ui.charts import Charts
from ui.hikers_view import HikersView
from ui.theme import DUSK, GRID, PROJECTOR, Theme

FLAGSHIP = mountain.terrain_named("misty_mountain")


@pytest.fixture(scope="module")
def track() -> Track:
    begun = mountain.start(FLAGSHIP, mountain.plan_on(FLAGSHIP), preset_named("good").start)
    return mountain.advance(begun, 10_000)


@pytest.fixture
def charts(qtbot: QtBot) -> Charts:
    shown = Charts(DUSK)
    qtbot.addWidget(shown)
    shown.resize(340, 320)
    shown.show()
    return shown


def plots(charts: Charts) -> list[pg.PlotWidget]:
    """Return the charts that are to be seen, from above."""
    seen = [plot for plot in charts.findChildren(pg.PlotWidget) if plot.isVisible()]
    return sorted(seen, key=lambda plot: plot.y())


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
    charts.show_hikers(HikersView(Race((track,)), 100))
    for plot, values in zip(plots(charts), (track.height, track.slope), strict=True):
        steps, shown = curve(plot)
        assert np.array_equal(steps, np.arange(101))
        assert np.array_equal(shown, values[:101])


def test_every_reading_is_marked(charts: Charts, track: Track) -> None:
    charts.show_hikers(HikersView(Race((track,)), 100))
    for plot, values in zip(plots(charts), (track.height, track.slope), strict=True):
        steps, shown = dots(plot)
        assert list(steps) == list(range(0, 101, 10))
        assert np.array_equal(shown, values[:101:10])


def test_the_slope_is_on_a_logarithmic_scale_and_the_height_is_not(
    charts: Charts, track: Track
) -> None:
    charts.show_hikers(HikersView(Race((track,)), track.steps))
    height, slope = plots(charts)
    assert (height.getAxis("left").logMode, slope.getAxis("left").logMode) == (False, True)
    # A chart chooses its range when it is painted.
    charts.grab()
    low, high = slope.getViewBox().viewRange()[1]
    assert low <= np.log10(track.slope.min())
    assert high >= np.log10(track.slope.max())


def test_both_charts_show_the_same_steps(charts: Charts, track: Track) -> None:
    for step in (3, 50, track.steps):
        charts.show_hikers(HikersView(Race((track,)), step))
        ranges = [plot.getViewBox().viewRange()[0] for plot in plots(charts)]
        assert ranges[0] == pytest.approx(ranges[1])
        assert ranges[0][0] <= 0
        assert ranges[0][1] >= max(step, 10)


def test_one_cursor_stands_in_both_charts(charts: Charts, track: Track) -> None:
    charts.show_hikers(HikersView(Race((track,)), 100))
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
    charts.show_hikers(HikersView(Race((track,)), 100))
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
    charts.show_hikers(HikersView(Race((track,)), 4))
    plot = plots(charts)[0]
    with qtbot.waitSignal(charts.chosen) as chosen:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where(plot, 9))
    assert chosen.args == [4]


def test_a_hike_that_has_not_begun_leaves_the_charts_empty(charts: Charts, track: Track) -> None:
    charts.show_hikers(HikersView(Race((track,)), 100))
    charts.show_hikers(HikersView())
    for plot in plots(charts):
        assert all(part is None or len(part) == 0 for part in curve(plot))
    assert charts.accessibleDescription() == "No step walked yet."


def test_the_charts_say_in_words_where_they_end(charts: Charts, track: Track) -> None:
    charts.show_hikers(HikersView(Race((track,)), 100))
    said = charts.accessibleDescription()
    assert f"height {track.height[100]:.2f}" in said
    assert "Step 100" in said


def test_a_slope_of_zero_is_shown_on_the_floor(charts: Charts) -> None:
    bowl = mountain.terrain_named("bowl")
    plan = mountain.plan_on(bowl, {"learning_rate": 0.5, "measure_every": 1, "reading": "exact"})
    track = mountain.advance(mountain.start(bowl, plan, (3.0, -2.0)), 5)
    assert track.slope[-1] == 0
    charts.show_hikers(HikersView(Race((track,)), track.steps))
    _, shown = curve(plots(charts)[1])
    assert shown[-1] > 0
    assert shown[-1] == track.slope[track.slope > 0].min()


def test_a_long_hike_is_drawn_with_few_dots(charts: Charts) -> None:
    plan = mountain.plan_on(FLAGSHIP, {"measure_every": 1, "daylight": float("inf"), "flat": 0.0})
    track = mountain.advance(mountain.start(FLAGSHIP, plan), 5_000)
    charts.show_hikers(HikersView(Race((track,)), track.steps))
    assert track.steps == 5_000
    assert 200 <= len(dots(plots(charts)[0])[0]) <= 800


def titles(charts: Charts) -> list[str]:
    return [plot.getAxis("left").labelText for plot in plots(charts)]


def curves(plot: pg.PlotWidget) -> list[tuple[np.ndarray, str]]:
    """Return the lines of a chart that have anything in them, with their colours."""
    lines = [item for item in plot.listDataItems() if item.opts["symbol"] is None]
    return [
        (item.getOriginalDataset()[1], item.opts["pen"].color().name())
        for item in lines
        if item.getOriginalDataset()[1] is not None and len(item.getOriginalDataset()[1])
    ]


def test_where_there_is_little_room_one_chart_is_left_out_at_a_time(charts: Charts) -> None:
    seen = []
    for _ in range(3):
        seen.append(titles(charts))
        charts.turn()
    assert seen == [["Height", "Slope"], ["Height", "Step"], ["Slope", "Step"]]
    assert titles(charts) == ["Height", "Slope"]
    charts.resize(340, 700)
    assert titles(charts) == ["Height", "Slope", "Step"]


@pytest.mark.parametrize("height", [140, 172, 200])
def test_where_two_would_be_too_low_one_is_shown_and_turned(charts: Charts, height: int) -> None:
    charts.resize(340, height)
    seen = []
    for _ in range(4):
        seen += titles(charts)
        assert plots(charts)[0].height() == height
        charts.turn()
    assert seen == ["Height", "Slope", "Step", "Height"]


@pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
def test_charts_share_the_height_equally_and_at_once(charts: Charts, theme: Theme) -> None:
    charts.show_theme(theme)
    for height in (700, 160, 320, 900, 400, 700, 200):
        # Nothing but the change of size is let happen before the charts are measured.
        charts.resize(340, height)
        heights = [plot.height() for plot in plots(charts)]
        assert max(heights) - min(heights) <= 1
        assert sum(heights) + GRID * (len(heights) - 1) == height
        assert min(heights) >= 8 * theme.normal


def test_an_axis_has_two_figures_at_least(qapp: object) -> None:
    for height in (60, 140, 320, 700):
        for slopes in (
            (0.31, 3.1),
            (0.09, 11.0),
            (2e-4, 3e-3),
            (1e-9, 5.0),
            (4.0, 40.0),
            (1e-300, 1),
        ):
            chart = Chart("Slope", logarithmic=True)
            chart.show_theme(DUSK)
            chart.plot.resize(340, height)
            chart.show_curves([Curve(np.array(slopes), np.array([0, 1]))])
            chart.plot.grab()
            low, high = chart.plot.getViewBox().viewRange()[1]
            (ticks,) = chart.plot.getAxis("left")._tickLevels
            written = [text for place, text in ticks if low <= place <= high]
            assert len(written) >= 2, (height, slopes)
            assert len(written) <= max(3, height / (2 * DUSK.small))
            chart.plot.close()


def test_axes_grow_with_the_text(charts: Charts) -> None:
    lengths, widths = [], []
    for size in ((1280, 800), (3840, 2160)):
        theme = PROJECTOR.scaled(*size)
        charts.show_theme(theme)
        axis = plots(charts)[0].getAxis("left")
        lengths.append(-axis.style["tickLength"] / theme.small)
        widths.append(axis.pen().widthF() / theme.small)
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)
    assert widths[0] == pytest.approx(widths[1], rel=0.1)


def test_only_the_lowest_chart_has_steps_written_below(charts: Charts) -> None:
    for _ in range(3):
        below = [plot.getAxis("bottom").style["showValues"] for plot in plots(charts)]
        assert below == [False, True]
        charts.turn()


def test_the_step_s_length_is_what_was_walked(charts: Charts, track: Track) -> None:
    charts.resize(340, 700)
    charts.show_hikers(HikersView(Race((track,)), 60))
    _, shown = curve(plots(charts)[2])
    walked = np.hypot(np.diff(track.x[:61]), np.diff(track.y[:61]))
    assert np.array_equal(shown[1:], walked)


@pytest.fixture(scope="module")
def race() -> Race:
    plan = mountain.plan_on(FLAGSHIP)
    plans = [plan.with_settings({"learning_rate": rate}) for rate in (0.01, 0.02, 0.05)]
    entrants = [Entrant(each, preset_named("good").start) for each in plans]
    return mountain.advance_race(mountain.start_race(FLAGSHIP, entrants), 10_000)


def test_every_hiker_of_a_race_has_a_line_in_their_colour(charts: Charts, race: Race) -> None:
    charts.show_hikers(HikersView(race, 80, chosen=1))
    for plot, name in zip(plots(charts), ("height", "slope"), strict=True):
        for number, (values, colour) in enumerate(curves(plot)):
            assert np.array_equal(values, getattr(race.tracks[number], name)[:81])
            assert colour == badge_colour(number, DUSK).lower()
    assert np.array_equal(dots(plots(charts)[0])[1], race.tracks[1].height[:81:10])


def test_a_hidden_hiker_has_no_line(charts: Charts, race: Race) -> None:
    charts.show_hikers(HikersView(race, 80, hidden=frozenset({0, 2})))
    ((_, colour),) = curves(plots(charts)[0])
    assert colour == badge_colour(1, DUSK).lower()


def test_who_has_arrived_has_a_line_that_ends(charts: Charts, race: Race) -> None:
    charts.show_hikers(HikersView(race, race.steps))
    lengths = [len(values) for values, _ in curves(plots(charts)[0])]
    assert lengths == [len(track) for track in race.tracks]
    assert len(set(lengths)) == 3


def test_a_race_that_grew_smaller_leaves_no_lines_behind(charts: Charts, race: Race) -> None:
    charts.show_hikers(HikersView(race, 80))
    charts.show_hikers(HikersView(Race(race.tracks[:1]), 80))
    assert len(curves(plots(charts)[0])) == 1


def test_the_projector_draws_thicker_on_a_light_ground(charts: Charts, track: Track) -> None:
    widths = []
    for theme in (DUSK, PROJECTOR):
        charts.show_theme(theme)
        charts.show_hikers(HikersView(Race((track,)), 20))
        widths.append([plot.listDataItems()[1].opts["pen"].widthF() for plot in plots(charts)])
    assert all(light > dark for dark, light in zip(*widths, strict=True))
    ground = plots(charts)[0].backgroundBrush().color().name()
    assert ground == QColor(PROJECTOR.panel).name()
