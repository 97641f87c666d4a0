"""NumPy's headers: read as NumPy writes them, and never run."""

import io
import random

import numpy as np
import pytest

from mountain.elevation import ElevationError
from mountain.npy_header import header_of
from mountain.numpy_grid import npy_elevation


@pytest.mark.parametrize("kind", ["i1", "u1", ">i2", "<u4", "i8", "u8", "f2", "<f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_header_is_read_as_numpy_wrote_it(kind, order):
    numbers = np.zeros((3, 4), kind, order)
    file = io.BytesIO()
    np.save(file, numbers)
    header = header_of(file.getvalue()[10:128].decode())
    assert (header.shape, header.kind, header.by_columns) == ((3, 4), numbers.dtype, order == "F")


@pytest.mark.parametrize(
    "text",
    [
        "{'descr': '<f8', 'fortran_order': False, 'shape': (3L, 4L), }",
        '{"shape":(3,4),"descr":"<f8","fortran_order":False}',
        "{ 'fortran_order' : False , 'shape' : ( 3 , 4 , ) , 'descr' : '<f8' }  \n",
    ],
)
def test_other_programs_may_write_it_in_other_ways(text):
    header = header_of(text)
    assert (header.shape, header.kind, header.by_columns) == ((3, 4), np.dtype("<f8"), False)


HEAD = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is broken"),
        ("{}", "is broken"),
        ("{'descr': '<f8', 'fortran_order': False}", "is broken"),
        (HEAD.replace("}", ", 'shape': (3, 4)}"), "is broken"),
        (HEAD.replace("(3, 4)", "3"), "is broken"),
        (HEAD.replace("(3, 4)", "'<f8'"), "is broken"),
        (HEAD.replace("(3, 4)", "(3, 4)()"), "is broken"),
        (HEAD.replace("False", "'no'"), "is broken"),
        (HEAD.replace("'<f8'", "[('a', '<f8')]"), "of other than plain numbers"),
        (HEAD.replace("(3, 4)", "(2**9999999, 5)"), "is broken"),
        (HEAD.replace("(3, 4)", "(0xffff, 5)"), "is broken"),
        (HEAD.replace("(3, 4)", "(1if 1else 2, 5)"), "is broken"),
        (HEAD.replace("(3, 4)", "(-3, 4)"), "tells of no shape"),
        (HEAD.replace("(3, 4)", "(3, 4.5)"), "tells of no shape"),
        (HEAD.replace("(3, 4)", "(3,, 4)"), "tells of no shape"),
        (HEAD.replace("<f8", "|O"), "objects of Python"),
        (HEAD.replace("<f8", "<c16"), "complex numbers"),
        (HEAD.replace("<f8", "|b1"), "truth values"),
        (HEAD.replace("<f8", "a8"), "texts"),
        (HEAD.replace("<f8", "<f16"), "numbers of type '<f16'"),
        (HEAD.replace("<f8", "(99999999999999999999,)f8"), "numbers of type"),
        (HEAD.replace("<f8", "<m8[99999999999999999999s]"), "times of type"),
    ],
)
def test_what_tells_of_no_plain_numbers_is_refused(text, message):
    with pytest.raises(ElevationError, match=message) as caught:
        assert header_of(text).kind
    assert len(str(caught.value)) < 150


def test_counts_without_end_are_told_as_too_many():
    for digits in (19, 400, 5000):
        assert min(header_of(HEAD.replace("3", "9" * digits)).shape[:1]) == 10**18


def file_of(header: str) -> bytes:
    text = header.encode("latin-1")
    return b"\x93NUMPY\x01\0" + len(text).to_bytes(2, "little") + text + bytes(8 * 12)


@pytest.mark.parametrize(
    "header",
    [
        HEAD.replace("3", "9" * 5000),
        HEAD.replace("'<f8'", "{'names': ['a'], 'formats': ['f8'], 'offsets': [10**30]}"),
        HEAD.replace("'<f8'", "{'names':['a'],'formats':['f8'],'offsets':[99999999999999999999]}"),
        HEAD.replace("3", "0x" + "f" * 9000),
        HEAD.replace("(3, 4)", "(3if 1else 2, 4)"),
        HEAD.replace("'<f8'", "'\\d'"),
    ],
)
def test_a_file_with_a_malicious_header_is_refused_in_one_line_and_warns_of_nothing(header):
    # Here warnings are errors.
    with pytest.raises(ElevationError) as caught:
        npy_elevation(file_of(header), "map.npy", 30)
    assert len(str(caught.value)) < 150


def refusal(data: bytes) -> str:
    """Return why a file is refused; no words where it is read."""
    try:
        npy_elevation(data, "map.npy", 30)
    except ElevationError as error:
        return str(error)
    return ""


def test_damaged_headers_are_read_or_refused_and_nothing_else():
    chance = random.Random(5)
    for _ in range(3000):
        data = bytearray(file_of(HEAD))
        for _ in range(chance.randint(1, 4)):
            place = chance.randrange(len(data) - 90)
            data[place : place + chance.choice((0, 1, 1, 9))] = chance.choice(
                (b"", b"(", b"]", b"{", b"'", b",", b"9" * 300, b"\0", b"\xff", b"L", b"\\", b"-")
            )
        reason = refusal(bytes(data))
        assert len(reason) < 250
        assert reason.isprintable()
