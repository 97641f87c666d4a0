"""What people type and paste into a formula box, case by case."""

import math
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from mountain import Formula, FormulaError, Window, parse_formula

CASES = tomllib.loads(Path(__file__).with_name("formula_cases.toml").read_text(encoding="utf-8"))
ARRAYS = {
    **{name: getattr(np, name) for name in ("sin", "cos", "exp", "sqrt", "cbrt", "floor", "abs")},
    **{"log": np.log, "log10": np.log10, "asin": np.arcsin, "atan": np.arctan, "max": np.maximum},
    **{"pi": math.pi, "e": math.e, "__builtins__": {}},
}
WINDOW = Window(-4.0, 4.0, -4.0, 4.0)


def _text(case: dict) -> str:
    return case.get("text") or "".join(part * count for part, count in case.get("pieces", []))


def _names(kind: str) -> list[str]:
    return [ascii(_text(case))[:40] for case in CASES[kind]]


@contextmanager
def _little_work(most: int) -> Iterator[None]:
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
    assert calls < most


def _same(formula: Formula, means: Callable[[np.ndarray, np.ndarray], object]) -> None:
    x, y = np.random.default_rng(5).uniform(-3, 3, (2, 200))
    with np.errstate(all="ignore"):
        expected = means(x, y) + 0 * x
    np.testing.assert_allclose(formula.height(x, y), expected, rtol=1e-13)


@pytest.mark.parametrize("case", CASES["understood"], ids=_names("understood"))
def test_what_people_type_means_what_they_mean(case):
    with _little_work(20_000):
        formula = parse_formula(_text(case))
        _ = formula.gradient_nodes
    # The meanings are ours, not typed by anyone.
    _same(formula, eval(f"lambda x, y: {case['means']}", ARRAYS))
    assert bool(formula.hints) == ("hint" in case)
    assert any(hint.startswith(case.get("hint", "")) for hint in formula.hints or [""])


@pytest.mark.parametrize(
    "case", [case for case in CASES["understood"] if "warning" in case], ids=_text
)
def test_what_is_unusual_about_a_formula_is_said(case):
    assert case["warning"] in parse_formula(_text(case)).warnings(WINDOW)


@pytest.mark.parametrize("case", CASES["refused"], ids=_names("refused"))
def test_what_is_no_formula_is_refused_at_its_place_after_little_work(case):
    with _little_work(20_000), pytest.raises(FormulaError) as caught:
        parse_formula(_text(case))
    assert caught.value.position == case["position"]
    assert caught.value.problem == case["problem"]


#: More habits, as pairs of what is typed and of a formula in plain signs that is the same.
HABITS = {
    "2xy": "2*x*y",
    "xsiny": "x*sin(y)",
    "xsinycosx": "x*sin(y)*cos(x)",
    "sin 2x cos y": "sin(2*x)*cos(y)",
    "sin 2(x + 1) y": "sin(2*(x+1)*y)",
    "sin(x)y": "sin(x)*y",
    "sin(x)^2": "(sin(x))^2",
    "sin²x": "sin(x)^2",
    "sin^2 x cos^3 y": "sin(x)^2*cos(y)^3",
    "sin^{2}\\left(x\\right)": "sin(x)^2",
    "sin cos x": "sin(cos(x))",
    "sin -x": "sin(-x)",
    "ln|x|y": "log(abs(x))*y",
    "1/2x": "(1/2)*x",
    "2^3x": "2^3*x",
    "-2^x": "-(2^x)",
    "x(y+1)(x-1)": "x*(y+1)*(x-1)",
    "[x+{y-1}]e^x": "(x+(y-1))*exp(x)",
    "||x|-1|": "abs(abs(x)-1)",
    "|x|y|x|": "abs(x)*y*abs(x)",
    r"\left|x\left|y\right|\right|": "abs(x*abs(y))",
    r"\lvert x\rvert+\lfloor y\rfloor\lceil x\rceil": "abs(x)+floor(y)*ceil(x)",
    "⌊x⌋⌈y⌉": "floor(x)*ceil(y)",
    "½x + ¾": "(1/2)*x + 3/4",
    "x·y×2÷x∕y⋅x": "x*y*2/x/y*x",
    "(x–1)—y‑2": "(x-1)-y-2",
    "√2x": "sqrt(2)*x",
    "√(x+1)y": "sqrt(x+1)*y",
    "√x²": "sqrt(x^2)",
    "∜x": "x^0.25",
    "eˣ": "exp(x)",
    "xʸ": "x^y",
    "2¹⁰x⁻¹": "2^10*x^-1",
    "log₂x + log₁₀y": "log2(x) + log10(y)",
    "log_2 x + log_{10}(y) + lg x": "log2(x) + log10(y) + log10(x)",
    r"\log_{2} x": "log2(x)",
    r"\frac12x + \frac{x}{y}": "0.5*x + x/y",
    r"\frac xy": "x/y",
    r"\dfrac{1}{1+\mathrm{e}^{-x}}": "1/(1+exp(-x))",
    r"\sqrt[3]{x} + \sqrt[2]{x} + \sqrt x": "cbrt(x) + sqrt(x) + sqrt(x)",
    r"\operatorname{artanh}\bigl(x\bigr)\,y": "atanh(x)*y",
    r"$x^2 + y^2$": "x^2 + y^2",
    "$$x^2 + y^2$$": "x^2 + y^2",
    "$$\n  f(x, y) = x^2 + y^2\n$$": "x^2 + y^2",
    r"\[ x^2 + y^2 \]": "x^2 + y^2",
    r"\(f(x,y) = x^2 + y^2\)": "x^2 + y^2",
    r"\(x\) + \(y\)": "x + y",
    "f(x,y) := x^2": "x^2",
    "z:=x": "x",
    ":= x": "x",
    r"30^\circ x + sin 90°": "(pi/6)*x + 1",
    r"\max\left(x,\,y\right)": "max(x,y)",
    r"f\left(x,y\right) = xy": "x*y",
    "𝑓(𝑥, 𝑦) = 𝑥𝑦": "x*y",
    "z = x": "x",
    "g(x) = x": "x",
    "np.sin(x) + math.exp(y) + numpy.abs(x)": "sin(x) + exp(y) + abs(x)",
    "np.maximum(x, np.minimum(y, 1))": "max(x, min(y, 1))",
    "pow(x, 2)": "x^2",
    "sec x + csc y + cot x": "1/cos(x) + 1/sin(y) + cos(x)/sin(x)",
    "arcsin x + arctan y + tg x": "asin(x) + atan(y) + tan(x)",
    "sinh^-1 x": "asinh(x)",
    "Max(X; Y)".replace(";", ","): "max(x,y)",
    "ＳＩＮ（ｘ）＋２": "sin(x)+2",
    "x\u200b + y\ufeff": "x + y",
    "2e3x + 2ex": "2000*x + 2*e*x",
    "e x": "e*x",
}


@pytest.mark.parametrize("typed", HABITS)
def test_habits_of_writing_are_one_formula(typed):
    assert parse_formula(typed).node is parse_formula(HABITS[typed]).node


@pytest.mark.parametrize("index", [5, 7, 9])
def test_an_odd_root_of_a_negative_number_is_negative(index):
    formula = parse_formula(rf"\sqrt[{index}]{{x}}")
    places = np.array([-2.0, -0.3, 0.7, 5.0])
    np.testing.assert_allclose(formula.height(places, 0.0) ** index, places, rtol=1e-14)
    slope = np.abs(places) ** (1 / index - 1) / index
    np.testing.assert_allclose(formula.gradient(places, 0.0)[0], slope, rtol=1e-14)


def test_an_even_root_of_a_negative_number_is_no_ground():
    assert np.isnan(parse_formula(r"\sqrt[4]{x}").height(-1.0, 0.0))
    assert parse_formula(r"\sqrt[4]{x}").height(16.0, 0.0) == 2.0


def test_the_larger_s_slope_is_the_slope_and_where_both_are_equal_the_mean():
    formula = parse_formula("max(x, 3y)")
    slope_x, slope_y = formula.gradient([3.0, 0.0, 3.0], [0.0, 3.0, 1.0])
    assert slope_x.tolist() == [1.0, 0.0, 0.5]
    assert slope_y.tolist() == [0.0, 3.0, 1.5]
    below = parse_formula("min(x, 3y)").gradient([3.0, 0.0], [0.0, 3.0])
    assert [each.tolist() for each in below] == [[0.0, 1.0], [3.0, 0.0]]


def test_a_number_may_have_forty_digits_and_not_one_more():
    digits = "1" * 40
    assert parse_formula(f"{digits}x").height(1.0, 0.0) == float(digits)
    with pytest.raises(FormulaError, match="40 digits"):
        parse_formula(f"{digits}1x")


def test_forty_brackets_are_read_wherever_they_stand_and_not_one_more():
    read = parse_formula("1+2*(" * 39 + "x" + ")" * 39)
    assert read.height(0.0, 0.0) == 2.0**39 - 1
    with pytest.raises(FormulaError, match="nested deeper than 40"):
        parse_formula("1+2*(" * 41 + "x" + ")" * 41)
