"""What the instruments and the verdict say of a step of a hike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mountain
from mountain import Plan
from ui.clock_face import ClockState
from ui.phone import PhoneReading
from ui.verdict import Saying, verdict_of

if TYPE_CHECKING:
    from mountain import Race, Track
    from ui.situation import Situation


def clock_at(track: Track | None, step: int, plan: Plan) -> ClockState:
    """Return what the clock shows at a step; before the first, by the plan."""
    if track is None:
        return ClockState(0.0, plan.daylight, 0, 0, 0.0)
    row, walked_by = track.rows[step], track.plan_at(step)
    readings = int(row["readings"])
    return ClockState(
        minutes=float(row["minutes"]),
        daylight=walked_by.daylight,
        steps=step,
        readings=readings,
        reading_minutes=track.minutes_reading(step),
    )


def reading_at(track: Track | None, step: int, plan: Plan) -> PhoneReading | None:
    """Return the reading that is walked on after a step, the next one due by the plan, if any."""
    if track is None:
        return None
    row, walked_by = track.rows[step], track.plan_at(step)
    return PhoneReading(
        grad_x=float(row["grad_x"]),
        grad_y=float(row["grad_y"]),
        steps_ago=int(row["on_reading"]),
        measure_every=plan.measure_every,
        ascend=walked_by.ascend,
        method=walked_by.reading,
        directions=walked_by.directions,
        last=track.ended and step == track.steps,
    )


def saying_of(situation: Situation) -> Saying:
    """Return what is said of a situation: how to begin, how it goes, or how it ended."""
    track, step, terrain = situation.track, situation.own_step, situation.terrain
    if situation.race is not None and situation.has_ended and len(situation.race.tracks) > 1:
        return _result_of(situation.race, situation.lineup.chosen)
    if track is not None and situation.has_arrived:
        ending = mountain.ending(track)
        return verdict_of(ending.fate, ending.reason)
    if track is None or step == 0:
        shown = situation.preset or terrain
        title, caption = situation.introduction or (shown.title, shown.caption)
        return Saying("walking", title, f"{caption} Press Space to walk.".lstrip())
    height, slope = float(track.height[step]), float(track.slope[step])
    high = mountain.length(height, ".2f", "nowhere", terrain.ground.unit)
    text = f"Height {high}, slope {slope:.2f} ({mountain.tilt(slope):.0f}°)."
    return Saying("walking", f"Step {step}", text)


def _result_of(race: Race, chosen: int) -> Saying:
    """Return what is said of a race that is over: who got home, and what became of the chosen."""
    standings = mountain.standings(race)
    arrived = sorted((each for each in standings if each.rank), key=lambda each: each.rank)
    ending = standings[chosen].ending
    reason = f"Hiker {chosen + 1}: {ending.reason}"
    if not arrived:
        return Saying(ending.fate.name, "Nobody got there", reason, arrived=False)
    order = ", then ".join(str(each.number + 1) for each in arrived)
    fate = arrived[0].ending.fate
    return Saying(fate.name, f"{fate.title}: {order}", reason, arrived=True)
