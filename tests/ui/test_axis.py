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
