"""Archives, and the many that are not opened."""

import io
import zipfile

import numpy as np
import pytest

from mountain import FileError, read_elevation

STEPS = np.arange(12.0).reshape(3, 4)
TILE = (np.arange(1201 * 1201) % 900).astype(">i2").tobytes()


def saved(numbers: object) -> bytes:
    file = io.BytesIO()
    np.save(file, numbers)
    return file.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_is_refused_that_unpacks_more_than_is_asked_for(tmp_path, method):
    with zipfile.ZipFile(tmp_path / "map.npz", "w", method) as archive:
        archive.writestr("heights.npy", saved(STEPS))
    with pytest.raises(FileError, match="another method than deflate"):
        read_elevation(tmp_path / "map.npz")


def test_an_archive_of_thousands_of_files_is_refused_before_their_names_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "map.npz", "w") as archive:
        for number in range(6000):
            archive.writestr(f"{number}.npy", b"")
    with pytest.raises(FileError, match="too many files"):
        read_elevation(tmp_path / "map.npz")


def test_a_remark_behind_an_archive_does_no_harm(tmp_path):
    with zipfile.ZipFile(tmp_path / "map.npz", "w") as archive:
        archive.writestr("heights.npy", saved(STEPS))
        archive.comment = b"measured in spring" * 3000
    np.testing.assert_array_equal(read_elevation(tmp_path / "map.npz").heights, STEPS[::-1])


def test_what_a_mac_packs_beside_each_file_is_passed_over(tmp_path):
    for name, content in (("N36W085.hgt", TILE), ("something.npy", saved(STEPS))):
        path = tmp_path / f"{name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"maps/{name}", content)
            archive.writestr(f"__MACOSX/maps/._{name}", b"\0\5\x16\7" + bytes(100))
            archive.writestr(f"maps/._{name}", b"\0\5\x16\7" + bytes(100))
        assert read_elevation(path).height_range[0] == 0


def test_a_locked_archive_is_told_from_a_damaged_one(tmp_path):
    path = tmp_path / "N36W085.hgt.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N36W085.hgt", TILE)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rfind(b"PK\1\2") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(FileError, match="locked by a password; unlock it, and pack it anew"):
        read_elevation(path)
