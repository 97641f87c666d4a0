"""What is wrong with how a window is laid out: what is cut, outside of its place, or overlaps."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from windows import CONTROLS, settled

from ui.window import MainWindow


def drawer_of(widget: QWidget) -> QScrollArea | None:
    """Return what a widget scrolls in, if it does."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, QScrollArea):
        parent = parent.parentWidget()
    return parent


def area_of(widget: QWidget, window: MainWindow) -> QRect:
    """Return where a widget is seen in the window; what is scrolled away is not."""
    area = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    drawer = drawer_of(widget)
    if drawer is None:
        return area
    viewport = drawer.viewport()
    return area & QRect(viewport.mapTo(window, QPoint(0, 0)), viewport.size())


def within(widget: QWidget, window: MainWindow) -> bool:
    """Tell whether a widget lies inside of all that it lies in."""
    drawer = drawer_of(widget)
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        area = QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size())
        if drawer is not None and parent is drawer.viewport():
            # Up and down it may be scrolled away, but not sideways.
            return parent.rect().left() <= area.left() and area.right() <= parent.rect().right()
        if not parent.rect().contains(area):
            return False
        parent = parent.parentWidget()
    return window.rect().contains(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))


def is_small(widget: QWidget) -> bool:
    """Tell whether a button has next to no padding."""
    return widget.objectName().startswith(("remove_", "turn_charts", "together", "word_"))


def is_cut(widget: QWidget) -> bool:
    """Tell whether a widget is smaller than what is written on it."""
    if isinstance(widget, QLabel):
        if widget.wordWrap():
            return widget.heightForWidth(widget.width()) > widget.height()
        return (
            widget.sizeHint().width() > widget.width()
            or widget.sizeHint().height() > widget.height()
        )
    if isinstance(widget, QToolButton):
        # Its hint is larger than its style lets it be; padding and border take 10 pixels, and 2
        # of the small ones.
        drawn = 0 if widget.icon().isNull() else widget.iconSize().height()
        written = widget.fontMetrics().height() if widget.text() and not is_small(widget) else 0
        needed = max(drawn, written) + (2 if is_small(widget) else 10)
        least = widget.fontMetrics().horizontalAdvance(widget.text()) + 6
        worded = widget.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        if is_small(widget):
            narrow = widget.icon().isNull() and worded and least > widget.width()
        else:
            narrow = widget.sizeHint().width() > widget.width()
        return narrow or needed > widget.height()
    if isinstance(widget, QAbstractSpinBox):
        field = widget.findChild(QLineEdit)
        # Within a line edit there are two pixels on either side of the text.
        return widget.fontMetrics().horizontalAdvance(field.text()) + 4 > field.width()
    if isinstance(widget, QPushButton | QComboBox):
        hint = widget.minimumSizeHint() if isinstance(widget, QComboBox) else widget.sizeHint()
        return hint.width() > widget.width() or hint.height() > widget.height()
    return False


def leaves(window: MainWindow) -> list[QWidget]:
    """List what is seen: labels, controls and pictures, not the panels that hold them."""
    pictures = [window.map, window.clock, window.phone, window.controls.gauge]
    pictures += [window.charts] if window.charts is not None else []
    return [each for each in pictures if each.isVisible()] + [
        each
        for each in window.findChildren(QWidget)
        if isinstance(each, (*CONTROLS, QLabel)) and each.isVisible()
    ]


def may_overlap(one: QWidget, other: QWidget, window: MainWindow) -> bool:
    """Tell whether one holds the other, or is part of the notice, which floats over the map."""
    floats = window.notice.isAncestorOf(one) and other is window.map
    return floats or one.isAncestorOf(other)


def overlapping(widgets: Iterable[QWidget], window: MainWindow) -> list[tuple[str, str]]:
    areas = [(each, area_of(each, window)) for each in widgets]
    return [
        (one.objectName() or str(one), other.objectName() or str(other))
        for index, (one, area) in enumerate(areas)
        for other, beside in areas[:index]
        if area.intersects(beside)
        and not may_overlap(one, other, window)
        and not may_overlap(other, one, window)
    ]


def flaws(window: MainWindow) -> dict[str, list[object]]:
    settled(window)
    seen = leaves(window)
    return {
        "cut": [
            (each.objectName(), getattr(each, "text", str)(), each.size(), each.sizeHint())
            for each in seen
            if is_cut(each)
        ],
        "outside": [each.objectName() for each in seen if not within(each, window)],
        "overlapping": overlapping(seen, window),
    }


CLEAN: dict[str, list[object]] = {"cut": [], "outside": [], "overlapping": []}
