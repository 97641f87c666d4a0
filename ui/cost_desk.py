"""The cost page and the session: which data the hiker stands on, and where it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

import mountain
from mountain import Grid, Regression, Slice, Terrain
from ui.cost_page import CostPage
from ui.digit_strip import StripView
from ui.errand import Errand, Wanted
from ui.line_plot import LineView
from ui.network_picture import NetworkView
from ui.shifting import Shifting
from ui.tape import Notice

if TYPE_CHECKING:
    from ui.window import MainWindow


class CostDesk(QObject):
    """Tells the cost page of the place where the hiker stands.

    Parameters
    ----------
    window : MainWindow
        Whose session it is.
    page : CostPage
        The page.
    """

    def __init__(self, window: MainWindow, page: CostPage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self._chosen, self._hard = 3, False
        self._seed = self._plane = 0
        self._reading, self._turning = Errand(self), Errand(self)
        self._shifting = Shifting(window.session)
        self._shifting.setParent(self)
        self._connect_page(page)
        self._reading.done.connect(self._go_to_samples)
        self._reading.failed.connect(self._tell_why_not)
        self._turning.done.connect(self._go_to_plane)
        window.session.terrain_changed.connect(self._forget)

    def _connect_page(self, page: CostPage) -> None:
        session = self._window.session
        page.terrain_wanted.connect(session.choose_terrain)
        page.setting_changed.connect(session.change_setting)
        page.setting_refused.connect(self._refuse)
        page.dragged.connect(self._shifting.shift)
        page.dropped.connect(self._shifting.settle)
        page.load_wanted.connect(self._choose_file)
        page.fresh_wanted.connect(self._draw_anew)
        page.digit_chosen.connect(self._look_closer)
        page.hard_wanted.connect(self._take_hard)
        page.directions_wanted.connect(self._turn_plane)

    def close(self) -> None:
        """End what is being worked out."""
        for each in (self._reading, self._turning, self._shifting):
            each.close()

    def show(self) -> None:
        """Show the data at the step that is shown."""
        session = self._window.session
        ground = session.terrain.ground
        x, y = session.place
        if isinstance(ground, Regression):
            self._show_line(ground, x, y)
        elif isinstance(ground, Grid) and (seed := mountain.seed_of(ground)) is not None:
            self._show_network(mountain.digit_slice(seed), x, y)
        else:
            self._page.show_elsewhere()

    def open_samples(self, path: Path) -> None:
        """Go to the mountain of the points in a CSV, once it has been read."""

        def work(_: Wanted) -> Terrain:
            terrain = mountain.regression_terrain(mountain.samples_from_csv(path))
            assert isinstance(terrain.ground, Regression)
            return replace(terrain, ground=terrain.ground.worked_out())

        self._forget()
        self._reading.begin(work)
        self._page.show_waiting(reading=True)

    def _go_to_samples(self, terrain: Terrain) -> None:
        self._forget()
        self._window.session.go_to(terrain)

    def _tell_why_not(self, problem: str) -> None:
        self._forget()
        self._refuse(problem)

    def _refuse(self, problem: str) -> None:
        self._window.session.noticed.emit(Notice(problem, passing=True))

    def _show_line(self, ground: Regression, x: float, y: float) -> None:
        session, units = self._window.session, ground.units
        best = units.own_line(*ground.minimum) if session.mist_lifted else None
        track = session.track
        looked_at = () if track is None else mountain.batch_at(track, session.own_step)
        line = units.own_line(x, y)
        view = LineView(ground.own_samples, line, best, looked_at, session.plan.batch)
        self._page.show_line(view, float(ground.height(x, y)), units)

    def _show_network(self, plane: Slice, x: float, y: float) -> None:
        digits = mountain.unseen_digits()
        places = mountain.hard_digits() if self._hard else mountain.easy_digits()
        ten = digits.chosen(places)
        network = plane.network_at(x, y)
        said, costs = network.outputs(ten.ink), network.costs(ten.ink, ten.labels)
        chosen = self._chosen
        close = NetworkView(
            image=ten.images[chosen],
            label=int(ten.labels[chosen]),
            between=network.between(ten.ink[chosen]),
            said=said[chosen],
            weights=network.weights,
            biases=network.biases,
            cost=float(costs[chosen]),
        )
        strip = StripView(
            images=ten.images,
            labels=tuple(ten.labels.tolist()),
            guesses=tuple(said.argmax(-1).tolist()),
            costs=tuple(costs.tolist()),
            chosen=chosen,
        )
        self._page.show_network(close, strip, self._limit())

    def _limit(self) -> float | None:
        """Return the limit of η·k at home; None while nobody has looked for home yet."""
        session = self._window.session
        if session.track is None:
            return None
        homes = mountain.homes(session.terrain)
        return homes[0].limit if homes else None

    def _draw_anew(self) -> None:
        """Go to the mountain of other points."""
        self._seed += 1
        samples = mountain.seeded_samples(self._seed)
        self._window.session.go_to(mountain.regression_terrain(samples))

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Load points", str(Path.home()), "*.csv *.txt *.tsv"
        )
        if name:
            self.open_samples(Path(name))

    def _turn_plane(self) -> None:
        """Work out the mountain of two other directions, away from the window."""
        self._plane += 1
        seed = self._plane

        def work(is_wanted: Wanted) -> Grid | None:
            rows = []
            for row in mountain.cost_rows(seed):
                if not is_wanted():
                    return None
                rows.append(row)
            return mountain.cost_ground(rows, seed)

        self._turning.begin(work)
        self._page.show_waiting(turning=True)

    def _go_to_plane(self, ground: Grid) -> None:
        terrain = mountain.terrain_named("digits")
        self._window.session.go_to(replace(terrain, ground=ground))

    def _forget(self) -> None:
        """Want nothing that was asked for on the mountain before, and say nothing of it."""
        self._reading.cancel()
        self._turning.cancel()
        self._page.show_waiting()
        self._window.notice.show_elsewhere()

    def _look_closer(self, place: int) -> None:
        self._chosen = place
        self.show()

    def _take_hard(self, hard: bool) -> None:
        self._hard = hard
        self.show()
