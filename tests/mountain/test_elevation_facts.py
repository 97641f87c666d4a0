"""Facts of elevation maps, against heights that were written by hand."""

from pathlib import Path

import numpy as np
import pytest

import mountain

HEIGHTS = np.full((5, 6), 50.0)
HEIGHTS[1, 1], HEIGHTS[3, 4], HEIGHTS[0, 5] = 40.0, 45.0, 90.0


def saved(tmp_path: Path, heights: np.ndarray) -> Path:
    """Save heights as a file whose first row lies in the north."""
    np.save(tmp_path / "land.npy", heights[::-1])
    return tmp_path / "land.npy"


def test_a_map_is_told_of_by_its_size_its_heights_and_its_pits(tmp_path):
    elevation = mountain.read_elevation(saved(tmp_path, HEIGHTS), spacing=20.0)
    facts = mountain.elevation_facts(mountain.elevation_ground(elevation))
    assert (facts.columns, facts.rows) == (6, 5)
    assert (facts.across, facts.along) == (100.0, 80.0)
    assert (facts.low, facts.high, facts.empty) == (40.0, 90.0, 0)
    assert (facts.pits_before, facts.pits, facts.smoothing) == (2, 2, 0.0)


def test_smoothing_changes_the_pits_but_not_what_was_measured(tmp_path):
    elevation = mountain.read_elevation(saved(tmp_path, HEIGHTS), spacing=20.0)
    smooth = mountain.smoothed(elevation, 2.0)
    facts = mountain.elevation_facts(mountain.elevation_ground(smooth))
    assert (facts.low, facts.high, facts.smoothing) == (40.0, 90.0, 2.0)
    assert (facts.pits_before, facts.pits) == (2, mountain.pits(smooth.heights))


def test_beside_a_hole_there_is_no_pit_even_after_smoothing(tmp_path):
    heights = HEIGHTS.copy()
    heights[2, 2] = np.nan
    elevation = mountain.read_elevation(saved(tmp_path, heights), spacing=20.0)
    smooth = mountain.smoothed(elevation, 0.5)
    facts = mountain.elevation_facts(mountain.elevation_ground(smooth))
    assert facts.empty == 1
    assert (facts.pits_before, facts.pits) == (1, mountain.pits(smooth.heights))


def test_the_map_that_comes_with_the_program_is_told_of_too():
    elevation = mountain.gallery_elevation("jacksboro_fault.npz")
    facts = mountain.elevation_facts(mountain.elevation_ground(elevation))
    assert (facts.columns, facts.rows, facts.low, facts.high) == (403, 344, 236.0, 1076.0)


def test_a_ground_without_a_file_or_whose_file_is_gone_is_refused_in_a_line(tmp_path):
    path = saved(tmp_path, HEIGHTS)
    ground = mountain.elevation_ground(mountain.read_elevation(path, spacing=20.0))
    path.unlink()
    with pytest.raises(mountain.FileError, match="there is no such file"):
        mountain.elevation_facts(ground)
    bare = mountain.Grid(HEIGHTS, (0.0, 1.0, 0.0, 1.0), "heights")
    with pytest.raises(ValueError, match="comes from no file"):
        mountain.elevation_facts(bare)


def test_a_file_that_is_another_by_now_is_not_taken_for_the_map_that_was_opened(tmp_path):
    path = saved(tmp_path, HEIGHTS)
    ground = mountain.elevation_ground(mountain.read_elevation(path, spacing=20.0))
    saved(tmp_path, HEIGHTS + 1.0)
    with pytest.raises(mountain.FileError) as refused:
        mountain.measured_elevation(ground.origin)
    assert str(refused.value) == f"{path}: has changed since it was opened; open it again"
    with pytest.raises(mountain.FileError, match="has changed"):
        mountain.elevation_facts(ground)
    saved(tmp_path, HEIGHTS)
    np.testing.assert_array_equal(mountain.measured_elevation(ground.origin).heights, HEIGHTS)
