"""The two themes: every colour, text size and line width on the screen, by name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

import mountain

FAMILIES = ["Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Noto Sans", "DejaVu Sans"]
GRID = 8
#: The window's size, in pixels, for which the text sizes below are given.
REFERENCE_WIDTH, REFERENCE_HEIGHT = 1280, 800


@dataclass(frozen=True)
class Theme:
    """One look of the whole window.

    Attributes
    ----------
    name : str
        `dusk` or `projector`.
    ground, panel, raised, line : str
        Behind everything, behind groups, behind controls, and around them.
    ink, quiet : str
        Text, and text that steps back; both at least 7:1 on `ground`, `panel` and `raised`.
    accent, on_accent : str
        What moves or is chosen, and text on it.
    mist : str
        The mist.
    trail, casing, hiker, truth, ghost, other : str
        On the map: the way walked, the edge around it, the hiker, the true slope, the way to come
        and an opened track.
    contour, label : str
        Contour lines, and their figures.
    good, bad, neutral : str
        Fates: arrived, failed, undecided; each at least 7:1 on `panel`.
    record : str
        The record button's dot.
    hikers : tuple of str, length 12
        The hikers of a race, by number; each at least 7:1 on `casing`, where its figures stand.
    small, normal, large : int
        The three text sizes, in pixels.
    stroke : float
        The width of the way walked, in pixels; other lines are fractions of it.
    growth : float
        How texts follow the window's size: 1 in proportion, 0 not at all.
    """

    name: str
    ground: str
    panel: str
    raised: str
    line: str
    ink: str
    quiet: str
    accent: str
    on_accent: str
    mist: str
    trail: str
    casing: str
    hiker: str
    truth: str
    ghost: str
    other: str
    contour: str
    label: str
    good: str
    bad: str
    neutral: str
    record: str
    hikers: tuple[str, ...]
    small: int
    normal: int
    large: int
    stroke: float
    growth: float

    def scaled(self, width: int, height: int) -> Theme:
        """Return the theme with texts and lines to suit a window of so many pixels."""
        size = min(width / REFERENCE_WIDTH, height / REFERENCE_HEIGHT)
        factor = min(max(size**self.growth, 0.8), 2.5)
        return replace(
            self,
            small=round(self.small * factor),
            normal=round(self.normal * factor),
            large=round(self.large * factor),
            stroke=self.stroke * factor,
        )

    def font(self, pixels: int, bold: bool = False) -> QFont:
        """Return the one family in a size, its figures all of one width."""
        font = QFont()
        font.setFamilies(_families())
        font.setPixelSize(pixels)
        font.setBold(bold)
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def palette(self) -> QPalette:
        """Return the palette that Qt's own controls are painted with."""
        roles = {
            QPalette.ColorRole.Window: self.ground,
            QPalette.ColorRole.WindowText: self.ink,
            QPalette.ColorRole.Base: self.raised,
            QPalette.ColorRole.AlternateBase: self.panel,
            QPalette.ColorRole.Text: self.ink,
            QPalette.ColorRole.PlaceholderText: self.quiet,
            QPalette.ColorRole.Button: self.raised,
            QPalette.ColorRole.ButtonText: self.ink,
            QPalette.ColorRole.Highlight: self.accent,
            QPalette.ColorRole.HighlightedText: self.on_accent,
            QPalette.ColorRole.ToolTipBase: self.raised,
            QPalette.ColorRole.ToolTipText: self.ink,
        }
        palette = QPalette()
        for role, colour in roles.items():
            palette.setColor(role, QColor(colour))
        return palette


@cache
def _families() -> list[str]:
    """Return those of the families that are installed; naming others confuses rotated text."""
    installed = set(QFontDatabase.families())
    return [name for name in FAMILIES if name in installed] or [QFont().defaultFamily()]


DUSK = Theme(
    name="dusk",
    ground="#171e27",
    panel="#1e2732",
    raised="#2a3542",
    line="#73879b",
    ink="#f2f5f7",
    quiet="#c3ccd5",
    accent="#ffb454",
    on_accent="#1b1206",
    mist="#6b7884",
    trail="#ffb454",
    casing="#1a1206",
    hiker="#ffd9a0",
    truth="#7fe0ff",
    ghost="#fff3dd",
    other="#c8b6ff",
    contour="#0b1117",
    label="#0b1117",
    good="#7fe3b4",
    bad="#ffb3a1",
    neutral="#a9d2ff",
    record="#ff5a4d",
    hikers=(
        "#ffb454",
        "#5cefff",
        "#a7ce7c",
        "#ffcfb7",
        "#e3f8cd",
        "#b799b1",
        "#ff797d",
        "#48bb88",
        "#ffee6b",
        "#a7c8ff",
        "#c6bcaa",
        "#ef6aff",
    ),
    small=13,
    normal=15,
    large=24,
    stroke=3.0,
    growth=0.5,
)

PROJECTOR = Theme(
    name="projector",
    ground="#ffffff",
    panel="#f5f6f8",
    raised="#ffffff",
    line="#7a8794",
    ink="#0b1117",
    quiet="#33404c",
    accent="#942c00",
    on_accent="#ffffff",
    mist="#dde2e7",
    trail="#c23600",
    casing="#ffffff",
    hiker="#c23600",
    truth="#0047a8",
    ghost="#ffffff",
    other="#5b2a9d",
    contour="#0b1117",
    label="#0b1117",
    good="#00563a",
    bad="#8f1500",
    neutral="#003a80",
    record="#c40014",
    hikers=(
        "#942c00",
        "#0052ac",
        "#00611f",
        "#ae0148",
        "#24242e",
        "#6a1be0",
        "#005462",
        "#764060",
        "#101b86",
        "#5a4500",
        "#56565e",
        "#8a0fa0",
    ),
    small=14,
    normal=17,
    large=27,
    stroke=4.5,
    growth=1.0,
)


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(name: str) -> float:
    colour = QColor(name)
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def style_sheet(theme: Theme) -> str:
    """Return the style of Qt's own controls in a theme."""
    gap = GRID // 2
    handle = theme.normal + 5
    return f"""
    QWidget {{ font-size: {theme.normal}px; color: {theme.ink}; }}
    QMainWindow, QDialog, QMessageBox {{ background: {theme.ground}; }}
    QFrame#panel {{ background: {theme.panel}; border-radius: {GRID}px; }}
    QFrame#notice_bar {{ background: {theme.raised}; border: 1px solid {theme.accent};
        border-radius: {GRID}px; }}
    QLabel[text_size="small"] {{ font-size: {theme.small}px; color: {theme.quiet}; }}
    QLabel[text_size="large"] {{ font-size: {theme.large}px; font-weight: bold; }}
    QToolTip {{ background: {theme.raised}; color: {theme.ink}; border: 1px solid {theme.line};
        padding: {gap}px; font-size: {theme.small}px; }}
    QPushButton, QToolButton, QComboBox {{
        background: {theme.raised}; border: 1px solid {theme.line}; border-radius: {gap + 1}px;
        padding: {gap}px {GRID}px; min-height: {theme.normal + 9}px; }}
    QAbstractSpinBox {{ min-height: {theme.normal + 13}px; }}
    QLineEdit[typed="true"], QPlainTextEdit {{
        background: {theme.raised}; border: 1px solid {theme.line}; border-radius: {gap + 1}px;
        padding: {gap}px; selection-background-color: {theme.accent};
        selection-color: {theme.on_accent}; }}
    QLineEdit[typed="true"]:focus, QPlainTextEdit:focus {{
        border: 2px solid {theme.accent}; padding: {gap - 1}px; }}
    QLineEdit[text_size="small"] {{ font-size: {theme.small}px; }}
    QComboBox::drop-down {{ border: none; width: {theme.small + GRID}px; }}
    QComboBox::down-arrow {{ width: {theme.small}px; height: {theme.small}px;
        image: url({mountain.ASSETS.as_posix()}/icons/arrow_{theme.name}.svg); }}
    QComboBox QAbstractItemView {{ background: {theme.raised}; color: {theme.ink};
        selection-background-color: {theme.accent}; selection-color: {theme.on_accent}; }}
    QPushButton[preset="true"], QToolButton[preset="true"] {{ padding: {gap}px 2px; }}
    QPushButton:hover, QToolButton:hover, QComboBox:hover {{ border-color: {theme.accent}; }}
    QPushButton:focus, QToolButton:focus, QComboBox:focus {{
        border: 2px solid {theme.accent}; padding: {gap - 1}px {GRID - 1}px; }}
    QPushButton[preset="true"]:focus, QToolButton[preset="true"]:focus {{
        padding: {gap - 1}px 1px; }}
    QPushButton:checked, QToolButton:checked {{
        background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {theme.quiet}; }}
    QSlider {{ min-height: {handle + 4}px; }}
    QSlider::groove:horizontal {{ height: {gap}px; border: none; background: transparent; }}
    QSlider::sub-page:horizontal {{ background: {theme.accent}; border-radius: 2px; }}
    QSlider::add-page:horizontal {{ background: {theme.line}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ width: {handle}px; height: {handle}px;
        margin: -{handle // 2 - 1}px 0; border-radius: {handle // 2}px; background: {theme.accent};
        border: 1px solid {theme.ground}; }}
    QSlider::handle:horizontal:focus {{ border: 3px solid {theme.ink}; }}
    QSlider::handle:horizontal:disabled {{ background: {theme.line}; }}
    QCheckBox {{ spacing: {GRID}px; min-height: {3 * GRID}px; }}
    QCheckBox::indicator {{ width: {theme.normal - 1}px; height: {theme.normal - 1}px; }}
    QCheckBox:focus {{ color: {theme.accent}; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: {GRID + 2}px; }}
    QScrollBar::handle:vertical {{ background: {theme.line}; border-radius: {gap}px;
        min-height: {4 * GRID}px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    """
