# SPDX-License-Identifier: AGPL-3.0-or-later
"""`make schema`: every table of the rooms with its columns, keys and constraints, read from the models."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import django

from house.plan import rooms

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import Field, Model


def table(model: type[Model]) -> str:
    """Describe one table in plain text."""
    about = (model.__doc__ or "").strip().splitlines()[0]
    columns = [f"  {column(field)}" for field in model._meta.local_concrete_fields]
    rules = [f"  - {constraint.name}" for constraint in model._meta.constraints]
    return "\n".join([f"{model._meta.db_table}: {about}", *columns, *rules])


def column(field: Field[Any, Any]) -> str:
    """Describe one column: name, kind, and what else is true of it."""
    marks = [f"-> {field.related_model._meta.db_table}"] if field.related_model else []
    truths = {"key": field.primary_key, "unique": field.unique and not field.primary_key, "null": field.null}
    marks += [word for word, holds in truths.items() if holds]
    return f"{field.column:28}{field.get_internal_type():24}{' '.join(marks)}".rstrip()


def main() -> int:
    """Print the tables, room by room from the roof down."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "insieme.config.settings")
    django.setup()
    from django.apps import apps  # noqa: PLC0415 - answers only after setup

    for room in rooms():
        models = list(apps.get_app_config(room).get_models()) if apps.is_installed(f"insieme.{room}") else []
        for model in sorted(models, key=lambda model: model._meta.db_table):
            sys.stdout.write(f"{table(model)}\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
