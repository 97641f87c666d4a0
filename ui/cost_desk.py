"""The cost page and the session: which data the hiker stands on, and what becomes of a drag."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
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

    def __init__(self, window: MainWindow, page: CostPage) -> None:
        super().__init__(window)
        self._window, self._page = window, page
        self._chosen, self._hard = 3, False
        self._seed = 0
        page.terrain_wanted.connect(window.session.choose_terrain)
        page.dragged.connect(self._drag)
        page.load_wanted.connect(self._choose_file)
        page.fresh_wanted.connect(self._draw_anew)
        page.digit_chosen.connect(self._look_closer)
        page.hard_wanted.connect(self._take_hard)

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
        self._page.show_line(LineView(ground.samples, (x, y), best), cost)

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

    def _look_closer(self, place: int) -> None:
        self._chosen = place
        self.show()

    def _take_hard(self, hard: bool) -> None:
        self._hard = hard
        self.show()
