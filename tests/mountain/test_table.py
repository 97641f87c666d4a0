"""Tables of numbers from CSV files: what is understood, and what the refusals say."""

import os

import pytest
from hypothesis import given, strategies as some

from mountain import FileError
from mountain.table import LARGEST, Table, read_table

ROWS = ((1.5, -2.0), (3e-4, 40.0))


def _read(tmp_path, data: str | bytes, most: int = 100) -> Table:
    path = tmp_path / "numbers.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_table(path, most)


@pytest.mark.parametrize(
    "text",
    [
        "1.5,-2\n3e-4,40\n",
        "1.5;-2\n3e-4;40",
        "1,5;-2\n0,0003;40",
        "1.5\t-2\n3e-4\t40\n",
        "1,5\t-2,0\n3e-4\t40\n",
        "1.5, -2\r\n3e-4, 40\r\n",
        "1.5,-2\r3e-4,40\r",
        "\n\n1.5,−2\n\n ,\n3E-4,4e1\n,\n\n",
        '"1.5","-2"\n"3e-4","+40."\n',
        '"1,5";"-2"\n".0003";"40"\n',
        "1.5,-2,\n3e-4,40,\n",
        # As NumPy writes them, and lined up by hand.
        "1.500000000000000000e+00 -2.000000000000000000e+00\n3e-4 4e1\n",
        "  1.5   -2\n 3e-4   40 \n",
        "1,5 -2\n0,0003 40\n",
    ],
)
def test_numbers_are_read_however_they_are_separated(tmp_path, text):
    assert _read(tmp_path, text).rows == ROWS
    assert _read(tmp_path, "\N{BYTE ORDER MARK}" + text).rows == ROWS


def test_a_header_gives_the_columns_names(tmp_path):
    table = _read(tmp_path, "hours, marks\n\n1,2\n")
    assert table.names == ("hours", "marks")
    assert table.rows == ((1.0, 2.0),)
    assert table.lines == (3,)
    assert table.where(0).endswith("numbers.csv, line 3")


@pytest.mark.parametrize("header", ["hours marks\n", "# hours marks\n", "#hours  marks \n"])
def test_columns_separated_by_blanks_may_have_a_header(tmp_path, header):
    table = _read(tmp_path, f"{header}1 2\n3 4\n")
    assert table.names == ("hours", "marks")
    assert table.rows == ((1.0, 2.0), (3.0, 4.0))


def test_blanks_in_a_header_or_after_commas_separate_nothing(tmp_path):
    table = _read(tmp_path, "hours of work, marks\n1, 2\n3, 4\n")
    assert table.names == ("hours of work", "marks")
    assert table.rows == ((1.0, 2.0), (3.0, 4.0))


@given(
    some.lists(some.tuples(*[some.floats(allow_nan=False, allow_infinity=False)] * 3), min_size=1)
)
def test_what_python_writes_is_read_back_to_the_last_bit(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "numbers.csv"
    path.write_text("\n".join(",".join(map(repr, row)) for row in rows), encoding="utf-8")
    assert read_table(path, len(rows)).rows == tuple(rows)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no numbers in it; try rows such as 1.5,2.5"),
        ("x,y\n", "no numbers in it"),
        ("1|2\n3|4\n", "columns are separated by '|'; commas, semicolons, tabs and blanks work"),
        ("x:y\n1.5 : 2\n", "columns are separated by ':'"),
        ("1 2\n3\n", "line 2: 1 number, but 2 on line 1"),
        ("x,y\n1,2\n3\n", "line 3: 1 number, but 2 on line 2; every row needs the same"),
        ("1,5,2\n1,2\n", "with decimal commas, separate columns by semicolons"),
        ("1,2\n3,tea\n", "line 2: 'tea' is not a number; write 1.5"),
        ("1,2\n3,1_0\n", "line 2: '1_0' is not a number"),
        ("1;2\n1.000,5;3\n", "line 2: '1.000,5' is not a number"),
        ("1,2\n3,٣\n", "is not a number"),
        ("1,x\n3,4\n", "line 1: 'x' is not a number"),
        ("x,y\nu,v\n1,2\n", "line 2: 'u' is not a number"),
        ("1,2\n3,nan\n", "line 2: 'nan' is not a finite number; take the row out"),
        ("1,2\n-inf,3\n", "line 2: '-inf' is not a finite number"),
        ("1e999,2\n", "line 1: '1e999' is not a finite number"),
        ("1,2\n,3\n", "line 2: an empty cell; fill it in"),
        ("1,2\n3,\n", "line 2: an empty cell; fill it in"),
        ("x;y\n1;2;\n3;;\n", "line 3: an empty cell; fill it in"),
        ("1\t2\n\t\n3\t\n", "line 3: an empty cell; fill it in"),
        ("1,2,3\n4,\n", "line 2: an empty cell; fill it in"),
        ("1,2\n" * 101, "line 101: more than 100 rows; try a part of them"),
        ('1,"2\n' + "3,4\n" * 300, "a cell longer than 1,000 characters"),
        ("1,2\n\0,3\n", "not text; save it as CSV UTF-8"),
        ("1,2".encode("utf-16"), "not UTF-8 text; save it as CSV UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "not UTF-8 text"),
    ],
)
def test_an_unusable_table_is_refused_in_one_line(tmp_path, text, message):
    with pytest.raises(FileError) as refusal:
        _read(tmp_path, text)
    assert message in str(refusal.value)
    assert "numbers.csv" in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_file_that_is_not_there_or_no_file_is_refused(tmp_path):
    with pytest.raises(FileError, match="there is no such file"):
        read_table(tmp_path / "nowhere.csv", 10)
    with pytest.raises(FileError, match="is no file"):
        read_table(tmp_path, 10)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(FileError, match="is no file"):
        read_table(tmp_path / "pipe.csv", 10)


def test_a_file_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "numbers.csv"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FileError, match="larger than 64 MB"):
        read_table(path, 10)
