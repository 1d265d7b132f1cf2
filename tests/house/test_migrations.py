# SPDX-License-Identifier: AGPL-3.0-or-later
"""Migrations: one after the other, named, changing either the tables or what stands in them."""

import pytest
from django.apps import apps
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader

from house.plan import height, rooms
from tests.house.reading import ROOMS


def migrations(room: str) -> dict[str, Migration]:
    return {name: each for (label, name), each in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items() if label == room}


WITH_TABLES = [room for room in rooms() if apps.is_installed(f"insieme.{room}") and migrations(room)]


@pytest.mark.parametrize("room", WITH_TABLES)
def test_they_follow_one_another(room):
    ordered = sorted(migrations(room))
    for before, name in zip([None, *ordered], ordered, strict=False):
        own = [dependency[1] for dependency in migrations(room)[name].dependencies if dependency[0] == room]
        assert own == ([before] if before else []), f"{room}/{name} should follow {before}"
    assert [name[:4] for name in ordered] == [f"{number:04}" for number in range(1, len(ordered) + 1)]


@pytest.mark.parametrize("room", WITH_TABLES)
def test_they_depend_on_lower_rooms_only(room):
    others = {label for each in migrations(room).values() for label, _ in each.dependencies if label in ROOMS - {room}}
    assert not [other for other in others if height(other) >= height(room)]


@pytest.mark.parametrize("room", WITH_TABLES)
def test_they_say_what_they_do(room):
    unnamed = [name for name in migrations(room) if "auto" in name.split("_")]
    assert not unnamed, f"give them a name: {unnamed}"


@pytest.mark.parametrize("room", WITH_TABLES)
def test_they_change_tables_or_rows_never_both(room):
    for name, migration in migrations(room).items():
        kinds = {isinstance(operation, (RunPython, RunSQL)) for operation in migration.operations}
        assert len(kinds) < 2, f"{room}/{name}: on PostgreSQL a table cannot be changed after rows were, in one transaction"
