# SPDX-License-Identifier: AGPL-3.0-or-later
"""Commitments that an organisation keeps: from its offers, under its names, for those who may draft its offers."""

from __future__ import annotations

import pytest

from insieme.foundation.errors import Denied, Invalid, NotVisible
from insieme.offers.actions.offering import TierText, withdraw_offer
from insieme.offers.actions.templates import MOST, keep_template, remove_template, rename_template
from insieme.offers.models import CommitmentTemplate
from insieme.offers.queries.templates import templates_of
from insieme.offers.rules.commitments import BY_CODE
from insieme.offers.tests.makers import DAY, a_call, an_offer, as_actor
from insieme.people.access import NotAtYourRole
from insieme.people.tests.makers import a_person, an_organisation, hired

pytestmark = pytest.mark.django_db
STEPS = (TierText(200, percent_hundredths=1250), TierText(300_000, amount_minor=50_000), TierText(400_000, what="tutta la scuola"))


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setattr("insieme.foundation.clock.now", lambda: DAY)


@pytest.fixture
def offer():
    return an_offer(a_call(), signed=False, quorum=200, quorum_unit="euro", tiers=STEPS)


def keep(offer, name="Pannelli", by=None):
    return keep_template(offer.call.slug, offer.ref, by=as_actor(by or offer.owner), name=name)


def test_it_keeps_the_commitment_with_its_steps_and_twice_is_once(offer) -> None:
    kept = keep(offer, " Pannelli  sulle scuole ")
    assert keep(offer, "pannelli sulle scuole").pk == kept.pk
    assert (kept.name, kept.commitment, kept.basis, kept.quorum_unit) == ("Pannelli sulle scuole", offer.commitment, "takings", "euro")
    assert [tier["threshold"] for tier in kept.tiers] == [None, 300_000, 400_000]
    withdraw_offer(offer.call.slug, offer.ref, by=as_actor(offer.owner), now=DAY)
    assert [each.pk for each in templates_of([offer.organisation_id])] == [kept.pk]


def test_a_name_stands_for_one_template(offer) -> None:
    first, other = keep(offer), an_offer(a_call(), commitment="Un altro impegno")
    CommitmentTemplate.objects.filter(pk=first.pk).update(commitment="Quello di ieri")
    for name in ("Pannelli", "", "x" * 81):
        with pytest.raises(Invalid):
            keep(offer, name)
    second = keep(offer, "Tetti")
    slug = offer.organisation.slug
    with pytest.raises(Invalid):
        rename_template(slug, second.ref, by=as_actor(offer.owner), name="PANNELLI")
    assert rename_template(slug, first.ref, by=as_actor(offer.owner), name="pannelli").name == "pannelli"
    assert keep(other).name == "Pannelli"


def test_there_is_room_for_so_many(offer) -> None:
    rows = [CommitmentTemplate(organisation_id=offer.organisation_id, name=f"{n}") for n in range(MOST)]
    CommitmentTemplate.objects.bulk_create(rows)
    with pytest.raises(Invalid, match="50"):
        keep(offer)


def test_only_who_may_draft_offers_there_keeps_sees_and_changes_them(offer) -> None:
    kept, slug, helper = keep(offer), offer.organisation.slug, a_person()
    hired(offer.organisation, offer.owner, helper, "responder")
    signed = an_offer(a_call())
    with pytest.raises(NotVisible):
        keep(offer, by=helper)
    with pytest.raises(Denied):
        keep(signed, by=helper)
    for who in (helper, a_person()):
        with pytest.raises(NotVisible):
            rename_template(slug, kept.ref, by=as_actor(who), name="Nostri")
        with pytest.raises(NotAtYourRole):
            remove_template(slug, kept.ref, by=as_actor(who))
    with pytest.raises(NotVisible):
        rename_template(signed.organisation.slug, kept.ref, by=as_actor(signed.owner), name="Nostri")
    remove_template(signed.organisation.slug, kept.ref, by=as_actor(signed.owner))
    assert CommitmentTemplate.objects.get().name == "Pannelli"


def test_it_is_kept_renamed_used_and_removed_on_its_pages(client, offer) -> None:
    slug, call = offer.organisation.slug, a_call()
    an_organisation("Aaa, la prima che si propone", owner=offer.owner)
    listed, new = f"/organisations/{slug}/templates/", f"/calls/{call.slug}/offers/new/"
    client.force_login(offer.owner)
    own = f"/calls/{offer.call.slug}/offers/{offer.ref}/"
    assert f"{own}template/" in client.get(own).content.decode()
    assert 'class="empty"' in client.get(listed).content.decode()
    assert client.post(f"{own}template/", {"name": " "}).status_code == 422
    assert client.post(f"{own}template/", {"name": "Pannelli"})["Location"] == listed
    kept = CommitmentTemplate.objects.get()
    shown = client.get(listed).content.decode()
    assert all(words in shown for words in ("Pannelli", offer.commitment, "12,5%", "tutta la scuola", f"{listed}{kept.ref}/remove/"))
    assert listed in client.get(f"/organisations/{slug}/").content.decode()
    begun = client.get(f"{new}?template={kept.ref}")
    assert f'<option value="{kept.ref}" selected>Pannelli</option>' in begun.content.decode()
    form = begun.context["form"]
    filled = [form[name].value() for name in ("commitment", "basis", "quorum_unit", "tier_1_threshold", "tier_1_percent", "organisation")]
    assert filled == [offer.commitment, "takings", "euro", "", "12,5", offer.organisation_id]
    assert [form[f"tier_{n}_{part}"].value() for n, part in ((2, "amount"), (3, "what"))] == ["500,00", "tutta la scuola"]
    assert client.post(f"{listed}{kept.ref}/", {"name": ""}).status_code == 422
    assert client.post(f"{listed}{kept.ref}/", {"name": "Nuovo"})["Location"] == listed
    assert "Nuovo" in client.get(f"{listed}{kept.ref}/remove/").content.decode()
    assert [client.post(f"{listed}{kept.ref}/remove/")["Location"] for _twice in range(2)] == [listed, listed]
    assert not CommitmentTemplate.objects.exists()
    assert client.get(f"{listed}{kept.ref}/remove/").status_code == 404


def test_nobody_else_begins_with_it_or_finds_it(client, offer) -> None:
    kept, call, other = keep(offer), a_call(), a_person()
    an_organisation(owner=other)
    client.force_login(other)
    begun = client.get(f"/calls/{call.slug}/offers/new/?template={kept.ref}")
    assert begun.context["form"]["commitment"].value() is None
    assert f'<option value="{kept.ref}"' not in begun.content.decode()
    for path, status in (("", 403), (f"{kept.ref}/", 404), (f"{kept.ref}/remove/", 404)):
        assert client.get(f"/organisations/{offer.organisation.slug}/templates/{path}").status_code == status
    assert client.get(f"/calls/{offer.call.slug}/offers/{offer.ref}/template/").status_code == 404
    assert "/templates/" not in client.get(f"/organisations/{offer.organisation.slug}/").content.decode()


def test_what_was_typed_stays_when_a_template_is_filled_in(client, offer) -> None:
    own, house = keep(offer), BY_CODE["solar"]
    client.force_login(offer.owner)
    new = f"/calls/{a_call().slug}/offers/new/"

    def fill(page, code, **typed):
        shown = {field.html_name: str(field.value() or "") for field in page.context["form"]}
        return client.post(new, shown | {"begun": page.context["chosen"], "template": code, "fill": "1"} | typed)

    def values(page, *names):
        return [str(page.context["form"][name].value() or "") for name in names]

    typed = {"product": "Arabica", "price": "19,50", "capacity": "1.900", "terms": "Ogni giovedì", "proof_by": "2027-03-31"}
    first = fill(client.get(new), "solar", **typed, proof="La fattura")
    assert first.status_code == 200
    assert '<option value="solar" selected>' in first.content.decode()
    assert values(first, *typed) == list(typed.values())
    assert values(first, "commitment", "basis", "proof") == [house.commitment, "takings", f"La fattura\n\n{house.proof}"]
    again = fill(first, "solar", commitment="Pannelli sulla Carducci")
    assert values(again, "commitment", "proof") == ["Pannelli sulla Carducci", f"La fattura\n\n{house.proof}"]
    other = fill(first, "apprentices")
    taken = BY_CODE["apprentices"]
    assert values(other, "commitment", "basis", "proof") == [taken.commitment, "once", f"La fattura\n\n{taken.proof}"]
    kept = fill(other, own.ref, commitment="Due apprendisti")
    assert values(kept, "commitment", "quorum_unit", "capacity") == [f"Due apprendisti\n\n{own.commitment}", "buyers", "1.900"]
    # What is counted was typed already, in buyers: the template's steps begin at amounts of euro.
    assert values(kept, "tier_1_percent", "tier_2_threshold", "tier_2_amount") == ["12,5", "", "500,00"]
    assert values(fill(client.get(new), own.ref), "quorum_unit", "tier_2_threshold") == ["euro", "3000,00"]
    stepped = fill(client.get(new), own.ref, basis="once", tier_1_percent="8")
    assert values(stepped, "basis", "tier_1_percent", "tier_2_amount", "tier_3_what") == ["once", "8", "", ""]
    refused = client.post(new, {"begun": "solar", "template": "solar", "product": "Arabica"})
    assert (refused.status_code, refused.context["chosen"]) == (422, "solar")
    assert "fill" in refused.content.decode()
