# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments to start from."""

from __future__ import annotations

import pytest

from insieme.offers.models import Basis
from insieme.offers.rules.commitments import BY_CODE, TEMPLATES, by_category
from insieme.offers.tests.makers import DAY, a_call
from insieme.people.tests.makers import a_person, an_organisation


def test_each_has_a_code_of_its_own_and_fits_the_form() -> None:
    assert len(BY_CODE) == len(TEMPLATES) == sum(len(listed) for _category, listed in by_category())
    for template in TEMPLATES:
        assert template.basis in Basis.values
        assert "…" in str(template.commitment)
        assert max(len(words) for words in template.fields().values()) <= 1000


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "filled"), [("?template=apprentices", True), ("?template=nothing", False), ("", False)])
def test_the_chosen_one_fills_the_form_and_an_unknown_one_nothing(client, monkeypatch, asked, filled) -> None:
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)
    call, owner = a_call(), a_person()
    an_organisation(owner=owner)
    client.force_login(owner)
    page = client.get(f"/calls/{call.slug}/offers/new/{asked}")
    template = BY_CODE["apprentices"]
    assert (str(template.commitment) in page.content.decode()) == filled
    assert (page.context["form"]["basis"].value() == template.basis) == filled
    assert page.content.decode().count("<optgroup") == len(list(by_category()))
