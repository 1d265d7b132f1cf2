# SPDX-License-Identifier: AGPL-3.0-or-later
"""Colleagues answer a call at the same moment: their company has one offer. On a real database, in real threads."""

from __future__ import annotations

from functools import partial

import pytest

from insieme.offers import actions
from insieme.offers.actions.offering import OfferAlreadyMade
from insieme.offers.models import Offer
from insieme.offers.tests.makers import DAY, a_call, as_actor, offer_text
from insieme.offers.tests.test_pledging_together import together
from insieme.people.tests.makers import a_colleague, a_person, an_organisation

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_colleagues_who_make_an_offer_at_once_one_is_first_and_the_others_are_told() -> None:
    call, owner = a_call(), a_person()
    company = an_organisation(owner=owner)
    makers = [owner, *(a_colleague(company, owner) for _ in range(3))]
    answer = partial(actions.make_offer, call.slug, organisation_id=company.pk, text=offer_text(), now=DAY)
    results = together([partial(answer, by=as_actor(person)) for person in makers])
    assert sorted(isinstance(result, OfferAlreadyMade) for result in results) == [False, True, True, True]
    assert Offer.objects.count() == 1
