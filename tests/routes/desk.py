# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk of administration, model by model: what it answers to an operator who has shown a second step. All others stay at its door."""

from __future__ import annotations

from tests.routes.pages import Answers, desk

#: What may be shown and not changed; what Django's and allauth's own pages let change; of which there is no row in the world.
READ_ONLY = (200, 403, 200, 403, 200), (200, 403, 403, 403, 200)
THEIRS = (200, 200, 200, 200, 200), (200, 200, 200, 200, 200)
EMPTY = (200, 200, "admin:index", "admin:index", "admin:index"), (200, 200, "admin:index", "admin:index", "admin:index")
NONE_YET = (200, 403, "admin:index", 403, "admin:index"), (200, 403, 403, 403, "admin:index")
#: An account is closed and opened here, by the room's own action.
CLOSED = READ_ONLY[0], (200, 403, "admin:people_person_changelist", 403, 200)
#: Who has lost their second step has nobody else to take it away.
LOST = (200, 403, 200, 200, 200), (200, 403, 403, 200, 200)

#: Model: the list, a new one; of a row the page, its end, its history. First asked for, then posted to without a word.
MODELS: dict[str, tuple[tuple[int | str, ...], tuple[int | str, ...]]] = {
    "offers/call": READ_ONLY,
    "offers/offer": READ_ONLY,
    "offers/pledge": READ_ONLY,
    "offers/outcome": READ_ONLY,
    "offers/assignment": READ_ONLY,
    "people/person": CLOSED,
    "people/organisation": READ_ONLY,
    "people/guideline": READ_ONLY,
    "record/entry": READ_ONLY,
    "record/checkpoint": READ_ONLY,
    "record/parked": NONE_YET,
    "auth/group": EMPTY,
    "account/emailaddress": READ_ONLY,
    "mfa/authenticator": LOST,
    "socialaccount/socialapp": EMPTY,
    "socialaccount/socialtoken": EMPTY,
    "socialaccount/socialaccount": EMPTY,
    "allauth_idp_oidc/client": THEIRS,
    "allauth_idp_oidc/token": EMPTY,
    "django_tasks_database/dbtaskresult": READ_ONLY,
}


def _addresses(model: str) -> list[str]:
    row = f"/admin/{model}/{{{model}}}"
    return [f"/admin/{model}/", f"/admin/{model}/add/", f"{row}/change/", f"{row}/delete/", f"{row}/history/"]


def _rows(kind: int) -> dict[str, Answers]:
    return {where: desk(answer) for model, rows in MODELS.items() for where, answer in zip(_addresses(model), rows[kind], strict=True)}


DESK_PAGES, DESK_DOORS = _rows(0), _rows(1)
#: Where a row was before Django 1.9.
DESK_PAGES |= {f"/admin/{model}/{{{model}}}/": desk(f"admin:{model.replace('/', '_')}_change") for model in MODELS}
