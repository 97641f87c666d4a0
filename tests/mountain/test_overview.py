"""Overviews of large maps: every so many heights one, as they are in the file."""

import os
import sys
import threading

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

import mountain
from mountain.overview import MOST_IN_VIEW


def saved(folder, heights, **words):
    path = folder / "land.npy"
    np.save(path, np.asarray(heights, **words))
    return path


@pytest.mark.parametrize("kind", ["<i2", ">i2", "<f4", ">f8", "u1"])
def test_an_overview_has_heights_of_the_map_itself_where_they_lie(tmp_path, kind):
    heights = np.arange(2500 * 1100).reshape(2500, 1100) % 251
    path = saved(tmp_path, heights.astype(kind))
    seen, whole = mountain.overview(path, 10.0), mountain.read_elevation(path, spacing=10.0)
    assert max(seen.heights.shape) <= MOST_IN_VIEW
    assert (seen.dx, seen.dy) == (30.0, 30.0)
    # The north-western corner is a height of both.
    np.testing.assert_array_equal(seen.heights[::-1], whole.heights[::-1][::3, ::3])


def test_what_is_empty_in_the_map_is_empty_in_its_overview(tmp_path):
    heights = np.random.default_rng(0).uniform(100, 200, (10, 3000))
    heights[::2] = -9999.0
    seen = mountain.overview(saved(tmp_path, heights), 1.0)
    assert np.isnan(seen.heights[::-1][::2]).all()
    assert np.isfinite(seen.heights[::-1][1::2]).all()


def test_an_overview_reaches_as_far_as_the_map_but_for_less_than_a_cell_of_its_own(tmp_path):
    heights = np.random.default_rng(0).uniform(100, 200, (1500, 4099))
    path = saved(tmp_path, heights)
    west, east, south, north = mountain.overview(path, 1.0).edges
    assert 4098 - 5 < east - west <= 4098
    assert 1499 - 5 < north - south <= 1499


def test_of_small_maps_other_formats_and_broken_files_there_is_no_overview(tmp_path):
    assert mountain.overview(saved(tmp_path, np.eye(50)), 1.0) is None
    assert mountain.overview(saved(tmp_path, np.eye(2000), order="F"), 1.0) is None
    assert mountain.overview(tmp_path / "nowhere.npy", 1.0) is None
    assert mountain.overview(tmp_path, 1.0) is None
    for content in (b"", b"\x93NUMPY", b"no map at all", b"P5 2 2 255 abcd"):
        (tmp_path / "land.npy").write_bytes(content)
        assert mountain.overview(tmp_path / "land.npy", 1.0) is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes")
def test_a_pipe_to_which_nobody_writes_has_no_overview_and_keeps_nobody_waiting(tmp_path):
    pipe, seen = tmp_path / "pipe.npy", []
    os.mkfifo(pipe)
    looking = threading.Thread(target=lambda: seen.append(mountain.overview(pipe, 1.0)))
    looking.start()
    looking.join(10)
    waits = looking.is_alive()
    # Whoever waits for a writer is let go.
    os.close(os.open(pipe, os.O_RDWR | os.O_NONBLOCK))
    looking.join(10)
    assert not waits
    assert seen == [None]


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 3000 * 20 + 128))
def test_a_file_that_was_cut_off_has_no_overview_or_a_right_one(tmp_path_factory, cut):
    heights = np.arange(20 * 3000).reshape(20, 3000) % 200
    path = saved(tmp_path_factory.mktemp("cut"), heights.astype("u1"))
    path.write_bytes(path.read_bytes()[:cut])
    seen = mountain.overview(path, 1.0)
    if seen is not None:
        np.testing.assert_array_equal(seen.heights[::-1], heights[::3, ::3])
