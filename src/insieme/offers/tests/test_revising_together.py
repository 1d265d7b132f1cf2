# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many pledge at once while an offer is revised: each pledge stands before the revision or is refused. In real threads."""

from __future__ import annotations

from typing import Any

import pytest

from insieme.foundation.errors import Invalid
from insieme.offers import actions
from insieme.offers.models import Offer, Pledge
from insieme.offers.queries.revisions import ranked_an_older_revision
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import MEANWHILE, REVISED, a_choice, as_actor, offer_text
from insieme.offers.tests.test_pledging_together import THREADS, together
from insieme.people.tests.makers import a_person

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_pledge_for_the_earlier_words_comes_after_the_revision() -> None:
    call, (offer,) = a_choice(2, revisions_until=REVISED)
    by, people = as_actor(offer.owner), [a_person() for _ in range(THREADS * 3)]  # type: ignore[attr-defined]
    draft = actions.draft_revision(call.slug, offer.ref, by=by, text=offer_text(price_minor=1800), now=MEANWHILE)

    def some(mine: list[Any]) -> Any:
        def run() -> int:
            done = 0
            for person in mine:
                try:
                    actions.pledge(call.slug, by=as_actor(person), entries=[Entry(offer.ref)], now=MEANWHILE)
                except Invalid:
                    break
                done += 1
            return done

        return run

    def sign() -> int:
        actions.sign_revision(call.slug, offer.ref, by=by, name="Irene", title="", seen=draft.digest, now=MEANWHILE)
        return 0

    answered = sum(together([*(some(people[start::THREADS]) for start in range(THREADS)), sign]))
    revised = Offer.objects.get(pk=offer.pk)
    assert revised.revision == 2
    assert answered == Pledge.objects.count() == len(ranked_an_older_revision(revised))
    fact = revised.revisions.get(number=2).fact_id or 0
    assert all(each < fact for each in Pledge.objects.values_list("fact_id", flat=True))
    with pytest.raises(Invalid):
        actions.pledge(call.slug, by=as_actor(a_person()), entries=[Entry(offer.ref)], now=MEANWHILE)
