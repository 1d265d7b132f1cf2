# SPDX-License-Identifier: AGPL-3.0-or-later
"""A library of commitments to start from: what a company does, what it is reckoned on, what proves it. Data, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Sentence


@dataclass(frozen=True, slots=True)
class Template:
    """A commitment to start from. Whoever takes it writes the place, the number and the day into it."""

    code: str
    category: Sentence
    title: Sentence
    commitment: Sentence
    basis: str
    proof: Sentence

    def fields(self) -> dict[str, Any]:
        """What it writes into the form of an offer, in the present language."""
        return {"commitment": str(self.commitment), "basis": self.basis, "proof": str(self.proof)}


ENERGY, GIVING, WORK, PACKAGING, PLACE = _("Energy"), _("Donation"), _("Work and wages"), _("Packaging and waste"), _("The place")

TEMPLATES = (
    Template(
        "solar",
        ENERGY,
        _("Solar panels on a public roof"),
        _("Solar panels on the roof of … (which building), of … kW, within … months."),
        "takings",
        _("The invoice of the plant, and a meter that anybody can read."),
    ),
    Template(
        "saving",
        ENERGY,
        _("Less energy in our own house"),
        _("We bring the energy we use for … down by … percent against the year …"),
        "once",
        _("The bills of both years, looked at by somebody who is not us."),
    ),
    Template(
        "donation",
        GIVING,
        _("A part of the takings to an association"),
        _("A part of what this call brings goes to … (which association), for … (what)."),
        "takings",
        _("The transfer, and a receipt of the association with the amount and what it is for."),
    ),
    Template(
        "per_unit",
        GIVING,
        _("An amount for each unit sold"),
        _("For each unit sold we pay … (to whom) on top of the price."),
        "per_unit",
        _("The number of units sold and the transfers, published every three months."),
    ),
    Template(
        "apprentices",
        WORK,
        _("Apprentices from around here"),
        _("We hire … apprentices who live in …, for at least a year."),
        "once",
        _("The contracts, looked at by the job centre."),
    ),
    Template(
        "wages",
        WORK,
        _("A wage one can live on"),
        _("Nobody who works on this earns less than … euro an hour, those of our suppliers included."),
        "once",
        _("The pay tables, checked by a trade union or an auditor."),
    ),
    Template(
        "packaging",
        PACKAGING,
        _("Packaging that comes back"),
        _("We deliver in packaging that is given back and used again, at least … times."),
        "once",
        _("How many pieces went out and came back, published every three months."),
    ),
    Template(
        "opening",
        PLACE,
        _("A place open to everybody"),
        _("Our … (room, workshop, court) is open to the people of … on … days a month, for two years."),
        "once",
        _("A public calendar, and the signatures of whoever came."),
    ),
)
BY_CODE = {each.code: each for each in TEMPLATES}


def by_category() -> Iterator[tuple[Sentence, list[Template]]]:
    """The templates of each category, in the order in which they stand."""
    for category in dict.fromkeys(each.category for each in TEMPLATES):
        yield category, [each for each in TEMPLATES if each.category is category]
