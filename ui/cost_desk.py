"""The cost page and the session: which data the hiker stands on, and what becomes of a drag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QFileDialog

import mountain
from mountain import Grid, Regression, Slice
from ui.cost_page import CostPage
from ui.digit_strip import StripView
from ui.line_plot import LineView
from ui.network_picture import NetworkView
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

    _plane_ready = Signal(object, int)

    def __init__(self, window: MainWindow, page: CostPage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self._chosen, self._hard = 3, False
        self._seed = self._plane = self._asked = 0
        self._workers = QThreadPool(self)
        self._workers.setMaxThreadCount(1)
        page.terrain_wanted.connect(window.session.choose_terrain)
        page.setting_changed.connect(window.session.change_setting)
        page.setting_refused.connect(lambda why: window.session.noticed.emit(Notice(why)))
        page.dragged.connect(self._drag)
        page.load_wanted.connect(self._choose_file)
        page.fresh_wanted.connect(self._draw_anew)
        page.digit_chosen.connect(self._look_closer)
        page.hard_wanted.connect(self._take_hard)
        page.directions_wanted.connect(self._turn_plane)
        self._plane_ready.connect(self._go_to_plane)
        window.session.terrain_changed.connect(self._stay_on_plane)

    def close(self) -> None:
        """End what is being worked out."""
        self._stay_on_plane()
        self._workers.waitForDone()

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
        """Go to the mountain of the points in a CSV."""
        try:
            samples = mountain.samples_from_csv(path)
            terrain = mountain.regression_terrain(samples)
        except (mountain.FileError, mountain.SamplesError, mountain.TerrainError) as error:
            self._window.session.noticed.emit(Notice(str(error)))
            return
        self._window.session.go_to(terrain)

    def _show_line(self, ground: Regression, x: float, y: float) -> None:
        session = self._window.session
        best = ground.minimum if session.mist_lifted else None
        cost = ground.mean_squared_error(x, y)
        track = session.track
        looked_at = () if track is None else mountain.batch_at(track, session.own_step)
        self._page.show_line(
            LineView(ground.samples, (x, y), best, looked_at, session.plan.batch), cost
        )

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
        self._page.show_network(close, strip)

    def _drag(self, index: int, x: float, y: float) -> None:
        """Move a point: the mountain changes under the hiker, the map's edges stay."""
        session = self._window.session
        ground = session.terrain.ground
        if isinstance(ground, Regression):
            moved = Regression(ground.samples.with_point(index, x, y))
            session.stand_on(replace(session.terrain, ground=moved))

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
        self._asked = asked = self._asked + 1
        seed = self._plane

        def work() -> None:
            rows = []
            for row in mountain.cost_rows(seed):
                if asked != self._asked:
                    return
                rows.append(row)
            self._plane_ready.emit(mountain.cost_ground(rows, seed), asked)

        self._window.session.noticed.emit(Notice("Another mountain of the network is worked out …"))
        self._workers.start(work)

    def _go_to_plane(self, ground: Grid, asked: int) -> None:
        if asked == self._asked:
            terrain = mountain.terrain_named("digits")
            self._window.session.go_to(replace(terrain, ground=ground))

    def _stay_on_plane(self) -> None:
        """Want no other directions any more."""
        self._asked += 1

    def _look_closer(self, place: int) -> None:
        self._chosen = place
        self.show()

    def _take_hard(self, hard: bool) -> None:
        self._hard = hard
        self.show()
