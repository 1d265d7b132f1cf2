# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealing: positions without gaps, tiles, checkpoints, and no signature on top of what does not hold."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from insieme.foundation.errors import NotVisible
from insieme.record import access, actions, queries
from insieme.record.access import RecordBroken
from insieme.record.models import Checkpoint, Entry, Tile
from insieme.record.queries.checking import check
from insieme.record.rules.notes import open_note
from insieme.record.rules.trees import Tree
from insieme.record.tests.makers import said, sealed

pytestmark = pytest.mark.django_db


def test_facts_get_positions_without_gaps_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("insieme.record.actions.sealing.BATCH", 100)
    said(350)
    assert actions.seal(limit=120) == 120
    assert actions.seal() == 230
    assert actions.seal() == 0
    assert list(Entry.objects.order_by("id").values_list("position", flat=True)) == list(range(350))
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [100, 120, 220, 320, 350]
    assert queries.latest_position() == 349
    assert check() == (350, 5)


def test_an_empty_record() -> None:
    assert actions.seal() == 0
    assert queries.latest_position() == -1
    assert queries.newest_checkpoint() is None
    assert check() == (0, 0)
    with pytest.raises(NotVisible):
        queries.proof(0)


def test_proofs_lead_to_signed_roots() -> None:
    sealed(600, batch=150)
    for position in (0, 149, 150, 255, 256, 599):
        proof = queries.proof(position)
        assert proof.holds
        assert proof.size == 600
        assert open_note(proof.note, access.key()) == (600, proof.root)
        covering = queries.first_checkpoint_covering(position)
        assert covering is not None
        assert covering.size == (position // 150 + 1) * 150
        assert covering.root == queries.root_at(covering.size).hex()
        assert queries.proof(position, covering.size).holds
    assert queries.proof(3, 401).note == ""
    assert queries.proof(3, 401).holds
    assert queries.first_checkpoint_covering(600) is None
    for outside in (-1, 600):
        with pytest.raises(NotVisible):
            queries.proof(outside)
    with pytest.raises(NotVisible):
        queries.root_at(601)


def test_a_proof_costs_the_same_for_a_long_record(django_assert_max_num_queries) -> None:
    sealed(700, batch=350)
    with django_assert_max_num_queries(8):
        assert queries.proof(300).holds


def test_looking_whether_there_is_something_takes_one_read() -> None:
    with CaptureQueriesContext(transaction.get_connection()) as seen:
        actions.seal()
    assert len(seen) == 1


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").mkdir()
    monkeypatch.setattr(settings, "DATA", tmp_path)
    made = access.signer()
    path = tmp_path / "keys" / "record.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    monkeypatch.setattr(settings, "SITE_HOST", "elsewhere.example")
    access._signer.cache_clear()  # noqa: SLF001 - as in a process that starts anew
    assert access.signer() == made
    assert made.origin.endswith("/record")
    assert [file.name for file in path.parent.iterdir()] == ["record.key"]


def _other_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").mkdir()
    monkeypatch.setattr(settings, "DATA", tmp_path)


def _root(_path: Path, _patch: pytest.MonkeyPatch) -> None:
    Checkpoint.objects.update(root="00" * 32)


def _tile(_path: Path, _patch: pytest.MonkeyPatch) -> None:
    Tile.objects.update(data=b"x" * 32)


def _last(_path: Path, _patch: pytest.MonkeyPatch) -> None:
    Entry.objects.filter(position=2).update(position=9)


def _heads(_path: Path, _patch: pytest.MonkeyPatch) -> None:
    Checkpoint.objects.all().delete()


@pytest.mark.parametrize("tamper", [_other_key, _root, _tile, _last, _heads])
def test_nothing_is_signed_on_top_of_a_broken_head(tamper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed(3)
    tamper(tmp_path, monkeypatch)
    said(1, first=3)
    with pytest.raises(RecordBroken):
        actions.seal()
    assert Entry.objects.filter(position=None).count() == 1


def test_a_tree_is_read_from_the_tiles_that_are_stored() -> None:
    sealed(257, batch=256)
    assert {(tile.level, tile.index): len(tile.data) for tile in Tile.objects.all()} == {(0, 0): 8192, (0, 1): 32, (1, 0): 32}
    assert Tree(256, access.tile).root().hex() == Checkpoint.objects.get(size=256).root
