# SPDX-License-Identifier: AGPL-3.0-or-later
"""`insieme record verify`: whoever can write to the database cannot do it unseen."""

from __future__ import annotations

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from insieme.record import queries
from insieme.record.models import Checkpoint, Entry, Private, Tile
from insieme.record.queries.checking import Wrong, check
from insieme.record.rules.notes import Signer
from insieme.record.tests.makers import sealed

pytestmark = pytest.mark.django_db
VICTIM = 137


@pytest.fixture(autouse=True)
def _record(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("db")
    sealed(300, batch=100)


def first_wrong() -> tuple[int, str]:
    with pytest.raises(Wrong) as found:
        check()
    return found.value.position, str(found.value)


def write(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1


def test_a_record_that_nobody_touched_holds(capsys: pytest.CaptureFixture[str]) -> None:
    assert check() == (300, 3)
    call_command("record", "verify")
    assert "300" in capsys.readouterr().out


COLUMNS = {
    "ref": "xxxxxxxxxxxx",
    "code": "record_tests.countee",
    "version": 2,
    "about": "call:breae",
    "actor": "persoo",
    "at": "2026-01-01 00:00:00+00:00",
    "public": '{"number":138,"words":"perché no?"}',
    "digest": "0" * 64,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_any_changed_column_is_named(column: str) -> None:
    write(f"UPDATE record_entry SET {column} = %s WHERE position = %s", COLUMNS[column], VICTIM)  # noqa: S608 - names from the table above
    assert first_wrong()[0] == VICTIM
    with pytest.raises(CommandError, match=f"position {VICTIM}:"):
        call_command("record", "verify")


def test_one_letter_more_is_too_many() -> None:
    write("UPDATE record_entry SET public = public || ' ' WHERE position = %s", VICTIM)
    assert first_wrong()[0] == VICTIM


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's columns take no such values")
@pytest.mark.parametrize(
    ("column", "value"), [("at", "yesterday"), ("at", "2026-13-45 00:00:00"), ("version", "abc"), ("public", b"\xff\xfe"), ("ref", "\0")]
)
def test_columns_made_unreadable_are_named_too(column: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        written = "CAST(%s AS TEXT)" if isinstance(value, bytes) else "%s"
        cursor.execute(f"UPDATE record_entry SET {column} = {written} WHERE position = %s", [value, VICTIM])  # noqa: S608 - names from the table above
    assert first_wrong()[0] == VICTIM


def test_the_last_bit_of_a_time() -> None:
    entry = Entry.objects.get(position=VICTIM)
    Entry.objects.filter(pk=entry.pk).update(at=entry.at.replace(microsecond=entry.at.microsecond ^ 1))
    assert first_wrong()[0] == VICTIM


def test_two_rows_that_change_places() -> None:
    one, other = Entry.objects.get(position=VICTIM), Entry.objects.get(position=VICTIM + 20)
    Entry.objects.filter(pk=one.pk).update(position=None)
    Entry.objects.filter(pk=other.pk).update(position=VICTIM)
    Entry.objects.filter(pk=one.pk).update(position=VICTIM + 20)
    assert first_wrong()[0] == VICTIM


@pytest.mark.parametrize("position", [VICTIM, 299])
def test_a_row_that_is_gone(position: int) -> None:
    entry = Entry.objects.get(position=position)
    Private.objects.filter(entry=entry).delete()
    entry.delete()
    assert first_wrong() == (position, f"position {position}: there is no row that can be read")


@pytest.mark.parametrize("position", [-5, 300, 5000])
def test_a_row_that_nobody_sealed(position: int) -> None:
    Entry.objects.create(code="a", about="b", actor="c", at=Entry.objects.earliest("at").at, public="{}", position=position)
    assert first_wrong()[0] == 300


@pytest.mark.parametrize(("level", "index", "place", "wrong"), [(0, 0, 137 * 32, 137), (0, 1, 3 * 32 + 31, 259), (1, 0, 0, 0)])
def test_a_changed_tile(level: int, index: int, place: int, wrong: int) -> None:
    tile = Tile.objects.get(level=level, index=index)
    data = bytearray(tile.data)
    data[place] ^= 1
    Tile.objects.filter(pk=tile.pk).update(data=bytes(data))
    assert first_wrong()[0] == wrong


def test_a_tile_cut_short_gone_or_too_many() -> None:
    tile = Tile.objects.get(level=0, index=1)
    Tile.objects.filter(pk=tile.pk).update(data=bytes(tile.data)[:-32])
    assert first_wrong()[0] == 256
    tile.delete()
    assert first_wrong()[0] == 256
    tile.save()
    Tile.objects.create(level=3, index=0, data=b"x" * 32)
    assert first_wrong()[0] == 300


def test_a_row_and_its_hash_changed_together_do_not_fit_the_checkpoint() -> None:
    from insieme.record.access import spelled  # noqa: PLC0415
    from insieme.record.rules.leaves import leaf  # noqa: PLC0415

    Entry.objects.filter(position=VICTIM).update(about="call:other")
    tile = Tile.objects.get(level=0, index=0)
    data = bytes(tile.data)
    Tile.objects.filter(pk=tile.pk).update(data=data[: VICTIM * 32] + leaf(spelled(VICTIM, VICTIM + 1)[0]) + data[(VICTIM + 1) * 32 :])
    position, why = first_wrong()
    assert position == 100
    assert "100 to 199" in why


@pytest.mark.parametrize("column", ["root", "note", "size"])
def test_a_changed_checkpoint(column: str) -> None:
    checkpoint = Checkpoint.objects.get(size=200)
    changed = {"root": "00" * 32, "size": 201, "note": checkpoint.note.replace("record\n200\n", "record\n201\n")}
    Checkpoint.objects.filter(pk=checkpoint.pk).update(**{column: changed[column]})
    assert 100 <= first_wrong()[0] <= 200


def test_a_checkpoint_of_another_key() -> None:
    checkpoint = Checkpoint.objects.get(size=200)
    origin = checkpoint.note.partition("\n")[0]
    Checkpoint.objects.filter(pk=checkpoint.pk).update(note=Signer.make(origin).sign(200, bytes.fromhex(checkpoint.root)))
    assert re.search("another key", first_wrong()[1])


@pytest.mark.parametrize(("column", "value"), [("salt", b"1" * 32), ("payload", '{"actor":"person:other","secret":"s137"}')])
def test_a_changed_private_part(column: str, value: object) -> None:
    Private.objects.filter(entry__position=VICTIM).update(**{column: value})
    assert first_wrong()[0] == VICTIM


def test_pages_say_it_too() -> None:
    Entry.objects.filter(position=VICTIM).update(about="call:other")
    assert not queries.proof(VICTIM).holds
    assert queries.proof(VICTIM + 1).holds


def test_a_database_without_tables_is_said_in_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE record_checkpoint RENAME TO gone")
    with pytest.raises(CommandError, match="insieme migrate"):
        call_command("record", "verify")
