"""How the mist moves: it breathes, and lifts in less than a second."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QObject, QTimer, QVariantAnimation, Signal

LIFT_MS = 800
BREATH_MS = 50
BREATH_PERIOD_MS = 5000
BREATH_DEPTH = 0.03


class Mist(QObject):
    """The mist's opacity, and the size of the clear disc, as they change.

    Attributes
    ----------
    opacity : float
        1 lowered, 0 lifted.
    breath : float
        The radius of the clear disc, in parts of its own.
    moving : bool
        Whether it moves at all; with reduced motion it changes at once, and is still.

    Signals
    -------
    lifted
        The opacity has changed.
    breathed
        The disc has changed.
    """

    lifted = Signal()
    breathed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.opacity, self.breath, self.moving = 1.0, 1.0, False
        self._breaths = 0
        self._lift = QVariantAnimation(self, duration=LIFT_MS)
        self._lift.setEasingCurve(QEasingCurve.Type.InOutSine)
        self._lift.valueChanged.connect(self._set_opacity)
        self._breathing = QTimer(self, interval=BREATH_MS)
        self._breathing.timeout.connect(self._breathe)

    def set_motion(self, moving: bool) -> None:
        """Let it move, or keep it still."""
        self.moving, self.breath = moving, 1.0
        if moving:
            self._breathing.start()
        else:
            self._breathing.stop()

    def lift(self, lifted: bool, *, at_once: bool = False) -> None:
        """Lift or lower it."""
        goal = 0.0 if lifted else 1.0
        if self._lift.state() == QVariantAnimation.State.Running:
            if self._lift.endValue() == goal:
                return
            self._lift.stop()
        if at_once or not self.moving:
            self._set_opacity(goal)
        elif goal != self.opacity:
            self._lift.setStartValue(self.opacity)
            self._lift.setEndValue(goal)
            self._lift.start()

    def _set_opacity(self, opacity: float) -> None:
        self.opacity = float(opacity)
        self.lifted.emit()

    def _breathe(self) -> None:
        if self.opacity > 0:
            self._breaths += 1
            turn = self._breaths * BREATH_MS / BREATH_PERIOD_MS
            self.breath = 1.0 + BREATH_DEPTH * math.sin(2 * math.pi * turn)
            self.breathed.emit()
