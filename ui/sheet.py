"""The map's sheet: what is printed of the part of a terrain that is seen, and how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

import mountain
from mountain import Terrain, Window
from ui.contours import Contour, Scale, Tracer, paint_contours, scale_of
from ui.detail import Detail, GridDetail, Section, detail_of
from ui.measured import grid_of
from ui.overlay import SlopeField, arrows_downhill, paint_arrows, slope_picture
from ui.relief import CELLS, levels_of
from ui.theme import Theme
from ui.ticks import levels_between
from ui.tint import STEEPNESS, Tint, image_of, lit, painted, tint_of

#: Lines are traced on so many cells a side: more would show each bump of the ground.
_TRACED = 400
_T = TypeVar("_T")


@dataclass(frozen=True)
class Order:
    """What is wanted of a sheet.

    Attributes
    ----------
    terrain, theme : Terrain, Theme
        What is shown, and how.
    frame, ratio : QRectF, float
        Where the map lies in its widget in logical pixels, and device pixels to one of them.
    seen : Window
        Which part of the terrain lies in the frame.
    light : Light
        From where it is lit.
    slopes, arrows : bool
        Whether colours tell the slope instead of the height, and whether arrows point downhill.
    """

    terrain: Terrain
    theme: Theme
    frame: QRectF
    ratio: float
    seen: Window
    light: mountain.Light
    slopes: bool = False
    arrows: bool = False

    @property
    def scale(self) -> Scale:
        """How map units become pixels."""
        return scale_of(self.seen, self.frame)


@dataclass(frozen=True, eq=False)
class Sheet:
    """What is printed: relief and lines.

    Attributes
    ----------
    order : Order
        What was wanted.
    image : QImage
        What lies in the frame.
    whole : QImage
        All of the map, coarsely: it is seen for a moment when one looks elsewhere.
    tracer : Tracer
        Traces more lines on the same ground.
    """

    order: Order
    image: QImage
    whole: QImage
    tracer: Tracer

    def paint(self, painter: QPainter, terrain: Terrain, frame: QRectF, seen: Window) -> None:
        """Paint it where it lies now, also where something else is wanted by now."""
        mine = self.order
        if seen == mine.seen and frame == mine.frame:
            painter.drawImage(frame.topLeft(), self.image)
            return
        painter.save()
        painter.setClipRect(frame)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if terrain is mine.terrain:
            scale = scale_of(seen, frame)
            area = _area(mine.seen, scale)
            if not area.contains(frame):
                painter.drawImage(_area(terrain.window, scale), self.whole)
            painter.drawImage(area, self.image)
        else:
            painter.drawImage(frame, self.image)
        painter.restore()


def _area(window: Window, scale: Scale) -> QRectF:
    return QRectF(scale.point(window.x0, window.y1), scale.point(window.x1, window.y0))


class SheetMaker:
    """Makes sheets, and keeps of the last one what the next one can use."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[object, object]] = {}

    def make(self, order: Order) -> Sheet:
        """Make a sheet: in one thread at a time."""
        with np.errstate(all="ignore"):
            return self._made(order)

    def refinement(self, order: Order) -> Iterator[None]:
        """Work out what makes sheets of a terrain better, a little at a time."""
        detail = self._detail(order.terrain)
        return self._keep("refinement", order.terrain, detail.refinement)

    def forget_sections(self) -> None:
        """Read heights anew: they are better by now."""
        self._kept.pop("section", None)

    def _made(self, order: Order) -> Sheet:
        section = self._section(order)
        traced = section.thinned(_TRACED)
        tracer = self._keep("tracer", section, lambda: Tracer(traced.x, traced.y, traced.heights))
        printed = (section, order.frame, order.ratio, order.theme)
        lines = self._keep("lines", printed, lambda: self._lines(order, traced, tracer))
        whole_relief = self._whole_relief(order)
        is_whole = section is self._whole(order.terrain)
        relief = whole_relief if is_whole else self._relief(order, section)
        image = _blank(order, QImage.Format.Format_RGB32)
        with _painter_on(image, order) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            area = section.area(order.scale)
            if not area.contains(order.frame):
                # At the rim, less than a cell, the picture is stretched to the edge.
                painter.drawImage(area.united(order.frame), relief)
            painter.drawImage(area, relief)
            painter.drawImage(order.frame.topLeft(), lines)
            if order.arrows:
                field = self._slopes(section)
                paint_arrows(painter, arrows_downhill(field, order.scale, order.terrain.window))
        return Sheet(order, image, whole_relief, tracer)

    def _section(self, order: Order) -> Section:
        terrain, detail = order.terrain, self._detail(order.terrain)
        if order.seen == terrain.window and not isinstance(detail, GridDetail):
            return self._whole(terrain)
        across = round(order.frame.width() * order.ratio)
        seen = (terrain, order.seen, across)
        return self._keep("section", seen, lambda: detail.section(order.seen, across))

    def _detail(self, terrain: Terrain) -> Detail:
        return self._keep("detail", terrain, lambda: detail_of(terrain))

    def _whole(self, terrain: Terrain) -> Section:
        detail = self._detail(terrain)
        return self._keep("whole", terrain, lambda: detail.section(terrain.window, CELLS))

    def _tint(self, terrain: Terrain) -> Tint:
        return self._keep("tint", terrain, lambda: tint_of(self._whole(terrain).heights))

    def _slopes(self, section: Section) -> SlopeField:
        return self._keep("slopes", section, lambda: SlopeField.of(section))

    def _whole_relief(self, order: Order) -> QImage:
        wanted = (order.terrain, order.light, order.slopes)
        whole = self._whole(order.terrain)
        return self._keep("relief", wanted, lambda: self._relief(order, whole))

    def _relief(self, order: Order, section: Section) -> QImage:
        """Shade heights: of a grid as they are, of other ground by their rank."""
        tint, detail = self._tint(order.terrain), self._detail(order.terrain)
        if order.slopes:
            return slope_picture(SlopeField.of(section), order.light)
        if not isinstance(detail, GridDetail) or tint.is_flat:
            return ranked_picture(section, tint, order.terrain.window, order.light)
        light = replace(order.light, exaggeration=detail.exaggeration(section.step))
        return image_of(
            mountain.shaded_picture(section.heights, *section.spacing, tint.tints, light)
        )

    def _lines(self, order: Order, section: Section, tracer: Tracer) -> QImage:
        """Trace contour lines, and paint them on glass."""
        even = grid_of(order.terrain) is not None or order.seen != order.terrain.window
        levels = levels_between(section.heights) if even else levels_of(section.heights)
        contours: tuple[Contour, ...] = tracer.contours(levels)
        glass = _blank(order, QImage.Format.Format_ARGB32_Premultiplied)
        glass.fill(Qt.GlobalColor.transparent)
        with _painter_on(glass, order) as painter:
            paint_contours(painter, contours, order.frame, order.scale, order.theme)
        return glass

    def _keep(self, name: str, key: object, make: Callable[[], _T]) -> _T:
        """Return what was made last of a kind, made anew where something else is wanted."""
        known, value = self._kept.get(name, (None, None))
        if known is None or known != key:
            value = make()
            self._kept[name] = (key, value)
        return value  # type: ignore[return-value]


def ranked_picture(section: Section, tint: Tint, whole: Window, light: mountain.Light) -> QImage:
    """Colour cells by their rank, and shade them by how fast it grows over the whole map."""
    rank, (across, along) = tint.rank(section.heights), section.spacing
    if section.reach == whole:
        north, east = map(np.asarray, np.gradient(rank, along, across))
    else:
        growth, rises = tint.growth(section.heights), np.gradient(section.heights, along, across)
        north, east = (np.asarray(growth * each) for each in rises)
    steep = STEEPNESS * whole.width
    shade = lit(np.nan_to_num(steep * east), np.nan_to_num(steep * north), light.direction)
    return painted((rank * 255).astype(np.uint8), shade, np.isfinite(section.heights))


def _blank(order: Order, kind: QImage.Format) -> QImage:
    image = QImage((order.frame.size() * order.ratio).toSize(), kind)
    image.setDevicePixelRatio(order.ratio)
    image.fill(Qt.GlobalColor.gray)
    return image


def _painter_on(image: QImage, order: Order) -> QPainter:
    """Return a painter in the widget's pixels on a picture of the frame."""
    painter = QPainter(image)
    painter.translate(-order.frame.topLeft())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter
