# SPDX-License-Identifier: AGPL-3.0-or-later
"""A supplier fails after the outcome: the runner-up is found by the published rule, asked, agreed to, and carried over to, or not."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.utils.translation import override

from insieme.foundation.errors import Invalid, NotVisible, WrongState
from insieme.notices import queries as told
from insieme.notices.actions import follow
from insieme.notices.kinds import kind_of
from insieme.offers import tasks
from insieme.offers.access import NotGoingAhead
from insieme.offers.actions import failing
from insieme.offers.actions.failing import declare_failure, seek_runner_up
from insieme.offers.actions.taking_over import AnswerClosed, agree, confirm_runner_up, decline_runner_up, settle_takeover
from insieme.offers.models import Agreement, Assignment, Ending, Failure, Outcome, Stage
from insieme.offers.queries import belongings_of
from insieme.offers.rules.runner_up import COMPANY_ANSWERS, PEOPLE_ANSWER, Yes, carried, gains, runner_up
from insieme.offers.tests.makers import CLOSES, a_call, a_pledge, an_offer, as_actor, choosing
from insieme.offers.tests.test_telling import carried as carried_letters
from insieme.people.access import SignInFirst
from insieme.people.queries import organisations_by_id
from insieme.people.tests.makers import a_person
from insieme.record.actions import relay, seal
from insieme.record.queries import feed

DECIDED = CLOSES + timedelta(hours=1)
FAILED = CLOSES + timedelta(days=3)
CONFIRMED = FAILED + timedelta(days=2)
SETTLED = CONFIRMED + PEOPLE_ANSWER
WHY = "Consorzio in liquidazione dal 10 dicembre"


def decided(*rankings: tuple[int, ...], quorums: tuple[int, ...] = (2, 3), by: Any = None, **changes: Any) -> SimpleNamespace:
    """A decided call: each ranking, by number of the offer, is a pledge of a new person; the first one of `by`."""
    call = a_call(**changes)
    offers = [an_offer(call, quorum=quorum) for quorum in quorums]
    choosing(call)
    people = [by, *[None] * len(rankings)]
    pledges = [a_pledge(call, *[offers[place] for place in ranking], by=who) for ranking, who in zip(rankings, people, strict=False)]
    tasks.close_due(CLOSES)
    seal()
    assert tasks.clear_due(DECIDED) == 1
    return SimpleNamespace(call=call, slug=call.slug, offers=offers, pledges=pledges, people=[each.person for each in pledges])


def usual(**changes: Any) -> SimpleNamespace:
    """Three want the first, then the second; one wants the second alone: it goes ahead without the first, with its quorum of 3."""
    return decided((0, 1), (0, 1), (0, 1), (1,), **changes)


def an_operator() -> Any:
    person = a_person()
    type(person).objects.filter(pk=person.pk).update(is_superuser=True)
    return person


def failed(world: SimpleNamespace, *, number: int = 0) -> Failure:
    """The company of an offer says itself that it fails, and the program's clock looks for the runner-up."""
    offer = world.offers[number]
    declare_failure(world.slug, offer.ref, by=as_actor(offer.owner), because=WHY, now=FAILED)
    tasks.recount_due(FAILED)
    return Failure.objects.get(offer=offer)


def confirmed(world: SimpleNamespace, failure: Failure) -> Failure:
    by = as_actor(world.offers[1].owner)
    return confirm_runner_up(world.slug, failure.ref, by=by, name="Livia Serra", title="direttrice", now=CONFIRMED)


def said() -> list[str]:
    seal()
    return [entry.code.removeprefix("offers.") for entry in feed(limit=100)]


@pytest.mark.parametrize(("counted", "best"), [({}, None), ({"a": 0}, None), ({"a": 2, "b": 3}, "b"), ({"a": 2, "b": 2}, "a")])
def test_the_runner_up_is_where_most_of_those_without_a_supplier_go_and_of_equals_the_first(counted, best):
    assert runner_up(counted) == best


def test_what_each_offer_gains_is_told_in_the_order_of_the_offers():
    assert list(gains(["b", "a", "b"], ["a", "b", "c"]).items()) == [("a", 1), ("b", 2), ("c", 0)]


@pytest.mark.parametrize(
    ("weights", "held", "quorum", "capacity", "many"),
    [
        ([1, 1], 0, 3, None, 0),
        ([1, 1], 1, 3, None, 2),
        ([1, 1, 1], 0, 2, 2, 2),
        ([1, 1, 1], 2, 2, 2, 0),
        ([0, 0, 2], 0, 2, 2, 3),
        ([5, 1, 1], 0, 2, 4, 2),
        ([], 0, 1, None, 0),
    ],
)
def test_those_who_agree_count_against_quorum_and_room(weights, held, quorum, capacity, many):
    yes = [Yes(number, f"{number:064x}", weight) for number, weight in enumerate(weights)]
    kept = carried(yes, held=held, quorum=quorum, capacity=capacity, seed=b"seed")
    assert len(kept) == many
    assert kept == carried(reversed(yes), held=held, quorum=quorum, capacity=capacity, seed=b"seed")


def test_who_has_room_is_drawn_by_the_lots_of_the_call():
    yes = [Yes(number, f"{number:064x}", 1) for number in range(4)]
    won = set()
    for seed in (b"a", b"b", b"c", b"d"):
        [kept] = carried(yes, held=0, quorum=1, capacity=1, seed=seed)
        assert kept == min(yes, key=lambda each: sha256(seed + bytes.fromhex(each.commitment)).hexdigest())
        won.add(kept.pledge)
    assert len(won) > 1


@pytest.mark.django_db
class TestDeclaring:
    @pytest.mark.parametrize("who", ["promoter", "company", "operator"])
    def test_promoter_company_and_operator_may_say_it_and_the_record_says_who(self, who):
        world = usual()
        promoter = world.call.promoter
        by = {
            "promoter": world.call.opened_by,
            "company": world.offers[0].owner,
            "operator": an_operator(),
        }[who]
        made = declare_failure(world.slug, world.offers[0].ref, by=as_actor(by), because=f" {WHY} ", now=FAILED)
        assert (made.stage, made.because, made.declared_by) == (Stage.RECOUNTING, WHY, by)
        seal()
        entry = feed()[0]
        company = organisations_by_id([world.offers[0].organisation_id])[world.offers[0].organisation_id]
        public = json.loads(entry.public)
        assert (entry.code, public["because"], public["name"]) == ("offers.supplier_failed", WHY, company.name)
        names = {"promoter": promoter.name, "company": company.name, "operator": ""}
        actors = {"promoter": f"organisation:{promoter.slug}", "company": f"organisation:{company.slug}", "operator": "person"}
        assert (public["declared_by"], entry.actor) == (names[who], actors[who])
        assert str(by) not in entry.public

    def test_nobody_else_may(self):
        world = usual()
        for stranger in (a_person(), world.offers[1].owner, world.people[0]):
            with pytest.raises(NotVisible):
                declare_failure(world.slug, world.offers[0].ref, by=as_actor(stranger), because=WHY, now=FAILED)
        assert not Failure.objects.exists()

    def test_twice_is_once(self):
        world = usual()
        by = as_actor(world.offers[0].owner)
        made = [declare_failure(world.slug, world.offers[0].ref, by=by, because=why, now=FAILED) for why in (WHY, "another reason")]
        assert made[0] == made[1]
        assert said().count("supplier_failed") == 1

    def test_only_for_an_offer_that_goes_ahead_once_the_call_is_decided_and_with_a_reason(self):
        world = usual()
        by = as_actor(world.call.opened_by)
        with pytest.raises(NotGoingAhead):
            declare_failure(world.slug, world.offers[1].ref, by=by, because=WHY, now=FAILED)
        with pytest.raises(Invalid):
            declare_failure(world.slug, world.offers[0].ref, by=by, because=" ", now=FAILED)
        call = a_call()
        offer = an_offer(call)
        choosing(call)
        with pytest.raises(WrongState):
            declare_failure(call.slug, offer.ref, by=as_actor(offer.owner), because=WHY, now=FAILED)

    def test_nobody_buys_from_it_any_more_and_the_outcome_says_so(self):
        world = usual()
        failed(world)
        assert not Assignment.objects.standing().exists()
        assert Assignment.objects.filter(closed_at=FAILED).count() == 3
        row = next(each for each in Outcome.objects.get().summary["offers"] if each["ref"] == world.offers[0].ref)
        assert (row["active"], row["failed"]) == (True, True)

    def test_a_call_that_sets_no_runner_up_ends_there(self):
        world = usual(runner_up=False)
        failure = failed(world)
        assert (failure.stage, failure.ending, failure.runner_up) == (Stage.ENDED, Ending.RULE, None)
        assert tasks.recount_due(FAILED) == 0


@pytest.mark.django_db
class TestSeeking:
    def test_the_next_by_the_rule_is_asked_and_so_are_all_whom_it_would_serve(self):
        world = usual()
        failure = failed(world)
        assert (failure.stage, failure.runner_up, failure.until) == (Stage.ASKED, world.offers[1], FAILED + COMPANY_ANSWERS)
        rows = {row.pledge.person_id: (row.entry, row.weight) for row in failure.agreements.select_related("pledge")}
        assert rows == {person.pk: (1, 1) for person in world.people[:3]} | {world.people[3].pk: (0, 1)}
        assert failure.asked == 4

    def test_anybody_counts_it_again_and_the_record_binds_the_files(self, tmp_path: Path):
        world = usual()
        failure = failed(world)
        for lists, result in (("reduced", "result"), ("full", "full_result")):
            for name in (lists, result):
                (tmp_path / f"{name}.json").write_text(getattr(failure, name))
            command = [
                sys.executable,
                "-m",
                "insieme",
                "clear",
                str(tmp_path / f"{lists}.json"),
                "--check",
                str(tmp_path / f"{result}.json"),
            ]
            assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        assert json.loads(failure.result)["active"] == [world.offers[1].ref]
        assert json.loads(failure.full)["seed"] == Outcome.objects.get().seed
        seal()
        public = json.loads(feed()[0].public)
        assert public["result_sha256"] == sha256(failure.result.encode()).hexdigest()
        assert public["reduced_sha256"] == sha256(failure.reduced.encode()).hexdigest()

    def test_twice_is_once(self):
        world = usual()
        failed(world)
        assert tasks.recount_due(FAILED) == 0
        assert (Agreement.objects.count(), said().count("runner_up_asked")) == (4, 1)

    def test_where_nothing_else_goes_ahead_it_ends_with_a_recount_that_shows_it(self):
        world = decided((0, 1), (0,), quorums=(2, 3))
        failure = failed(world)
        assert (failure.stage, failure.ending) == (Stage.ENDED, Ending.NOBODY)
        assert json.loads(failure.result)["active"] == []
        assert said()[0] == "nobody_took_over"

    def test_where_the_only_offer_failed_it_ends_too(self):
        failure = failed(decided((0,), (0,), quorums=(2,)))
        assert (failure.stage, failure.ending) == (Stage.ENDED, Ending.NOBODY)

    def test_who_buys_from_another_is_not_asked_and_counts_for_its_quorum(self):
        world = decided((0, 1), (0, 1), (1,), (1,), quorums=(2, 2))
        failure = failed(world)
        assert {row.pledge.person_id for row in failure.agreements.select_related("pledge")} == {each.pk for each in world.people[:2]}
        confirmed(world, failure)
        agree(world.slug, failure.ref, by=as_actor(world.people[0]), yes=True, now=CONFIRMED)
        assert tasks.settle_due(SETTLED) == 1
        assert Assignment.objects.standing().filter(offer=world.offers[1]).count() == 3

    def test_two_failures_are_dealt_with_one_after_the_other(self):
        world = decided((0, 2), (0, 2), (1, 2), (1, 2), quorums=(2, 2, 2))
        first = failed(world)
        second = failed(world, number=1)
        assert (first.stage, second.stage) == (Stage.ASKED, Stage.RECOUNTING)
        tasks.settle_due(FAILED + COMPANY_ANSWERS)
        tasks.recount_due(FAILED + COMPANY_ANSWERS)
        second.refresh_from_db()
        assert (second.stage, second.asked) == (Stage.ASKED, 4)

    def test_while_people_are_asked_about_one_another_is_not_looked_for(self):
        world = decided((0, 2), (0, 2), (1, 2), (1, 2), quorums=(2, 2, 2))
        failed(world)
        second = failed(world, number=1)
        assert seek_runner_up(world.slug, second.ref, by=tasks.CLOCK, now=FAILED) is None
        second.refresh_from_db()
        assert second.stage == Stage.RECOUNTING

    def test_what_was_counted_before_another_failed_does_not_stand(self, monkeypatch):
        world = decided((0, 1, 2), (0, 1, 2), (1, 2), (1, 2), quorums=(2, 2, 2))
        first, second = world.offers[:2]
        failure = declare_failure(world.slug, first.ref, by=as_actor(first.owner), because=WHY, now=FAILED)
        really = failing.cleared

        def meanwhile(instance: Any) -> Any:
            declare_failure(world.slug, second.ref, by=as_actor(second.owner), because=WHY, now=FAILED)
            return really(instance)

        monkeypatch.setattr(failing, "cleared", meanwhile)
        assert seek_runner_up(world.slug, failure.ref, by=tasks.CLOCK, now=FAILED) is None
        monkeypatch.undo()
        tasks.recount_due(FAILED)
        failure.refresh_from_db()
        assert (failure.stage, failure.runner_up) == (Stage.ASKED, world.offers[2])

    def test_who_takes_more_weighs_more_where_units_are_counted(self):
        call = a_call()
        first, second = an_offer(call, quorum=2), an_offer(call, quorum=4, quorum_unit="units")
        choosing(call)
        for quantity in (3, 1):
            a_pledge(call, first, second, quantity=quantity)
        tasks.close_due(CLOSES)
        seal()
        tasks.clear_due(DECIDED)
        failure = failed(SimpleNamespace(slug=call.slug, offers=[first, second]))
        assert sorted(failure.agreements.values_list("weight", flat=True)) == [1, 3]


@pytest.mark.django_db
class TestConfirming:
    def test_a_manager_signs_and_then_people_are_asked(self):
        world = usual()
        failure = confirmed(world, failed(world))
        assert (failure.stage, failure.until, failure.confirmed_name) == (Stage.AGREEING, SETTLED, "Livia Serra")
        seal()
        entry = feed()[0]
        assert (entry.code, "Livia" in entry.public) == ("offers.runner_up_confirmed", False)
        assert confirmed(world, failure).confirmed_at == CONFIRMED
        assert said().count("runner_up_confirmed") == 1

    def test_nobody_else_confirms_and_not_without_a_name_or_late(self):
        world = usual()
        failure = failed(world)
        words: dict[str, Any] = {"name": "Livia Serra", "title": ""}
        with pytest.raises(NotVisible):
            confirm_runner_up(world.slug, failure.ref, by=as_actor(world.offers[0].owner), now=CONFIRMED, **words)
        by = as_actor(world.offers[1].owner)
        with pytest.raises(Invalid):
            confirm_runner_up(world.slug, failure.ref, by=by, now=CONFIRMED, name=" ", title="")
        with pytest.raises(AnswerClosed):
            confirm_runner_up(world.slug, failure.ref, by=by, now=FAILED + COMPANY_ANSWERS, **words)

    def test_declining_ends_it_and_twice_is_once(self):
        world = usual()
        failure = failed(world)
        by = as_actor(world.offers[1].owner)
        for _ in range(2):
            ended = decline_runner_up(world.slug, failure.ref, by=by, now=CONFIRMED)
            assert (ended.stage, ended.ending) == (Stage.ENDED, Ending.DECLINED)
        assert said().count("runner_up_declined") == 1
        with pytest.raises(AnswerClosed):
            confirmed(world, failure)

    def test_silence_ends_it_at_the_deadline_and_not_before(self):
        world = usual()
        failure = failed(world)
        assert tasks.settle_due(FAILED + COMPANY_ANSWERS - timedelta(seconds=1)) == 0
        assert tasks.settle_due(FAILED + COMPANY_ANSWERS) == 1
        assert tasks.settle_due(FAILED + COMPANY_ANSWERS) == 0
        failure.refresh_from_db()
        assert (failure.stage, failure.ending) == (Stage.ENDED, Ending.SILENT)


@pytest.mark.django_db
class TestAgreeing:
    def answered(self, *answers: bool | None) -> tuple[SimpleNamespace, Failure]:
        world = usual()
        failure = confirmed(world, failed(world))
        for person, yes in zip(world.people, answers, strict=False):
            if yes is not None:
                agree(world.slug, failure.ref, by=as_actor(person), yes=yes, now=CONFIRMED)
        return world, failure

    def test_enough_are_carried_over_and_the_old_assignments_stay_closed(self):
        world, failure = self.answered(True, True, None, True)
        assert tasks.settle_due(SETTLED) == 1
        failure.refresh_from_db()
        assert (failure.stage, failure.agreed) == (Stage.CARRIED, 3)
        standing = {row.pledge.person_id: (row.offer, row.entry) for row in Assignment.objects.standing().select_related("pledge", "offer")}
        assert standing == {world.people[number].pk: (world.offers[1], 0 if number == 3 else 1) for number in (0, 1, 3)}
        assert Assignment.objects.exclude(closed_at=None).count() == 3
        seal()
        public = json.loads(feed()[0].public)
        assert (public["people"], public["asked"], public["total"]) == (3, 4, 3)
        row = next(each for each in Outcome.objects.get().summary["offers"] if each["ref"] == world.offers[1].ref)
        assert row["took_over"] == 3

    def test_too_few_and_nobody_is_carried_over(self):
        world, failure = self.answered(True, True, False, None)
        tasks.settle_due(SETTLED)
        failure.refresh_from_db()
        assert (failure.stage, failure.ending, failure.agreed) == (Stage.ENDED, Ending.FEW, 2)
        assert not Assignment.objects.standing().exists()
        assert settle_takeover(world.slug, failure.ref, by=tasks.CLOCK, now=SETTLED).stage == Stage.ENDED
        assert said().count("nobody_took_over") == 1

    def test_an_answer_is_private_the_same_twice_is_once_and_another_counts_instead(self):
        world, failure = self.answered(True)
        by = as_actor(world.people[0])
        agree(world.slug, failure.ref, by=by, yes=True, now=CONFIRMED)
        assert said().count("takeover_answered") == 1
        assert "yes" not in feed()[0].public
        assert feed()[0].actor == "person"
        assert agree(world.slug, failure.ref, by=by, yes=False, now=CONFIRMED).answer == "no"
        (held,) = dict(belongings_of(world.people[0].pk))["agreements.json"]
        company = organisations_by_id([world.offers[1].organisation_id])[world.offers[1].organisation_id]
        assert (held["call"], held["company"], held["answer"]) == (world.slug, company.name, "no")
        (told,) = dict(belongings_of(world.offers[0].owner.pk))["failures.json"]
        (taken,) = dict(belongings_of(world.offers[1].owner.pk))["takeovers.json"]
        assert (told["because"], taken["confirmed_name"]) == (WHY, "Livia Serra")
        assert said().count("takeover_answered") == 2

    def test_only_who_is_asked_answers_and_only_in_time(self):
        world = usual()
        failure = failed(world)
        with pytest.raises(AnswerClosed):  # the company has not confirmed
            agree(world.slug, failure.ref, by=as_actor(world.people[0]), yes=True, now=CONFIRMED)
        confirmed(world, failure)
        with pytest.raises(NotVisible):
            agree(world.slug, failure.ref, by=as_actor(a_person()), yes=True, now=CONFIRMED)
        with pytest.raises(SignInFirst):
            agree(world.slug, failure.ref, by=tasks.CLOCK, yes=True, now=CONFIRMED)
        with pytest.raises(AnswerClosed):
            agree(world.slug, failure.ref, by=as_actor(world.people[0]), yes=True, now=SETTLED)

    def test_a_runner_up_that_buys_nobody_any_more_may_fail_in_turn(self):
        world, _failure = self.answered(True, True, True, True)
        tasks.settle_due(SETTLED)
        second = failed(world, number=1)
        assert (second.stage, second.ending) == (Stage.ENDED, Ending.NOBODY)

    def test_a_runner_up_that_fails_while_people_are_asked_ends_it_at_once(self):
        world = decided((0, 1), (0, 1), (1,), (1,), quorums=(2, 2))
        failure = confirmed(world, failed(world))
        agree(world.slug, failure.ref, by=as_actor(world.people[0]), yes=True, now=CONFIRMED)
        offer = world.offers[1]
        declare_failure(world.slug, offer.ref, by=as_actor(offer.owner), because=WHY, now=CONFIRMED)
        assert tasks.settle_due(CONFIRMED) == 1
        failure.refresh_from_db()
        assert (failure.stage, failure.ending) == (Stage.ENDED, Ending.ALSO)
        assert not Assignment.objects.standing().exists()


@pytest.mark.django_db
def test_each_is_told_what_concerns_them_in_turn():
    world = usual()

    def heard(person: Any) -> list[str]:
        seal()
        relay()
        return [each.kind.removeprefix("offers.") for each in told.inbox(as_actor(person)).notices]

    relay()
    failure = failed(world)
    first, second = world.offers
    buyer, other = world.people[0], world.people[3]
    assert "failed" in heard(buyer)
    assert "failed" in heard(first.owner)
    assert "takeover" in heard(second.owner)
    assert "agree" not in heard(buyer)
    confirmed(world, failure)
    assert "agree" in heard(buyer)
    assert "agree" in heard(other)
    for person in world.people:
        agree(world.slug, failure.ref, by=as_actor(person), yes=True, now=CONFIRMED)
    tasks.settle_due(SETTLED)
    assert all("carried" in heard(person) for person in (buyer, other, second.owner))


@pytest.mark.django_db
def test_everybody_is_told_where_nobody_takes_over():
    world = decided((0, 1), (0,), quorums=(2, 3))
    failed(world)
    seal()
    relay()
    kinds = {each.kind for each in told.inbox(as_actor(world.people[0])).notices}
    assert {"offers.failed", "offers.nobody"} <= kinds


@pytest.mark.django_db
def test_only_who_bought_from_the_supplier_that_failed_hears_that_they_owe_nothing():
    world = decided((0,), (0,), (1,), (1,), quorums=(2, 2))
    bought_elsewhere = world.people[2]
    follow(world.call.topic, by=as_actor(bought_elsewhere), now=FAILED)
    seal()
    relay()
    carried_letters(DECIDED)
    failed(world)
    seal()
    relay()

    def sentence(person: Any) -> str:
        notice = next(each for each in told.inbox(as_actor(person)).notices if each.kind == "offers.nobody")
        with override("en"):
            return str(kind_of(notice.kind).sentence(notice.data))

    assert "owe nothing" in sentence(world.people[0])
    assert "takes the place of" in sentence(bought_elsewhere)
    assert "owe" not in sentence(bought_elsewhere)
    carried_letters(FAILED)
    letters = {letter.to[0]: letter.body for letter in mail.outbox if "nessuno subentra" in letter.body}
    assert "Non devi niente" in letters[world.people[0].email]
    assert "Non devi niente" not in letters[bought_elsewhere.email]
