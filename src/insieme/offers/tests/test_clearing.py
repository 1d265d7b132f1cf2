# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the close to a published outcome, through the record: once, explained, and to be counted again by anybody."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from insieme.foundation.errors import NotVisible
from insieme.offers import actions, queries, tasks
from insieme.offers.actions import clearing
from insieme.offers.models import Assignment, Call, Outcome, Phase
from insieme.offers.rules.pledging import Entry
from insieme.offers.tests.makers import CLOSES, a_call, a_choice, a_pledge, an_offer, as_actor, choosing
from insieme.people.queries import place_by_code
from insieme.people.tests.makers import a_person
from insieme.record.actions import seal
from insieme.record.queries import feed, first_checkpoint_covering, root_at

pytestmark = pytest.mark.django_db


def closed() -> None:
    """Let the deadline pass, and the record seal the close."""
    assert tasks.close_due(CLOSES) == 1
    seal()


def cleared(call: Call) -> Outcome:
    """Let the program's own clock find the outcome."""
    closed()
    assert tasks.clear_due(CLOSES) == 1
    return Outcome.objects.get(call=call)


def recount(folder: Path, outcome: Outcome, *options: str, lists: str = "reduced") -> subprocess.CompletedProcess[str]:
    """Count again as anybody would, or an auditor: with the downloaded files and the command alone."""
    for name in ("reduced", "result", "full", "full_result"):
        (folder / f"{name}.json").write_text(getattr(outcome, name))
    command = [sys.executable, "-m", "insieme", "clear", str(folder / f"{lists}.json"), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_nothing_is_cleared_before_the_record_vouches_for_the_close() -> None:
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    tasks.close_due(CLOSES)
    assert tasks.clear_due(CLOSES) == 0
    seal()
    assert tasks.clear_due(CLOSES) == 1
    assert tasks.clear_due(CLOSES) == 0
    assert Call.objects.get().phase == Phase.CLEARED


def test_of_two_workers_that_count_at_once_the_slower_finds_the_outcome_of_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    closed()
    count = clearing.cleared

    def overtaken(instance: Any) -> Any:
        monkeypatch.setattr(clearing, "cleared", count)
        tasks.clear_due(CLOSES)
        return count(instance)

    monkeypatch.setattr(clearing, "cleared", overtaken)
    assert actions.clear(call.slug, by=tasks.CLOCK, now=CLOSES) == Outcome.objects.get()
    seal()
    assert [entry.code for entry in feed()].count("offers.cleared") == 1


def test_everybody_gets_the_best_of_their_list_that_goes_ahead() -> None:
    call, (first, second, third) = a_choice(3, 2, 9)
    happy = [a_pledge(call, first, second) for _ in range(3)]
    other = [a_pledge(call, third, second) for _ in range(2)]
    nobody = a_pledge(call, third)
    outcome = cleared(call)
    got = dict(Assignment.objects.values_list("pledge", "offer__ref"))
    assert got == {pledge.pk: first.ref for pledge in happy} | {pledge.pk: second.ref for pledge in other}
    assert (outcome.people_served, outcome.people_unserved, outcome.verdict) == (5, 1, "unique")
    assert [(row["ref"], row["active"], row["scan"]) for row in outcome.summary["offers"]] == [
        (first.ref, True, 3),
        (second.ref, True, 2),
        (third.ref, False, 3),
    ]
    assert queries.result_for(nobody) is None
    assert queries.result_for(other[0]).offer == second


def test_anybody_counts_it_again_with_the_two_files(tmp_path: Path) -> None:
    call, offers = a_choice(3, 2, 2)
    for ranking in ([0, 1], [0, 2], [0], [1, 0], [1], [2], [2, 1], []):
        if ranking:
            a_pledge(call, *[offers[place] for place in ranking])
    outcome = cleared(call)
    assert recount(tmp_path, outcome, "--check", str(tmp_path / "result.json")).returncode == 0
    again = json.loads(recount(tmp_path, outcome).stdout)
    said = json.loads(outcome.result)
    assert (again["active"], again["totals"], again["people_served"]) == (said["active"], said["totals"], said["people_served"])
    bent = outcome.result.replace('"people_served":', '"people_served":1')
    outcome.result = bent
    assert recount(tmp_path, outcome, "--check", str(tmp_path / "result.json")).returncode == 1


def test_the_record_binds_the_files_and_the_seed_comes_from_it() -> None:
    call, (offer,) = a_choice(1)
    a_pledge(call, offer)
    outcome = cleared(call)
    seal()
    fact = json.loads(feed()[0].public)
    assert fact["result_sha256"] == hashlib.sha256(outcome.result.encode()).hexdigest()
    assert fact["reduced_sha256"] == hashlib.sha256(outcome.reduced.encode()).hexdigest()
    close = Call.objects.get().closed_fact.position
    checkpoint = first_checkpoint_covering(close)
    assert (outcome.log_size, outcome.checkpoint_size) == (close, checkpoint.size)
    assert outcome.seed == hashlib.sha256(root_at(close) + checkpoint.signature.encode()).hexdigest()


def test_conditions_of_number_and_of_place_are_kept() -> None:
    bologna, modena = place_by_code("037006"), place_by_code("036023")
    call = a_call(menu={"at_least": [4], "near": [2]})
    many, near = an_offer(call, quorum=2), an_offer(call, quorum=2)
    choosing(call)
    for place in (bologna, bologna, modena):
        lines = [Entry(many.ref, at_least=4), Entry(near.ref, near=2), Entry(near.ref)]
        a_pledge(call, entries=lines[: 2 if place is modena else 3], by=a_person(place=place))
    outcome = cleared(call)
    assert outcome.people_served == 2
    assert {row.entry for row in Assignment.objects.all()} == {1}


def test_only_new_customers_count_where_they_are_asked_for() -> None:
    call = a_call()
    offer = an_offer(call, quorum=2, quorum_unit="new_customers")
    choosing(call)
    new = [a_pledge(call, offer, new_for=[offer.ref]) for _ in range(2)]
    old = a_pledge(call, offer)
    outcome = cleared(call)
    assert (outcome.summary["offers"][0]["total"], outcome.people_served) == (2, 3)
    assert Assignment.objects.filter(pledge__in=[*new, old]).count() == 3


def test_units_and_euro_weigh_what_they_cost() -> None:
    call = a_call()
    euro = an_offer(call, quorum=10_000, quorum_unit="euro", price_minor=1950)
    choosing(call)
    a_pledge(call, euro, quantity=5)
    assert a_pledge(call, euro, quantity=1)
    outcome = cleared(call)
    assert outcome.summary["offers"][0]["total"] == 6 * 1950


def test_scarce_places_are_drawn_by_the_commitments_in_the_record() -> None:
    call = a_call()
    offer = an_offer(call, quorum=2, capacity=3)
    choosing(call)
    pledges = [a_pledge(call, offer) for _ in range(6)]
    outcome = cleared(call)
    seed = bytes.fromhex(outcome.seed)
    drawn = sorted(pledges, key=lambda pledge: hashlib.sha256(seed + bytes.fromhex(pledge.commitment)).digest())
    assert set(Assignment.objects.values_list("pledge", flat=True)) == {pledge.pk for pledge in drawn[:3]}
    assert outcome.people_unserved == 3


@pytest.mark.parametrize("counted", ["people", "units"])
def test_an_auditor_draws_the_scarce_places_again_and_nobody_else_reads_whose_list_is_whose(tmp_path: Path, counted: str) -> None:
    call = a_call()
    scarce = an_offer(call, quorum=2, capacity=5, quorum_unit="units" if counted == "units" else "buyers")
    second = an_offer(call, quorum=2)
    choosing(call)
    pledges = [a_pledge(call, scarce, second, quantity=1 + place % 2 if counted == "units" else 1) for place in range(9)]
    outcome = cleared(call)
    assert recount(tmp_path, outcome, "--check", str(tmp_path / "full_result.json"), lists="full").returncode == 0
    again = json.loads(recount(tmp_path, outcome, lists="full").stdout)
    assert again == json.loads(outcome.full_result)
    listed = [each["commitment"] for each in json.loads(outcome.full)["pledges"]]
    got = {(listed[row["pledge"]], row["offer"]) for row in again["assigned"]}
    assert got == set(Assignment.objects.values_list("pledge__commitment", "offer__ref"))
    assert {offer for _pledge, offer in got} == {scarce.ref, second.ref}
    assert sorted(listed) == sorted(pledge.commitment for pledge in pledges)
    for public in (outcome.reduced, outcome.result, json.dumps(outcome.summary), feed_of_the_outcome()):
        assert not [commitment for commitment in listed if commitment in public]
    assert "commitment" not in outcome.reduced


def feed_of_the_outcome() -> str:
    """What the record says of the outcome in public."""
    seal()
    return str(feed()[0].public)


def test_an_auditor_sees_through_places_given_to_others_than_the_lots_did(tmp_path: Path) -> None:
    call = a_call()
    offer = an_offer(call, quorum=2, capacity=3)
    choosing(call)
    for _ in range(6):
        a_pledge(call, offer)
    outcome = cleared(call)
    bent = json.loads(outcome.full_result)
    winners = {row["pledge"] for row in bent["assigned"]}
    bent["assigned"][0]["pledge"] = next(place for place in range(6) if place not in winners)
    outcome.full_result = json.dumps(bent)
    told = recount(tmp_path, outcome, "--check", str(tmp_path / "full_result.json"), lists="full")
    assert (told.returncode, "lottery" in told.stderr) == (1, True)


def test_where_there_was_room_for_all_the_auditors_lists_lead_to_no_entry_of_the_record(tmp_path: Path) -> None:
    call, (offer,) = a_choice(2)
    pledges = [a_pledge(call, offer) for _ in range(3)]
    outcome = cleared(call)
    assert not [pledge for pledge in pledges if pledge.commitment in outcome.full + outcome.full_result]
    assert recount(tmp_path, outcome, "--check", str(tmp_path / "full_result.json"), lists="full").returncode == 0


def test_a_call_without_pledges_or_without_a_quorum_ends_with_nobody_served() -> None:
    call, _ = a_choice(2, 5)
    outcome = cleared(call)
    assert (outcome.people_served, outcome.people_unserved) == (0, 0)
    assert not any(offer["active"] for offer in outcome.summary["offers"])


def test_withdrawn_and_replaced_pledges_do_not_count() -> None:
    call, (first, second) = a_choice(1, 1)
    kept, gone = a_person(), a_person()
    a_pledge(call, first, by=kept)
    a_pledge(call, second, by=kept, seen=1)
    a_pledge(call, first, by=gone)
    actions.withdraw_pledge(call.slug, by=as_actor(gone), seen=1, now=CLOSES - (CLOSES - call.choosing_at) / 2)
    assert [offer["ref"] for offer in cleared(call).summary["offers"] if offer["active"]] == [second.ref]


def test_an_outcome_before_its_time_is_not_to_be_seen() -> None:
    call, _ = a_choice(1)
    with pytest.raises(NotVisible):
        queries.outcome_of(call)
