import pytest
from hypothesis import given, strategies as st

from ui.numbering import figures_of

_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def value_of(figure: str) -> float:
    """Read a figure as a person does."""
    mantissa, _, power = figure.replace("−", "-").partition("×10")
    if power:
        return float(f"{mantissa}e{power.translate(_RAISED)}")
    if figure.strip("−").startswith("10") and figure[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹":
        sign = -1 if figure.startswith("−") else 1
        return sign * float(f"1e{figure.strip('−')[2:].translate(_RAISED)}")
    return float(mantissa)


@pytest.mark.parametrize(
    ("scale", "figures"),
    [
        ([0, 2.5, 5, 7.5], ["0", "2.5", "5", "7.5"]),
        ([-20, -10, 0.0], ["−20", "−10", "0"]),
        ([400, 450, 500], ["400", "450", "500"]),
        ([3.37112e8, 5.93479e8, 9.1e8], ["3.4×10⁸", "6×10⁸", "9×10⁸"]),
        ([-1e8, 1e8, 2e8], ["−10⁸", "10⁸", "2×10⁸"]),
        ([2e-7, 4e-7], ["2×10⁻⁷", "4×10⁻⁷"]),
        ([1e9 + 2, 1e9 + 4], ["1000000002", "1000000004"]),
        ([0.1 + 0.2, 0.4], ["0.3", "0.4"]),
        ([123.456], ["123"]),
        ([-1e-17, 0.5], ["0", "0.5"]),
        ([30.2, 2500.0], ["30", "2500"]),
        ([], []),
    ],
)
def test_figures_are_as_short_as_tells_neighbours_apart(
    scale: list[float], figures: list[str]
) -> None:
    assert list(figures_of(scale).values()) == figures


@given(st.sets(st.floats(-1e12, 1e12).filter(lambda value: not 0 < abs(value) < 1e-12), min_size=2))
def test_a_figure_is_nearer_to_its_number_than_to_any_other(scale: set[float]) -> None:
    for value, figure in figures_of(scale).items():
        gap = min(abs(value - other) for other in scale - {value})
        assert abs(value_of(figure) - value) <= 0.051 * gap + 1e-15 * abs(value)
