from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

import mountain
from ui import typesetter as module
from ui.formula_view import DERIVATIVES, FormulaView
from ui.theme import DUSK, PROJECTOR
from ui.typesetter import SIZE, Typesetter

LONG = " + ".join(f"{k}*sin({k}*x)*cos({k}*y)" for k in range(1, 9))


@pytest.fixture
def typesetter(qtbot: QtBot) -> Iterator[Typesetter]:
    setter = Typesetter()
    yield setter
    setter.close()


def shown(typesetter: Typesetter, text: str, qtbot: QtBot, width: int = 400) -> FormulaView:
    """Show a formula in a view that is as tall as it asks to be."""
    view = FormulaView(typesetter)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    view.resize(width, 60)
    view.show()
    view.show_node(mountain.Formula(text).node)
    qtbot.waitUntil(lambda: not typesetter.is_busy, timeout=30_000)
    view.resize(width, view.heightForWidth(width))
    qtbot.waitUntil(lambda: not typesetter.is_busy, timeout=30_000)
    return view


def is_within(view: FormulaView) -> bool:
    """Tell whether no line is longer than the view is wide."""
    ends = [line.pieces[-1] for line in view.paragraph.lines]
    scale = view.paragraph.scale
    return all(left + piece.box.width() * scale <= view.width() for left, piece in ends)


@pytest.mark.parametrize("width", [240, 400, 900])
def test_a_formula_is_broken_between_its_terms_so_that_nothing_is_clipped(
    typesetter: Typesetter, width: int, qtbot: QtBot
) -> None:
    view = shown(typesetter, LONG, qtbot, width)
    assert view.is_set
    lines = view.paragraph.lines
    assert sum(len(line.pieces) for line in lines) == 8
    assert len(lines) > (1 if width < 900 else 0)
    assert is_within(view)
    assert view.paragraph.tall <= view.height()


@pytest.mark.parametrize(
    "text",
    ["*".join(f"sin({k}*x)" for k in range(1, 12)), "sin(cos(" + "+".join("xy" * 6) + "+x y))"],
)
def test_a_term_without_room_on_a_line_is_broken_within(
    typesetter: Typesetter, text: str, qtbot: QtBot
) -> None:
    view = shown(typesetter, text, qtbot, 120)
    assert view.is_set
    assert len(view.paragraph.lines) > 1
    assert is_within(view)
    # Where there is room again it is whole again.
    view.resize(2000, 60)
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    (line,) = view.paragraph.lines
    assert len(line.pieces) == 1


def test_a_fraction_that_is_too_deep_is_set_in_parts_or_said_in_words(
    typesetter: Typesetter, qtbot: QtBot
) -> None:
    deep = "1/(1+" * 12 + "x" + ")" * 12
    view = shown(typesetter, f"y*sin(x)*{deep}", qtbot)
    assert not view.is_set
    assert not view.paragraph.lines
    blank = FormulaView(typesetter)
    qtbot.addWidget(blank)
    blank.show_theme(DUSK)
    blank.resize(view.size())
    assert view.grab().toImage() != blank.grab().toImage()


def test_a_short_formula_is_larger_than_the_text_around(
    typesetter: Typesetter, qtbot: QtBot
) -> None:
    view = FormulaView(typesetter, 3.6, 2.0)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    view.resize(400, view.heightForWidth(400))
    view.show_node(mountain.Formula("x^2 sin y").node)
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    assert view.paragraph.scale * SIZE == pytest.approx(2.0 * DUSK.normal)


def test_what_stands_before_a_derivative_is_set_with_it(
    typesetter: Typesetter, qtbot: QtBot
) -> None:
    view = FormulaView(typesetter, name=DERIVATIVES["x"])
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    view.resize(400, 60)
    view.show_node(mountain.Formula("2 x").node)
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    (line,) = view.paragraph.lines
    assert len(line.pieces) == 2
    assert view.accessibleDescription() == mountain.text_of(mountain.Formula("2 x").node)


def test_until_the_next_is_set_the_formula_before_is_seen(
    typesetter: Typesetter, qtbot: QtBot
) -> None:
    view = shown(typesetter, "x^2 + y^2", qtbot)
    before = view.grab().toImage()
    view.show_node(mountain.Formula("x^2 + 7").node)
    assert not view.is_set
    assert view.grab().toImage() == before
    qtbot.waitUntil(lambda: view.is_set, timeout=30_000)
    assert view.grab().toImage() != before
    view.show_words("made of data")
    assert not view.paragraph.lines


def test_a_formula_that_does_not_hold_any_more_is_dim(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = shown(typesetter, "x^2 + y^2", qtbot)
    bright = view.grab().toImage()
    view.show_dim(True)
    assert view.grab().toImage() != bright
    view.show_dim(False)
    assert view.grab().toImage() == bright


def test_a_term_that_cannot_be_set_leaves_words(
    typesetter: Typesetter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = module._set
    monkeypatch.setattr(
        module, "_set", lambda formula: b"" if "y" in formula.itertext() else exact(formula)
    )
    view = shown(typesetter, "x + y", qtbot)
    assert not view.is_set
    assert view.accessibleDescription() == "x + y"


def test_a_formula_is_drawn_in_the_ink_of_the_theme(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = shown(typesetter, "x^2 + y^2", qtbot)
    for theme in (DUSK, PROJECTOR):
        view.show_theme(theme)
        assert view.is_set
        picture = view._painted().toImage()
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if picture.pixelColor(x, y).alpha() == 255
        }
        assert colours == {theme.ink}


def test_what_is_too_long_is_said_to_be(typesetter: Typesetter, qtbot: QtBot) -> None:
    view = FormulaView(typesetter)
    qtbot.addWidget(view)
    view.show_theme(DUSK)
    text = "*".join(f"(sin({k}*x)+{k})" for k in range(1, 20))
    formula = mountain.Formula(text)
    view.show_node(formula.gradient_nodes[0])
    assert view.accessibleDescription() == mountain.TOO_LONG
    assert not view.is_set
