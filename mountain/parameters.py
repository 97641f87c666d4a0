"""What a setting is: its words, its unit, its range, and how a value of it is read and checked."""

from __future__ import annotations

import dataclasses
import difflib
import math
from dataclasses import dataclass
from typing import Any, TypeVar

Value = float | int | bool | str
Kind = TypeVar("Kind", float, int, bool, str)


class SettingError(ValueError):
    """A value that a setting cannot take; the message says what, where and what would work."""


@dataclass(frozen=True)
class Parameter:
    """One setting, declared once.

    Attributes
    ----------
    name : str
        The name in code, in files and (with dashes) on the command line.
    label, symbol, unit, meaning : str
        The words on the screen; `meaning` is one sentence.
    default : float, int, bool or str
        Its type is the setting's type.
    low, high : float
        The ends of its slider.
    minimum, maximum : float
        The values that make sense at all; `above` says that `minimum` itself does not.
    logarithmic : bool
        Whether the slider's scale is logarithmic.
    decimals : int
        Figures after the point on the screen.
    choices : dict of str to str
        For a setting that is one of a list: value to its words on the screen.
    endless : bool
        Whether infinity is a value too.
    below : bool
        Whether `maximum` itself does not make sense.
    why : str
        What would go wrong out of range, in words that end a sentence.
    by_optimizer : bool
        Whether `default` is that of most optimizers, and some have their own.
    zero : str
        What 0 is called on the screen, where it means something other than nothing.
    place : str
        Where the screen has it: among the `knobs`, under `more`, or (empty) nowhere.
    """

    name: str
    label: str
    meaning: str
    default: Value
    symbol: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    minimum: float = -math.inf
    maximum: float = math.inf
    above: bool = False
    logarithmic: bool = False
    decimals: int = 2
    choices: dict[str, str] = dataclasses.field(default_factory=dict)
    endless: bool = False
    below: bool = False
    why: str = ""
    by_optimizer: bool = False
    zero: str = ""
    place: str = "more"

    def checked(self, value: object) -> Value:
        """Return the value in the setting's type, or raise `SettingError`."""
        if self.choices:
            return self._chosen(str(value))
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise self._refused(value)
            return value
        # A truth value is a number to Python, but never to a person.
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self._refused(value)
        whole = isinstance(self.default, int)
        try:
            number = float(value)
        except OverflowError:
            raise self._refused(value) from None
        if whole and not number.is_integer():
            raise self._refused(value)
        number = int(value) if whole else number
        if not self._in_range(number):
            raise self._refused(value)
        return number

    def read(self, text: str) -> Value:
        """Return the value that a text such as a command-line option gives."""
        if self.choices:
            return self._chosen(text)
        if isinstance(self.default, bool) and text in ("true", "false"):
            return text == "true"
        try:
            return self.checked(int(text) if isinstance(self.default, int) else float(text))
        except (ValueError, OverflowError) as error:
            if isinstance(error, SettingError):
                raise
            raise self._refused(text) from None

    def shown(self, value: Value) -> str:
        """Return the value as it is written on the screen, with its unit."""
        if self.choices:
            return self.choices[str(value)]
        if self.zero and value == 0:
            return self.zero
        if isinstance(value, float) and math.isinf(value):
            return "endless"
        text = f"{value:.{self.decimals}f}" if isinstance(value, float) else str(value)
        return f"{text} {self.unit}".strip()

    def _in_range(self, number: float) -> bool:
        if math.isinf(number):
            return self.endless and number > 0
        over = number > self.minimum if self.above else number >= self.minimum
        return over and (number < self.maximum if self.below else number <= self.maximum)

    def _chosen(self, value: str) -> str:
        if value in self.choices:
            return value
        near = difflib.get_close_matches(value, self.choices, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"try {', '.join(self.choices)}"
        raise SettingError(f"{self.name}: {value!r} is not known; {hint}")

    def _refused(self, value: object) -> SettingError:
        kind = "true or false" if isinstance(self.default, bool) else "a number"
        if isinstance(self.default, int) and not isinstance(self.default, bool):
            kind = "a whole number"
        bounds = []
        if math.isfinite(self.minimum):
            bounds.append(f"{'above' if self.above else 'at least'} {self.minimum:g}")
        if math.isfinite(self.maximum):
            bounds.append(f"{'below' if self.below else 'at most'} {self.maximum:.16g}")
        endless = ", or inf" if self.endless else ""
        why = f" ({self.why})" if self.why else ""
        return SettingError(
            f"{self.name}: must be {' '.join([kind, ' and '.join(bounds)]).strip()}{endless}, "
            f"not {value!r}{why}; try {self.default}"
        )


def setting(default: Kind, label: str, meaning: str, **rest: Any) -> Kind:
    """Declare a field of a dataclass as a setting; `rest` are attributes of `Parameter`."""
    words = {"label": label, "meaning": meaning, "default": default, **rest}
    # What each optimizer has its own default for is filled in when the optimizer is known.
    unset = math.nan if rest.get("by_optimizer") else default
    field: Any = dataclasses.field(default=unset, metadata={"setting": words})
    return field  # type: ignore[no-any-return]


def declared(settings: type) -> dict[str, Parameter]:
    """Return the parameters that a dataclass declares, by name, in order."""
    return {
        field.name: Parameter(name=field.name, **field.metadata["setting"])
        for field in dataclasses.fields(settings)
    }
