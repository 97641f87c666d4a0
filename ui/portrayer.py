"""The portrayer: draws one mountain's block as it is asked for, and keeps what it has drawn."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

import mountain
from mountain import Camera, Canvas, Grid, Mesh, Paint, Terrain
from ui.downhill import Downhill
from ui.drawing import mixed
from ui.haze import Haze
from ui.hikers_view import HikersView
from ui.outlook import Outlook
from ui.relief import relief_of
from ui.theme import Theme
from ui.ticks import levels_between

#: Of the block's cut sides, in light and in shade, before the theme tints them.
_EARTH = ("#6d5f55", "#54483f")
_LINE_OPACITY = 0.5


class Portrayer:
    """Draws a block in the map's colours, with the mist around who walks on it.

    Parameters
    ----------
    terrain : Terrain
        The mountain.
    mesh : Mesh
        Its block.

    Attributes
    ----------
    mesh : Mesh
        The block.
    """

    def __init__(self, terrain: Terrain, mesh: Mesh) -> None:
        self.mesh = mesh
        self._ground = terrain.ground
        relief = relief_of(terrain)
        # As on the map: round heights on a measured mountain, bands of like area elsewhere.
        measured = isinstance(terrain.ground, Grid)
        self._levels = levels_between(relief.heights) if measured else relief.levels
        self._haze = Haze(mesh.window, mesh.sides)
        self._mist = np.ones((2, 2), np.float32)
        self._followed: tuple[object, ...] = ()
        self._arrows = False
        self._canvas = Canvas(1, 1)
        self._drawn: tuple[object, ...] = ()
        self.wear(relief.image)

    def wear(self, picture: QImage) -> None:
        """Lay a picture of the whole map, north up, over the block."""
        image = picture.convertToFormat(QImage.Format.Format_RGB32)
        rows = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
        # A picture's first row is the north.
        self._picture = rows[::-1, : image.width()].copy()
        self._drawn = ()

    def show_arrows(self, shown: bool) -> None:
        """Have arrows point downhill all over what is seen, or none."""
        self._arrows, self._drawn = shown, ()

    def show_opening(self, opening: float) -> None:
        """See in the mist as far as on a map that was so many times nearer at first."""
        self._haze = Haze(self.mesh.window, self.mesh.sides, opening)
        self._followed = ()

    def follow(self, view: HikersView, start: tuple[float, float] | None) -> None:
        """Open the mist around the chosen hiker, who stands at the start if anywhere is given."""
        followed = (view.race, view.step, view.chosen, view.hidden, start)
        if followed == self._followed:
            return
        before, self._followed = self._followed, followed
        goes_on = bool(before) and before[0] is view.race and before[3] == view.hidden
        first = before[1] if goes_on else 0
        assert isinstance(first, int)
        if not goes_on or view.step < first:
            first = 0
            self._haze.forget()
        for track in () if view.race is None else view.race.tracks:
            if track.number not in view.hidden:
                rows = track.rows[first : view.step + 1]
                self._haze.walk(np.stack([rows["x"], rows["y"]], -1))
        place = start
        if place is None:
            assert view.track is not None
            row = view.track.rows[view.own_step]
            place = float(row["x"]), float(row["y"])
        self._mist = self._haze.around(*place)

    def is_in_mist(self, x: float, y: float) -> bool:
        """Tell whether a place on the map can not be seen in the mist."""
        window, (rows, columns) = self.mesh.window, self._mist.shape
        column = round((x - window.x0) / window.width * (columns - 1))
        row = round((y - window.y0) / window.tall * (rows - 1))
        return bool(self._mist[row, column] > 0.5)

    def portrayed(self, camera: Camera, pixels: float, theme: Theme, opacity: float) -> Canvas:
        """Draw the block, or return what is drawn if that is what is wanted.

        Parameters
        ----------
        camera : Camera
            From where, for a picture in logical pixels.
        pixels : float
            How many pixels are drawn for a logical one.
        theme : Theme
            For the colours.
        opacity : float
            The mist's.
        """
        columns, rows = (max(round(pixels * side), 2) for side in camera.size)
        mist = self._mist if opacity > 0 else None
        drawn = (camera, columns, rows, theme, opacity, id(mist))
        if drawn == self._drawn:
            return self._canvas
        self._drawn = drawn
        if self._canvas.depth.shape != (rows, columns):
            self._canvas = Canvas(columns, rows)
        fine = Camera(camera.focus, camera.turn, camera.tilt, camera.distance, (columns, rows))
        paint = self._paint(theme, opacity, pixels)
        mountain.portray(self.mesh, fine, paint, self._canvas)
        if self._arrows:
            outlook = Outlook(self.mesh, camera, self._canvas, theme)
            picture = outlook.image
            with QPainter(picture) as painter:
                Downhill(outlook, self._ground, self._mist, opacity).paint(painter, pixels)
        return self._canvas

    def _paint(self, theme: Theme, opacity: float, pixels: float) -> Paint:
        upper = mixed(mixed(theme.ground, theme.mist, 0.45).name(), theme.mist, opacity)
        lower = mixed(mixed(theme.ground, theme.mist, 0.05).name(), theme.mist, 0.88 * opacity)
        light, shade = (mixed(colour, theme.raised, 0.3) for colour in _EARTH)
        return Paint(
            picture=self._picture,
            sky=(upper.rgba(), lower.rgba()),
            walls=(light.rgba(), shade.rgba()),
            levels=self._levels,
            line=QColor(theme.contour).rgba(),
            line_width=max(1.0, theme.stroke / 3) * pixels,
            line_opacity=_LINE_OPACITY,
            mist=self._mist,
            opacity=opacity,
        )
