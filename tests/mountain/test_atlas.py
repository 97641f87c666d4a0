"""The atlas: files of all formats by what is in them, and all that can be wrong with a file."""

import hashlib
import os
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mountain import FileError, atlas, looks_like_elevation, pits, read_elevation, smoothed

STEPS = np.arange(12.0).reshape(3, 4)
JACKSBORO = Path(__file__).parents[2] / "assets" / "elevation" / "jacksboro_fault.npz"
TILE = (np.arange(1201 * 1201) % 900).astype(">i2").tobytes()


def test_the_demo_mountain_is_as_its_note_says():
    ours = read_elevation(JACKSBORO)
    assert ours.heights.shape == (344, 403)
    assert ours.height_range == (236, 1076)
    assert (ours.dx, ours.dy) == pytest.approx((74.40, 92.66), abs=0.005)
    assert (ours.missing, ours.notes) == (None, ())
    # The north-western corner, as the first line of the source has it.
    assert ours.heights[-1, :5].tolist() == [483, 487, 491, 493, 488]
    found = [pits(ours.heights), *(pits(smoothed(ours, sigma).heights) for sigma in (1, 2, 3))]
    assert found == [1383, 650, 283, 168]
    note = (JACKSBORO.parent / "SOURCE.md").read_text(encoding="utf-8")
    assert "74.40 m" in note
    assert "1,383 cells or level floors" in note
    assert "1 cell 650 are left, over 2 cells, as in the gallery, 283, over 3 cells 168" in note


def test_a_map_knows_how_it_is_read_again(tmp_path):
    path = tmp_path / "steps.png"
    Image.fromarray(STEPS.astype("u1")).save(path)
    origin = read_elevation(path, (100.0, 400.0), 12.5).origin
    assert (origin.file, origin.height_range, origin.spacing) == (str(path), (100.0, 400.0), 12.5)
    assert origin.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (origin.smoothing, origin.in_gallery) == ((), False)
    twice = smoothed(smoothed(read_elevation(path, (100.0, 400.0)), 1), 0.5)
    assert twice.origin.smoothing == (1.0, 0.5)


@pytest.mark.parametrize(
    ("name", "content", "is_map"),
    [
        ("a.hgt", b"", True),
        ("A.TIF", b"", True),
        ("hike.csv", b"II*\0", False),
        ("hike", b"step,minutes,hiker", False),
        ("hike.txt", b"", False),
        ("map", b"II*\0rest", True),
        ("map.grd", b"ncols 4\nnrows 3\n", True),
        ("map.bin", b"\x93NUMPY\x01\0", True),
        ("map.dat", b"\x89PNG\r\n\x1a\n", True),
    ],
)
def test_a_map_is_told_from_a_trajectory_by_its_ending_or_its_first_bytes(
    tmp_path, name, content, is_map
):
    (tmp_path / name).write_bytes(content)
    assert looks_like_elevation(tmp_path / name) is is_map


@pytest.mark.parametrize(
    ("name", "size", "is_map"),
    [
        ("N36W085", len(TILE), True),
        ("s10e001", len(TILE), True),
        ("N36W085", len(TILE) - 2, False),
        ("school", len(TILE), False),
        ("N36W085.backup", len(TILE), False),
    ],
)
def test_a_tile_without_an_ending_is_one_by_its_name_and_its_size(tmp_path, name, size, is_map):
    path = tmp_path / name
    path.write_bytes(TILE[:size])
    assert looks_like_elevation(path) is is_map
    if is_map:
        assert read_elevation(path).heights.shape == (1201, 1201)
    else:
        with pytest.raises(FileError, match="no elevation map in any format"):
            read_elevation(path)


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes are no files")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "map")
    program = f"""
import mountain
from pathlib import Path
print(mountain.looks_like_elevation(Path({str(tmp_path / "map")!r})))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


def test_what_cannot_be_opened_is_no_map(tmp_path):
    assert not looks_like_elevation(tmp_path)
    assert not looks_like_elevation(tmp_path / "missing")


@pytest.mark.parametrize("name", ["N36W085.hgt.zip", "N36W085.SRTMGL3.hgt.zip", "map.zip"])
def test_a_tile_is_read_out_of_an_archive(tmp_path, name):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/N36W085.hgt", TILE)
        archive.writestr("readme.txt", "hello")
    ours = read_elevation(path)
    assert ours.heights.shape == (1201, 1201)
    assert "N36W085.hgt" in ours.source


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"N36W085.hgt": TILE, "N37W085.hgt": TILE}, "packs 2 SRTM tiles"),
        ({"readme.txt": b"hello"}, "packs 0 SRTM tiles"),
        ({"N36W085.hgt": bytes(300_000_000)}, "are no SRTM tile"),
        ({"school.hgt": TILE}, "tells where it lies"),
        ({"N86E000.hgt": TILE}, "nearer the poles in metres only"),
    ],
)
def test_archives_without_one_tile_are_refused(tmp_path, members, message):
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(FileError, match=message):
        read_elevation(path)


def test_a_damaged_archive_is_refused(tmp_path):
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N36W085.hgt", TILE)
    data = path.read_bytes()
    for wrong in (data[:1000], data[:-40], data[:2000] + bytes(50) + data[2050:]):
        path.write_bytes(wrong)
        with pytest.raises(FileError, match="damaged"):
            read_elevation(path)


def test_a_member_without_a_name_does_no_harm(tmp_path):
    path = tmp_path / "map.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("unique", b"hello")
        archive.writestr("N36W085.hgt", TILE)
    path.write_bytes(path.read_bytes().replace(b"unique", b"\0nique"))
    assert read_elevation(path).heights.shape == (1201, 1201)


def test_what_is_in_a_file_counts_and_not_its_name(tmp_path):
    path = tmp_path / "N36W085.hgt"
    np.save(path, STEPS)
    path.with_suffix(".hgt.npy").rename(path)
    np.testing.assert_array_equal(read_elevation(path).heights, STEPS[::-1])


@pytest.mark.parametrize(
    "content",
    [b"hello", b"\0" * 1000, b"%PDF-1.7", b"\xff\xd8\xff\xe0JFIF", b"GIF89a", b"1,2,3\n4,5,6\n"],
)
def test_foreign_files_are_refused_and_told_what_would_work(tmp_path, content):
    path = tmp_path / "map.tif"
    path.write_bytes(content)
    with pytest.raises(FileError, match=r"map\.tif: .*try SRTM \.hgt, GeoTIFF"):
        read_elevation(path)


@pytest.mark.parametrize("beginning", [b"II*\0", b"MM\0*", b"II+\0", b"\x89PNG\r\n\x1a\n", b"P5"])
def test_files_with_nothing_behind_their_beginning_are_refused(tmp_path, beginning):
    path = tmp_path / "map"
    for rest in (b"", b"\0", bytes(100), b"\xff" * 100):
        path.write_bytes(beginning + rest)
        with pytest.raises(FileError) as caught:
            read_elevation(path, (0, 1))
        assert "\n" not in str(caught.value)


def test_no_file_no_folder_and_nothing_in_it(tmp_path):
    for path, message in (
        (tmp_path / "none.tif", "there is no such file"),
        (tmp_path, "is no file"),
        (tmp_path / "empty.tif", "an empty file"),
    ):
        (tmp_path / "empty.tif").touch()
        with pytest.raises(FileError, match=message):
            read_elevation(path)


@pytest.mark.parametrize("spacing", [0, -1, np.nan, np.inf, 1e-300, 1e8, 1e300])
def test_a_spacing_that_is_none_is_refused(spacing):
    with pytest.raises(
        FileError, match=r"\.npz: a spacing of .* m is none; give one from 0\.001 to"
    ):
        read_elevation(JACKSBORO, spacing=spacing)


def test_a_file_that_vanishes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "map.npy"
    np.save(path, STEPS)

    def vanish(self: Path, *given: object) -> None:
        os.unlink(self)  # noqa: PTH108 - Path's own calls open the file again
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(Path, "open", vanish)
    with pytest.raises(FileError, match=r"map\.npy: No such file or directory; try another"):
        read_elevation(path)


def test_a_file_that_grows_or_is_too_large_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "map.npy"
    with path.open("wb") as file:
        file.truncate(atlas.LARGEST + 1)
    with pytest.raises(FileError, match="larger than 513 MB"):
        read_elevation(path)


def test_pictures_are_not_loaded_before_one_is_opened():
    program = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        import mountain
        mountain.read_elevation(Path({str(JACKSBORO)!r}))
        print("PIL" in sys.modules)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("False\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="its processes have no such limit")
def test_giants_are_refused_with_little_memory(tmp_path):
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000)}"
    giants = {
        "a.npy": b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header,
        "b.asc": b"ncols 1000000\nnrows 1000000\ncellsize 5\n1 2 3\n",
        "c.pgm": b"P5 1000000 1000000 255 ",
    }
    for name, content in giants.items():
        (tmp_path / name).write_bytes(content)
    program = textwrap.dedent(
        f"""
        import resource
        from pathlib import Path
        import mountain
        mountain.read_elevation
        resource.setrlimit(resource.RLIMIT_DATA, (10**9, 10**9))
        for path in sorted(Path({str(tmp_path)!r}).iterdir()):
            try:
                mountain.read_elevation(path, (0, 1))
            except mountain.FileError as error:
                print("more than can be read" in str(error))
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("True\n" * 3, "")
