from xml.etree import ElementTree

import pytest

import mountain
from ui.mathml import flattened, is_deep, parts_of

_BEGIN, _END = '<math xmlns="http://www.w3.org/1998/Math/MathML">', "</math>"
_UNSEEN = {0x2061: None, 0x2062: None}


def written(mathml: str) -> str:
    return "".join(ElementTree.fromstring(mathml).itertext()).translate(_UNSEEN)


def term_of(text: str) -> str:
    terms = mountain.mathml_terms(mountain.Formula(text).node)
    assert terms is not None
    return terms[0]


@pytest.mark.parametrize(
    "text", ["x^2 sin(y)", "|x - 1| + |y|", "sqrt(x^2 + y^2)", "-(x + (y - (x - 1)))", "e^(-x^2/2)"]
)
def test_a_flattened_formula_says_the_same_in_the_same_order(text: str) -> None:
    mathml = mountain.mathml_of(mountain.Formula(text).node)
    assert mathml is not None
    flat = flattened(mathml)
    assert "".join(flat.itertext()).translate(_UNSEEN) == written(mathml)
    for kind in ("mfrac", "msup", "msqrt", "mroot", "msub"):
        name = f"{{http://www.w3.org/1998/Math/MathML}}{kind}"
        after = list(flat.iter(kind))
        assert len(after) == len(list(ElementTree.fromstring(mathml).iter(name)))
        # A fraction has two parts, a power two: whatever they are made of is held together.
        for each in after:
            if kind in ("mfrac", "msup", "mroot"):
                assert len(each) == 2


def test_rows_that_group_nothing_go_and_those_of_tall_brackets_stay() -> None:
    half = "<mfrac><mn>1</mn><mi>x</mi></mfrac>"
    inside = f"<mrow><mo form='prefix'>(</mo>{half}<mo form='postfix'>)</mo></mrow>"
    flat = flattened(f"{_BEGIN}<mrow><mrow><mi>y</mi></mrow>{inside}</mrow>{_END}")
    assert [child.tag for child in flat] == ["mi", "mrow"]
    assert [child.text for child in flat[1]] == ["(", None, ")"]
    low = flattened(f"{_BEGIN}<mi>y</mi>{inside.replace(half, '<mi>x</mi>')}{_END}")
    assert [child.text for child in low] == ["y", "(", "x", ")"]
    assert [child.get("stretchy") for child in low] == [None, "false", None, "false"]


def test_nested_functions_are_one_row_and_nested_fractions_are_deep() -> None:
    assert not is_deep(flattened(term_of("sin(" * 30 + "x" + ")" * 30)))
    assert not is_deep(flattened(term_of("1/(1+" * 5 + "x" + ")" * 5)))
    assert is_deep(flattened(term_of("1/(1+" * 12 + "x" + ")" * 12)))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("x", ["x"]),
        ("-x y", ["−x", "y"]),
        ("x sin(y) cos(x + 1)", ["x", "sin(y)", "cos(x+1)"]),
        ("sin(x + y - 2)", ["sin(x", "+y", "−2)"]),
        ("sin(cos(x + 2y))", ["sin(cos(x", "+2y))"]),
        ("sin(x cos(y))", ["sin(x", "cos(y))"]),
        ("(x + 1/y) (x + 2)", ["(x+1y)", "(x+2)"]),
        ("sin(x + 1/y)", ["sin(x", "+1y)"]),
        ("|x + y|", ["|x", "+y|"]),
        ("x/(y + 1)", ["x", "/(y+1)"]),
        ("(x + 1)/y", ["(x+1)", "/y"]),
        ("2e^(x - y)", ["2", "ex−y"]),
        ("e^(x - y)", ["exp(x", "−y)"]),
        ("e^|x - y|", ["exp(|x", "−y|)"]),
        ("e^(-x)", ["e−x"]),
        ("2 * 3^x", ["2", "⋅3x"]),
    ],
)
def test_a_line_may_end_at_a_sign_else_a_factor_else_in_brackets(
    text: str, parts: list[str]
) -> None:
    assert [written(part) for part in parts_of(term_of(text))] == parts


def test_taken_apart_again_and_again_nothing_is_lost() -> None:
    whole = term_of("sinh(sin(x*y + 1)) * (x + (y - 2/(x + 3)) * cos(|x| - y)) * ln(1 + x^2)")
    waiting, smallest = [whole], []
    while waiting:
        part = waiting.pop(0)
        smaller = parts_of(part)
        if len(smaller) == 1:
            smallest.append(part)
        else:
            waiting = [*smaller, *waiting]
    assert len(smallest) > 5
    assert "".join(map(written, smallest)) == written(whole)
