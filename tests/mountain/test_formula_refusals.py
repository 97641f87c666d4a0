"""Texts that are no formula: refused in one line, after little work, and never run."""

import pickle
import random
import re
import sys

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from mountain import Formula, FormulaError

REFUSED = {
    "": "nothing is written",
    " \t\n": "nothing is written",
    "x +": "character 4: expected a number, x, y or a bracket",
    "* x": "character 1: expected a number, x, y or a bracket",
    "x ^^ 2": "character 4: expected a number, x, y or a bracket",
    "()": "character 2: expected a number, x, y or a bracket",
    "(x + 1": "character 7: expected a closing bracket",
    "x)": "character 2: one ')' too many",
    "(x + y]": "character 7: expected a closing bracket ')' before ']'",
    r"sin^^\circ": "character 5: expected a number, x, y or a bracket before '^'",
    "|x + 1": "character 7: expected a closing bar '|' at the end",
    "2 3": "character 3: two numbers next to each other",
    "1.2.3x": "character 4: two numbers next to each other",
    "x2": "character 2: a number after 'x'",
    "exp": "character 1: exp needs a value",
    "exp^x": "character 4: exp needs something in brackets",
    "sin^x y": "character 1: a power that is not a number",
    "sin^-2 x": "character 1: a power of sin that may mean two things",
    "max(x)": "character 1: max needs 2 or more values",
    "pow(x, y, 2)": "character 1: pow needs 2 values",
    "max x": "character 1: max needs its values in brackets",
    "sin(x, y)": "character 6: sin takes one value",
    "sin(1,5)": "character 6: unexpected ',': decimals need a point",
    "0,1*x^2": "character 2: unexpected ',': decimals need a point; write it as \"0.1\"",
    "0,5x^2": "character 2: unexpected ',': decimals need a point; write it as \"0.5\"",
    "12,5e3x": 'write it as "12.5e3"',
    "1,000,000": "character 2: unexpected ',': digits stand together; write it as \"1000000\"",
    "2x + 1,000.5": "character 7: unexpected ',': digits stand together; write it as \"1000.5\"",
    "1,000x": 'write it as "1.000", or as "1000"',
    "1.000,5": 'write it as "1000.5"',
    "1.5,2": 'write it as "1.5"',
    "x + tann(y)": "character 5: unknown name 'tann'; did you mean 'tan'?",
    "z": "character 1: unknown name 'z'; try x, y or a number",
    "sech x": "character 1: unknown name 'sech'; write it as \"1/cosh(x)\"",
    "1 + csch(x)": "character 5: unknown name 'csch'; write it as \"1/sinh(x)\"",
    r"\coth x": "unknown LaTeX command 'coth'; write it as \"1/tanh(x)\"",
    "arcsec(x)": "character 1: unknown name 'arcsec'; write it as \"acos(1/x)\"",
    r"\sum_{i=1}^2 x": "character 2: 'sum' is not supported; write the terms out",
    "x + prod_{k = 1}^3 x": "character 5: 'prod' is not supported; write the terms out",
    r"\sum_{i}^2 x = 3": "character 14: unexpected '=': an equation",
    "x_1": "character 1: unknown name 'x_1'; indices",
    "atan2(y, x)": "character 1: unknown name 'atan2'; try \"atan(y/x)\"",
    "log_3 x": "character 1: unknown name 'log_3'; write another base as",
    "the height": "character 1: unknown name 'the'; try one of x, y",
    "x" + "y" * 24: "character 1: a name of more than 24 letters",
    r"\alpha x": "unknown LaTeX command 'alpha'",
    "x = 3": "character 3: unexpected '='",
    "x $ y": "character 3: unexpected '$'",
    "²": "character 1: expected a number, x, y or a bracket",
    "2½": "character 2: unexpected '½' after a number",
    "x! + y": "character 2: unexpected '!': factorials",
    "x\u0304": "character 2: unexpected '\u0304': a mark above or below",
    "f(x, y) =": "character 10: nothing is written",
    "\u0445 + y": "character 1: unexpected '\u0445'",
    "1,5*x": "character 2: unexpected ','",
    "x + 1/0": "character 6: '/' gives no finite number",
    "log(-1) + x": "character 1: 'log' gives no finite number",
    "1e999*x": "character 1: '1e999' gives no finite number",
    "x + 10^400": "character 7: '^' gives no finite number",
    "(-8)^(1/3)": "'^' gives no finite number here; write a cube root as",
    "(-8)^0.5": "'^' gives no finite number here; try a whole power, as",
    "0^-1": "'^' gives no finite number here; try a number other than 0",
    "10^400": "'^' gives no finite number here; try a smaller power",
    "pow(-8, 1/3)": "'pow' gives no finite number here; write a cube root as",
    "acosh(0.5)": 'try another value, as "acosh(2)"',
    "1_0": "character 2: unknown name '_0'; take the underscore out",
    "10_": "character 3: unknown name '_'; take the underscore out",
    "lambda x, y: x": "character 1: a function in Python; write the height alone",
    " def f(x): x": "character 2: a function in Python; write the height alone",
    "∇f": "character 1: unexpected '∇': slopes are worked out by themselves; write the height",
    r"\nabla f": "character 2: unknown LaTeX command 'nabla'; write the height alone",
    r"\alpha": "unknown LaTeX command 'alpha'; try x or y",
    r"\sine x": "unknown LaTeX command 'sine'; did you mean 'sin'?",
    "x := 2": "character 3: unexpected ':': an equation; write the height alone",
    "x:y": "character 2: unexpected ':': not understood; write a division as",
    "x & y": "character 3: unexpected '&': no sign of arithmetic; write a product as",
    "x±y": "character 2: unexpected '±': two heights at once; choose one",
    "x ☃": "character 3: unexpected '☃': a picture or a mark; take it out",
    "x?": "character 2: unexpected '?': not understood; take it out",
    "$x$ + $y$": "character 1: unexpected '$': it belongs round a whole formula; take it out",
    "r": "unknown name 'r'; write the distance from the middle as",
    "asin(2)": "character 1: 'asin' gives no finite number",
    "0*(9^9^9)": "character 5: '^' gives no finite number",
    "1" * 41: "character 1: a number of more than 40 digits",
    "x" * 501: "501 characters; at most 500 work",
    "x*" * 200 + "x": "character 401: 401 numbers, names and signs; at most 400 work",
    "x " * 201: "more than 400 parts",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_bad_formula_is_refused_in_one_line_that_says_where(text):
    with pytest.raises(FormulaError) as caught:
        Formula(text)
    message = str(caught.value)
    assert REFUSED[text] in message
    assert message.startswith("formula")
    assert "\n" not in message
    assert message.endswith(f": {caught.value.problem}; {caught.value.suggestion}")
    # What would work follows what is wrong.
    assert re.search(r"(; |, )(try|did you mean|write|as|take|choose) ", message.partition(": ")[2])


HOSTILE = [
    "__import__('pathlib').Path('{trap}').touch()",
    "open('{trap}', 'w')",
    "exec(\"open('{trap}', 'w')\")",
    "().__class__.__mro__[1].__subclasses__()",
    "x.__class__",
    "lambda: x",
    "(x := 5)",
    "x if y else 1",
    "f'{{x}}'",
    "x; y",
    "x # y",
    "x\0",
    "[x for x in y]",
    "9^9^9^9",
    "9**9**9**9*x",
    "1e999",
    "-1e999",
    "x" + "^9" * 60,
    "(" * 240 + "x" + ")" * 240,
    "-" * 499 + "x",
    "sin(" * 120 + "x",
    "x^" * 249 + "x",
    "9" * 10**6,
    "(" * 10**6,
    "x+" * 10**6 + "x",
    "\u202ex + y",
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:20].encode("unicode_escape"))
def test_a_hostile_text_is_refused_after_little_work_and_never_run(hostile, tmp_path):
    trap = tmp_path / "sprung"
    text = hostile.replace("{trap}", trap.as_posix()) if "{trap}" in hostile else hostile
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with pytest.raises(FormulaError) as caught:
            Formula(text)
    finally:
        sys.setprofile(before)
    assert calls < 20_000
    assert not trap.exists()
    assert len(str(caught.value)) < 1000


def _checked(refusal: FormulaError, text: str) -> None:
    """Check what holds for every refusal."""
    assert 0 <= refusal.position <= len(text)
    assert refusal.text == text
    assert refusal.problem
    assert refusal.suggestion
    assert len(str(refusal).splitlines()) == 1
    for example in re.findall('"([^"]+)"', refusal.suggestion):
        Formula(example)
    # One thing to do, not a choice of three.
    assert len(re.findall(r"\b(?:try|write|take|did you mean)\b", refusal.suggestion)) <= 1


@pytest.mark.parametrize("text", REFUSED)
def test_what_a_refusal_suggests_is_a_formula(text):
    with pytest.raises(FormulaError) as caught:
        Formula(text)
    _checked(caught.value, text)


def test_a_refusal_survives_the_way_from_another_process():
    with pytest.raises(FormulaError) as caught:
        Formula("x + tann(y)")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert copy.position == 4


NAMES = "x y pi e sin cos log log10 log_2 ln sqrt exp asin floor sec atan2 sinx xsiny f(x,y)= z= _"
SIGNS = "2 3.5 .5 1e3 + - * / ^ ** ( ) [ ] { } | , max( min( pow( tan^-1 sin^2 $ = . ! % ' 9^9^9"
COMMANDS = (
    r"\frac \frac12 \sqrt \sqrt[3]{ \left( \right) \left| \right| \cdot \sin \pi ^\circ \rceil \ "
)
FOREIGN = "² ³ ⁻ ½ √ ∛ π · × − ° ⌊ ⌋ ₂ ∞ х χ 𝑥 ٣ ｘ ＋ ① ㎏ é 😀 \0 \u202e \u0304 \ud800"
PIECES = [
    " ",
    "\n",
    *(piece for each in (NAMES, SIGNS, COMMANDS, FOREIGN) for piece in each.split()),
]


@settings(max_examples=1500, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
    | st.text(max_size=40)
    | st.text("xy0123456789.+-*/^() eEpisncoglqrtbh|,", max_size=60)
)
def test_any_text_is_a_formula_or_refused(text):
    try:
        formula = Formula(text)
    except FormulaError as refusal:
        _checked(refusal, text)
        return
    assert formula.height(0.5, 0.25).shape == ()
    assert len(formula.gradient(0.5, 0.25)) == 2
    assert Formula(formula.text).node is formula.node


@pytest.mark.parametrize("seed", range(4))
def test_a_thousand_texts_thrown_together_are_formulas_or_refused(seed):
    dice = random.Random(seed)
    kept = 0
    for _ in range(1000):
        text = "".join(dice.choices(PIECES, k=dice.randint(1, 12)))
        try:
            kept += bool(Formula(text).latex)
        except FormulaError as refusal:
            _checked(refusal, text)
    assert kept
