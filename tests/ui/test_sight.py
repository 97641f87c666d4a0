from ui.sight import Sight


def test_the_end_of_a_hike_lifts_the_mist_until_the_next_one() -> None:
    over = Sight().at_end()
    assert over.lifted
    assert over.at_end() == over
    assert not over.anew().lifted


def test_what_the_class_has_lifted_or_lowered_stays_so() -> None:
    assert Sight(lifted=True).at_end().anew().lifted
    assert not Sight(lifted=False).anew().lifted
