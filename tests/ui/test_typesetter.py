from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

import mountain
from ui import typesetter as module
from ui.formula_view import FormulaView
from ui.theme import DUSK, PROJECTOR
from ui.typesetter import Typesetter, flattened

_BEGIN, _END = '<math xmlns="http://www.w3.org/1998/Math/MathML">', "</math>"


@pytest.fixture
def typesetter(qtbot: QtBot) -> Iterator[Typesetter]:
    setter = Typesetter()
    yield setter
    setter.close()


def terms_of(text: str) -> tuple[str, ...]:
    terms = mountain.mathml_terms(mountain.Formula(text).node)
    assert terms is not None
    return terms


def test_pictures_come_later_and_then_at_once(typesetter: Typesetter, qtbot: QtBot) -> None:
    terms = terms_of("x^2 + sin y")
    assert typesetter.pictures("me", terms) is None
    qtbot.waitUntil(lambda: typesetter.pictures("me", terms) is not None, timeout=30_000)
    for picture in typesetter.pictures("me", terms) or ():
        assert QSvgRenderer(picture).isValid()
        # Of what the newer kind of SVG is made, Qt draws only a part.
        assert b"<use" not in picture


def test_what_nobody_wants_any_more_is_not_set(
    typesetter: Typesetter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    exact = module._set

    def noted(mathml: str) -> bytes:
        done.append(mathml)
        return exact(mathml)

    monkeypatch.setattr(module, "_set", noted)
    texts = [f"x^{power}" for power in range(2, 12)]
    for text in texts:
        typesetter.pictures("me", terms_of(text))
    last = terms_of(texts[-1])
    qtbot.waitUntil(lambda: typesetter.pictures("me", last) is not None, timeout=30_000)
    # The first was being set already; between it and the last, nothing was.
    assert done == [*terms_of(texts[0]), *last]


def test_who_asked_last_is_served_first(typesetter: Typesetter, qtbot: QtBot) -> None:
    order: list[str] = []
    typesetter.typeset.connect(order.append)
    first, second, third = terms_of("x"), terms_of("y"), terms_of("x y")
    for asking, terms in (("a", first), ("b", second), ("c", third)):
        typesetter.pictures(asking, terms)
    qtbot.waitUntil(lambda: len(order) == 3, timeout=30_000)
    assert order == [*first, *third, *second]


@pytest.mark.parametrize(
    "text", ["x^2 sin(y)", "|x - 1| + |y|", "sqrt(x^2 + y^2)", "-(x + (y - (x - 1)))", "e^(-x^2/2)"]
)
def test_a_flattened_formula_says_the_same_in_the_same_order(text: str) -> None:
    mathml = mountain.mathml_of(mountain.Formula(text).node)
    assert mathml is not None
    flat = flattened(mathml)
    words = "".join(ElementTree.fromstring(mathml).itertext())
    assert "".join(flat.itertext()) == words
    kinds = ("mfrac", "msup", "msqrt", "mroot", "msub")
    for kind in kinds:
        before = ElementTree.fromstring(mathml).iter(
            f"{{http://www.w3.org/1998/Math/MathML}}{kind}"
        )
        after = list(flat.iter(kind))
        assert len(after) == len(list(before))
        # A fraction has two parts, a power two: whatever they are made of is held together.
        for each in after:
            if kind in ("mfrac", "msup", "mroot"):
                assert len(each) == 2


def test_rows_that_group_nothing_go_and_those_of_brackets_stay() -> None:
    inside = "<mrow><mo>(</mo><mrow><mi>x</mi></mrow><mo>)</mo></mrow>"
    flat = flattened(f"{_BEGIN}<mrow><mrow><mi>y</mi></mrow>{inside}</mrow>{_END}")
    assert [child.tag for child in flat] == ["mi", "mrow"]
    assert [child.text for child in flat[1]] == ["(", "x", ")"]


def shown(typesetter: Typesetter, text: str, qtbot: QtBot, width: int = 400) -> FormulaView:
    view = FormulaView(typesetter)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    view.resize(width, 60)
    view.show()
    view.show_node(mountain.Formula(text).node)
    qtbot.waitUntil(lambda: bool(view._pictures), timeout=30_000)
    view.resize(width, view.heightForWidth(width))
    return view


LONG = " + ".join(f"{k}*sin({k}*x)*cos({k}*y)" for k in range(1, 9))


@pytest.mark.parametrize("width", [240, 400, 900])
def test_a_formula_is_broken_between_its_terms_so_that_nothing_is_clipped(
    typesetter: Typesetter, width: int, qtbot: QtBot
) -> None:
    view = shown(typesetter, LONG, qtbot, width)
    assert view.is_set
    lines = view._set
    assert sum(len(line.terms) for line in lines) == 8
    assert len(lines) > (1 if width < 900 else 0)
    for line in lines:
        left, picture = line.terms[-1]
        assert left + picture.viewBoxF().width() * view._scale <= view.width()
    assert view._tall(lines) <= view.height()


def test_where_a_term_is_too_wide_there_are_words(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = shown(typesetter, "*".join(f"sin({k}*x)" for k in range(1, 12)), qtbot, 120)
    assert not view.is_set
    # All of them have room.
    assert view.heightForWidth(120) > 3 * DUSK.normal
    blank = view.grab().toImage()
    view.resize(2000, 60)
    assert view.is_set
    assert view.grab().toImage() != blank


def test_a_term_that_cannot_be_set_leaves_words(
    typesetter: Typesetter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = terms_of("x + y")
    exact = module._set
    monkeypatch.setattr(module, "_set", lambda mathml: b"" if mathml == terms[1] else exact(mathml))
    view = FormulaView(typesetter)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    view.show_node(mountain.Formula("x + y").node)
    qtbot.waitUntil(lambda: typesetter.pictures("me", terms) is not None, timeout=30_000)
    assert not view.is_set
    assert view.accessibleDescription() == "x + y"


def test_a_formula_is_drawn_in_the_ink_of_the_theme(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = shown(typesetter, "x^2 + y^2", qtbot)
    dusk = view.grab().toImage()
    view.show_theme(PROJECTOR)
    assert view.is_set
    assert view.grab().toImage() != dusk


def test_what_is_too_long_is_said_to_be(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = FormulaView(typesetter)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    text = "*".join(f"(sin({k}*x)+{k})" for k in range(1, 20))
    formula = mountain.Formula(text)
    view.show_node(formula.gradient_nodes[0])
    assert view.accessibleDescription() == mountain.TOO_LONG
    assert not view.is_set
