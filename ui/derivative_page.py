"""The first exercise: given a height, type its two partial derivatives."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import mountain
from mountain import Exercise, Formula, FormulaError, Terrain
from ui.answer import Answer
from ui.formula_view import FormulaView
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_RANDOM, _OWN = "random", "own"


class DerivativePage(QWidget):
    """An equation, from a list, by chance, or that of the mountain; and two boxes for answers.

    Signals
    -------
    walk_wanted : Exercise
        Its equation is to be the mountain.
    """

    walk_wanted = Signal(object)

    def __init__(self, typesetter: Typesetter) -> None:
        super().__init__()
        self._terrain: Terrain | None = None
        self._place = 0
        self._source = QComboBox()
        self._source.setObjectName("difficulty")
        self._source.setAccessibleName("Where the equation comes from")
        for difficulty in mountain.DIFFICULTIES:
            self._source.addItem(difficulty.capitalize(), (difficulty, False))
        for difficulty in mountain.DIFFICULTIES:
            self._source.addItem(f"Random, {difficulty}", (difficulty, True))
        self._source.addItem("This mountain", None)
        self._other = QPushButton("Next")
        self._other.setObjectName("next_exercise")
        self._walk = QPushButton("Walk on it")
        self._walk.setObjectName("walk_exercise")
        self._walk.setToolTip("Make this equation the mountain.")
        self._title = QLabel()
        self._title.setProperty("text_size", "small")
        self._view = FormulaView(typesetter, 3.0)
        self._view.setObjectName("exercise_formula")
        self._answers = {
            axis: Answer(f"answer_{axis}", f"∂f/∂{axis} =", f"The partial derivative by {axis}")
            for axis in "xy"
        }
        self._arrange()
        self._source.currentIndexChanged.connect(self._begin)
        self._other.clicked.connect(self._next)
        self._walk.clicked.connect(lambda: self.walk_wanted.emit(self.exercise))
        for axis, answer in self._answers.items():
            answer.given.connect(lambda text, axis=axis: self._check(axis, text))
        self._show()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._view.show_theme(theme)
        for answer in self._answers.values():
            answer.show_theme(theme)

    def show_terrain(self, terrain: Terrain) -> None:
        """Offer a mountain's own formula."""
        if terrain != self._terrain:
            self._terrain = terrain
            if self._source.currentData() is None:
                self._show()

    @property
    def exercise(self) -> Exercise:
        """The equation that is asked about."""
        source = self._source.currentData()
        if source is None:
            return self._own()
        difficulty, by_chance = source
        if by_chance:
            return mountain.random_equation(self._place, difficulty)
        listed = mountain.exercises(difficulty)
        return listed[self._place % len(listed)]

    def _own(self) -> Exercise:
        terrain = self._terrain
        if terrain is None or not isinstance(terrain.ground, Formula):
            return mountain.exercises("easy")[0]
        return mountain.own_exercise(terrain.ground, terrain.window)

    def _begin(self) -> None:
        self._place = 0
        self._show()

    def _next(self) -> None:
        self._place += 1
        self._show()

    def _show(self) -> None:
        exercise = self.exercise
        self._title.setText(exercise.title)
        self._view.show_node(exercise.formula.node)
        for answer in self._answers.values():
            answer.show_text("")

    def _check(self, axis: str, text: str) -> None:
        answer, exercise = self._answers[axis], self.exercise
        try:
            found = mountain.parse_formula(text)
        except FormulaError as error:
            answer.show_verdict(f"{error.problem}: {error.suggestion}", right=False)
            return
        verdict = mountain.check_derivative(exercise.formula, axis, found, exercise.window)
        answer.show_verdict(verdict.sentence, right=verdict.is_right)

    def _check_all(self) -> None:
        for axis, answer in self._answers.items():
            self._check(axis, answer.text)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.addWidget(self._source, 1)
        row.addWidget(self._other)
        column.addLayout(row)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.addWidget(QLabel("f(x, y) ="))
        row.addWidget(self._view, 1)
        column.addLayout(row, 3)
        for answer in self._answers.values():
            column.addWidget(answer)
        row = QHBoxLayout()
        check = QPushButton("Check")
        check.setObjectName("check_derivatives")
        check.clicked.connect(self._check_all)
        row.addWidget(check)
        row.addWidget(self._walk)
        column.addLayout(row)
        column.addStretch(1)
