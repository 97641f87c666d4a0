"""The situation: what is the case, as views are told of it. Nothing can be done to it here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from mountain import Floats, Lineup, Plan, Preset, Terrain
from ui.coming import ways_to_come
from ui.outset import Outset
from ui.party import Party
from ui.playback import Playback
from ui.progress import Progress
from ui.sight import Sight
from ui.surroundings import Surroundings
from ui.tape import Tape

if TYPE_CHECKING:
    from mountain import Race, Track


class Situation(QObject):
    """Who walks on which mountain, the step that is shown, and what is seen of it.

    Whoever draws can ask and be told; the session, which is one, changes it.

    Attributes
    ----------
    terrain : Terrain
        The mountain.
    preset : Preset or None
        The prepared hike that it is, as long as no knob is turned.
    introduction : (str, str) or None
        Title and sentence of the race that it is, if it is a prepared one.
    past : tuple of arrays, shape (n, 2)
        The ways of the last runs on this mountain, until they are dismissed.
    surroundings : Surroundings or None
        What the hike that was chosen needs of an elevation map; None until it begins.
    is_stuck : bool
        Whether nobody can set out on this mountain, as where there is no ground.

    Signals
    -------
    terrain_changed
        Another mountain; everything else is anew too.
    plan_changed
        A setting or the start has changed.
    advanced
        Another step is shown, or the way ahead has changed; at most once a frame while playing.
    ended
        The last step of a hike is now shown.
    status_changed
        Playing, pace, mist or recording have changed.
    noticed : Notice
        Something to tell the person at the screen.
    """

    terrain_changed = Signal()
    plan_changed = Signal()
    advanced = Signal()
    ended = Signal()
    status_changed = Signal()
    noticed = Signal(object)

    def __init__(self, outset: Outset) -> None:
        super().__init__()
        self.terrain: Terrain = outset.terrain
        self.preset: Preset | None = outset.preset
        self.introduction: tuple[str, str] | None = outset.introduction
        self.past: tuple[Floats, ...] = ()
        self.surroundings: Surroundings | None = None
        self.is_stuck = False
        self._party = Party(outset.lineup)
        self._progress: Progress | None = None
        self._sight = Sight()
        self._playback, self._tape = Playback(self), Tape(self)

    @property
    def lineup(self) -> Lineup:
        """Who walks, by the plans in force from the step that is shown, and who is chosen."""
        return self._party.lineup

    @property
    def hidden(self) -> frozenset[int]:
        """Which hikers are not drawn."""
        return self._party.hidden

    @property
    def together(self) -> bool:
        """Whether all set out from one place."""
        return self._party.together

    @property
    def plan(self) -> Plan:
        """The chosen hiker's plan, in force from the step that is shown."""
        return self.lineup.plan

    @property
    def start(self) -> tuple[float, float]:
        """Where the chosen hiker sets out."""
        return self.lineup.start

    @property
    def race(self) -> Race | None:
        """The hikes, some way ahead of what is shown; None while kernels are being prepared."""
        return None if self._progress is None else self._progress.race

    @property
    def step(self) -> int:
        """The step that is shown."""
        return 0 if self._progress is None else self._progress.step

    @property
    def has_ended(self) -> bool:
        """Whether the last step of the last hike is shown."""
        return self._progress is not None and self._progress.has_ended

    @property
    def track(self) -> Track | None:
        """The chosen hiker's track."""
        return None if self.race is None else self.race.tracks[self.lineup.chosen]

    @property
    def own_step(self) -> int:
        """The chosen hiker's step that is shown: their last, when others walk on."""
        return 0 if self._progress is None else self._progress.own_step(self.lineup.chosen)

    @property
    def has_arrived(self) -> bool:
        """Whether the chosen hiker's last step is shown."""
        return self._progress is not None and self._progress.has_arrived(self.lineup.chosen)

    @property
    def shown(self) -> Track | None:
        """The chosen hiker's track up to the step that is shown."""
        return self.track.until(self.own_step) if self.track is not None else None

    @property
    def place(self) -> tuple[float, float]:
        """Where the chosen hiker stands, in map units."""
        if self.track is None:
            return self.start
        row = self.track.rows[self.own_step]
        return float(row["x"]), float(row["y"])

    @property
    def playing(self) -> bool:
        """Whether the hikers are walking by the clock."""
        return self._playback.is_running

    @property
    def pace(self) -> float:
        """Minutes of the hike to a second."""
        return self._playback.pace

    @property
    def mist_lifted(self) -> bool:
        """Whether the class sees through the mist."""
        return self._sight.lifted

    @property
    def recording(self) -> bool:
        """Whether rows are being written as the hike goes on, or will be when it begins."""
        return self._tape.is_on

    def coming(self) -> tuple[Floats, ...]:
        """Return each hiker's way to come, shape (n, 3): x, y, and 1 where a reading is taken."""
        return () if self.race is None else ways_to_come(self.race, self.lineup, self.step)
