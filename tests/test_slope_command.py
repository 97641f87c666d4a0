"""The command that writes how steep a map is."""

import errno
import io
import os
import sys
from pathlib import Path

import naive_fields
import numpy as np
import pytest
from PIL import Image

import mountain
from main import main
from ui import slope_command

DEMO = mountain.ASSETS / "elevation" / "jacksboro_fault.npz"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def saved_hills(name="hills.npy", kind="f8"):
    """Save hills in a file whose first row lies in the north, and return them."""
    y, x = np.mgrid[:40, :60]
    heights = 50 * np.sin(x / 9) + 40 * np.cos(y / 5) + x
    np.save(name, heights.astype(kind))
    return heights


def degrees_of(heights, spacing=30.0):
    return np.degrees(np.arctan(np.hypot(*np.gradient(heights, spacing, edge_order=2))))


def test_it_writes_the_size_of_the_gradient_with_the_north_first(capsys):
    heights = saved_hills()
    assert main(["slope", "hills.npy", "--out", "slope.npy"]) == 0
    slopes = np.load("slope.npy")
    assert slopes.dtype == np.float32
    np.testing.assert_allclose(slopes, degrees_of(heights), atol=1e-4)
    out, err = capsys.readouterr()
    assert f"{slopes.max():.1f}°" in out
    assert "slope.npy: 60 × 40 cells; row 0 is the northernmost." in out
    assert err == ""


def test_the_spacing_counts(capsys):
    heights = saved_hills()
    assert main(["slope", "hills.npy", "--out", "slope.npy", "--spacing", "7.5"]) == 0
    np.testing.assert_allclose(np.load("slope.npy"), degrees_of(heights, 7.5), atol=1e-4)


def test_horn_asks_all_neighbours():
    heights = saved_hills()
    assert main(["slope", "hills.npy", "--out", "slope.npy", "--horn"]) == 0
    np.testing.assert_allclose(np.load("slope.npy"), naive_fields.horn_slope(heights, 30, 30), 1e-5)


def test_a_map_of_a_country_lies_on_the_file_as_rasterio_reads_it():
    rasterio = pytest.importorskip("rasterio")
    heights = saved_hills()
    place = rasterio.Affine(10, 0, 500_000, 0, -20, 4_000_000)
    spread = {"width": 60, "height": 40, "count": 1, "dtype": "float32", "crs": "EPSG:32616"}
    with rasterio.open("hills.tif", "w", "GTiff", transform=place, **spread) as file:
        file.write(heights.astype("f4"), 1)
    assert main(["slope", "hills.tif", "--out", "slope.npy"]) == 0
    with rasterio.open("hills.tif") as file:
        north_first = file.read(1).astype(float)
    steep = np.hypot(*np.gradient(north_first, 20, 10, edge_order=2))
    np.testing.assert_allclose(np.load("slope.npy"), np.degrees(np.arctan(steep)), atol=1e-4)


def test_a_picture_is_grey_and_says_its_scale():
    heights = saved_hills()
    heights[10, 20] = np.nan
    np.save("hills.npy", heights)
    assert main(["slope", "hills.npy", "--out", "slope.PNG", "--spacing", "3"]) == 0
    with Image.open("slope.PNG") as picture:
        assert picture.mode == "LA"
        assert "black is 60" in picture.text["Description"]
        grey, opaque = np.moveaxis(np.asarray(picture, int), -1, 0)
    exact = degrees_of(heights, 3)
    # Nothing was measured there, though its neighbours tell a difference.
    exact[10, 20] = np.nan
    np.testing.assert_array_equal(opaque, np.where(np.isnan(exact), 0, 255))
    seen = opaque == 255
    assert np.abs(255 - grey - np.minimum(exact / 60, 1) * 255)[seen].max() <= 0.51


def test_a_grey_picture_needs_its_heights(capsys):
    y, x = np.mgrid[:9, :12]
    Image.fromarray((y + 20 * x).astype("u1")).save("grey.png")
    assert main(["slope", "grey.png", "--out", "slope.npy"]) == 2
    assert "--height-range" in capsys.readouterr().err
    words = ["--height-range", "-100,155", "--spacing", "2"]
    assert main(["slope", "grey.png", "--out", "slope.npy", *words]) == 0
    np.testing.assert_allclose(np.load("slope.npy"), degrees_of(y + 20.0 * x, 2), atol=1e-4)


def test_the_demo_map_has_no_slope_that_horn_and_differences_do_not_share():
    assert main(["slope", str(DEMO), "--out", "differences.npy"]) == 0
    assert main(["slope", str(DEMO), "--out", "horn.npy", "--horn"]) == 0
    differences, horn = np.load("differences.npy"), np.load("horn.npy")
    assert np.isnan(horn).sum() == 2 * sum(horn.shape) - 4
    inside = np.s_[1:-1, 1:-1]
    assert np.corrcoef(differences[inside].ravel(), horn[inside].ravel())[0, 1] > 0.95


def test_what_lies_beside_edges_and_holes_only_has_no_slope(capsys):
    np.save("small.npy", np.arange(4.0).reshape(2, 2))
    assert main(["slope", "small.npy", "--out", "slope.npy", "--horn"]) == 0
    assert "No cell has a slope" in capsys.readouterr().out
    assert np.isnan(np.load("slope.npy")).all()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("", "slope: of which map?"),
        ("hills.npy", "--out: which file?"),
        ("hills.npy --out slope.tif", "slope.tif: the name must end in .npy or .png"),
        ("hills.npy --out nowhere/slope.npy", "there is no such folder"),
        ("hills.npy --out folder.npy", "is a folder"),
        ("hills.npy --out pipe.npy", "pipe.npy: is no file"),
        (f"hills.npy --out {'x' * 300}.npy", "File name too long; try another name"),
        ("hills.npy --out hills.npy", "is the map itself"),
        ("hills.npy --out ./hills.npy", "is the map itself"),
        ("missing.tif --out slope.npy", "there is no such file"),
        ("words.txt --out slope.npy", "no elevation map"),
        ("level.npy --out slope.npy", "all its heights are 5 m"),
        ("hills.npy --out slope.npy --spacing 0", "--spacing: must be above 0"),
        ("hills.npy --out slope.npy --spacing wide", "--spacing: must be a finite number"),
        ("hills.npy --out slope.npy --height-range 3", "--height-range: must be 2"),
        ("hills.npy --out slope.npy --hron", "did you mean --horn?"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(words, problem, capsys):
    saved_hills()
    np.save("level.npy", np.full((9, 9), 5.0))
    Path("words.txt").write_text("no heights in here")
    Path("folder.npy").mkdir()
    os.mkfifo("pipe.npy")
    before = sorted(Path().iterdir())
    assert main(["slope", *words.split()]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert problem in err
    assert err.count("\n") == 1
    assert sorted(Path().iterdir()) == before


def test_a_link_stays_one_to_the_slopes_that_are_written():
    saved_hills()
    Path("elsewhere").mkdir()
    Path("slope.npy").symlink_to("elsewhere/steep.npy")
    assert main(["slope", "hills.npy", "--out", "slope.npy"]) == 0
    assert Path("slope.npy").is_symlink()
    assert np.load("elsewhere/steep.npy").shape == np.load("hills.npy").shape


def test_who_interrupts_it_finds_no_half_file(monkeypatch, capsys):
    saved_hills()

    def interrupted(self, share):
        if share > 0:
            raise KeyboardInterrupt

    monkeypatch.setattr(slope_command.Progress, "show", interrupted)
    assert main(["slope", "hills.npy", "--out", "slope.npy"]) == 130
    assert [path.name for path in Path().iterdir()] == ["hills.npy"]


def test_a_full_disk_leaves_the_file_of_before(monkeypatch, capsys):
    saved_hills()
    Path("slope.npy").write_text("of before")

    def full(descriptor, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("mountain.files.write_all", full)
    assert main(["slope", "hills.npy", "--out", "slope.npy"]) == 2
    assert "slope.npy: cannot be written (No space left on device)" in capsys.readouterr().err
    assert Path("slope.npy").read_text() == "of before"
    assert sorted(path.name for path in Path().iterdir()) == ["hills.npy", "slope.npy"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_a_bar_grows_and_is_gone_at_the_end(monkeypatch):
    saved_hills()
    monkeypatch.setattr("mountain.fields.SLICE_CELLS", 600)
    monkeypatch.setattr(sys, "stderr", Terminal())
    assert main(["slope", "hills.npy", "--out", "slope.npy"]) == 0
    *shown, wiped, rest = sys.stderr.getvalue().split("\r")[1:]
    assert [line.count("#") for line in shown] == [0, 10, 20, 30, 40]
    assert shown[0].endswith("  0%")
    assert shown[-1].endswith("100%")
    assert len(wiped) >= len(shown[-1])
    assert wiped.strip() == rest == ""
