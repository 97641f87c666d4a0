from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from pytestqt.qtbot import QtBot

import mountain
from ui import typesetter as module
from ui.mathml import flattened
from ui.theme import DUSK, PROJECTOR
from ui.typesetter import Typesetter


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
        assert picture is not None
        assert picture.isValid()
        # It was made in another thread, and is painted in this one.
        assert picture.thread() == typesetter.thread()
        assert picture.viewBoxF().top() < 0 < picture.viewBoxF().width()


def test_qt_draws_all_of_what_is_set() -> None:
    # Of what the newer kind of SVG is made, Qt draws only a part.
    assert b"<use" not in module._set(flattened(terms_of("x^2 + sin y")[0]))


def test_what_nobody_wants_any_more_is_not_set(
    typesetter: Typesetter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    exact = module._set

    def noted(formula: Element) -> bytes:
        done.append("".join(formula.itertext()))
        return exact(formula)

    monkeypatch.setattr(module, "_set", noted)
    texts = [f"x^{power}" for power in range(2, 12)]
    for text in texts:
        typesetter.pictures("me", terms_of(text))
    last = terms_of(texts[-1])
    qtbot.waitUntil(lambda: typesetter.pictures("me", last) is not None, timeout=30_000)
    # The first was being set already; between it and the last, nothing was.
    assert done == ["x2", "x11"]


def test_who_asked_last_is_served_first(typesetter: Typesetter, qtbot: QtBot) -> None:
    order: list[str] = []
    typesetter.typeset.connect(order.append)
    first, second, third = terms_of("x"), terms_of("y"), terms_of("x y")
    for asking, terms in (("a", first), ("b", second), ("c", third)):
        typesetter.pictures(asking, terms)
    qtbot.waitUntil(lambda: len(order) == 3, timeout=30_000)
    assert order == [*first, *third, *second]


def test_what_would_take_years_to_set_is_given_up_at_once(
    typesetter: Typesetter, qtbot: QtBot
) -> None:
    # A fraction in a fraction in a fraction.
    term = terms_of("1/(1+" * 30 + "x" + ")" * 30)
    typesetter.pictures("me", term)
    qtbot.waitUntil(lambda: typesetter.pictures("me", term) == [None], timeout=5_000)


@pytest.mark.parametrize("text", ["x^2", "e^(-((x - 1.5)^2 + (y + 1)^2)/2.4)", "x^(y^(x^(y^x)))"])
def test_the_smallest_letter_is_read_from_the_back_row(text: str) -> None:
    from ziamath.zmath import Math

    module._set(flattened(terms_of(text)[0]))
    formula = Math(flattened(terms_of(text)[0]), size=module.SIZE)
    waiting, sizes = [formula.node], []
    while waiting:
        node = waiting.pop()
        sizes.append(getattr(node, "glyphsize", module.SIZE))
        waiting.extend(getattr(node, "nodes", []))
    smallest = min(sizes) / module.SIZE
    # A formula is set no smaller than the text around it.
    assert smallest < 1
    assert smallest * DUSK.normal >= 11
    assert smallest * PROJECTOR.normal >= 13
