# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside a call, the same for every reader: who promotes it, with which interests. Rendered once for each version."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.dateparse import parse_date

from insieme.look.blocks import kept
from insieme.offers.models import Call
from insieme.offers.queries.beside import persons_beside, ties_to
from insieme.people.queries.organisations import RELATIONS
from insieme.people.queries.persons import persons_by_id


def of_call(call: Any) -> str:
    """What stands beside the call, which has its `company`. One query where persons are named, none otherwise."""
    persons = persons_by_id(persons_beside(call))

    def rendered() -> str:
        told = call.beside
        values = {
            "call": call,
            "others": [_party(each, persons) for each in told.get("others", ())],
            # Who opened it is called by the name of today, whatever the reactions have come to.
            "declared": [
                _party(each, persons, call.company) | {"ties": [_tie(tie) for tie in each["ties"]]} for each in told.get("declared", ())
            ],
            "found": [_found(each) for each in told.get("found", ())],
            "replies": [_found(each) for each in told.get("replies", ())],
        }
        return render_to_string("offers/parts/call_beside.html", values)

    names = sorted((pk, str(person), person.handle) for pk, person in persons.items())
    return kept(f"beside:{call.pk}", (call.beside, call.company.name, call.phase, names), rendered)


def ties(call: Call, slug: str) -> dict[str, Any]:
    """What ties those who promote the call to this company, and what it replies. One query where a person declared it, none otherwise."""
    told = ties_to(call, slug)
    persons = persons_by_id({each["who"]["person"] for each in told["declared"] if each["who"].get("person")})
    declared = [_tie(each) | {"who": _party(each["who"], persons)["name"]} for each in told["declared"]]
    replies = [_found(each) for each in call.beside.get("replies", ()) if each["slug"] == slug]
    return {"declared": declared, "found": [_found(each) for each in told["found"]], "replies": replies}


def _party(told: dict[str, Any], persons: dict[int, Any], known: Any = None) -> dict[str, Any]:
    """An organisation by name and address; a person, and an organisation that is `known`, as they are called today."""
    if "person" not in told:
        return told | ({"name": known.name} if known and known.slug == told["slug"] else {})
    person = persons.get(told["person"])
    return {"name": str(person or ""), "person": person}


def _tie(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"said": RELATIONS.get(told["relation"], told["relation"])}


def _found(told: dict[str, Any]) -> dict[str, Any]:
    return told | {"at": parse_date(told["at"])}
