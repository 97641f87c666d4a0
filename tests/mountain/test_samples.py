"""Samples: points that can be used, made, moved and read."""

import dataclasses
import math

import numpy as np
import pytest

from mountain import FileError
from mountain.samples import MOST_SAMPLES, Samples, SamplesError, samples_from_csv, seeded_samples

TRIANGLE = Samples((0, 1, 2), (1, 3, 2))


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ((1,), (2,), "^a line needs at least two points"),
        ((), (), "^a line needs at least two points"),
        ((1, 2), (3,), "^2 numbers in x but 1 in y"),
        ((1, math.nan), (3, 4), r"point 2 is \(nan, 4.0\)"),
        ((1, 2), (-math.inf, 4), "^point 1"),
        ((1, 2), (1e101, 4), "at most 1e\\+100"),
        ((0,) * (MOST_SAMPLES + 1), (0,) * (MOST_SAMPLES + 1), "at most 10,000 work"),
    ],
)
def test_points_that_no_line_can_be_laid_through_are_refused(x, y, message):
    with pytest.raises(SamplesError, match=message):
        Samples(x, y)


def test_equal_points_are_equal_and_can_be_remembered():
    again = Samples(np.array([0, 1, 2]), np.array([1, 3, 2]))
    assert again == TRIANGLE
    assert len({again, TRIANGLE}) == 1
    assert len(again) == 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        again.x = (1.0, 2.0)


def test_a_moved_point_leaves_the_others_where_they_were():
    assert TRIANGLE.with_point(1, -5, 7.5) == Samples((0, -5, 2), (1, 7.5, 2))
    assert TRIANGLE.y == (1, 3, 2)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_point_that_is_not_there_cannot_be_moved(index):
    with pytest.raises(SamplesError, match="try 0 to 2"):
        TRIANGLE.with_point(index, 0, 0)


def test_a_point_cannot_be_moved_out_of_the_world():
    with pytest.raises(SamplesError, match="point 3"):
        TRIANGLE.with_point(2, math.inf, 0)


def test_the_same_seed_makes_the_same_points():
    assert seeded_samples(4) == seeded_samples(4)
    assert seeded_samples(4) != seeded_samples(5)
    assert seeded_samples(4).x[:3] == (0.27, 0.41, 0.42)
    assert seeded_samples(4).y[:3] == (1.16, 1.78, 1.94)


def test_seeded_points_lie_about_their_line_as_far_as_the_noise():
    samples = seeded_samples(1, 5000, slope=-2, intercept=3, noise=0.25)
    errors = np.array(samples.y) - (-2 * np.array(samples.x) + 3)
    assert abs(errors.mean()) < 5 * 0.25 / math.sqrt(5000)
    assert errors.std() == pytest.approx(0.25, rel=0.05)
    assert min(samples.x) >= 0
    assert max(samples.x) <= 4


def test_without_noise_all_points_are_on_the_line():
    samples = seeded_samples(3, 10, slope=2, intercept=-1, noise=0)
    assert samples.y == pytest.approx([2 * x - 1 for x in samples.x], abs=0.005)


def test_points_are_read_from_a_file(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("hours;marks\n1,5;2\n3;4,25\n", encoding="utf-8")
    assert samples_from_csv(path) == Samples((1.5, 3), (2, 4.25), ("hours", "marks"))


@pytest.mark.parametrize("header", ["", "only one\n", ";\n"])
def test_columns_without_two_names_are_x_and_y(tmp_path, header):
    path = tmp_path / "points.csv"
    path.write_text(header + "1,5;2\n3;4,25\n" if ";" in header else header + "1,2\n3,4\n")
    assert samples_from_csv(path).names == ("x", "y")


def test_a_very_long_name_is_cut(tmp_path):
    path = tmp_path / "points.csv"
    path.write_text("a" * 500 + ",b  c\n1,2\n3,4\n")
    assert samples_from_csv(path).names == ("a" * 40, "b c")


def test_a_moved_point_keeps_its_name():
    named = Samples((0, 1), (2, 3), ("hours", "marks"))
    assert named.with_point(0, 5, 6) == Samples((5, 1), (6, 3), ("hours", "marks"))
    assert named != Samples((0, 1), (2, 3))
    assert hash(named) == hash(named.with_point(0, 0, 2))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1\n2\n", "line 1: 1 number, but a point has two, x and y"),
        ("x,y,z\n1,2,3\n", "line 2: 3 numbers, but a point has two"),
        ("1,5,2,5\n", "with decimal commas, separate them by semicolons"),
        ("x,y\n\n1,2\n", "line 3: the only point in the file, but a line needs at least two"),
        ("x,y\n1,2\n3,1e200\n", "line 3: a number in it is too large; those up to 1e+100 work"),
        ("x,y\n1,2\n3,\n", "line 3"),
        ("x,y\n1,2\n3,n/a\n", "line 3: 'n/a' is not a finite number"),
    ],
)
def test_a_file_that_holds_no_points_is_refused_in_one_line(tmp_path, text, message):
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileError) as refusal:
        samples_from_csv(path)
    assert message in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1
