# SPDX-License-Identifier: AGPL-3.0-or-later
"""The walls between rooms that import-linter cannot see: tables, models by string, signals. And that it looks at every room."""

import ast
import configparser
from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.db.models import Field, Model

from house.plan import FLOORS, ROOT, SOURCE, height, name_of, rooms
from tests.house.reading import ROOMS, called, calls, room_of, sources, tree

# Django's own business with the database, told to nobody else.
HARMLESS = {"pre_migrate", "post_migrate"}


def contracts() -> configparser.ConfigParser:
    read = configparser.ConfigParser()
    read.read(ROOT / ".importlinter")
    return read


def tables() -> list[type[Model]]:
    return [model for room in rooms() if apps.is_installed(f"insieme.{room}") for model in apps.get_app_config(room).get_models()]


def across() -> Iterator[tuple[str, Field, str, str]]:
    """Every relation from one room's table to another's: its name, the field, the room it starts in, the room it leads to."""
    for model in tables():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            target = field.related_model._meta.app_label if field.related_model else ""
            if target in ROOMS and target != model._meta.app_label:
                yield f"{model._meta.label}.{field.name}", field, model._meta.app_label, target


def test_foreign_keys_go_down():
    upwards = [f"{name} -> {target}" for name, _, room, target in across() if height(target) >= height(room)]
    assert not upwards, "\n".join(upwards)


def test_no_room_is_read_backwards_from_another():
    named = [
        f"{name}: related_name={field.remote_field.related_name!r}, not '+'"
        for name, field, *_ in across()
        if not field.remote_field.hidden
    ]
    assert not named, "\n".join(named)


def test_no_foreign_key_points_anywhere():
    generic = [model._meta.label for model in tables() if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)]
    assert not generic, "\n".join(generic)


def test_models_of_another_room_are_not_fetched_by_name():
    fetched = [
        f"{name_of(path)}:{call.lineno} {ast.unparse(call)}"
        for path in sources()
        for call in calls(tree(path))
        if called(call) == "get_model" and call.args and isinstance(call.args[0], ast.Constant)
        if str(call.args[0].value).partition(".")[0] in ROOMS - {room_of(path)}
    ]
    assert not fetched, "\n".join(fetched)


def test_nothing_means_something_because_a_row_was_saved():
    listening = [
        f"{name_of(path)}:{node.lineno} {alias.name}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals")
        for alias in node.names
        if alias.name not in HARMLESS
    ]
    assert not listening, "say a fact in the record instead:\n" + "\n".join(listening)


def test_the_floors_that_imports_are_held_to_are_the_plan():
    layers = contracts()["importlinter:contract:floors"]["layers"].strip().splitlines()
    assert [tuple(room.strip(" ()") for room in layer.split("|")) for layer in layers] == list(FLOORS)


def test_every_room_with_tables_keeps_them_to_itself():
    open_to_all = []
    for room in rooms():
        if (SOURCE / room / "models.py").exists() or (SOURCE / room / "models").exists():
            inside = contracts().get("importlinter:contract:room", "containers").split()
            kept = contracts().get(f"importlinter:contract:private-{room}", "protected_modules", fallback="").split()
            if f"insieme.{room}.models" not in kept or f"insieme.{room}" not in inside:
                open_to_all.append(room)
    assert not open_to_all, f"these rooms lack a contract in .importlinter: {open_to_all}"
