# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed notes and keys, against a vector from the standard's own reference implementation and against forgery."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insieme.record.rules.notes import BadNote, Signer, open_note, read_key, signature_of

#: From the documentation of golang.org/x/mod/sumdb/note.
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
SIGNER = Signer("here/record", bytes(range(32)))
ROOT = bytes(range(100, 132))
NOTE = SIGNER.sign(300, ROOT)


def test_keys_are_spelled_as_elsewhere() -> None:
    assert str(Signer.read(SKEY).key) == VKEY
    assert str(read_key(VKEY)) == VKEY
    assert str(Signer.read(SKEY)) == SKEY


def test_a_note_opens_with_its_key() -> None:
    assert open_note(NOTE, SIGNER.key) == (300, ROOT)
    assert NOTE.startswith(f"here/record\n300\n{base64.b64encode(ROOT).decode()}\n\n\N{EM DASH} here/record ")
    assert len(base64.b64decode(signature_of(NOTE))) == 4 + 64


def test_another_key_is_told() -> None:
    with pytest.raises(BadNote, match="another key"):
        open_note(Signer("here/record", bytes(32)).sign(300, ROOT), SIGNER.key)
    with pytest.raises(BadNote, match="another record"):
        open_note(Signer("there/record", bytes(range(32))).sign(300, ROOT), SIGNER.key)


@given(st.integers(0, len(NOTE) - 1), st.characters(codec="utf-8"))
def test_no_letter_can_be_changed(place: int, letter: str) -> None:
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    if changed != NOTE:
        with pytest.raises(BadNote):
            open_note(changed, SIGNER.key)


@pytest.mark.parametrize(
    "wrong", ["", "a", "a+b+c", "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", VKEY.replace("c74", "c75"), VKEY[:-4]]
)
def test_what_is_no_key_is_refused(wrong: str) -> None:
    with pytest.raises(BadNote):
        read_key(wrong)
    with pytest.raises(BadNote):
        Signer.read(f"PRIVATE+KEY+{wrong}")
