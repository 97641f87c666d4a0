"""The scenery: the map and, when it is wanted, the relief, of which one is seen in one place.

Over the map there may be a first look at another, as long as that is being read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mountain import Floats, Light, Terrain
    from ui.first_look import FirstLook
    from ui.hikers_view import HikersView
    from ui.home_mark import Homes
    from ui.map_view import MapView
    from ui.relief_view import ReliefView
    from ui.surroundings import Surroundings
    from ui.theme import Theme
    from ui.window import MainWindow
    from ui.zoom import Zoom


class Scenery:
    """Tells both views the same; the relief is made when it is first looked at.

    Parameters
    ----------
    window : MainWindow
        Whose map it is.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._relief: ReliefView | None = None
        self._first_look: FirstLook | None = None
        self._map_is_shown = True
        self._others: Mapping[int, Floats] = {}
        self._homes: Homes | None = None

    @property
    def shown(self) -> MapView | ReliefView:
        """The view that is seen."""
        return self._window.map if self._relief is None or self._map_is_shown else self._relief

    @property
    def relief(self) -> ReliefView | None:
        """The relief, once it has been looked at."""
        return self._relief

    @property
    def has_first_look(self) -> bool:
        """Whether a map is seen that is still being read."""
        return self._first_look is not None

    @property
    def is_busy(self) -> bool:
        """Whether the view that is seen will still become better by itself."""
        return self.shown.is_busy

    def show_relief(self, shown: bool) -> None:
        """Show the relief in the place of the map, or the map."""
        window = self._window
        if self.has_first_look:
            window.reporter.show_step()
        if shown and self._relief is None:
            self._relief = self._make_relief()
        if self._relief is not None:
            if shown and window.map.ground.sheets_are_printed:
                self._relief.show_light(window.map.tools.lantern.light)
            self._map_is_shown = not shown
            window.map.setVisible(not shown)
            self._relief.setVisible(shown)
            # Who hands the keyboard back to the map hands it to what stands in its place.
            proxy = self._relief if shown else None
            window.map.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes none, too.
            self.shown.setFocus()
        window.actions_by_name["relief"].setChecked(shown)
        window.place_floating()

    def set_motion(self, moving: bool) -> None:
        """Let the mist move, or keep it still."""
        for view in self._views():
            view.set_motion(moving)

    def show_first_look(self, terrain: Terrain) -> None:
        """Show over the map what another map is of that is still being read."""
        from ui.first_look import FirstLook

        self.end_first_look()
        look = self._first_look = FirstLook(self._window.map, terrain, self._window.theme)
        look.show_mist(self._window.session.mist_lifted)
        look.show()

    def end_first_look(self) -> None:
        """Show the mountain of the hike again, if a first look covers it."""
        if self._first_look is not None:
            self._first_look.hide()
            self._first_look.deleteLater()
            self._first_look = None

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        if self._first_look is not None:
            self._first_look.show_theme(theme)
        for view in self._views():
            view.show_theme(theme)

    def show_terrain(self, terrain: Terrain, start: tuple[float, float]) -> None:
        """Show a mountain with a hiker about to set out."""
        for view in self._views():
            view.show_terrain(terrain, start)

    def show_hikers(self, view: HikersView) -> None:
        """Show the ways walked up to a step, and the ways to come."""
        for each in self._views():
            each.show_hikers(view)

    def show_surroundings(self, surroundings: Surroundings | None) -> None:
        """Look at what a hike needs of a large map, and see as far in the mist of both views."""
        ground = self._window.map.ground
        ground.show_surroundings(surroundings)
        if self._relief is not None:
            self._relief.show_opening(self._opening)

    def show_mist(self, lifted: bool) -> None:
        """Lift or lower the mist."""
        if self._first_look is not None:
            self._first_look.show_mist(lifted)
        for view in self._views():
            view.show_mist(lifted)

    def show_others(self, ways: Mapping[int, Floats]) -> None:
        """Show opened tracks as ghosts."""
        self._others = ways
        for view in self._views():
            view.show_others(ways)

    def show_homes(self, homes: Homes | None) -> None:
        """Mark where hikers want to get, where the mist is lifted; None while nobody asks."""
        self._homes = homes
        for view in self._views():
            view.show_homes(homes)

    def show_cursor(self, step: int | None) -> None:
        """Mark the step that is pointed at in the charts."""
        for view in self._views():
            view.show_cursor(step)

    def close(self) -> None:
        """End what works for the views."""
        self._window.map.end()
        if self._relief is not None:
            self._relief.close_down()

    @property
    def _opening(self) -> Zoom:
        """What the map shows of the hike at first."""
        zoom, around = self._window.map.ground.zoom, self._window.session.surroundings
        return zoom.all_out() if around is None else zoom.around(around.x, around.y, around.reach)

    def _views(self) -> tuple[MapView | ReliefView, ...]:
        return (self._window.map,) if self._relief is None else (self._window.map, self._relief)

    def _make_relief(self) -> ReliefView:
        from ui.relief_view import ReliefView

        window, session = self._window, self._window.session
        relief = ReliefView(session.terrain, window.theme)
        relief.hide()
        window.put_relief(relief)
        relief.start_chosen.connect(session.choose_start)
        relief.light_chosen.connect(self._show_light)
        actions = {name: window.actions_by_name[name] for name in ("slopes", "arrows")}
        relief.put_actions(actions)
        for name, show in (("slopes", relief.show_slopes), ("arrows", relief.show_arrows)):
            actions[name].triggered.connect(show)
            show(actions[name].isChecked())
        relief.set_motion(window.map.moving)
        relief.show_terrain(session.terrain, session.start)
        relief.show_opening(self._opening)
        relief.show_homes(self._homes)
        relief.show_hikers(window.reporter.hikers_view())
        relief.show_mist(session.mist_lifted)
        relief.show_others(self._others)
        window.keep_keys()
        return relief

    def _show_light(self, light: Light) -> None:
        """Have the map lit as the relief is."""
        ground = self._window.map.ground
        ground.show_light(light)
        if ground.sheets_are_printed:
            self._window.map.tools.lantern.show_light(light)
