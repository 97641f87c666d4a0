"""The digits that come with the program: real ones, whole, and told apart for training and test."""

import hashlib

import numpy as np
import pytest

from mountain.digits import FOLDER, training_digits, unseen_digits


def test_there_are_as_many_digits_as_were_published():
    training, test = training_digits(), unseen_digits()
    assert (len(training), len(test)) == (1200, 597)
    # What the data's own description counts for each digit of its test part.
    counts = np.bincount(np.concatenate([training.labels, test.labels]), minlength=10)
    assert counts.tolist()[:5] == [178, 182, 177, 183, 181]
    assert counts.sum() == 1797
    assert counts.min() >= 174


def test_the_first_image_is_the_zero_that_everybody_knows():
    first = training_digits().images[0]
    assert first.tolist()[:2] == [[0, 0, 5, 13, 9, 1, 0, 0], [0, 0, 13, 15, 10, 15, 5, 0]]
    assert training_digits().labels[:10].tolist() == list(range(10))


def test_ink_is_what_the_pixels_are_in_rows_from_white_to_black():
    training = training_digits()
    assert training.ink.shape == (1200, 64)
    assert training.ink.min() == 0.0
    assert training.ink.max() == 1.0
    assert training.ink[0, 8 + 2] == 13 / 16


def test_some_digits_are_digits_too():
    some = training_digits().chosen(np.array([3, 1]))
    assert some.labels.tolist() == [3, 1]
    assert (some.images[1] == training_digits().images[1]).all()


def test_the_digits_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        training_digits().images[0, 0, 0] = 3


def test_where_the_digits_are_from_is_told_beside_them():
    told = (FOLDER / "SOURCE.md").read_text(encoding="utf-8")
    for word in ("Alpaydin", "Kaynak", "10.24432/C50P49", "CC BY 4.0", "1,797", "1,200", "597"):
        assert word in told


def test_no_digit_is_there_twice_in_training_and_test():
    prints = [
        {hashlib.sha256(image.tobytes()).digest() for image in some.images}
        for some in (training_digits(), unseen_digits())
    ]
    assert not prints[0] & prints[1]
