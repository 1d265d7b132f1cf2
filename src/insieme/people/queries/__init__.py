# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other rooms and the pages ask of this one. Each says how many queries it makes."""

from insieme.people.queries.finding import findable_organisations, findable_people
from insieme.people.queries.guidelines import guidelines_to_accept
from insieme.people.queries.invitations import invitation_to, invitations_from, invitations_to, whom
from insieme.people.queries.organisations import (
    names_of,
    names_with,
    organisation,
    organisation_page,
    organisations_by_id,
    own_roles,
    public_roles,
    relations,
    roles_of,
    staff,
)
from insieme.people.queries.persons import (
    caring_for,
    person_at,
    person_by_handle,
    person_names,
    persons_by_ref,
    place_code_of,
    recipients,
)
from insieme.people.queries.places import find_places, place_by_code, places_by_id, places_named

__all__ = [
    "caring_for",
    "find_places",
    "findable_organisations",
    "findable_people",
    "guidelines_to_accept",
    "invitation_to",
    "invitations_from",
    "invitations_to",
    "names_of",
    "names_with",
    "organisation",
    "organisation_page",
    "organisations_by_id",
    "own_roles",
    "person_at",
    "person_by_handle",
    "person_names",
    "persons_by_ref",
    "place_by_code",
    "place_code_of",
    "places_by_id",
    "places_named",
    "public_roles",
    "recipients",
    "relations",
    "roles_of",
    "staff",
    "whom",
]
