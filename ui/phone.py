"""The phone: what the hiker last measured, how long ago, and whether their gloves are off."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, QVariantAnimation
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

import mountain
from ui.drawing import Line, paint_card, paint_lines
from ui.inclinometer import HEIGHT, WIDTH, Slope, paint_disc, paint_glow, paint_phone
from ui.mittens import paint_hands_before, paint_hands_behind
from ui.theme import DUSK, Theme

GLOVES_MS = 200


@dataclass(frozen=True)
class PhoneReading:
    """The reading that the hiker walks on.

    Attributes
    ----------
    grad_x, grad_y : float
        The measured slope, in height per map unit.
    steps_ago : int
        Steps walked since it was taken; 0 while the hiker stands there with bare hands.
    measure_every : int
        Steps that are walked on one reading.
    ascend : bool
        Whether the hiker climbs.
    method : str
        `phone`, `feet` or `exact`.
    directions : int
        How many directions the feet try.
    last : bool
        Whether the hike is over.
    """

    grad_x: float
    grad_y: float
    steps_ago: int
    measure_every: int
    ascend: bool
    method: str
    directions: int = 8
    last: bool = False

    @property
    def slope(self) -> Slope:
        """What there is to draw of it."""
        sign = 1.0 if self.ascend else -1.0
        way = (sign * self.grad_x, sign * self.grad_y)
        steepness = math.hypot(self.grad_x, self.grad_y)
        return Slope(
            degrees=mountain.tilt(steepness),
            bearing=mountain.bearing(*way) if mountain.heading(*way) else None,
            ascend=self.ascend,
            directions=self.directions,
        )


def tilt_text(degrees: float) -> str:
    """Return a tilt as it stands on the screen: with a decimal where it is below ten degrees."""
    if not math.isfinite(degrees):
        return "no slope"
    return f"{degrees:.1f}°" if round(degrees, 1) < 10 else f"{degrees:.0f}°"


def heading_text(reading: PhoneReading) -> str:
    """Return the compass word of the way that the hiker will walk."""
    sign = 1.0 if reading.ascend else -1.0
    word: str = mountain.heading(sign * reading.grad_x, sign * reading.grad_y)
    if word:
        return word
    return "level" if reading.grad_x == reading.grad_y == 0 else "nowhere"


def age_texts(reading: PhoneReading | None) -> tuple[str, str]:
    """Return how old a reading is, and when the next is due."""
    if reading is None:
        return "no reading yet", ""
    old = f"{reading.steps_ago} step{'' if reading.steps_ago == 1 else 's'} old"
    due = max(0, reading.measure_every - reading.steps_ago)
    following = "the last" if reading.last else f"next in {due}" if due else "next now"
    return ("just read" if reading.steps_ago == 0 else old), (following)


def gloves_on(reading: PhoneReading | None) -> bool:
    """Return whether the hiker wears the mittens: only the phone asks for bare fingers."""
    return reading is None or reading.method == "feet" or reading.steps_ago > 0


def description(reading: PhoneReading | None) -> str:
    """Return in words what the picture shows."""
    age = ", ".join(text for text in age_texts(reading) if text)
    if reading is None:
        return "The phone is off: no reading yet. Gloves on."
    way = "uphill" if reading.ascend else "downhill"
    by = {"phone": "Read by phone", "feet": "Felt with the feet"}.get(reading.method, "Exact slope")
    steepness = math.hypot(reading.grad_x, reading.grad_y)
    return (
        f"{by}: tilt {tilt_text(mountain.tilt(steepness))} (slope {steepness:.3g}), "
        f"the way {way} is {heading_text(reading)}. {age[0].upper()}{age[1:]}. "
        f"Gloves {'on' if gloves_on(reading) else 'off'}."
    )


def lines_of(reading: PhoneReading | None, theme: Theme) -> tuple[Line, ...]:
    """Return every line of text of the picture, in the drawing's units."""
    age, due = age_texts(reading)
    # Mittens that were taken off hang on both sides of the text.
    left, width = (20, 220) if gloves_on(reading) else (62, 136)
    lines = [Line(age, (left, 324 if due else 348, width, 34), 24, theme.ink, bold=True)]
    if due:
        lines.append(Line(due, (left, 358, width, 30), 20, theme.quiet))
    if reading is None:
        return tuple(lines)
    slope = reading.slope
    top = 218 if reading.method == "feet" else 112
    lines.append(Line(tilt_text(slope.degrees), (60, top, 140, 48), 42, theme.ink, bold=True))
    if reading.method == "feet":
        lines.append(Line(heading_text(reading), (10, 268, 240, 30), 24, theme.ink, bold=True))
    else:
        lines.append(Line(heading_text(reading), (62, 219, 136, 26), 22, theme.ink, bold=True))
        lines.append(Line(_caption(reading), (84, 246, 92, 22), 18, theme.ink))
    return tuple(lines)


def _caption(reading: PhoneReading) -> str:
    if reading.method == "exact":
        return "exact"
    return "uphill" if reading.ascend else "downhill"


@dataclass(frozen=True)
class _Scene:
    """What is drawn beneath the text: it stays the same while a reading is walked on."""

    slope: Slope | None
    felt: bool
    worn: float

    def paint(self, painter: QPainter, theme: Theme) -> None:
        paint_card(painter, WIDTH, HEIGHT, theme)
        if self.felt and self.slope is not None:
            paint_disc(painter, self.slope, theme)
            return
        painter.save()
        painter.setClipRect(QRectF(2, 2, WIDTH - 4, HEIGHT - 4))
        if self.slope is not None:
            paint_glow(painter, theme, 1 - self.worn)
        paint_hands_behind(painter, theme, self.worn)
        paint_phone(painter, self.slope, self.worn, theme)
        paint_hands_before(painter, theme, self.worn)
        painter.restore()


@lru_cache(maxsize=8)
def _picture(scene: _Scene, theme: Theme, scale: float, ratio: float) -> QImage:
    """Return a scene at a scale, kept, because most steps change the text alone."""
    whole = scale * ratio
    size = QSize(math.ceil(WIDTH * whole), math.ceil(HEIGHT * whole))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    scene.paint(painter, theme)
    painter.end()
    return image


class PhoneView(QWidget):
    """The picture of the last reading, and of the hands that took it."""

    def __init__(self, theme: Theme = DUSK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reading: PhoneReading | None = None
        self._worn = 1.0
        self._moves = False
        self._pulling = QVariantAnimation(self)
        self._pulling.setDuration(GLOVES_MS)
        self._pulling.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._pulling.valueChanged.connect(self._show_gloves)
        self.setObjectName("phone")
        self.setAccessibleName("Phone")
        self.setAccessibleDescription(description(None))
        self.setMinimumSize(160, 240)

    def sizeHint(self) -> QSize:
        """Return the size at which the letters have the theme's sizes."""
        scale = self._theme.normal / 16
        return QSize(round(WIDTH * scale), round(HEIGHT * scale))

    def show_theme(self, theme: Theme) -> None:
        """Show the same in another theme."""
        self._theme = theme
        self.updateGeometry()
        self.update()

    def set_motion(self, moving: bool) -> None:
        """Pull the mittens on and off in sight, or have them on or off at once."""
        self._moves = moving
        if not moving:
            self._pulling.stop()
            self._show_gloves(float(gloves_on(self._reading)))

    def show_reading(self, reading: PhoneReading | None) -> None:
        """Show a reading; None is a phone that was not used yet."""
        if reading == self._reading:
            return
        self._reading = reading
        self.setAccessibleDescription(description(reading))
        worn = float(gloves_on(reading))
        if self._moves and self.isVisible():
            if self._pulling.endValue() != worn or not self._is_pulling():
                self._pulling.stop()
                self._pulling.setStartValue(self._worn)
                self._pulling.setEndValue(worn)
                self._pulling.start()
        else:
            self._worn = worn
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the reading at the top of the widget, as large as it fits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        # A whole pixel, or the kept picture would be smeared over two.
        painter.translate((self.width() - round(scale * WIDTH)) // 2, 0)
        slope = self._reading.slope if self._reading is not None else None
        felt = self._reading is not None and self._reading.method == "feet"
        scene = _Scene(slope, felt, self._worn)
        if 0 < self._worn < 1:
            painter.scale(scale, scale)
            scene.paint(painter, self._theme)
        else:
            ratio = painter.deviceTransform().m11()
            painter.drawImage(QPointF(0, 0), _picture(scene, self._theme, scale, ratio))
            painter.scale(scale, scale)
        paint_lines(painter, lines_of(self._reading, self._theme), self._theme)
        painter.end()

    def _is_pulling(self) -> bool:
        return self._pulling.state() == QVariantAnimation.State.Running

    def _show_gloves(self, worn: float) -> None:
        self._worn = worn
        self.update()
