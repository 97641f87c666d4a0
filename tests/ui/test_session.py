from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from conftest import prepared, preset_named
from pytestqt.qtbot import QtBot

import mountain
from mountain import Track
from ui.playback import DEFAULT_PACE, FASTEST, SLOWEST
from ui.session import Session
from ui.tape import Notice

FLAGSHIP = mountain.terrain_named("misty_mountain")
GOOD = preset_named("good")
PLAN = mountain.plan_on(FLAGSHIP, GOOD.settings)


def walked(steps: int, **settings: object) -> Track:
    """Walk the flagship's good hike without a session."""
    plan = PLAN.with_settings(settings)
    return mountain.advance(mountain.start(FLAGSHIP, plan, GOOD.start), steps)


def whole() -> Track:
    return walked(PLAN.steps)


def shown_rows(session: Session) -> bytes:
    assert session.shown is not None
    return session.shown.rows.tobytes()


@pytest.fixture
def notices(session: Session) -> list[Notice]:
    told: list[Notice] = []
    session.noticed.connect(told.append)
    return told


def test_a_session_begins_at_the_start_of_its_preset_with_the_mist_down(session: Session) -> None:
    assert (session.terrain, session.plan, session.start) == (FLAGSHIP, PLAN, GOOD.start)
    assert (session.step, session.playing, session.mist_lifted) == (0, False, False)
    assert shown_rows(session) == mountain.start(FLAGSHIP, PLAN, GOOD.start).rows.tobytes()


def test_steps_forth_and_back_show_what_the_model_walks(session: Session) -> None:
    for step in (1, 2, 3, 2, 1, 0):
        session.move(1 if step > session.step else -1)
        assert session.step == step
        assert shown_rows(session) == walked(step).rows.tobytes()


def test_nobody_steps_before_the_start_or_beyond_the_end(session: Session) -> None:
    session.move(-1)
    assert session.step == 0
    session.go_to_end()
    session.move(1)
    assert session.step == whole().steps


def test_a_hike_to_the_end_is_that_of_the_model_bit_for_bit(session: Session) -> None:
    session.go_to_end()
    assert session.has_ended
    assert shown_rows(session) == whole().rows.tobytes()


@pytest.mark.parametrize("pace", [SLOWEST * 300, FASTEST])
def test_a_step_is_the_same_step_at_every_pace(session: Session, qtbot: QtBot, pace: float) -> None:
    session.set_pace(pace)
    steps = [0]
    session.advanced.connect(lambda: steps.append(session.step))
    with qtbot.waitSignal(session.ended, timeout=30_000):
        session.play(True)
    assert shown_rows(session) == whole().rows.tobytes()
    assert steps == sorted(steps)
    assert len(set(steps)) > 3
    assert not session.playing


def test_a_pace_stays_within_what_can_be_followed(session: Session) -> None:
    session.set_pace(1e9)
    assert session.pace == FASTEST
    session.set_pace(0.0)
    assert session.pace == SLOWEST


def test_a_hike_in_which_steps_cost_no_time_is_played_step_by_step(
    session: Session, qtbot: QtBot
) -> None:
    session.change_setting("step_minutes", 0.0)
    session.change_setting("reading_minutes", 0.0)
    session.play(True)
    qtbot.waitUntil(lambda: session.step > 0)
    session.play(False)
    assert session.step < 50
    assert session.pace == DEFAULT_PACE


def test_a_hiker_who_pauses_stays_where_they_are(session: Session, qtbot: QtBot) -> None:
    session.play(True)
    qtbot.waitUntil(lambda: session.step > 2)
    session.play(False)
    paused = session.step
    session.play(True)
    qtbot.waitUntil(lambda: session.step > paused)
    # Walking on begins at the step at which they stood, not where the clock would be by now.
    assert session.step < paused + 20
    session.play(False)


@pytest.mark.parametrize(
    "intent",
    [
        lambda session: session.move(1),
        lambda session: session.move(-1),
        lambda session: session.show_step(0),
        lambda session: session.go_to_end(),
        lambda session: session.restart(),
        lambda session: session.choose_start(1.0, 1.0),
        lambda session: session.choose_preset(preset_named("too_big")),
        lambda session: session.close(),
    ],
    ids=["step", "back", "show", "end", "restart", "start", "preset", "close"],
)
def test_whoever_takes_the_hiker_in_hand_stops_the_clock(
    session: Session, intent: Callable[[Session], None], qtbot: QtBot
) -> None:
    session.play(True)
    intent(session)
    assert not session.playing
    prepared(session, qtbot)


def test_playing_a_hike_that_is_over_sets_out_anew(session: Session, qtbot: QtBot) -> None:
    session.go_to_end()
    session.play(True)
    assert prepared(session, qtbot).step < whole().steps
    assert session.playing
    session.play(False)


def test_a_knob_turned_in_mid_hike_acts_from_that_step_on(session: Session) -> None:
    session.move(7)
    session.change_setting("learning_rate", 0.05)
    session.move(30)
    by_hand = mountain.advance(
        mountain.replan(walked(7), PLAN.with_settings({"learning_rate": 0.05})), 30
    )
    assert shown_rows(session) == by_hand.rows.tobytes()
    assert session.shown is not None
    assert session.shown.legs == by_hand.legs
    events = [line.rstrip().rpartition(",")[2] for line in mountain.trajectory_lines(by_hand)]
    assert events.index("settings") == 8


def test_a_knob_turned_before_the_first_step_is_the_plan_and_no_change(session: Session) -> None:
    session.change_setting("learning_rate", 0.05)
    session.move(20)
    assert shown_rows(session) == walked(20, learning_rate=0.05).rows.tobytes()
    assert session.shown is not None
    assert len(session.shown.legs) == 1


def test_a_knob_turned_shows_the_way_to_come_at_once(session: Session) -> None:
    session.move(7)
    (before,) = session.coming()
    session.change_setting("learning_rate", 0.05)
    by_hand = mountain.advance(
        mountain.replan(walked(7), PLAN.with_settings({"learning_rate": 0.05})), 2_000
    )
    (coming,) = session.coming()
    assert coming[:, :2].tobytes() == np.stack([by_hand.x[7:], by_hand.y[7:]], -1).tobytes()
    assert (coming[:, 2] > 0).tolist() == by_hand.measured[7:].tolist()
    assert not np.array_equal(coming[:50], before[:50])


def test_a_knob_turned_after_the_end_shows_the_hike_to_come_and_leaves_that_one(
    session: Session,
) -> None:
    session.go_to_end()
    session.change_setting("learning_rate", 0.05)
    assert shown_rows(session) == whole().rows.tobytes()
    by_hand = walked(2_000, learning_rate=0.05)
    assert session.coming()[0][:, :2].tobytes() == np.stack([by_hand.x, by_hand.y], -1).tobytes()


def test_restarting_after_the_end_walks_by_the_knobs_as_they_are(
    session: Session, qtbot: QtBot
) -> None:
    session.go_to_end()
    session.change_setting("learning_rate", 0.05)
    session.restart()
    prepared(session, qtbot).go_to_end()
    assert shown_rows(session) == walked(10_000, learning_rate=0.05).rows.tobytes()


def test_going_back_and_turning_a_knob_forks_the_future(session: Session) -> None:
    session.move(60)
    session.move(-40)
    session.change_setting("measure_every", 3)
    session.move(10)
    by_hand = mountain.advance(
        mountain.replan(walked(20), PLAN.with_settings({"measure_every": 3})), 10
    )
    assert shown_rows(session) == by_hand.rows.tobytes()


def test_a_hiker_who_steps_back_over_a_turn_of_a_knob_has_the_knob_as_it_was(
    session: Session,
) -> None:
    session.move(10)
    session.change_setting("learning_rate", 0.05)
    session.move(5)
    session.move(-12)
    assert session.plan == PLAN
    session.move(12)
    assert session.plan.learning_rate == 0.05


def test_a_knob_turned_back_before_a_step_is_no_change(session: Session) -> None:
    session.move(10)
    session.change_setting("learning_rate", 0.05)
    session.change_setting("learning_rate", PLAN.learning_rate)
    session.go_to_end()
    assert shown_rows(session) == whole().rows.tobytes()
    assert session.shown is not None
    assert len(session.shown.legs) == 1


def test_a_value_that_no_setting_can_take_is_one_line_and_changes_nothing(
    session: Session, notices: list[Notice]
) -> None:
    session.change_setting("measure_every", 0)
    session.change_setting("learning_rate", -1.0)
    assert [notice.text.partition(":")[0] for notice in notices] == [
        "measure_every",
        "learning_rate",
    ]
    assert all("\n" not in notice.text for notice in notices)
    assert session.plan == PLAN


def test_a_start_off_the_map_is_one_line_and_changes_nothing(
    session: Session, notices: list[Notice]
) -> None:
    session.move(3)
    session.choose_start(99.0, 0.0)
    (notice,) = notices
    assert "off the map" in notice.text
    assert "\n" not in notice.text
    assert (session.step, session.start) == (3, GOOD.start)


def test_another_start_sets_out_anew_by_the_same_plan(session: Session, qtbot: QtBot) -> None:
    session.move(3)
    session.choose_start(1.25, 2.5)
    prepared(session, qtbot).move(50)
    expected = mountain.advance(mountain.start(FLAGSHIP, PLAN, (1.25, 2.5)), 50)
    assert shown_rows(session) == expected.rows.tobytes()


def test_a_preset_sets_terrain_start_and_settings(session: Session, qtbot: QtBot) -> None:
    preset = preset_named("too_big", "bowl")
    with qtbot.waitSignals([session.terrain_changed, session.plan_changed]):
        session.choose_preset(preset)
    prepared(session, qtbot)
    bowl = mountain.terrain_named("bowl")
    assert (session.terrain, session.start) == (bowl, preset.start)
    assert session.plan == mountain.plan_on(bowl, preset.settings)
    assert session.preset == preset


def test_another_terrain_comes_with_its_own_start_and_knobs(session: Session, qtbot: QtBot) -> None:
    session.change_setting("noise", 0.4)
    session.choose_terrain("himmelblau")
    prepared(session, qtbot)
    assert session.terrain == mountain.terrain_named("himmelblau")
    assert session.plan == mountain.plan_on(session.terrain, session.preset.settings)
    assert session.start == session.preset.start


def test_the_terrain_that_is_there_already_is_left_as_it_is(session: Session) -> None:
    session.move(3)
    session.choose_terrain("misty_mountain")
    assert session.step == 3


def test_the_mist_lifts_when_the_hike_ends_and_comes_back_on_restart(
    session: Session, qtbot: QtBot
) -> None:
    session.go_to_end()
    assert session.mist_lifted
    session.restart()
    assert not session.mist_lifted
    prepared(session, qtbot)


def test_mist_that_the_class_lifted_stays_lifted_on_restart(session: Session, qtbot: QtBot) -> None:
    session.lift_mist(True)
    session.go_to_end()
    session.restart()
    assert session.mist_lifted
    prepared(session, qtbot)


def test_mist_lowered_after_the_end_stays_down(session: Session) -> None:
    session.go_to_end()
    session.lift_mist(False)
    assert not session.mist_lifted
    session.move(-1)
    assert not session.mist_lifted


def test_the_end_is_told_once_each_time_it_is_reached(session: Session) -> None:
    ends: list[int] = []
    session.ended.connect(lambda: ends.append(session.step))
    session.go_to_end()
    session.go_to_end()
    assert len(ends) == 1
    session.move(-1)
    session.move(1)
    assert len(ends) == 2


def test_a_hike_that_is_over_where_it_begins_has_ended(session: Session, qtbot: QtBot) -> None:
    numb = preset_named("numb_feet", "plateau")
    with qtbot.waitSignal(session.ended, timeout=60_000):
        session.choose_preset(numb)
    assert session.has_ended
    assert session.mist_lifted
    session.play(True)
    assert not session.playing
    session.choose_preset(GOOD)
    assert not prepared(session, qtbot).mist_lifted


def test_a_recording_of_a_hike_that_is_over_where_it_begins_is_complete(
    session: Session, qtbot: QtBot, recordings: Path
) -> None:
    session.record(True)
    with qtbot.waitSignal(session.ended, timeout=60_000):
        session.choose_preset(preset_named("numb_feet", "plateau"))
    assert not session.recording
    (file,) = recordings.glob("plateau-*.csv")
    assert mountain.read_sidecar(file).status == "complete"


def test_a_step_chosen_in_the_charts_is_shown_if_it_was_walked(session: Session) -> None:
    session.move(20)
    session.show_step(5)
    assert session.step == 5
    session.show_step(500)
    assert session.step == 20


def test_a_terrain_that_is_left_while_it_is_prepared_does_not_come_back(
    home: object, qtbot: QtBot
) -> None:
    session = Session(GOOD)
    session.prepare()
    session.choose_preset(preset_named("good", "bowl"))
    session.choose_preset(preset_named("good", "ravine"))
    prepared(session, qtbot)
    session.close()
    assert session.track is not None
    assert session.track.terrain.name == "ravine"


def test_everything_can_be_asked_of_a_session_whose_kernels_are_not_ready(home: object) -> None:
    session = Session(GOOD)
    session.move(1)
    session.go_to_end()
    session.show_step(3)
    session.change_setting("learning_rate", 0.05)
    assert session.shown is None
    assert session.coming() == ()
    assert not session.has_ended
    assert session.plan.learning_rate == 0.05
    session.close()


def test_a_hike_played_before_its_kernels_are_ready_begins_at_the_start(
    home: object, qtbot: QtBot
) -> None:
    session = Session(GOOD)
    session.play(True)
    session.prepare()
    prepared(session, qtbot)
    assert session.step < 5
    qtbot.waitUntil(lambda: session.step > 0)
    session.close()
    assert not session.playing


def test_where_there_is_no_ground_nobody_sets_out_until_there_is(
    session: Session, qtbot: QtBot
) -> None:
    window = mountain.Window(-3.0, 3.0, -3.0, 3.0)
    assert not session.is_stuck
    ground = mountain.Formula("sqrt(-1 - x^2)")
    with qtbot.waitSignal(session.noticed, timeout=30_000):
        session.go_to(mountain.Terrain("formula", "Nowhere", ground, window))
    assert session.is_stuck
    assert session.track is None
    session.choose_terrain("bowl")
    assert not session.is_stuck
    prepared(session, qtbot)
    assert not session.is_stuck


def test_whatever_goes_wrong_while_a_hike_is_prepared_nobody_waits_for_ever(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(mountain, "start_race", broken)
    ground, window = mountain.Formula("x y"), session.terrain.window
    with qtbot.captureExceptions() as told:
        with qtbot.waitSignal(session.noticed, timeout=30_000):
            session.go_to(mountain.Terrain("own", "Own", ground, window))
        # It is told of when the thread ends, which may be later than the notice.
        qtbot.waitUntil(lambda: len(told) == 1)
    assert session.is_stuck
