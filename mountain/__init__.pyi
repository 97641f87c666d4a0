"""The model's public names; each module is loaded when a name of it is first used."""

from .algebra import TOO_LONG as TOO_LONG, Algebra as Algebra, Simplified as Simplified
from .atlas import (
    ENDINGS as ENDINGS,
    USUAL_SPACING as USUAL_SPACING,
    HeightRangeError as HeightRangeError,
    looks_like_elevation as looks_like_elevation,
    read_elevation as read_elevation,
)
from .batches import (
    batch_at as batch_at,
    batch_limit as batch_limit,
    reads_batches as reads_batches,
)
from .blackboard import (
    Calculation as Calculation,
    blackboard as blackboard,
    rule_in_symbols as rule_in_symbols,
)
from .camera import Camera as Camera
from .classifier import (
    cost_ground as cost_ground,
    cost_rows as cost_rows,
    digit_ground as digit_ground,
    digit_network as digit_network,
    digit_slice as digit_slice,
    easy_digits as easy_digits,
    hard_digits as hard_digits,
    seed_of as seed_of,
    train_and_pack as train_and_pack,
)
from .classifier_cost import (
    ClassifierCost as ClassifierCost,
    CostError as CostError,
    CostVerdict as CostVerdict,
    check_cost as check_cost,
    cost_of as cost_of,
    cost_of_files as cost_of_files,
    numbers_in as numbers_in,
    one_hot as one_hot,
)
from .clock import (
    CLOCKS as CLOCKS,
    time_of_day as time_of_day,
    walking_minutes as walking_minutes,
)
from .columns import (
    COLUMNS as COLUMNS,
    EVENTS as EVENTS,
    Column as Column,
    trajectory_lines as trajectory_lines,
)
from .derivative_check import (
    UNSETTLED as UNSETTLED,
    DerivativeVerdict as DerivativeVerdict,
    Difference as Difference,
    check_derivative as check_derivative,
)
from .differences import (
    gradient_field as gradient_field,
    gradient_field_in_slices as gradient_field_in_slices,
)
from .digits import (
    Digits as Digits,
    training_digits as training_digits,
    unseen_digits as unseen_digits,
)
from .elevation import Elevation as Elevation, ElevationError as ElevationError
from .elevation_facts import (
    ElevationFacts as ElevationFacts,
    elevation_facts as elevation_facts,
    measured_elevation as measured_elevation,
)
from .elevation_terrain import (
    ELEVATION as ELEVATION,
    elevation_terrain as elevation_terrain,
    map_terrain as map_terrain,
)
from .errand import AbandonedError as AbandonedError, errand as errand
from .exercise import (
    DIFFICULTIES as DIFFICULTIES,
    Exercise as Exercise,
    ExerciseError as ExerciseError,
    exercises as exercises,
    own_exercise as own_exercise,
    random_equation as random_equation,
)
from .expression import Node as Node
from .fate import FATES as FATES, Ending as Ending, Fate as Fate, ending as ending
from .fields import FieldError as FieldError
from .files import FileError as FileError
from .flats import pits as pits
from .formula import (
    Formula as Formula,
    FormulaError as FormulaError,
    parse_formula as parse_formula,
)
from .gallery import (
    ASSETS as ASSETS,
    Preset as Preset,
    parameter_on as parameter_on,
    plan_on as plan_on,
    presets_of as presets_of,
    terrain_named as terrain_named,
    terrain_names as terrain_names,
)
from .gradient_check import (
    GradientVerdict as GradientVerdict,
    TriedPoint as TriedPoint,
    check_gradient as check_gradient,
)
from .grid import Grid as Grid, GridError as GridError
from .ground import Floats as Floats, Ground as Ground
from .hike import advance as advance, outcomes as outcomes, replan as replan, start as start
from .holes import elevation_ground as elevation_ground, filled as filled
from .horn import (
    hillshade as hillshade,
    horn_aspect as horn_aspect,
    horn_slope as horn_slope,
    horn_slope_in_slices as horn_slope_in_slices,
)
from .landmarks import (
    Landmark as Landmark,
    homes as homes,
    landmarks as landmarks,
    nearest_home as nearest_home,
)
from .large import cached_while_small as cached_while_small
from .last_word import (
    difference_from_right as difference_from_right,
    verdict_by_algebra as verdict_by_algebra,
)
from .light import Light as Light
from .line import counted_from as counted_from, line_text as line_text
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
from .mesh import Mesh as Mesh, mesh_of as mesh_of
from .network import Network as Network, squared_errors as squared_errors, wanted as wanted
from .notation import text_of as text_of
from .notes import Hike as Hike, Sidecar as Sidecar, SidecarError as SidecarError
from .optimizers import OPTIMIZERS as OPTIMIZERS, Optimizer as Optimizer
from .origin import Origin as Origin
from .overview import overview as overview
from .parameters import Parameter as Parameter, SettingError as SettingError, Value as Value
from .plan import PARAMETERS as PARAMETERS, Plan as Plan, plan_from_json as plan_from_json
from .portrait import Canvas as Canvas, Paint as Paint, portray as portray
from .primer import Introduction as Introduction, introductions as introductions
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
from .regression import Regression as Regression, regression_terrain as regression_terrain
from .replay import Replay as Replay, replay as replay
from .resting_place import landmark_near as landmark_near
from .samples import (
    Samples as Samples,
    SamplesError as SamplesError,
    samples_from_csv as samples_from_csv,
    seeded_samples as seeded_samples,
)
from .sandbox import python_from_file as python_from_file
from .schedules import SCHEDULES as SCHEDULES
from .shading import shaded_picture as shaded_picture
from .sidecar import read_sidecar as read_sidecar, read_trajectory as read_trajectory
from .slices import Slice as Slice
from .slope_file import check_slope_path as check_slope_path, save_slopes as save_slopes
from .smoothing import WIDEST_SMOOTHING as WIDEST_SMOOTHING, smoothed as smoothed
from .summands import mathml_terms as mathml_terms
from .survey import grounded as grounded, surveyed as surveyed
from .terrain import Terrain as Terrain, TerrainError as TerrainError, Window as Window
from .tints import Tints as Tints
from .track import Leg as Leg, Track as Track, surfaces_of as surfaces_of
from .trajectory import Trajectory as Trajectory, TrajectoryError as TrajectoryError
from .typesetting import latex_of as latex_of, mathml_of as mathml_of
from .units import Units as Units
from .unread import (
    UnreadMap as UnreadMap,
    found_terrain as found_terrain,
    gallery_elevation as gallery_elevation,
)
from .wording import (
    counted as counted,
    distance as distance,
    figures as figures,
    length as length,
)

__version__: str
