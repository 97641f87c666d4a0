"""The blackboard: the shown step worked out, with the numbers put into the formula."""

from __future__ import annotations

from bisect import bisect_left
from html import escape
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextDocument
from PySide6.QtWidgets import QFrame, QWidget

import mountain
from ui.drawing import line_pen
from ui.theme import DUSK, GRID, Theme

if TYPE_CHECKING:
    from mountain import Calculation, Track

#: How many lines of the normal size there is room for.
LINES = 14
#: Letters are never smaller than this, in pixels.
SMALLEST = 9
#: A place in one of the two columns, with a gap to its right.
_CELL = f'<td width="50%" style="padding-right:{GRID}px">'
#: Formulas up to so many letters stay on one line.
LONGEST_UNBROKEN = 48
_UNREAD = "The hiker has not read the slope yet."


class Blackboard(QFrame):
    """A slate with the formula of an optimizer, and below it the shown step in numbers.

    It asks for the same height whatever it says. Letters are as large as that allows, and what is
    not needed stays clear.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("blackboard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._theme = DUSK
        self._shown: tuple[Track | None, int] | None = None
        self._document = QTextDocument()
        self._document.setDocumentMargin(0)
        self._text = ""
        self._rule = ""
        self._high = False
        self._heading = ""
        self._pixels = 0
        self.show_step(None, 0)

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        if theme != self._theme:
            self._theme, (track, step) = theme, self._shown or (None, 0)
            self._shown, self._heading = None, ""
            self.updateGeometry()
            self.show_step(track, step)

    def show_step(self, track: Track | None, step: int) -> None:
        """Show how the step was worked out that led to a row of a track."""
        if self._shown is not None and track is self._shown[0] and step == self._shown[1]:
            return
        self._shown = track, step
        text, rule, spoken = _text_of(track, step, self._theme)
        if (text, rule) == (self._text, self._rule):
            return
        self._text, self._rule = text, rule
        self.setAccessibleName(f"Blackboard. {spoken}")
        heading = text.partition("</b>")[0]
        if heading != self._heading:
            # Letters shrink where they must, and grow again only with another optimizer.
            self._heading, self._pixels = heading, 0
        self._write()

    def hang(self, *, high: bool) -> None:
        """Hang high, with what is clear below the slate, or low, with it above."""
        if high != self._high:
            self._high = high
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Tell that its height is known for any width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that it asks for, in pixels, which no step changes."""
        metrics = QFontMetrics(self._theme.font(self._theme.normal))
        return LINES * metrics.lineSpacing() + 4 * GRID

    def sizeHint(self) -> QSize:
        """Return a size in which nothing is small."""
        return QSize(780, self.heightForWidth(780))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write larger or smaller."""
        self._pixels = 0
        self._write()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the slate, as much of it as is needed, and what is written on it."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slate = QColor(theme.panel)
        slate.setAlphaF(0.95)
        tall = min(self._document.size().height() + 2 * GRID, self.height())
        top = 0.0 if self._high else self.height() - tall
        card = QRectF(0.5, top + 0.5, self.width() - 1, tall - 1)
        painter.setPen(line_pen(theme.line, 1))
        painter.setBrush(slate)
        painter.drawRoundedRect(card, GRID, GRID)
        painter.translate(2 * GRID, card.top() + GRID)
        self._document.drawContents(painter)

    def _write(self) -> None:
        """Write in the largest letters in which everything fits.

        The numbers stand in the formula anyway: where both would be small, it is left out.
        """
        largest = self._pixels or (self._theme.normal + self._theme.large) // 2
        text = self._text.format(rule=self._rule)
        pixels = self._fitting(text, largest)
        if pixels < self._theme.normal:
            text = self._text.format(rule="")
            pixels = self._fitting(text, min(largest, self._theme.normal))
        self._fits(text, pixels)
        self._pixels = pixels
        self.update()

    def _fitting(self, text: str, largest: int) -> int:
        """Return the size of the largest letters in which a text fits."""
        sizes = range(SMALLEST, largest + 1)
        if self._fits(text, largest):
            return largest
        fitting = bisect_left(sizes, True, key=lambda pixels: not self._fits(text, pixels))
        return sizes[max(fitting - 1, 0)]

    def _fits(self, text: str, pixels: int) -> bool:
        """Write in letters of one size, and tell whether there is room for it."""
        self._document.setDefaultFont(self._theme.font(pixels))
        self._document.setHtml(text)
        self._document.setTextWidth(max(self.width() - 4 * GRID, 1))
        return self._document.size().height() <= self.height() - 2 * GRID


def _text_of(track: Track | None, step: int, theme: Theme) -> tuple[str, str, str]:
    """Return what is written at a step with a place for the rule, the rule, and both as words."""
    if track is None:
        return f'<span style="color:{theme.ink}">{_UNREAD}</span>', "", _UNREAD
    plan = track.plan_at(step) if step else track.plan
    title = mountain.OPTIMIZERS[plan.optimizer].title
    rule = "&nbsp; &nbsp; ".join(_unbroken(each) for each in mountain.rule_in_symbols(plan))
    climbing = " (climbing: g is the slope turned round)" if plan.ascend else ""
    if step == 0:
        rows, spoken = _coming(track)
    else:
        rows, spoken = _worked_out(mountain.blackboard(track, step), theme)
    when = f"step {step}" if step else "before the first step"
    heading = (
        f'<b><span style="color:{theme.accent}">{escape(title)}</span></b>, {when}{climbing}: '
        "&nbsp;{rule}"
    )
    text = (
        f'<table width="100%" cellspacing="0" cellpadding="1" style="color:{theme.ink}">'
        f'<tr><td colspan="2">{heading}</td></tr>{rows}</table>'
    )
    return text, rule, f"{title}, {when}{climbing}: {spoken}"


def _coming(track: Track) -> tuple[str, str]:
    """Tell what the first step will be made of."""
    sign = -1.0 if track.plan.ascend else 1.0
    if not (isfinite(track.grad_x[0]) and isfinite(track.grad_y[0])):
        words = "The reading gave no slope: there is nothing to put into the formula."
        return f'<tr><td colspan="2">{words}</td></tr>', words
    east, north = (
        f"{sign * float(value):.4g}".replace("-", "−")
        for value in (track.grad_x[0], track.grad_y[0])
    )
    words = (
        f"The reading is g = {east} to the east and {north} to the north. "
        "The next step puts it into the formula."
    )
    return f'<tr><td colspan="2">{words}</td></tr>', words


def _worked_out(lines: tuple[Calculation, ...], theme: Theme) -> tuple[str, str]:
    """Write the lines for the east beside those for the north; what is the same, once."""
    half = len(lines) // 2
    quiet = f'style="color:{theme.quiet}"'
    rows = [
        f'<tr><td width="50%" {quiet}>East →</td><td width="50%" {quiet}>North ↑</td></tr>',
    ]
    alike: list[str] = []
    for east, north in zip(lines[:half], lines[half:], strict=True):
        if east.numbers == north.numbers and east.symbol != "step":
            alike.append(_result(east, theme))
            continue
        cells = "".join(f"{_CELL}{_result(line, theme)}</td>" for line in (east, north))
        rows.append(f"<tr>{cells}</tr>")
    if alike:
        rows.insert(0, f'<tr><td colspan="2">{"&nbsp; &nbsp; ".join(alike)}</td></tr>')
    spoken = " ".join(
        f"{'East' if line.axis == 'x' else 'North'}: {line.numbers}." for line in lines
    )
    return "".join(rows), spoken


def _result(line: Calculation, theme: Theme) -> str:
    """Write a line of numbers, its value in the colour of what matters."""
    working, _, value = line.numbers.rpartition(" = ")
    value = f'<b><span style="color:{theme.accent}">{escape(value)}</span></b>'
    return f"{_breakable(working)} =&nbsp;{value}"


def _breakable(text: str) -> str:
    """Let a line end before a sign of multiplication or division, as well as at a space."""
    return escape(text).replace("·", "\u200b·").replace("/", "\u200b/")


def _unbroken(text: str) -> str:
    """Keep a formula on one line where it is short."""
    if len(text) > LONGEST_UNBROKEN:
        return _breakable(text)
    return escape(text).replace(" ", "&nbsp;").replace("/", "\u2060/\u2060")
