import pytest

from ui.rose import exaggeration_text, length_text, scale_length


@pytest.mark.parametrize(
    ("per_unit", "length"), [(100, 1), (51, 2), (20, 5), (0.01, 10000), (1e12, 1e-10), (99, 1)]
)
def test_a_ruler_is_round_and_as_long_as_there_is_room(per_unit: float, length: float) -> None:
    assert scale_length(per_unit, 110) == pytest.approx(length)
    assert scale_length(per_unit, 110) * per_unit <= 110


@pytest.mark.parametrize(
    ("length", "unit", "text"),
    [
        (1, "map units", "1 map unit"),
        (0.5, "map units", "0.5 map units"),
        (20, "map units", "20 map units"),
        (500, "m", "500 m"),
        (2000, "m", "2 km"),
    ],
)
def test_a_length_is_told_with_its_unit(length: float, unit: str, text: str) -> None:
    assert length_text(length, unit) == text


@pytest.mark.parametrize(
    ("exaggeration", "text"),
    [(3, "heights × 3"), (0.0025, "heights × 0.0025"), (1, ""), (0, ""), (float("nan"), "")],
)
def test_what_is_drawn_steeper_than_it_is_says_so(exaggeration: float, text: str) -> None:
    assert exaggeration_text(exaggeration) == text
