from PySide6.QtWidgets import QApplication

from ui.axis import axes


def test_figures_on_an_axis_have_true_minus_signs(qapp: QApplication) -> None:
    for axis in axes().values():
        axis.setLogMode(False, False)
        assert axis.tickStrings([-1.5, 0.0, 2.0], 1.0, 0.5) == ["−1.5", "0", "2.0"]


def test_no_figure_on_an_axis_is_a_negative_zero(qapp: QApplication) -> None:
    for axis in axes().values():
        axis.setLogMode(False, False)
        assert axis.tickStrings([-0.0, -1e-17, -0.5], 1.0, 0.5) == ["0", "0", "−0.5"]


def test_figures_that_would_all_be_the_same_are_counted_from_a_number(qapp: QApplication) -> None:
    for axis in axes().values():
        axis.count_from(1e6)
        assert axis.tickStrings([999_999.0, 1e6, 1_000_001.0], 1.0, 1.0) == ["−1", "0", "1"]
        axis.count_from(0.0)
        ticks = axis.tickStrings([0.0, 1_000_000.0, 1_000_002.5], 1.0, 0.5)
        assert ticks == ["0.0", "1,000,000.0", "1,000,002.5"]
