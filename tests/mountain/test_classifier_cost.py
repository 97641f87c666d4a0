"""The cost of a classifier's answers, of one and of files, and what people forget."""

import math

import numpy as np
import pytest
from hypothesis import given, strategies as some

from mountain import FileError
from mountain.classifier_cost import (
    ClassifierCost,
    CostError,
    check_cost,
    cost_of,
    cost_of_files,
    numbers_in,
    one_hot,
)

#: What a network may say of a three, surely and rightly but for a little.
SAID = (0.1, 0.05, 0.3, 0.8, 0.0, 0.2, 0.1, 0.0, 0.4, 0.25)
THREE = one_hot(3)
COST = 0.415

shares = some.floats(-2, 2)


@given(some.lists(some.tuples(shares, shares), min_size=1, max_size=12))
def test_the_cost_is_the_squared_distance(pairs):
    said, should = map(np.array, zip(*pairs, strict=True))
    assert cost_of(list(said), list(should)) == pytest.approx(float(np.sum((said - should) ** 2)))


def test_sure_and_right_costs_nothing_and_sure_and_wrong_costs_two():
    assert cost_of(one_hot(3), THREE) == 0
    assert cost_of(one_hot(5), THREE) == 2
    assert cost_of(SAID, THREE) == pytest.approx(COST, abs=1e-4)


@pytest.mark.parametrize(
    ("said", "should"),
    [((), ()), ((1.0,), (1.0, 0.0)), ((math.nan, 1), (0, 1)), ((1e200, 0), (0, 0))],
)
def test_numbers_without_a_cost_are_refused(said, should):
    with pytest.raises(CostError):
        cost_of(said, should)


@pytest.mark.parametrize(
    ("said", "should", "message"),
    [
        ((1.0,), (1.0, 0.0), "1 number said, but 2 that should be; as many of both are needed"),
        ((1.0, 0.0), (), "2 numbers said, but 0 that should be; as many of both are needed"),
        ((), (), "0 numbers said, but 0 that should be; type some, as 0.1 0 0.9"),
    ],
)
def test_numbers_that_do_not_fit_are_counted_as_people_count(said, should, message):
    with pytest.raises(CostError) as refusal:
        check_cost(said, should, 1.0)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.1 0.9", (0.1, 0.9)),
        ("0.1, 0.9", (0.1, 0.9)),
        ("0.1,0.9", (0.1, 0.9)),
        ("[0.1; .9\n1e-2]", (0.1, 0.9, 0.01)),
        ("0,1 0,9", (0.1, 0.9)),
        ("0,1; 0,9", (0.1, 0.9)),
        ("0,1;0,9;1", (0.1, 0.9, 1)),
        ("0,1\t−0,9", (0.1, -0.9)),
        # A comma that may be either is what it is in most lists.
        ("0,1,0", (0, 1, 0)),
        ("0, 1, 0", (0, 1, 0)),
        ("0 ,1 ,0", (0, 1, 0)),
        ("0,1, 0.9", (0, 1, 0.9)),
        ("[0,1]", (0, 1)),
        ("1 0 0", (1, 0, 0)),
        ("", ()),
    ],
)
def test_numbers_are_read_as_they_are_written_and_pasted(text, numbers):
    assert numbers_in(text) == numbers


def test_a_number_alone_may_have_a_decimal_comma():
    assert numbers_in(" 0,415 ", alone=True) == (0.415,)
    assert numbers_in("0.415", alone=True) == (0.415,)
    assert numbers_in("[0,415]", alone=True) == (0.415,)
    assert len(numbers_in("1,2,3", alone=True)) == 3


@pytest.mark.parametrize("text", ["nine", "1_0", "nan", "0.1 inf", "0x10", "0.1 0..9", "1-2", "٣"])
def test_what_is_no_number_is_refused_and_never_guessed(text):
    with pytest.raises(CostError, match=r"is not a number; write numbers as 0\.1 0 0\.9"):
        numbers_in(text)


@pytest.mark.parametrize("label", [-1, 10])
def test_there_are_ten_digits(label):
    with pytest.raises(CostError, match="try 0 to 9"):
        one_hot(label)


@pytest.mark.parametrize("answer", [COST, 0.42 - 0.004, 0.4149, 0.415000001])
def test_a_right_cost_is_right_also_when_rounded(answer):
    verdict = check_cost(SAID, THREE, answer)
    assert verdict.is_right
    assert verdict.sentence == "Right: the cost is 0.415."
    assert verdict.expected == pytest.approx(COST)


@pytest.mark.parametrize(
    ("mistake", "answer", "words"),
    [
        ("divided", np.mean((np.array(SAID) - THREE) ** 2), "do not divide"),
        ("halved", COST / 2, "half of the cost"),
        ("rooted", np.linalg.norm(np.array(SAID) - THREE), "leave the root out"),
        ("divided_and_rooted", math.sqrt(COST / 10), "neither"),
        ("not_squared", np.abs(np.array(SAID) - THREE).sum(), "square each of them first"),
        ("signed", np.sum(np.array(SAID) - THREE), "so that they cancel"),
        ("signed_the_other_way", np.sum(THREE - np.array(SAID)), "so that they cancel"),
        ("squared_last", np.sum(np.array(SAID) - THREE) ** 2, "the sum was squared"),
        ("largest_only", 0.4**2, "add up all of them"),
        ("", 7.5, "square each difference, and add up"),
        ("", math.nan, "square each difference, and add up"),
    ],
)
def test_what_was_forgotten_is_named_where_it_is_recognised(mistake, answer, words):
    verdict = check_cost(SAID, THREE, float(answer))
    assert not verdict.is_right
    assert verdict.mistake == mistake
    assert words in verdict.sentence
    assert verdict.expected == pytest.approx(COST)


def test_a_cost_of_nothing_is_right_only_as_nothing():
    assert check_cost(THREE, THREE, 0).is_right
    assert not check_cost(THREE, THREE, 0.01).is_right


def _files(tmp_path, predicted: str, actual: str) -> ClassifierCost:
    for name, text in (("predicted.csv", predicted), ("actual.csv", actual)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return cost_of_files(tmp_path / "predicted.csv", tmp_path / "actual.csv")


def _csv(rows: np.ndarray) -> str:
    return "\n".join(",".join(map(repr, row)) for row in rows.tolist())


@given(some.integers(2, 12), some.integers(1, 20), some.integers(0, 2**32))
def test_files_give_each_rows_cost_and_the_mean(tmp_path_factory, columns, rows, seed):
    chance = np.random.default_rng(seed)
    said, labels = chance.random((rows, columns)), chance.integers(0, columns, rows)
    should = np.eye(columns)[labels]
    expected = ((said - should) ** 2).sum(1)
    folder = tmp_path_factory.mktemp("cost")
    by_label = _files(folder, _csv(said), "label\n" + "\n".join(map(str, labels)))
    assert by_label.costs == pytest.approx(expected)
    assert by_label.mean == pytest.approx(expected.mean())
    assert by_label.worst == expected.argmax()
    assert by_label.columns == columns
    assert _files(folder, _csv(said), _csv(should)) == by_label


@pytest.mark.parametrize(
    ("predicted", "actual", "message"),
    [
        ("0.1,0.9\n0.5,0.5\n", "1\n", "1 row, but 2 in"),
        ("0.1,0.9\n", "0,0,1\n", "3 numbers, but 2 in"),
        ("0.1\n", "1\n", "one number only; an answer has one for each class"),
        ("0.1,0.9\n", "2\n", "actual.csv, line 1: 2 is no label; try whole numbers from 0 to 1"),
        ("0.1,0.9\n", "0.5\n", "0.5 is no label"),
        ("0.1,0.9\n", "-1\n", "-1 is no label"),
        ("0.1,0.9\n1e200,0\n", "1\n0\n", "predicted.csv, line 2: a number is not finite"),
        ("0.1,0.9\n0.2,tea\n", "1\n0\n", "predicted.csv, line 2: 'tea' is not a number"),
        ("0.1,0.9\n", "nan\n", "'nan' is not a finite number"),
        ("0.1,0.9\n0.2\n", "1\n0\n", "predicted.csv, line 2: 1 number, but 2 on line 1"),
        ("", "1\n", "no numbers in it"),
    ],
)
def test_files_that_do_not_fit_are_refused_in_one_line(tmp_path, predicted, actual, message):
    with pytest.raises(FileError) as refusal:
        _files(tmp_path, predicted, actual)
    assert message in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match="there is no such file"):
        cost_of_files(tmp_path / "nowhere.csv", tmp_path / "nor_this.csv")
