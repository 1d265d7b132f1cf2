# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exported folder and the verifier that strangers run on it: what it says of a whole record, and of every way to spoil one."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from insieme.record import access, actions
from insieme.record.models import Entry
from insieme.record.queries import proof
from insieme.record.rules.notes import Signer
from insieme.record.tests.makers import said, sealed

ROOT = Path(__file__).resolve().parents[4]
FULL, PART = "tile/entries/000", "tile/entries/001.p/44"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    sealed(300, batch=100)
    call_command("record", "export", str(tmp_path / "record"))
    return tmp_path / "record"


def verify(folder: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-I", str(ROOT / "verify_record.py"), str(folder), *options]
    out = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env={"PATH": os.environ["PATH"]})
    assert out.stderr == ""
    assert out.stdout.count("\n") == 1
    assert out.stdout.startswith("OK: " if out.returncode == 0 else "WRONG")
    return out.returncode, out.stdout


def test_a_whole_record(folder: Path) -> None:
    code, said_ = verify(folder, "--key", str(access.key()))
    assert code == 0
    assert "300 entries" in said_
    assert "3 signed checkpoints" in said_
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert names == ["checkpoint", "checkpoints", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", FULL, PART, "vkey"]


@pytest.mark.parametrize("position", [0, 99, 255, 256, 299])
def test_the_proof_of_an_entry_is_checked_and_that_the_folder_holds_it(folder: Path, position: int) -> None:
    told = proof(position).as_json()
    file = folder.parent / "proof.json"
    file.write_text(json.dumps(told))
    code, told_ = verify(folder, "--proof", str(file), str(file))
    assert (code, "; 2 proofs" in told_) == (0, True), told_
    older = proof(0, 100).as_json()
    spoilt = (
        {
            "does not lead": told | {"entry": str(told["entry"]).replace("a", "b", 1)},
            "not lead": told | {"position": (position + 1) % 300},
            "to the root": told | {"path": told["path"][:-1]},  # type: ignore[index]
            "that is signed": told | {"path": [*told["path"], "00" * 32]},  # type: ignore[misc]
            "is not a proof": {"position": 1},
            "signature": told | {"checkpoint": str(told["checkpoint"])[:-8] + "AAAAAA=\n"},
        }
        | ({"proof": told | {"checkpoint": older["checkpoint"]}} if position else {})
    )
    for words, wrong in spoilt.items():
        file.write_text(json.dumps(wrong))
        code, why = verify(folder, "--proof", str(file))
        assert (code, words in why) == (1, True), why


def test_a_proof_from_another_record_under_the_same_key_is_found_out(folder: Path) -> None:
    """What a record shows to one person alone holds by itself, and is not what everybody else has downloaded."""
    told = proof(0, 100).as_json()
    signer = access.signer()
    note = signer.sign(1, hashlib.sha256(b"\0" + str(told["entry"]).encode()).digest())
    file = folder.parent / "proof.json"
    file.write_text(json.dumps({"position": 0, "entry": told["entry"], "path": [], "checkpoint": note}))
    assert verify(folder, "--proof", str(file))[0] == 0
    other = json.dumps({"position": 0, "entry": "another", "path": [], "checkpoint": signer.sign(1, hashlib.sha256(b"\0another").digest())})
    file.write_text(other)
    code, why = verify(folder, "--proof", str(file))
    assert (code, "another record" in why) == (1, True), why


def test_a_proof_of_what_came_later_asks_for_a_newer_folder(folder: Path) -> None:
    said(1, first=300)
    actions.seal()
    file = folder.parent / "proof.json"
    file.write_text(json.dumps(proof(300).as_json()))
    code, why = verify(folder, "--proof", str(file))
    assert (code, "download it again" in why) == (1, True)


def test_an_export_completes_what_an_earlier_one_left(folder: Path) -> None:
    old = folder.parent / "old"
    old.write_bytes((folder / "checkpoint").read_bytes())
    (folder / "tile/0/.000.new").write_bytes(b"half")
    said(250, first=300)
    actions.seal()
    actions.export(folder)
    assert verify(folder, "--since", str(old))[0] == 0
    assert not list(folder.rglob("*.p/44"))
    assert (folder / "tile/0/001").stat().st_size == 8192


def test_the_record_must_have_grown_from_the_older_checkpoint(folder: Path) -> None:
    old = folder.parent / "old"
    old.write_text(access.signer().sign(200, bytes(32)))
    code, why = verify(folder, "--since", str(old))
    assert code == 1
    assert "before 200" in why
    old.write_text(access.signer().sign(301, bytes(32)))
    assert "was cut" in verify(folder, "--since", str(old))[1]
    old.write_text("nonsense")
    assert verify(folder, "--since", str(old))[0] == 1
    assert verify(folder, "--since", str(folder / "nowhere"))[0] == 1


def test_an_old_row_changed_in_the_database_is_named_in_the_export(folder: Path) -> None:
    Entry.objects.filter(position=137).update(public='{"number":138,"words":"perché no?"}')
    actions.export(folder)
    assert "position 137" in verify(folder)[1]
    Entry.objects.filter(position=1).update(position=None)
    actions.export(folder)
    assert "position 1:" in verify(folder)[1]


def test_a_record_signed_anew_by_somebody_else_needs_the_key_to_be_known(folder: Path) -> None:
    key = str(access.key())
    origin = access.key().origin
    other = Signer.make(origin)
    notes = [other.sign(size, bytes.fromhex(root)) for size, root in _roots()]
    (folder / "vkey").write_text(f"{other.key}\n")
    (folder / "checkpoint").write_text(notes[-1])
    (folder / "checkpoints").write_text("\n".join([*notes, ""]))
    assert verify(folder)[0] == 0
    code, why = verify(folder, "--key", key)
    assert code == 1
    assert "another key" in why


def _roots() -> list[tuple[int, str]]:
    from insieme.record.models import Checkpoint  # noqa: PLC0415

    return list(Checkpoint.objects.order_by("size").values_list("size", "root"))


def _flip(name: str, place: int) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[place] ^= 1
        (folder / name).write_bytes(data)

    return spoil


def _replace(name: str, change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(change((folder / name).read_bytes())) and None


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _swap(folder: Path) -> None:
    data = (folder / FULL).read_bytes()
    first = 2 + int.from_bytes(data[:2], "big")
    second = first + 2 + int.from_bytes(data[first : first + 2], "big")
    (folder / FULL).write_bytes(data[first:second] + data[:first] + data[second:])


def _pipe(folder: Path) -> None:
    (folder / PART).unlink()
    os.mkfifo(folder / PART)


def _folder(folder: Path) -> None:
    (folder / "checkpoint").unlink()
    (folder / "checkpoint").mkdir()


def _unsigned(folder: Path) -> None:
    (folder / "tile/entries/002").write_bytes(b"\0\1x" * 256)


SPOILT: dict[str, tuple[Callable[[Path], None], str]] = {
    "first entry": (_flip(FULL, 30), "position 0:"),
    "a length": (_flip(FULL, 1), "position 0:"),
    "last entry": (_flip(PART, -3), "position 299:"),
    "entries swapped": (_swap, "position 0:"),
    "entries cut": (_replace(PART, lambda data: data[:-10]), "position 299:"),
    "entries empty": (_replace(FULL, lambda _: b""), "position 0:"),
    "entries longer": (_replace(PART, lambda data: data + b"\0\1x"), "position 300:"),
    "entries huge": (_replace(FULL, lambda data: data + bytes(17_000_000)), "position 0:"),
    "entries missing": (_remove(PART), "position 256:"),
    "entries a pipe": (_pipe, "position 256:"),
    "entries unsigned": (_unsigned, "position 300:"),
    "hash": (_flip("tile/0/000", 32 * 7 + 5), "position 7:"),
    "upper hash": (_flip("tile/1/000.p/1", 5), "position 0:"),
    "hashes cut": (_replace("tile/0/000", lambda data: data[:-1]), "position 0:"),
    "hashes missing": (_remove("tile/0/001.p/44"), "position 256:"),
    "upper hashes missing": (_remove("tile/1/000.p/1"), "position 255:"),
    "checkpoint": (_flip("checkpoint", 20), "checkpoint"),
    "checkpoint missing": (_remove("checkpoint"), "cannot be read"),
    "checkpoint empty": (_replace("checkpoint", lambda _: b""), "not a signed checkpoint"),
    "checkpoint no text": (_replace("checkpoint", lambda _: b"\xff\xfe"), "not text"),
    "checkpoint huge": (_replace("checkpoint", lambda data: data * 100), "longer"),
    "checkpoint of a huge size": (
        _replace("checkpoint", lambda data: data.replace(b"\n300\n", b"\n" + b"9" * 3000 + b"\n")),
        "not a signed",
    ),
    "checkpoint a folder": (_folder, "not a file"),
    "checkpoints out of order": (_replace("checkpoints", lambda data: data + data), "out of order"),
    "an older checkpoint": (_replace("checkpoints", lambda data: data.replace(b"\n200\n", b"\n201\n")), "signature"),
    "checkpoints cut": (_replace("checkpoints", lambda data: data[:-20]), "checkpoints"),
    "checkpoints garbage": (_replace("checkpoints", lambda _: os.urandom(5000)), "checkpoints"),
    "checkpoints one long line": (_replace("checkpoints", lambda _: b"x" * 9_000_000), "checkpoints"),
    "key": (_flip("vkey", -8), "vkey"),
    "key missing": (_remove("vkey"), "vkey"),
    "key garbage": (_replace("vkey", lambda _: bytes(range(256))), "vkey"),
}


@pytest.mark.parametrize("what", SPOILT)
def test_whatever_is_spoilt_is_named(folder: Path, what: str) -> None:
    spoil, named = SPOILT[what]
    spoil(folder)
    code, why = verify(folder)
    assert code == 1
    assert named in why


def test_other_files_are_left_alone_and_counted(folder: Path) -> None:
    (folder / "tile" / "notes.txt").write_text("mine")
    (folder / "tile/0/000.p").mkdir()
    (folder / "tile/0/000.p/5").write_bytes(bytes(160))
    (folder / "README").write_text("mine")
    code, said_ = verify(folder)
    assert code == 0
    assert "2 other files" in said_


def test_without_the_file_of_all_checkpoints_the_newest_is_enough(folder: Path) -> None:
    (folder / "checkpoints").unlink()
    assert "1 signed checkpoint" in verify(folder)[1]


def test_no_folder_and_no_record(tmp_path: Path) -> None:
    assert verify(tmp_path / "nowhere")[0] == 1
    assert verify(tmp_path)[0] == 1
    actions.export(tmp_path)
    assert "checkpoint" in verify(tmp_path)[1]


def test_a_folder_that_cannot_be_written_is_said_in_words(tmp_path: Path) -> None:
    sealed(1)
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        call_command("record", "export", str(tmp_path / "file"))
