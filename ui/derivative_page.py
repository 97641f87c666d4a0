"""The first exercise: given a height, type its two partial derivatives."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QIntValidator, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import mountain
from mountain import DerivativeVerdict, Exercise, Formula, FormulaError, Terrain
from ui.answer import Answer
from ui.formula_page import where_wrong
from ui.formula_view import FormulaView
from ui.theme import GRID, Theme
from ui.typesetter import Typesetter

_OWN = "This mountain"
_UNSURE = "Algebra is making sure …"
_LARGEST_SEED = 9999
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
        self._source = self._made_source()
        self._other = QPushButton("Next")
        self._other.setObjectName("next_exercise")
        self._other.setToolTip("Ask about another equation.")
        self._seed_name, self._seed = QLabel("seed"), self._made_seed()
        self._seed_name.setProperty("text_size", "small")
        self._seed_name.setBuddy(self._seed)
        self._walk = QPushButton("Walk on it")
        self._walk.setObjectName("walk_exercise")
        self._walk.setToolTip("Make this equation the mountain.")
        self._title = QLabel()
        self._title.setProperty("text_size", "small")
        self._view = FormulaView(typesetter, 3.0)
        self._view.setObjectName("exercise_formula")
        self._answers = {
            axis: Answer(
                f"answer_{axis}", f"∂f/∂{axis} =", f"The partial derivative by {axis}", apart=True
            )
            for axis in "xy"
        }
        self._algebra: mountain.Algebra | None = None
        # The answers on which algebra is to have the last word, and on which it is at work.
        self._unsure: dict[str, tuple[Formula, DerivativeVerdict]] = {}
        self._asked = "x"
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self._arrange()
        self._source.currentIndexChanged.connect(self._begin)
        self._other.clicked.connect(self._next)
        self._seed.textEdited.connect(self._take_seed)
        self._walk.clicked.connect(lambda: self.walk_wanted.emit(self.exercise))
        for axis, answer in self._answers.items():
            answer.given.connect(lambda _, axis=axis: self._check_given(axis))
            answer.edited.connect(lambda axis=axis: self._forget(axis))
        self._show()

    def show_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self._view.show_theme(theme)
        wide = QFontMetrics(theme.font(theme.normal)).horizontalAdvance(str(_LARGEST_SEED))
        self._seed.setFixedWidth(wide + 3 * GRID)
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
        self._place = (self._place + 1) % (_LARGEST_SEED + 1)
        self._show()

    def _take_seed(self, text: str) -> None:
        """Ask about the equation of a seed; while none is typed, the one before stays."""
        if text.isdecimal():
            self._place = int(text)
            self._ask()

    def _show(self) -> None:
        source = self._source.currentData()
        by_chance = source is not None and source[1]
        # A box in which nothing can be typed would leave what is typed to the map.
        self._seed.setVisible(by_chance)
        self._seed_name.setVisible(by_chance)
        self._seed.setText(str(self._place) if by_chance else "")
        self._other.setEnabled(source is not None)
        self._ask()

    def _ask(self) -> None:
        """Ask about the exercise, of which nothing has been answered."""
        exercise = self.exercise
        self._title.setText(exercise.title)
        # Of one by chance all that it says stands above.
        self._title.setHidden(not self._seed.isHidden())
        self._view.show_node(exercise.formula.node)
        for answer in self._answers.values():
            answer.show_text("")
        self._unsure.clear()
        self._looking.stop()

    def _check_given(self, axis: str) -> None:
        """Check an answer, and the other one where there is one."""
        for each, answer in self._answers.items():
            if each == axis or answer.text.strip():
                self._check(each)

    def _check_all(self) -> None:
        for axis in self._answers:
            self._check(axis)

    def _check(self, axis: str) -> None:
        answer, exercise = self._answers[axis], self.exercise
        try:
            found = mountain.parse_formula(answer.text)
        except FormulaError as error:
            problem = error.problem[:1].upper() + error.problem[1:]
            where = where_wrong(error) if answer.text.strip() else ""
            answer.show_verdict(f"{problem}: {error.suggestion}", right=False, where=where)
            return
        verdict = mountain.check_derivative(exercise.formula, axis, found, exercise.window)
        wait = f" {_UNSURE}" if verdict.asks_algebra else ""
        answer.show_verdict(verdict.sentence + wait, right=verdict.is_right)
        self._unsure.pop(axis, None)
        if verdict.asks_algebra:
            self._unsure[axis] = found, verdict
            if not (self._looking.isActive() and self._asked in self._unsure.keys() - {axis}):
                self._ask_algebra()

    def _ask_algebra(self) -> None:
        """Have algebra settle what numbers could not, without waiting for it."""
        if self._algebra is None:
            self._algebra = mountain.Algebra()
        # One after the other: neither is to take up the time of both.
        self._asked = next(iter(self._unsure))
        found, _ = self._unsure[self._asked]
        left = mountain.difference_from_right(self.exercise.formula, self._asked, found)
        self._algebra.ask_simplified(left)
        self._looking.start()

    def _look(self) -> None:
        """Take what algebra has found, if it has."""
        simplified = None if self._algebra is None else self._algebra.poll()
        if simplified is None:
            return
        self._looking.stop()
        axis = self._asked
        _, verdict = self._unsure.pop(axis)
        settled = mountain.verdict_by_algebra(verdict, self.exercise, axis, simplified.nodes[0])
        self._answers[axis].show_verdict(settled.sentence, right=settled.is_right)
        if self._unsure:
            self._ask_algebra()

    def _forget(self, axis: str) -> None:
        """Want no word of algebra on an answer that is being typed anew."""
        if self._unsure.pop(axis, None) is not None:
            self._looking.stop()
            if self._unsure:
                self._ask_algebra()

    def close_algebra(self) -> None:
        """End what works for the answers."""
        self._looking.stop()
        if self._algebra is not None:
            self._algebra.close()

    def _made_source(self) -> QComboBox:
        source = QComboBox()
        source.setObjectName("difficulty")
        source.setAccessibleName("Where the equation comes from")
        source.setToolTip("Equations from a list, drawn at random, or this mountain's own.")
        source.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # The seed beside it needs its room.
        source.setMinimumContentsLength(8)
        for difficulty in mountain.DIFFICULTIES:
            source.addItem(difficulty.capitalize(), (difficulty, False))
        for difficulty in mountain.DIFFICULTIES:
            source.addItem(f"Random, {difficulty}", (difficulty, True))
        source.addItem(_OWN, None)
        return source

    def _made_seed(self) -> QLineEdit:
        box = QLineEdit()
        box.setObjectName("exercise_seed")
        box.setAccessibleName("Seed of the random equation")
        box.setToolTip("The same seed draws the same random equation for everybody.")
        box.setProperty("typed", True)
        box.setValidator(QIntValidator(0, _LARGEST_SEED, box))
        box.setMaxLength(len(str(_LARGEST_SEED)))
        return box

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        row = QHBoxLayout()
        row.addWidget(self._source, 1)
        row.addWidget(self._seed_name)
        row.addWidget(self._seed)
        row.addWidget(self._other)
        column.addLayout(row)
        column.addWidget(self._title)
        row = QHBoxLayout()
        row.addWidget(QLabel("f(x, y) ="))
        row.addWidget(self._view, 1)
        column.addLayout(row)
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
        # Below all that is pressed, so that nothing moves when something is said.
        for answer in self._answers.values():
            column.addWidget(answer.said)
        column.addStretch(1)
