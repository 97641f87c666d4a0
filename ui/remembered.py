"""Remembered formulas: those that were walked on, the last one first, from one day to the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

import mountain

#: So many are kept.
MOST = 20
_GROUP, _FORMULA, _WINDOW = "formulas", "formula", "window"


@dataclass(frozen=True)
class Written:
    """A formula as it was typed, with the edges of its map."""

    text: str
    window: tuple[float, float, float, float] = (-3.0, 3.0, -3.0, 3.0)


#: What there is before anything was typed.
EXAMPLES = (
    Written("x^2 + 3y^2"),
    Written("x^2 sin y", (-4.0, 4.0, -4.0, 4.0)),
    Written("sin x cos y + (x^2 + y^2)/20", (-6.0, 6.0, -6.0, 6.0)),
    Written("|x| + |y|"),
    Written("-e^(-x²-y²)"),
)


def _settings() -> QSettings:
    place = QStandardPaths.StandardLocation.AppConfigLocation
    folder = Path(QStandardPaths.writableLocation(place))
    return QSettings(str(folder / "formulas.ini"), QSettings.Format.IniFormat)


def remembered() -> tuple[Written, ...]:
    """Return what was remembered, the last first; examples where that is nothing."""
    settings = _settings()
    found = []
    # A damaged file may promise any number.
    for index in range(min(settings.beginReadArray(_GROUP), MOST)):
        settings.setArrayIndex(index)
        written = _read(settings.value(_FORMULA), settings.value(_WINDOW))
        if written is not None:
            found.append(written)
    settings.endArray()
    return tuple(found) or EXAMPLES


def remember(written: Written) -> None:
    """Put a formula first; the same one further down is forgotten, and so is the oldest."""
    others = [each for each in remembered() if each != written]
    settings = _settings()
    settings.remove(_GROUP)
    settings.beginWriteArray(_GROUP)
    for index, each in enumerate([written, *others][:MOST]):
        settings.setArrayIndex(index)
        settings.setValue(_FORMULA, each.text)
        settings.setValue(_WINDOW, ",".join(map(repr, each.window)))
    settings.endArray()


def _read(text: object, window: object) -> Written | None:
    """Read what a file holds that anybody may have changed."""
    if not (isinstance(text, str) and isinstance(window, str | list)):
        return None
    parts = window.split(",") if isinstance(window, str) else window
    try:
        x0, x1, y0, y1 = map(float, parts)
        mountain.Window(x0, x1, y0, y1)
        mountain.Formula(text)
    except ValueError:
        return None
    return Written(text, (x0, x1, y0, y1))
