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


#: What may be walked on by who has not thought of anything; never written down.
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
    """Return what was walked on, the last first."""
    return tuple(each for each in _kept(_settings()) if _is_formula(each.text))


def remember(written: Written) -> None:
    """Put a formula first; the same one further down is forgotten, and so is the oldest."""
    settings = _settings()
    others = [each for each in _kept(settings) if each != written]
    settings.remove(_GROUP)
    settings.beginWriteArray(_GROUP)
    for index, each in enumerate([written, *others][:MOST]):
        settings.setArrayIndex(index)
        settings.setValue(_FORMULA, each.text)
        settings.setValue(_WINDOW, ",".join(map(repr, each.window)))
    settings.endArray()


def _kept(settings: QSettings) -> list[Written]:
    """Return what stands in the file, which anybody may have changed; the texts are not read."""
    kept = []
    # A damaged file may promise any number.
    for index in range(min(settings.beginReadArray(_GROUP), MOST)):
        settings.setArrayIndex(index)
        written = _read(settings.value(_FORMULA), settings.value(_WINDOW))
        if written is not None:
            kept.append(written)
    settings.endArray()
    return kept


def _read(text: object, window: object) -> Written | None:
    if not (isinstance(text, str) and isinstance(window, str | list)):
        return None
    parts = window.split(",") if isinstance(window, str) else window
    try:
        x0, x1, y0, y1 = map(float, parts)
        mountain.Window(x0, x1, y0, y1)
    except ValueError:
        return None
    return Written(text, (x0, x1, y0, y1))


def _is_formula(text: str) -> bool:
    try:
        mountain.parse_formula(text)
    except mountain.FormulaError:
        return False
    return True
