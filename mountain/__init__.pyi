"""The model's public names; each module is loaded when a name of it is first used."""

from .clock import time_of_day as time_of_day
from .fate import FATES as FATES
from .fate import Ending as Ending
from .fate import Fate as Fate
from .fate import ending as ending
from .formula import Formula as Formula
from .formula import FormulaError as FormulaError
from .gallery import (
    ASSETS as ASSETS,
)
from .gallery import (
    Preset as Preset,
)
from .gallery import (
    plan_on as plan_on,
)
from .gallery import (
    presets_of as presets_of,
)
from .gallery import (
    terrain_named as terrain_named,
)
from .gallery import (
    terrain_names as terrain_names,
)
from .hike import advance as advance
from .hike import outcomes as outcomes
from .hike import replan as replan
from .hike import start as start
from .landmarks import (
    Landmark as Landmark,
)
from .landmarks import (
    homes as homes,
)
from .landmarks import (
    landmark_near as landmark_near,
)
from .landmarks import (
    landmarks as landmarks,
)
from .landmarks import (
    nearest_home as nearest_home,
)
from .measurement import (
    READINGS as READINGS,
)
from .measurement import (
    bearing as bearing,
)
from .measurement import (
    heading as heading,
)
from .measurement import (
    tilt as tilt,
)
from .optimizers import OPTIMIZERS as OPTIMIZERS
from .parameters import Parameter as Parameter
from .parameters import SettingError as SettingError
from .parameters import Value as Value
from .plan import PARAMETERS as PARAMETERS
from .plan import Plan as Plan
from .plan import plan_from_json as plan_from_json
from .terrain import Terrain as Terrain
from .terrain import TerrainError as TerrainError
from .terrain import Window as Window
from .track import Leg as Leg
from .track import Track as Track
from .track import surfaces_of as surfaces_of
