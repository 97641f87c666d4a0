"""The first exercise: given a height, type its two partial derivatives."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import mountain
from mountain import DerivativeVerdict, Exercise, Formula, FormulaError, Terrain
from ui.answer import Answer
from ui.formula_view import FormulaView
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_OWN = "This mountain"
#: So often is looked whether algebra has settled an answer.
_LOOK_MS = 60


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
        self._source.setToolTip("Equations from a list, drawn at random, or this mountain's own.")
        self._source.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for difficulty in mountain.DIFFICULTIES:
            self._source.addItem(difficulty.capitalize(), (difficulty, False))
        for difficulty in mountain.DIFFICULTIES:
            self._source.addItem(f"Random, {difficulty}", (difficulty, True))
        self._source.addItem(_OWN, None)
        self._other = QPushButton("Next")
        self._other.setObjectName("next_exercise")
        self._other.setToolTip("Ask about another equation.")
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
        self._algebra: mountain.Algebra | None = None
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
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
        if terrain == self._terrain:
            return
        self._terrain = terrain
        own, model = self._source.findText(_OWN), self._source.model()
        assert isinstance(model, QStandardItemModel)
        # What is made of data has no formula to differentiate.
        model.item(own).setEnabled(isinstance(terrain.ground, Formula))
        if self._source.currentIndex() == own:
            if isinstance(terrain.ground, Formula):
                self._show()
            else:
                self._source.setCurrentIndex(0)

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
        self._looking.stop()
        for answer in self._answers.values():
            answer.show_text("")

    def _check(self, axis: str, text: str) -> None:
        answer, exercise = self._answers[axis], self.exercise
        try:
            found = mountain.parse_formula(text)
        except FormulaError as error:
            problem = error.problem[:1].upper() + error.problem[1:]
            answer.show_verdict(f"{problem}: {error.suggestion}", right=False)
            return
        verdict = mountain.check_derivative(exercise.formula, axis, found, exercise.window)
        answer.show_verdict(verdict.sentence, right=verdict.is_right)
        if verdict.kind == mountain.UNSETTLED:
            self._ask_algebra(axis, found, verdict)

    def _ask_algebra(self, axis: str, found: Formula, verdict: DerivativeVerdict) -> None:
        """Have algebra settle what numbers could not, without waiting for it."""
        if self._algebra is None:
            self._algebra = mountain.Algebra()
        self._asked = axis, verdict
        left = mountain.difference_from_right(self.exercise.formula, axis, found)
        self._algebra.ask_simplified(left)
        self._looking.start()

    def _look(self) -> None:
        """Take what algebra has found, if it has."""
        simplified = None if self._algebra is None else self._algebra.poll()
        if simplified is not None:
            self._looking.stop()
            axis, verdict = self._asked
            settled = mountain.verdict_by_algebra(verdict, axis, simplified.nodes[0])
            if self._answers[axis].text:
                self._answers[axis].show_verdict(settled.sentence, right=settled.is_right)

    def close_algebra(self) -> None:
        """End what works for the answers."""
        self._looking.stop()
        if self._algebra is not None:
            self._algebra.close()

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
        check.setToolTip("Compare both answers with the exact derivatives.")
        check.clicked.connect(self._check_all)
        row.addWidget(check)
        row.addWidget(self._walk)
        column.addLayout(row)
        column.addStretch(1)
