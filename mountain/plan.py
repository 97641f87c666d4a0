"""The plan: everything that the hiker has decided before setting out. One field, one setting."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

from mountain.clock import CLOCKS
from mountain.measurement import READINGS
from mountain.optimizers import OPTIMIZERS
from mountain.parameters import Parameter, SettingError, Value, declared, setting
from mountain.schedules import SCHEDULES


@dataclass(frozen=True)
class Plan:
    """Everything the hiker has decided; `PARAMETERS` tells each field's meaning, unit and range.

    Raises
    ------
    SettingError
        When a value is of the wrong kind or out of range.
    """

    optimizer: str = setting(
        "gradient_descent",
        "Optimizer",
        "How a reading becomes a step.",
        choices={name: optimizer.title for name, optimizer in OPTIMIZERS.items()},
        place="knobs",
    )
    learning_rate: float = setting(
        0.02,
        "Learning rate",
        "How far a step goes per unit of slope.",
        symbol="η",
        low=1e-4,
        high=10.0,
        minimum=0.0,
        above=True,
        logarithmic=True,
        decimals=4,
        place="knobs",
        why="at 0 nobody moves, and below it they would walk the wrong way",
    )
    measure_every: int = setting(
        10,
        "Measure every",
        "Steps walked on one reading before the gloves come off again.",
        symbol="k",
        unit="steps",
        low=1,
        high=100,
        minimum=1,
        maximum=1e9,
        logarithmic=True,
        place="knobs",
        why="a reading lasts for one step at least",
    )
    momentum: float = setting(
        0.9,
        "Momentum",
        "How much of the velocity stays from step to step.",
        symbol="μ",
        minimum=0.0,
        maximum=1.0,
        below=True,
        high=0.99,
        decimals=3,
        why="from 1 on a hiker never slows down",
        by_optimizer=True,
    )
    beta1: float = setting(
        0.9,
        "Memory of slopes",
        "How much of the averaged slope stays from step to step.",
        symbol="β₁",
        minimum=0.0,
        maximum=1.0,
        below=True,
        high=0.99,
        decimals=3,
        why="at 1 nothing new is ever learnt",
        by_optimizer=True,
    )
    beta2: float = setting(
        0.999,
        "Memory of squares",
        "How much of the averaged squared slope stays from step to step.",
        symbol="β₂",
        minimum=0.0,
        maximum=1.0,
        below=True,
        high=0.9999,
        decimals=4,
        why="at 1 nothing new is ever learnt",
        by_optimizer=True,
    )
    alpha: float = setting(
        0.99,
        "Memory of RMSProp",
        "How much of the averaged squares stays from step to step; AdaDelta's ρ.",
        symbol="α",
        minimum=0.0,
        maximum=1.0,
        below=True,
        high=0.999,
        decimals=4,
        why="at 1 nothing new is ever learnt",
        by_optimizer=True,
    )
    epsilon: float = setting(
        1e-8,
        "Epsilon",
        "A little something that is put to a divisor.",
        symbol="ε",
        minimum=0.0,
        above=True,
        low=1e-12,
        high=1.0,
        logarithmic=True,
        decimals=12,
        why="at 0 level ground would be divided by nothing",
        by_optimizer=True,
    )
    weight_decay: float = setting(
        0.0,
        "Weight decay",
        "How strongly every step is drawn to the middle of the map, x = y = 0.",
        symbol="λ",
        minimum=0.0,
        high=1.0,
        decimals=3,
        why="below 0 it would drive the hiker off",
        by_optimizer=True,
    )
    schedule: str = setting(
        "constant",
        "Learning rate over time",
        "How the learning rate changes from step to step.",
        choices=SCHEDULES,
    )
    schedule_steps: int = setting(
        100,
        "Schedule's length",
        "Steps from one fall to the next, half a wave of the cosine, or until 1/t has halved it.",
        unit="steps",
        low=1,
        high=1000,
        minimum=1,
        maximum=1e9,
        logarithmic=True,
        why="a change takes one step at least",
    )
    schedule_factor: float = setting(
        0.1,
        "Schedule's factor",
        "What the learning rate is multiplied by: at every fall, or at every step.",
        symbol="γ",
        low=0.01,
        high=1.0,
        minimum=0.0,
        above=True,
        maximum=1.0,
        decimals=3,
        why="at 0 nobody moves, above 1 steps would grow without end",
    )
    warm_up: int = setting(
        0,
        "Warm-up",
        "Steps during which the learning rate rises evenly to its full size.",
        unit="steps",
        low=0,
        high=100,
        minimum=0,
        maximum=1e9,
        why="no steps is none to warm up in",
    )
    stride_cap: float = setting(
        math.inf,
        "Longest stride",
        "How far one step goes at most: nobody leaps a kilometre.",
        unit="map units",
        low=0.01,
        high=5.0,
        minimum=0.0,
        above=True,
        logarithmic=True,
        endless=True,
        decimals=2,
        why="at 0 nobody moves",
    )
    ascend: bool = setting(
        False,
        "Climb",
        "Walk up the slope instead of down.",
    )
    reading: str = setting(
        "phone",
        "Read by",
        "How the slope is read: by the phone's tilt, by feeling around with the feet, or exactly.",
        choices=READINGS,
    )
    probe_length: float = setting(
        7e-5,
        "Probe length",
        "Half the distance between the two heights that a reading compares.",
        symbol="h",
        unit="map units",
        low=1e-6,
        high=3.0,
        minimum=0.0,
        above=True,
        logarithmic=True,
        decimals=6,
        why="two heights at one place tell no slope",
    )
    directions: int = setting(
        8,
        "Directions",
        "How many directions the feet try, evenly spread.",
        low=3,
        high=32,
        minimum=3,
        maximum=3600,
        why="with fewer than three some slopes are never felt",
    )
    batch: int = setting(
        0,
        "Batch",
        "How many points a reading looks at, drawn anew each time; 0 for all there are.",
        symbol="m",
        unit="points",
        low=0,
        high=20,
        minimum=0,
        maximum=10_000,
        zero="all",
        place="data",
        why="fewer than no points cannot be looked at",
    )
    noise: float = setting(
        0.0,
        "Noise",
        "Standard deviation of the error of each slope component in a reading.",
        symbol="σ",
        low=0.0,
        high=2.0,
        minimum=0.0,
        decimals=3,
        why="a spread is never less than nothing",
    )
    seed: int = setting(
        0,
        "Seed",
        "Which noise is drawn; the same seed gives the same hike.",
        low=0,
        high=999,
        minimum=0,
        maximum=2**53,
        why="noise is numbered by whole numbers from 0",
    )
    shared_noise: bool = setting(
        False,
        "Same noise for all",
        "All hikers of a race read with the same errors; otherwise each with their own.",
    )
    resolution: float = setting(
        0.0,
        "Phone's steps",
        "The smallest step of the phone's accelerometer, in parts of gravity; 0 for none.",
        low=0.0,
        high=0.2,
        minimum=0.0,
        maximum=1.0,
        decimals=4,
        why="1 is all of gravity, and nothing is finer than 0",
    )
    flat: float = setting(
        1e-3,
        "Flat below",
        "The hiker stops where the slope measured is below this.",
        low=1e-6,
        high=1.0,
        minimum=0.0,
        logarithmic=True,
        decimals=6,
        why="no slope is less than level",
    )
    daylight: float = setting(
        480.0,
        "Daylight",
        "Minutes from the start to sunset.",
        unit="min",
        low=60.0,
        high=960.0,
        minimum=0.0,
        above=True,
        decimals=0,
        endless=True,
        why="there must be some day to walk in",
    )
    clock: str = setting(
        "even",
        "Walking time",
        "Whether every step costs the same, or as much as its length in metres and its slope ask.",
        choices=CLOCKS,
    )
    step_minutes: float = setting(
        0.5,
        "Minutes per step",
        "What a step costs where all steps cost the same.",
        unit="min",
        low=0.0,
        high=10.0,
        minimum=0.0,
        decimals=1,
        why="no step gives time back",
    )
    reading_minutes: float = setting(
        5.0,
        "Minutes per reading",
        "What a reading costs: stop, gloves off, read, gloves on.",
        unit="min",
        low=0.0,
        high=30.0,
        minimum=0.0,
        decimals=1,
        why="no reading gives time back",
    )
    steps: int = setting(
        10_000,
        "Steps at most",
        "The hike ends after so many steps.",
        unit="steps",
        low=100,
        high=100_000,
        minimum=0,
        maximum=10_000_000,
        logarithmic=True,
        why="each is kept, and memory has an end",
    )
    stop: bool = setting(
        True,
        "Stop at the end",
        "Stop when flat, off the map, at night or lost; otherwise walk every step.",
        place="",
    )

    def __post_init__(self) -> None:
        """Check every value, and give it its setting's type."""
        for name, parameter in PARAMETERS.items():
            value = getattr(self, name)
            if parameter.by_optimizer and isinstance(value, float) and math.isnan(value):
                value = OPTIMIZERS[self.optimizer].defaults.get(name, parameter.default)
            object.__setattr__(self, name, parameter.checked(value))

    @property
    def stride(self) -> float:
        """The product η·k: what one reading moves the hiker, per unit of slope."""
        return self.learning_rate * self.measure_every

    @property
    def plain(self) -> bool:
        """Whether a step is η times the reading, and nothing else."""
        steady = self.schedule == "constant" and self.warm_up == 0 and self.stride_cap == math.inf
        return self.optimizer == "gradient_descent" and self.weight_decay == 0 and steady

    def with_settings(self, settings: Mapping[str, object]) -> Plan:
        """Return this plan with some settings changed, or raise `SettingError`.

        Another optimizer comes with its own defaults.
        """
        unknown = [name for name in settings if name not in PARAMETERS]
        if unknown:
            known = ", ".join(PARAMETERS)
            raise SettingError(f"{unknown[0]}: no such setting; settings are {known}")
        own: dict[str, object] = {}
        if settings.get("optimizer", self.optimizer) != self.optimizer:
            own = {name: math.nan for name in PARAMETERS if PARAMETERS[name].by_optimizer}
        return dataclasses.replace(self, **{**own, **settings})  # type: ignore[arg-type]

    def as_json(self) -> dict[str, Value]:
        """Return the settings by name, with infinity as the text ``inf``."""
        values: dict[str, Value] = dataclasses.asdict(self)
        return {name: "inf" if value == math.inf else value for name, value in values.items()}


PARAMETERS: dict[str, Parameter] = declared(Plan)


def plan_from_json(values: Mapping[str, object]) -> Plan:
    """Read what `Plan.as_json` wrote, or raise `SettingError`."""
    return Plan().with_settings(
        {name: math.inf if value == "inf" else value for name, value in values.items()}
    )
