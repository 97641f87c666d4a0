"""Well-known text: what stands in its brackets, and what is none."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from mountain.well_known_text import Clause, TextError, clauses_of

words = st.from_regex(r"[A-Z][A-Z0-9_]{0,9}", fullmatch=True)
texts = st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
trees = st.recursive(
    st.builds(Clause, words, st.lists(texts | numbers, min_size=1, max_size=3).map(tuple)),
    lambda inner: st.builds(
        Clause, words, st.lists(texts | numbers | inner, min_size=1, max_size=4).map(tuple)
    ),
    max_leaves=20,
)


def written(value: object, blank: str, brackets: str) -> str:
    if isinstance(value, Clause):
        inner = f"{blank},{blank}".join(written(each, blank, brackets) for each in value.values)
        return f"{value.keyword}{blank}{brackets[0]}{blank}{inner}{blank}{brackets[1]}"
    return f'"{value}"' if isinstance(value, str) else repr(value)


@given(st.lists(trees, min_size=1, max_size=3), st.sampled_from(["", " ", "\r\n\t"]))
@pytest.mark.parametrize("brackets", ["[]", "()"])
def test_what_was_written_is_read(brackets, trees, blank):
    text = ",".join(written(each, blank, brackets) for each in trees)
    assert clauses_of(text) == tuple(trees)


def test_a_clause_tells_its_name_its_number_and_what_is_in_it():
    (clause,) = clauses_of('unit["metre",1,AUTHORITY["EPSG","9001"],AXIS["X",EAST]]')
    assert (clause.keyword, clause.name, clause.number) == ("UNIT", "metre", 1.0)
    assert [each.keyword for each in clause.clauses] == ["AUTHORITY", "AXIS"]
    assert clause.named("AXIS")[0].values == ("X", "EAST")
    assert Clause("X", (1.0,)).name == ""
    assert Clause("X", ("a", "b")).number is Clause("X", ("a",)).number is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('UNIT["m",1e5e]', "breaks at 'e]'"),
        ('UNIT["m",1', "cut short"),
        ('UNIT["m"', "cut short"),
        ("", "cut short"),
        ('UNIT["m"],', "cut short"),
        ('UNIT["m"]]', "more brackets than it opens"),
        ('UNIT["m",,1]', "breaks at"),
        ("UNIT[]", "breaks at"),
        ('UNIT["m" 1]', "breaks at"),
        ('UNIT["m', "breaks at"),
        ("hello", "words without brackets, as 'hello'"),
        ("[1]", "breaks at"),
        ("<xml>", "breaks at"),
        ("A[" * 100, "more than 30 brackets"),
        ("A[" * 100_000, "more than 100,000 letters"),
    ],
)
def test_what_is_no_well_known_text_is_refused(text, message):
    with pytest.raises(TextError, match=message) as caught:
        clauses_of(text)
    assert len(str(caught.value)) < 100
