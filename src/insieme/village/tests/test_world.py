# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world as it is told: whole, sound, and leading where its stories say. No database."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import pytest
from stdnum.eu import vat

from insieme.foundation.text import SLUG_LENGTH
from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.files import instance_from
from insieme.village.world import COMPANIES, PEOPLE, STORIES
from insieme.village.world.calls import broadband, coffee, kd_market, planete_oui, sunroofs
from insieme.village.world.crowds import CROWDS, passers
from insieme.village.world.places import ELSEWHERE, MUNICIPALITIES
from insieme.village.world.telling import Story, on

#: Texts that may be left out.
MAY_BE_EMPTY = {"guideline", "program", "vat", "size", "tries", "town", "what", "terms", "proof_expected", "changed", "kept"}


def texts(told):
    """Every text in a value of the world, by the name of its field."""
    for field in fields(told):
        yield from _texts(field.name, getattr(told, field.name))


def _texts(name, value):
    if isinstance(value, str):
        yield name, value
    elif is_dataclass(value):
        yield from texts(value)
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(name, each)


def as_file(story: Story) -> bytes:
    """The story's pledges as a clearing file, its companies standing for their offers."""
    bids = [bid.in_force for bid in story.bids]
    units = {bid.company: bid.quorum_unit for bid in bids}
    offers = [
        {"id": bid.company, "quorum": bid.quorum, "tiers": [step.threshold for step in bid.steps], "capacity": bid.capacity} for bid in bids
    ]

    def lines(ranking):
        for line in ranking.lines:
            weight = int(line.company in ranking.new_for) if units[line.company] == "new_customers" else 1
            conditions = {name: getattr(line, name) for name in ("at_least", "near") if getattr(line, name)}
            yield {"offer": line.company, "weight": weight, **conditions}

    pledges = [{"list": list(lines(ranking))} for _handle, ranking in story.named]
    pledges += [
        {"count": each.people, "place": each.town or "elsewhere", "list": list(lines(each.ranking))}
        for each in story.leanings
        if each.people
    ]
    return json.dumps({"format": "insieme-clearing/1", "seed": "00", "offers": offers, "pledges": pledges}).encode()


def outcome(story: Story) -> dict:
    instance = instance_from(as_file(story))
    return clear(instance).as_json(instance)


@pytest.mark.parametrize("told", [*PEOPLE, *COMPANIES, *STORIES], ids=lambda told: told.slug if hasattr(told, "slug") else told.handle)
def test_no_text_is_missing_or_a_placeholder(told):
    for name, text in texts(told):
        assert text.strip() or name in MAY_BE_EMPTY, name
        assert not re.search(r"lorem|ipsum|todo|xxx|!", text, re.IGNORECASE), (name, text)


def test_names_lead_to_one_address_each():
    for named in (COMPANIES, STORIES):
        slugs = [each.slug for each in named]
        assert len(set(slugs)) == len(slugs)
        assert all(0 < len(slug) < SLUG_LENGTH for slug in slugs)
    assert len({villager.handle for villager in PEOPLE}) == len(PEOPLE)


def test_everybody_who_is_named_exists():
    handles, companies = {villager.handle for villager in PEOPLE}, {company.slug for company in COMPANIES}
    towns = MUNICIPALITIES.keys() | ELSEWHERE.keys()
    for company in COMPANIES:
        colleagues = [*company.staff, *(who for _moment, who in company.invited)]
        assert {company.owner, *(handle for handle, _role, _title in colleagues)} <= handles
    for story in STORIES:
        assert {story.promoter, *(bid.company for bid in story.bids)} <= companies
        assert {handle for handle, _ranking in story.named} <= handles
        assert story.crowd in CROWDS
    assert {told.town for told in (*PEOPLE, *COMPANIES, *STORIES) if told.town} <= towns
    assert {passer.town for crowd in CROWDS for passer in passers(crowd)} <= towns


def test_vat_numbers_add_up_and_belong_to_one_each():
    numbers = [company.vat for company in COMPANIES if company.vat]
    assert len(numbers) >= 12
    assert len(set(numbers)) == len(numbers)
    assert all(vat.is_valid(number) for number in numbers)


def test_every_organisation_says_that_it_is_not_the_real_one():
    assert all(re.search(r"(?i)inventat|dimostrativa", company.note) for company in COMPANIES)


def test_crowds_are_the_same_every_time_and_nobody_is_there_twice():
    for crowd, said in CROWDS.items():
        people = passers(crowd)
        assert people == passers(crowd)
        assert len({passer.email for passer in people}) == len({passer.name for passer in people}) == said.people


def test_a_moment_is_a_day_and_a_time_in_italy():
    winter, summer = datetime(2026, 11, 22, 23, 30, tzinfo=UTC), datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert on(-1, 9, 15).seen_from(winter) == datetime(2026, 11, 22, 8, 15, tzinfo=UTC)
    assert on(2).seen_from(summer) == datetime(2026, 7, 3, 7, tzinfo=UTC)


def test_k_and_d_market_wins_with_22_percent_of_23_bids_and_300_people():
    percents = [step.percent_hundredths for bid in kd_market.STORY.bids for step in bid.steps]
    assert len(percents) == 23
    assert percents[0] == 2200 == max(percents)
    assert percents.count(2200) == 1
    found = outcome(kd_market.STORY)
    assert (found["active"], found["totals"]) == ([kd_market.WINNER], {kd_market.WINNER: 300})
    assert 300 * kd_market.STORY.bids[0].price_minor // 100_00 == 92  # about 9,200 dollars


def test_the_green_supplier_fills_its_places_and_the_runner_up_could_take_over():
    found = outcome(planete_oui.STORY)
    assert found["active"] == [planete_oui.OUI]
    assert found["totals"] == {planete_oui.OUI: 150}
    assert found["people_unserved"] > 0
    failed = json.loads(as_file(planete_oui.STORY))
    failed["offers"] = [offer for offer in failed["offers"] if offer["id"] == planete_oui.RUNNER_UP]
    for pledge in failed["pledges"]:
        pledge["list"] = [line for line in pledge["list"] if line["offer"] == planete_oui.RUNNER_UP]
    instance = instance_from(json.dumps(failed).encode())
    assert clear(instance).as_json(instance)["active"] == [planete_oui.RUNNER_UP]


def test_the_sunroofs_are_decided_in_rounds_with_conditions_met_and_unmet():
    found = outcome(sunroofs.STORY)
    assert found["active"] == [sunroofs.TETTI, sunroofs.QUARTIERE]
    assert len(found["rounds"]) >= 3
    assert [len(each["possible"]) for each in found["rounds"]] == [4, 3, 2]
    assert found["tier"] == {sunroofs.TETTI: 100, sunroofs.QUARTIERE: 60}
    assert found["people_unserved"] > 0


def test_of_the_lines_to_via_andreini_two_could_go_ahead_but_not_both():
    found = outcome(broadband.STORY)
    assert found["verdict"] == "stable"
    assert len(found["rivals"]) == 1


def test_the_coffee_would_go_ahead_if_it_closed_now():
    assert len(outcome(coffee.STORY)["active"]) == 1
