"""The model's public names; each module is loaded when a name of it is first used."""

from .blackboard import (
    Calculation as Calculation,
    blackboard as blackboard,
    rule_in_symbols as rule_in_symbols,
)
from .clock import time_of_day as time_of_day
from .columns import (
    COLUMNS as COLUMNS,
    EVENTS as EVENTS,
    Column as Column,
    trajectory_lines as trajectory_lines,
)
from .fate import FATES as FATES, Ending as Ending, Fate as Fate, ending as ending
from .files import FileError as FileError
from .formula import Formula as Formula, FormulaError as FormulaError
from .gallery import (
    ASSETS as ASSETS,
    Preset as Preset,
    plan_on as plan_on,
    presets_of as presets_of,
    terrain_named as terrain_named,
    terrain_names as terrain_names,
)
from .ground import Floats as Floats, Ground as Ground
from .hike import advance as advance, outcomes as outcomes, replan as replan, start as start
from .landmarks import (
    Landmark as Landmark,
    homes as homes,
    landmark_near as landmark_near,
    landmarks as landmarks,
    nearest_home as nearest_home,
)
from .lineup import (
    MOST_HIKERS as MOST_HIKERS,
    Entrant as Entrant,
    Lineup as Lineup,
    multiplied as multiplied,
)
from .machine import give_back_compiler as give_back_compiler
from .measurement import (
    READINGS as READINGS,
    bearing as bearing,
    heading as heading,
    tilt as tilt,
)
from .memory import Memory as Memory, memories as memories
from .notes import Hike as Hike, Sidecar as Sidecar, SidecarError as SidecarError
from .optimizers import OPTIMIZERS as OPTIMIZERS, Optimizer as Optimizer
from .parameters import Parameter as Parameter, SettingError as SettingError, Value as Value
from .plan import PARAMETERS as PARAMETERS, Plan as Plan, plan_from_json as plan_from_json
from .race import (
    Race as Race,
    Standing as Standing,
    advance_race as advance_race,
    fork_race as fork_race,
    replan_race as replan_race,
    standings as standings,
    start_race as start_race,
)
from .races import (
    PreparedRace as PreparedRace,
    race_named as race_named,
    race_names as race_names,
)
from .recording import (
    Recorder as Recorder,
    RecordingError as RecordingError,
    new_recording_path as new_recording_path,
    save_race as save_race,
    save_track as save_track,
)
from .recovery import recover as recover, unfinished as unfinished
from .replay import Replay as Replay, replay as replay
from .schedules import SCHEDULES as SCHEDULES
from .sidecar import read_sidecar as read_sidecar, read_trajectory as read_trajectory
from .terrain import Terrain as Terrain, TerrainError as TerrainError, Window as Window
from .track import Leg as Leg, Track as Track, surfaces_of as surfaces_of
from .trajectory import Trajectory as Trajectory, TrajectoryError as TrajectoryError
from .wording import counted as counted

__version__: str
