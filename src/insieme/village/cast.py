# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who stand behind the names in the stories: looked up once, made where they are missing."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from random import Random
from typing import Any

from insieme.foundation import clock
from insieme.foundation.actor import Actor, Door
from insieme.foundation.errors import NotVisible
from insieme.people import actions, queries
from insieme.people.actions.consents import give_consents
from insieme.people.actions.profiles import add_about_oneself
from insieme.people.queries.reach import AGES
from insieme.people.rules import INTERESTS, FreePlace
from insieme.village.world import COMPANIES, PASSWORD, PEOPLE
from insieme.village.world.crowds import Passer, passers
from insieme.village.world.places import ELSEWHERE, MUNICIPALITIES

#: Those with a name joined before all that is told of them: what they say waits for moderators only until they are known.
LONG_HERE = timedelta(days=365)
VILLAGE = Actor.system("village")


class Cast:
    """The people, organisations and places of one planting, by the names that the stories use."""

    def __init__(self) -> None:
        """Know nobody yet."""
        self.names = {villager.handle: villager.name for villager in PEOPLE}
        self.companies = {company.slug: company for company in COMPANIES}
        self._actors: dict[str, Actor] = {}
        self.place = cache(self._place)
        self.bring_crowd = cache(self._bring_crowd)
        self.organisation = cache(self._organisation)

    def bring_people(self) -> None:
        """See to it that everybody with a name has an account."""
        for villager in PEOPLE:
            person = queries.person_at(villager.email) or actions.enrol(
                villager.email,
                by=VILLAGE,
                name=villager.name,
                password=PASSWORD if villager.tries else None,
                handle=villager.handle,
                place=self.place(villager.town),
                language=villager.language,
                agreed_at=clock.now() - LONG_HERE,
            )
            self._actors[villager.handle] = Actor.person(person.pk, person.ref, Door.CLI)

    def actor(self, handle: str) -> Actor:
        """Who acts under this handle."""
        return self._actors[handle]

    def owner(self, slug: str) -> Actor:
        """Who acts for this organisation."""
        return self.actor(self.companies[slug].owner)

    def signature(self, slug: str) -> dict[str, str]:
        """Who signs for this organisation, and as what."""
        company = self.companies[slug]
        return {"name": self.names[company.owner], "title": company.title}

    def has(self, slug: str) -> bool:
        """Whether this organisation is registered already."""
        try:
            queries.organisation(slug)
        except NotVisible:
            return False
        return True

    def _bring_crowd(self, crowd: str) -> tuple[tuple[Passer, Actor], ...]:
        """See to it that everybody of this crowd has an account, and return who they are."""
        people = passers(crowd)
        extras = [actions.Extra(passer.email, passer.name, self.place(passer.town).pk) for passer in people]
        persons = actions.enrol_crowd(extras, by=VILLAGE)
        _tell_of_themselves(crowd, [Actor.person(person.pk, person.ref, Door.CLI) for person in persons[::4]])
        return tuple((passer, Actor.person(person.pk, person.ref, Door.CLI)) for passer, person in zip(people, persons, strict=True))

    def _organisation(self, slug: str) -> int:
        return queries.organisation(slug).pk

    def _place(self, town: str) -> Any:
        if town in ELSEWHERE:
            return actions.make_place(FreePlace(town, ELSEWHERE[town]), by=VILLAGE)
        return queries.place_by_code(MUNICIPALITIES[town])


def _tell_of_themselves(crowd: str, some: list[Actor]) -> None:
    """Have some of a crowd say of what age they are and what they care for, and agree to be counted."""
    chance = Random(crowd)  # noqa: S311 - the same every time is what is wanted
    for actor in some:
        ages, interests = chance.choice(list(AGES)), chance.sample(list(INTERESTS), 2)
        add_about_oneself(by=actor, age_band=ages, interests=interests)
        give_consents(["profile"], by=actor, now=clock.now())
