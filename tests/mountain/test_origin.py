"""Origins: what a file tells of an elevation map, and what of it is refused."""

import json

import pytest
from hypothesis import given, strategies as st

from mountain import Origin
from mountain.origin import OriginError, origin_of

DIGEST = "0123456789abcdef" * 4
SOUND = Origin("maps/hill.hgt", DIGEST, (200.0, 1100.0), 12.5, (1.0, 2.5)).as_table()


@given(
    st.text(min_size=1).filter(lambda text: "\0" not in text),
    st.none() | st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)),
    st.floats(0.01, 1e5),
    st.lists(st.floats(0.1, 100), max_size=3).map(tuple),
)
def test_an_origin_is_told_in_json_and_made_again(file, height_range, spacing, smoothing):
    origin = Origin(file, DIGEST, height_range, spacing, smoothing)
    assert origin_of(json.loads(json.dumps(origin.as_table()))) == origin


def test_a_map_of_the_gallery_is_told_by_its_name():
    origin = Origin("jacksboro_fault.npz", DIGEST, in_gallery=True)
    assert origin.as_table()["gallery"] == "jacksboro_fault.npz"
    assert "file" not in origin.as_table()
    assert origin_of(origin.as_table()) == origin


@pytest.mark.parametrize(
    "change",
    [
        {"file": 3},
        {"file": ""},
        {"file": "a\0b"},
        {"gallery": "../../etc/passwd"},
        {"gallery": "folder/map.npz"},
        {"gallery": None},
        {"sha256": None},
        {"sha256": DIGEST[:-1]},
        {"sha256": DIGEST.upper()},
        {"height_range": [1.0]},
        {"height_range": "1,2"},
        {"height_range": [1.0, "2"]},
        {"spacing": None},
        {"spacing": True},
        {"spacing": 10**400},
        {"spacing": float("nan")},
        {"smoothing": 2.0},
        {"smoothing": [float("inf")]},
    ],
    ids=repr,
)
def test_a_table_that_tells_of_no_map_is_refused_in_one_line(change):
    with pytest.raises(OriginError, match=r"^elevation: ") as refused:
        origin_of(SOUND | change)
    assert "\n" not in str(refused.value)


def test_what_is_no_table_is_refused():
    with pytest.raises(OriginError, match="an object"):
        origin_of("hill.hgt")
