"""The block of ground in the relief: made away from the window's thread, and dressed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mountain import Light, Mesh, Terrain
from ui.cloth import Cloth
from ui.portrayer import Portrayer
from ui.sculptor import Sculptor
from ui.theme import Theme


class Block(QObject):
    """One mountain's block; the last that was asked for.

    Parameters
    ----------
    parent : QObject
        Who has it made.
    terrain, theme : Terrain, Theme
        Of what, and how.

    Attributes
    ----------
    portrayer : Portrayer or None
        Who draws it, as soon as it is made.

    Signals
    -------
    made
        It can be drawn.
    changed
        It looks different.
    """

    made = Signal()
    changed = Signal()

    def __init__(self, parent: QObject, terrain: Terrain, theme: Theme) -> None:
        super().__init__(parent)
        self.portrayer: Portrayer | None = None
        self._terrain, self._arrows, self._opening = terrain, False, 1.0
        self._cloth = Cloth(self, terrain, theme)
        self._cloth.woven.connect(self._wear)
        self._sculptor = Sculptor(self)
        self._sculptor.made.connect(self._take)
        self._sculptor.make(terrain)

    @property
    def is_busy(self) -> bool:
        """Whether it will look better by itself."""
        return self.portrayer is None or self._cloth.is_busy

    @property
    def slopes(self) -> bool:
        """Whether its colours tell how steep the ground is."""
        return self._cloth.slopes

    def end(self) -> None:
        """Make nothing more."""
        self._cloth.end()
        self._sculptor.close()

    def show_terrain(self, terrain: Terrain) -> None:
        """Make the block of another mountain."""
        self._terrain, self.portrayer = terrain, None
        self._cloth.show_terrain(terrain)
        self._sculptor.make(terrain)

    def show_light(self, light: Light) -> None:
        """Shade the ground as a light from somewhere else does."""
        self._cloth.show_light(light)

    def show_slopes(self, shown: bool) -> None:
        """Have the colours tell how steep the ground is, or how high."""
        self._cloth.show_slopes(shown)
        self.changed.emit()

    def show_arrows(self, shown: bool) -> None:
        """Have arrows all over the ground point downhill, or none."""
        self._arrows = shown
        if self.portrayer is not None:
            self.portrayer.show_arrows(shown)
        self.changed.emit()

    def show_opening(self, opening: float) -> None:
        """See in the mist what a map shows that was so many times nearer at first."""
        self._opening = opening
        if self.portrayer is not None:
            self.portrayer.show_opening(opening)
        self.changed.emit()

    def _take(self, terrain: Terrain, mesh: Mesh) -> None:
        """Have a mountain drawn that has been made, unless another is wanted by now."""
        if terrain == self._terrain:
            self.portrayer = Portrayer(terrain, mesh)
            self.portrayer.show_opening(self._opening)
            self.portrayer.show_arrows(self._arrows)
            self._wear()
            self.made.emit()

    def _wear(self) -> None:
        """Have the block wear what has been woven for it."""
        picture = self._cloth.picture
        if self.portrayer is not None and picture is not None:
            self.portrayer.wear(picture)
        self.changed.emit()
