"""What lies beside a map, and may not be passed over."""

import os
import subprocess
import sys

import numpy as np
import pytest
import rasterio
import rasterio.shutil
from PIL import Image

from mountain import FileError, read_elevation

STEPS = np.arange(12.0).reshape(3, 4)
TEXT = "ncols 4\nnrows 3\nxllcorner 5\nyllcorner 6\ncellsize 25\n0 1 2 3\n4 5 6 7\n8 9 10 11\n"
FEET = "Projection UTM\nUnits FEET\nZunits METERS\n"


def test_a_mask_beside_a_tiff_is_not_passed_over(tmp_path):
    path = tmp_path / "map.tif"
    path.write_bytes(b"II*\0" + bytes(100))
    path.with_name("map.tif.msk").touch()
    with pytest.raises(FileError, match=r"\.msk beside it"):
        read_elevation(path)


def test_what_gdal_keeps_beside_a_tiff_is_not_passed_over(tmp_path):
    path = tmp_path / "map.tif"
    Image.fromarray(STEPS.astype(np.float32)).save(path)
    aux = path.with_name("map.tif.aux.xml")
    aux.write_text("<PAMDataset><MDI key='STATISTICS_MEAN'>5.5</MDI></PAMDataset>")
    np.testing.assert_array_equal(read_elevation(path).heights, STEPS[::-1])
    aux.write_text("<PAMDataset><PAMRasterBand><Scale>0.1</Scale></PAMRasterBand></PAMDataset>")
    with pytest.raises(FileError, match=r"\.aux\.xml beside it tells its Scale"):
        read_elevation(path)


def translated(tmp_path, units, scale):
    """Let GDAL write a grid whose heights have a unit and a scale, and return its path."""
    source, path = tmp_path / "map.tif", tmp_path / "map.asc"
    options = {"width": 4, "height": 3, "count": 1, "dtype": "float32", "crs": "EPSG:32616"}
    place = rasterio.Affine(30, 0, 500_000, 0, -30, 4_000_000)
    with rasterio.open(source, "w", transform=place, **options) as file:
        file.write(STEPS.astype(np.float32), 1)
        file.units, file.scales = (units,), (scale,)
    rasterio.shutil.copy(source, path, driver="AAIGrid")
    return path


@pytest.mark.parametrize(("units", "scale", "word"), [("ft", 1.0, "UnitType"), ("m", 0.1, "Scale")])
def test_what_gdal_keeps_beside_an_ascii_grid_is_not_passed_over(tmp_path, units, scale, word):
    with pytest.raises(FileError, match=rf"\.aux\.xml beside it tells its {word}"):
        read_elevation(translated(tmp_path, units, scale))


def test_that_heights_are_in_metres_changes_nothing(tmp_path):
    path = translated(tmp_path, "m", 1.0)
    assert "<UnitType>m<" in path.with_name("map.asc.aux.xml").read_text()
    ours = read_elevation(path)
    np.testing.assert_array_equal(ours.heights, STEPS[::-1])
    assert (ours.dx, ours.notes) == (30, ())


def test_statistics_before_it_do_not_hide_a_scale(tmp_path):
    path = translated(tmp_path, "m", 1.0)
    many = "<MDI key='HISTOGRAM'>5</MDI>" * 10_000
    path.with_name("map.asc.aux.xml").write_text(f"<PAMDataset>{many}<Scale>0.1</Scale>")
    with pytest.raises(FileError, match="tells its Scale"):
        read_elevation(path)


@pytest.mark.parametrize("ending", [".prj", ".PRJ"])
def test_the_coordinates_are_found_in_small_letters_and_in_capitals(tmp_path, ending):
    (tmp_path / "MAP.ASC").write_text(TEXT)
    (tmp_path / f"MAP{ending}").write_text(FEET)
    assert read_elevation(tmp_path / "MAP.ASC").dx == pytest.approx(25 * 1200 / 3937)


def test_an_empty_text_beside_it_tells_nothing(tmp_path):
    (tmp_path / "map.asc").write_text(TEXT)
    (tmp_path / "map.prj").write_text("\ufeff \n", encoding="utf-8")
    assert read_elevation(tmp_path / "map.asc").height_range == (0, 11)


def test_a_folder_or_a_pipe_beside_it_is_refused_and_not_waited_for(tmp_path):
    path = tmp_path / "map.asc"
    path.write_text(TEXT)
    path.with_suffix(".prj").mkdir()
    with pytest.raises(FileError, match=r"map\.prj beside it is no file"):
        read_elevation(path)
    path.with_suffix(".prj").rmdir()
    if sys.platform == "win32":
        return
    os.mkfifo(path.with_suffix(".prj"))
    program = f"""
import mountain
from pathlib import Path
try:
    mountain.read_elevation(Path({str(path)!r}))
except mountain.FileError as error:
    print("is no file" in str(error))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="its paths are shorter")
def test_a_map_with_the_longest_name_there_can_be_has_nothing_beside_it(tmp_path):
    for ending, content in ((".asc", TEXT.encode()), (".tif", b"")):
        path = tmp_path / ("m" * (255 - len(ending)) + ending)
        path.write_bytes(content)
        if not content:
            Image.fromarray(STEPS.astype(np.float32)).save(path)
        assert read_elevation(path).height_range == (0, 11)
