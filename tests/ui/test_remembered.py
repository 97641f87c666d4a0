from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from PySide6.QtCore import QStandardPaths

from ui.remembered import EXAMPLES, MOST, Written, remember, remembered

pytestmark = pytest.mark.usefixtures("home")


def ini() -> Path:
    place = QStandardPaths.StandardLocation.AppConfigLocation
    return Path(QStandardPaths.writableLocation(place)) / "formulas.ini"


def test_nothing_is_remembered_before_anything_was_walked_on() -> None:
    assert remembered() == ()


def test_examples_are_not_written_down_as_if_they_had_been_walked_on() -> None:
    remember(Written("x"))
    text = ini().read_text(encoding="utf-8")
    assert "size=1" in text
    assert not any(each.text in text for each in EXAMPLES)


def test_the_last_formula_comes_first_and_none_twice() -> None:
    for text in ("x", "y", "x"):
        remember(Written(text))
    assert remembered() == (Written("x"), Written("y"))


def test_one_formula_in_two_windows_is_two() -> None:
    remember(Written("x"))
    remember(Written("x", (0.0, 1.0, 0.0, 1.0)))
    assert remembered()[:2] == (Written("x", (0.0, 1.0, 0.0, 1.0)), Written("x"))


def test_the_oldest_are_forgotten() -> None:
    for number in range(MOST + 3):
        remember(Written(f"x + {number}"))
    assert remembered() == tuple(Written(f"x + {number}") for number in range(MOST + 2, 2, -1))


@pytest.mark.parametrize(
    "text", [r"\frac{x}{y}", "min(x, y)", "x² + √y", "|x| + |y|", "π·x", "x − y"]
)
def test_a_formula_is_remembered_letter_by_letter(text: str) -> None:
    window = (-0.1, 1 / 3, -1e-3, 1e6)
    remember(Written(text, window))
    assert remembered()[0] == Written(text, window)


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\x00\xff\xfe garbage [[[",
        b'[formulas]\nsize=2000000000\n1\\formula=x\n1\\window="-1,1,-1,1"\n',
        b"[formulas]\nsize=-4\n1\\formula=x\n",
        b"[formulas]\nsize=many\n1\\formula=x\n",
        b"[formulas]\nsize=1\n1\\formula=__import__('os')\n1\\window=\"-1,1,-1,1\"\n",
        b'[formulas]\nsize=1\n1\\formula=x\n1\\window="1,-1,nan,inf"\n',
        b'[formulas]\nsize=1\n1\\formula=x\n1\\window="1,2"\n',
        b"[formulas]\nsize=1\n1\\formula=@Variant(\\0\\0)\n1\\window=7\n",
    ],
)
def test_a_damaged_file_is_no_problem(damage: bytes) -> None:
    ini().parent.mkdir(parents=True, exist_ok=True)
    ini().write_bytes(damage)
    found = remembered()
    assert found == () or found == (Written("x", (-1.0, 1.0, -1.0, 1.0)),)
    remember(Written("y"))
    assert remembered()[0] == Written("y")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_any_file_is_no_problem(data: bytes) -> None:
    ini().parent.mkdir(parents=True, exist_ok=True)
    ini().write_bytes(b"[formulas]\nsize=2\n1\\formula=" + data)
    for each in remembered():
        assert isinstance(each, Written)
