"""What the tests of the whole window share: its keys, its words, its files and its controls."""

import csv
from pathlib import Path

import pytest
from conftest import prepared
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QSlider,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

import mountain
from ui.theme import DUSK, PROJECTOR
from ui.window import MainWindow

KEY = Qt.Key
CONTROLS = (QAbstractButton, QSlider, QComboBox, QAbstractSpinBox)
THEMES = pytest.mark.parametrize("theme", [DUSK, PROJECTOR], ids=lambda theme: theme.name)
SIZES = pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)], ids=["1280x800", "1920x1080"])
EVERY_PRESET = [preset for name in mountain.terrain_names() for preset in mountain.presets_of(name)]


def press(window: MainWindow, key: Qt.Key, qtbot: QtBot, *, ctrl: bool = False) -> None:
    """Press a key where the keyboard is, and wait until a hiker stands ready."""
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    qtbot.keyClick(window.focusWidget() or window, key, modifier)
    prepared(window.session, qtbot)


def slider(window: MainWindow, name: str) -> QSlider:
    return window.findChild(QSlider, name)


def notice(window: MainWindow) -> str:
    label = window.findChild(QLabel, "notice")
    return label.text() if label.isVisible() else ""


def verdict(window: MainWindow) -> tuple[str, str]:
    names = ("verdict_title", "verdict_reason")
    title, reason = (window.findChild(QLabel, name).text() for name in names)
    return title, reason


def recorded(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.csv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def controls_of(window: MainWindow) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if isinstance(each, CONTROLS)]


def unfold(window: MainWindow) -> None:
    window.findChild(QToolButton, "more").setChecked(True)
    QApplication.processEvents()


def settled(window: MainWindow) -> None:
    """Have everything laid out anew, and what is not needed any more gone."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
