"""The sheet of an elevation map: what it is, how smooth, and what its greys mean."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import mountain
from mountain import ElevationFacts
from ui.answer import Answer, align, bring_into_view
from ui.metres import length_text
from ui.theme import GRID, Theme

#: Over how many cells a map can be smoothed here.
SMOOTHINGS = (0, 1, 2, 3, 5)
_KINDS = "SRTM .hgt, GeoTIFF, .asc, a grey .png, .npy"


@dataclass(frozen=True)
class Question:
    """What must be known before a grey picture can be a mountain.

    Attributes
    ----------
    file : str
        The picture's name.
    problem : str
        What was wrong with the answer before this, if there was one.
    """

    file: str
    problem: str = ""


class ElevationSheet(QWidget):
    """Facts, a row of smoothings, and a question where the heights of black and white are unknown.

    Signals
    -------
    open_wanted
        A file is to be chosen.
    smoothing_chosen : float
        Over how many cells the map is to be smoothed.
    answered : (str, str, str)
        The heights of black and of white and the spacing, in metres, as they were typed.
    cancelled
        Nothing is to be answered: the mountain stays as it is.
    """

    open_wanted = Signal()
    smoothing_chosen = Signal(float)
    answered = Signal(str, str, str)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("elevation_sheet")
        self._open = QPushButton("Open an elevation map …")
        self._open.setObjectName("open_elevation")
        self._open.setToolTip(f"{_KINDS}; or drop the file on the map.")
        self._open.clicked.connect(self.open_wanted)
        self._facts, self._pits, self._notes = (self._label() for _ in range(3))
        self._facts.setObjectName("elevation_facts")
        self._pits.setObjectName("elevation_pits")
        self._notes.setObjectName("elevation_notes")
        self._notes.setProperty("text_size", "small")
        self._smoothings = self._make_smoothings()
        self._question = self._make_question()
        self._asked_of = ""
        self._land = self._make_land()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for each in (self._question, self._land, self._open):
            column.addWidget(each)
        self.show_nothing()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        for each in self._answers:
            each.show_theme(theme)
        align(self._answers)

    def show_nothing(self) -> None:
        """Offer to open a map."""
        self._question.hide()
        self._land.hide()

    def show_question(self, question: Question) -> None:
        """Ask for the heights of a grey picture."""
        if question.file != self._asked_of:
            self._asked_of = question.file
            for answer, text in zip(self._answers, ("", "", "30"), strict=True):
                answer.show_text(text)
        self._asked.setText(
            f"{question.file} is a picture of greys. How high is black, and how high is white?"
        )
        self._land.hide()
        self._question.show()
        align(self._answers)
        self._black.setFocus()
        if question.problem:
            self._white.show_verdict(question.problem, right=False)
        else:
            self._white.said.show_nothing()
        # The buttons are the last of it.
        bring_into_view(self._cancel)

    def show_reading(self, file: str) -> None:
        """Say that a map is being read."""
        self._question.hide()
        self._tell(f"{file}: reading …", "", ())
        self._smoothings_row.hide()

    def show_untold(self, file: str) -> None:
        """Say that nothing is known of the mountain that the hiker stands on but its shape."""
        self._question.hide()
        self._tell(
            f"{file}: nothing to tell, for the file could not be read again as it was.", "", ()
        )
        self._smoothings_row.hide()

    def show_facts(self, facts: ElevationFacts) -> None:
        """Tell of the mountain that the hiker stands on."""
        self._question.hide()
        self._tell(_size(facts), _pits(facts), facts.notes)
        self._smoothings_row.show()
        for cells, button in self._smoothings.items():
            button.setChecked(cells == facts.smoothing)

    def _tell(self, facts: str, told: str, notes: tuple[str, ...]) -> None:
        for label, text in (
            (self._facts, facts),
            (self._pits, told),
            (self._notes, "\n".join(notes)),
        ):
            label.setText(text)
            label.setHidden(not text)
        self._land.show()

    def _make_land(self) -> QWidget:
        land = QWidget()
        column = QVBoxLayout(land)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self._smoothings_row = QWidget()
        row = QHBoxLayout(self._smoothings_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(QLabel("Smooth"))
        for button in self._smoothings.values():
            row.addWidget(button, 1)
        row.addWidget(QLabel("cells"))
        for each in (self._facts, self._smoothings_row, self._pits, self._notes):
            column.addWidget(each)
        return land

    def _make_smoothings(self) -> dict[int, QPushButton]:
        buttons = {}
        for cells in SMOOTHINGS:
            button = QPushButton(str(cells) if cells else "not")
            button.setObjectName(f"smooth_{cells}")
            button.setProperty("preset", True)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(f"Smooth over {mountain.counted(cells, 'cell')}")
            button.setToolTip(
                "Average each height with those around it: this takes pits away that are only the "
                "steps of whole metres, and rounds every real edge as well."
            )
            button.clicked.connect(lambda _, cells=cells: self._choose(cells))
            buttons[cells] = button
        return buttons

    def _choose(self, cells: int) -> None:
        for each, button in self._smoothings.items():
            button.setChecked(each == cells)
        self.smoothing_chosen.emit(float(cells))

    def _make_question(self) -> QWidget:
        question = QWidget()
        self._asked = self._label()
        self._black = Answer("black_height", "Black, m", "The height of black, in metres")
        self._white = Answer("white_height", "White, m", "The height of white, in metres")
        self._spacing = Answer("cell_spacing", "Cells, m", "How far apart cells lie, in metres")
        self._answers = self._black, self._white, self._spacing
        done = QPushButton("Make it a mountain")
        done.setObjectName("answer_heights")
        done.setToolTip("Read the picture with these heights.")
        done.clicked.connect(self._answer)
        self._cancel = cancel = QPushButton("Cancel")
        cancel.setObjectName("cancel_question")
        cancel.setToolTip("Stay on the mountain that is shown.")
        cancel.clicked.connect(self.cancelled)
        grid = QGridLayout(question)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GRID)
        grid.addWidget(self._asked, 0, 0, 1, 2)
        for row, answer in enumerate(self._answers, 1):
            grid.addWidget(answer, row, 0, 1, 2)
            answer.given.connect(self._answer)
        grid.addWidget(done, 4, 0)
        grid.addWidget(cancel, 4, 1)
        grid.setColumnStretch(0, 1)
        return question

    def _answer(self) -> None:
        self.answered.emit(self._black.text, self._white.text, self._spacing.text)

    @staticmethod
    def _label() -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


def _size(facts: ElevationFacts) -> str:
    """Tell how large a map is, and how high."""
    low, high = (f"{each:,.0f}".replace("-", "−") for each in (facts.low, facts.high))
    empty = f"; {mountain.counted(facts.empty, 'cell')} without a height" if facts.empty else ""
    return (
        f"{length_text(facts.across)} from west to east and {length_text(facts.along)} from south "
        f"to north, {low} to {high} m high: {facts.columns:,} × {facts.rows:,} heights{empty}."
    )


def _pits(facts: ElevationFacts) -> str:
    """Tell how many false bottoms a map has, and what smoothing has made of them."""
    before, after = (
        f"{each:,} {'pit' if each == 1 else 'pits'}" for each in (facts.pits_before, facts.pits)
    )
    if not facts.smoothing:
        around = "cells or level floors with higher ground all around"
        return f"{before}: {around}, where hikes may end."
    cells = mountain.counted(int(facts.smoothing), "cell")
    whole = f"{facts.smoothing:g} cells" if facts.smoothing % 1 else cells
    return f"{before} as measured, {after} smoothed over {whole}, which rounds real edges too."
