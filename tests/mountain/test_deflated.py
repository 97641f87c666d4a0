"""What zlib packed, unpacked little by little: the same bytes, and no end that is none."""

import zlib

import numpy as np
import pytest
from hypothesis import given, strategies as st

from mountain import deflated
from mountain.deflated import Deflated


def cut(data: bytes, length: int) -> list[memoryview]:
    return [memoryview(data)[at : at + length] for at in range(0, len(data), length)]


@given(st.binary(max_size=3000), st.integers(1, 700), st.integers(1, 900))
def test_whatever_is_asked_for_at_once_the_bytes_are_those_that_were_packed(content, piece, asked):
    stream = Deflated(cut(zlib.compress(content), piece))
    found = b""
    while part := stream.read(asked):
        assert len(part) == min(asked, len(content) - len(found))
        found += part
    assert found == content
    assert stream.padding(0) == 0
    assert stream.has_ended


def test_large_streams_are_given_in_many_pieces(monkeypatch):
    monkeypatch.setattr(deflated, "_GIVEN", 7)
    content = np.random.default_rng(0).bytes(2000)
    stream = Deflated(cut(zlib.compress(content), 300))
    assert stream.read(1999) == content[:1999]
    assert not stream.has_ended
    assert stream.read(5) == content[1999:]


def test_what_is_cut_short_never_ends_and_what_is_too_long_is_counted():
    packed = zlib.compress(bytes(10_000))
    stream = Deflated([memoryview(packed[:-5])])
    assert len(stream.read(20_000)) == 10_000
    assert stream.padding(100) == 0
    assert not stream.has_ended
    stream = Deflated([memoryview(packed)])
    assert len(stream.read(9_000)) == 9_000
    assert stream.padding(5_000) == 1_000
    assert stream.has_ended


def test_a_bomb_behind_what_is_wanted_is_not_unpacked():
    stream = Deflated([memoryview(zlib.compress(bytes(2**26)))])
    stream.read(10)
    assert 1000 < stream.padding(1000) < 2**20
    assert not stream.has_ended


def test_bytes_behind_the_end_are_left_alone():
    stream = Deflated([memoryview(zlib.compress(b"land") + b"more")])
    assert stream.read(100) == b"land"
    assert stream.has_ended
    assert stream.read(100) == b""


def test_a_wrong_check_sum_is_an_error():
    packed = bytearray(zlib.compress(b"land" * 50))
    packed[-1] ^= 1
    stream = Deflated([memoryview(bytes(packed))])
    assert stream.read(150) == (b"land" * 50)[:150]
    with pytest.raises(zlib.error):
        stream.padding(50)
