"""Texts that are no formula: refused in one line, after little work, and never run."""

import re
import sys

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mountain import Formula, FormulaError

REFUSED = {
    "": "nothing is written",
    " \t\n": "nothing is written",
    "x +": "character 4: expected a number, x, y or a bracket",
    "* x": "character 1: expected a number, x, y or a bracket",
    "x ^^ 2": "character 4: expected a number, x, y or a bracket",
    "()": "character 2: expected a number, x, y or a bracket",
    "(x + 1": "character 7: expected a closing bracket",
    "x)": "character 2: expected an operator before ')'",
    "3 x": "character 3: expected an operator before 'x'",
    "2 3": "character 3: expected an operator before '3'",
    "sin x": "character 1: write sin(...) with brackets",
    "exp": "character 1: write exp(...) with brackets",
    "x + tann(y)": "character 5: unknown name 'tann'; did you mean 'tan'?",
    "z": "character 1: unknown name 'z'; try one of x, y, pi, e",
    "X": "character 1: unknown name 'X'; ",
    "x = 3": "character 3: unexpected '='",
    "x $ y": "character 3: unexpected '$'",
    "x² + y": "character 2: unexpected '²'",
    "\u0445 + y": "character 1: unexpected '\u0445'",
    "1,5*x": "character 2: unexpected ','",
    "x + 1/0": "character 6: '/' gives no finite number",
    "log(-1) + x": "character 1: 'log' gives no finite number",
    "1e999*x": "character 1: '1e999' gives no finite number",
    "x + 10^400": "character 7: '^' gives no finite number",
    "x" * 501: "501 characters; at most 500 work",
}


@pytest.mark.parametrize("text", REFUSED)
def test_a_bad_formula_is_refused_in_one_line_that_says_where(text):
    with pytest.raises(FormulaError) as caught:
        Formula(text)
    message = str(caught.value)
    assert REFUSED[text] in message
    assert message.startswith("formula")
    assert "\n" not in message
    # What would work follows what is wrong.
    assert re.search(r"(; |, )(try|did you mean|write|as) ", message.partition(": ")[2])


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
    "\U0001d465 + \U0001d466",
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


@given(st.text(max_size=40) | st.text("xy0123456789.+-*/^() eEpisncoglqrtbh", max_size=60))
def test_any_text_is_a_formula_or_refused(text):
    refusal = ""
    try:
        Formula(text)
    except FormulaError as error:
        refusal = str(error)
    assert "\n" not in refusal
    if not refusal:
        assert Formula(text).height(0.5, 0.25).shape == ()
        assert len(Formula(text).gradient(0.5, 0.25)) == 2
