# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking to be heard: who may, what is answered, and what silence says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from insieme.foundation.errors import Denied, Invalid, NotVisible, WrongState
from insieme.notices.kinds import Plan, kind_of
from insieme.notices.queries import inbox, who_will_be_told
from insieme.offers import actions, tasks
from insieme.offers.actions.hearings import HeardAlready, OwnWords, answer_hearing, ask_to_be_heard
from insieme.offers.actions.replying import NotNamed
from insieme.offers.models import Call, Hearing, Reply
from insieme.offers.queries import belongings_of
from insieme.offers.queries.hearings import hearings_of, hearings_waiting
from insieme.offers.rules.hearings import NoTooLate, StillTheSame
from insieme.offers.tests.makers import DAY, a_draft, a_revision, an_initiative, an_offer, as_actor, call_text, published
from insieme.people.access import NotAtYourRole, organisations_of
from insieme.people.tests.makers import a_person, an_organisation, hired
from insieme.record.actions import relay, seal
from insieme.record.queries import feed

pytestmark = pytest.mark.django_db
WORDS = "Nel primo capoverso: il mulino lungo il fiume siamo noi."
SOON, IN_TIME, LATE = DAY + timedelta(hours=1), DAY + timedelta(days=3, minutes=-1), DAY + timedelta(days=3)


class World:
    """An open call, who promotes it, and a mill that finds itself spoken of."""

    def __init__(self) -> None:
        draft, self.promoter = a_draft()
        self.call = published(draft, self.promoter)
        self.miller = a_person()
        self.mill = an_organisation("Mulino Rosso", owner=self.miller)

    def ask(self, *, by=None, whom=None, words=WORDS, now=DAY):
        return ask_to_be_heard(
            self.call.slug, by=as_actor(by or self.miller), organisation_slug=(whom or self.mill).slug, words=words, now=now
        )

    def answer(self, made, *, by=None, hear=True, because="", now=SOON):
        return answer_hearing(self.call.slug, made.ref, by=as_actor(by or self.promoter), hear=hear, because=because, now=now)

    def reply(self):
        said = {"text": "La farina è nostra.", "name": "Rosa Mugnai", "title": ""}
        return actions.reply(self.call.slug, by=as_actor(self.miller), organisation_slug=self.mill.slug, now=LATE, **said)

    def waiting(self):
        return Call.objects.get(pk=self.call.pk).beside["hearings"]


@pytest.fixture
def world():
    return World()


def told(call):
    seal()
    return [
        (entry.code.removeprefix("offers.hearing_"), json.loads(entry.public))
        for entry in feed(about=call.topic)
        if "hearing" in entry.code
    ]


def waits_for(person):
    actor = as_actor(person)
    return hearings_waiting(actor, organisations_of(actor), limit=3)


def heard_of(person):
    seal()
    relay()
    return [(each.kind, each.path) for each in inbox(as_actor(person)).notices]


def test_asked_twice_is_asked_once_and_what_it_says_is_for_the_promoter_alone(world) -> None:
    made = world.ask()
    assert world.ask(words="Un'altra volta.").pk == made.pk
    assert (made.words, made.until, world.waiting()) == (WORDS, LATE, 1)
    assert [code for code, _public in told(world.call)] == ["asked"]
    assert "fiume" not in str(told(world.call))
    address = f"/calls/{world.call.slug}/reply/asked/{made.ref}/"
    assert heard_of(world.promoter) == [("offers.hearing", address)]


def test_a_yes_lets_it_reply_as_who_is_named_does(world) -> None:
    with pytest.raises(NotNamed):
        world.reply()
    made = world.ask()
    with pytest.raises(NotNamed):
        world.reply()
    assert [world.answer(made, now=now).state for now in (SOON, LATE)] == ["granted", "granted"]
    assert [code for code, _public in told(world.call)] == ["granted", "asked"]
    assert world.reply().number == 1
    assert Call.objects.get(pk=world.call.pk).beside["replies"][0]["slug"] == world.mill.slug
    assert world.waiting() == 0
    assert heard_of(world.miller)[0] == ("offers.heard", f"/calls/{world.call.slug}/reply/asked/{made.ref}/")
    with pytest.raises(HeardAlready):
        world.ask()
    with pytest.raises(WrongState):
        world.answer(made, hear=False, because="No.")


def test_three_days_of_silence_are_a_yes_and_not_a_minute_less(world) -> None:
    made = world.ask()
    assert tasks.hear_due(IN_TIME) == 0
    with pytest.raises(NotNamed):
        world.reply()
    with pytest.raises(NoTooLate):
        world.answer(made, hear=False, because="No.", now=LATE)
    assert [tasks.hear_due(LATE), tasks.hear_due(LATE)] == [1, 0]
    assert Hearing.objects.get().state == "silent"
    assert [(code, public.get("silent")) for code, public in told(world.call)] == [("granted", True), ("asked", None)]
    assert world.reply().number == 1
    assert world.answer(made, now=LATE).state == "silent"
    with pytest.raises(NoTooLate):
        world.answer(made, hear=False, because="No.", now=LATE)


def test_a_no_has_a_reason_and_can_become_a_yes(world) -> None:
    made = world.ask()
    for because in (" ", "x" * 501):
        with pytest.raises(Invalid):
            world.answer(made, hear=False, because=because)
    for _twice in range(2):
        assert world.answer(made, hear=False, because="È un altro mulino.").state == "refused"
    assert [code for code, _public in told(world.call)] == ["refused", "asked"]
    assert told(world.call)[0][1]["because"] == "È un altro mulino."
    assert heard_of(world.miller)[0][0] == "offers.heard"
    with pytest.raises(NotNamed):
        world.reply()
    assert tasks.hear_due(LATE) == 0
    assert world.answer(made, now=LATE).because == ""
    assert world.reply().number == 1


@pytest.mark.parametrize("changed", ["call", "offer", "revision", "initiative"])
def test_after_a_no_it_asks_again_once_the_words_have_changed(world, changed) -> None:
    signed = an_offer(world.call)
    made = world.ask()
    world.answer(made, hear=False, because="È un altro mulino.")
    with pytest.raises(StillTheSame):
        world.ask(now=SOON)
    match changed:
        case "call":
            signed = actions.withdraw_offer(world.call.slug, signed.ref, by=as_actor(signed.owner), now=SOON)
            actions.edit_call(world.call.slug, by=as_actor(world.promoter), text=call_text(need="Il mulino lungo il fiume."), now=SOON)
        case "offer":
            an_offer(world.call)
        case "revision":
            a_revision(signed, now=SOON, terms="Farina del mulino.")
        case "initiative":
            an_initiative(world.call)
    again = world.ask(words="Di nuovo.", now=SOON)
    assert (again.pk, again.state, again.words, again.because) == (made.pk, "asked", "Di nuovo.", "")
    assert again.until == SOON + timedelta(days=3)
    assert [code for code, _public in told(world.call)] == ["asked", "refused", "asked"]


def test_who_may_not_sign_for_it_promotes_the_call_or_may_reply_asks_nothing(world) -> None:
    helper = a_person()
    hired(world.mill, world.miller, helper, "responder")
    with pytest.raises(NotAtYourRole):
        world.ask(by=helper)
    with pytest.raises(NotVisible):
        ask_to_be_heard(world.call.slug, by=as_actor(world.miller), organisation_slug="nobody", words=WORDS, now=DAY)
    own = Call.objects.select_related("promoter").get(pk=world.call.pk).promoter
    with pytest.raises(OwnWords):
        world.ask(by=world.promoter, whom=own)
    offer = an_offer(world.call)
    with pytest.raises(HeardAlready):
        world.ask(by=offer.owner, whom=offer.organisation)
    for words in (" ", "x" * 501):
        with pytest.raises(Invalid):
            world.ask(words=words)
    draft, promoter = a_draft()
    other = an_organisation(owner=promoter)
    with pytest.raises(WrongState):
        ask_to_be_heard(draft.slug, by=as_actor(promoter), organisation_slug=other.slug, words=WORDS, now=DAY)
    assert not Hearing.objects.exists()


def test_only_who_promotes_the_call_answers_and_only_both_sides_read_it(world) -> None:
    made = world.ask()
    with pytest.raises(Denied):
        world.answer(made, by=world.miller)
    with pytest.raises(NotVisible):
        world.answer(made, by=a_person())
    call = Call.objects.get(pk=world.call.pk)
    assert [each.ref for each in hearings_of(as_actor(world.miller), call)] == [made.ref]
    assert [each.ref for each in hearings_of(as_actor(world.promoter), call)] == [made.ref]
    assert hearings_of(as_actor(a_person()), call) == []
    assert [each.ref for each in waits_for(world.promoter)] == [made.ref]
    assert waits_for(world.miller) == []


def test_who_promotes_it_too_answers_as_well(world) -> None:
    friend, made = a_person(handle="amica"), world.ask()
    asked = actions.ask_to_promote(world.call.slug, by=as_actor(world.promoter), to="@amica", now=DAY)
    assert waits_for(friend) == []
    actions.answer_promotion(world.call.slug, asked.ref, by=as_actor(friend), agree=True, now=DAY)
    assert [each.ref for each in waits_for(friend)] == [made.ref]
    assert world.answer(made, by=friend, hear=False, because="No.").state == "refused"


def test_each_takes_along_what_they_have_written(world) -> None:
    made = world.ask()
    world.answer(made, hear=False, because="È un altro mulino.")
    world.answer(made)
    world.reply()
    (asked,) = dict(belongings_of(world.miller.pk))["hearings.json"]
    (answered,) = dict(belongings_of(world.promoter.pk))["hearings.json"]
    assert (asked["words"], "because" in asked) == (WORDS, False)
    assert ("words" in answered, answered["state"]) == (False, "granted")
    assert [each["text"] for each in dict(belongings_of(world.miller.pk))["replies.json"]] == ["La farina è nostra."]
    assert Reply.objects.count() == 1


def test_all_who_promote_the_call_hear_of_it_and_are_foreseen(world) -> None:
    owner, alone, helper = a_person(), a_person(), a_person()
    network = an_organisation("Rete Mulini", owner=owner)
    hired(network, owner, helper, "responder")
    for to, who in ((network.slug, owner), (f"@{alone.handle}", alone)):
        asked = actions.ask_to_promote(world.call.slug, by=as_actor(world.promoter), to=to, now=DAY)
        actions.answer_promotion(world.call.slug, asked.ref, by=as_actor(who), agree=True, now=DAY)
    public = {"call": world.call.slug, "title": world.call.title, "name": world.mill.name, "hearing": "0"}
    foreseen = who_will_be_told(Plan("offers.hearing_asked", world.call.topic, public))
    made = world.ask()
    told_of = ("offers.hearing", f"/calls/{world.call.slug}/reply/asked/{made.ref}/")
    promote, others = (world.promoter, owner, alone), (helper, world.miller)
    assert [heard_of(each).count(told_of) for each in (*promote, *others)] == [1, 1, 1, 0, 0]
    assert [len(waits_for(each)) for each in (*promote, *others)] == [1, 1, 1, 0, 0]
    assert foreseen.ways.inbox == len(promote)


@pytest.fixture
def promote(world):
    """Who opened the call, somebody of an organisation that promotes it too, and a person who does."""
    owner, alone = a_person(), a_person()
    for to, who in ((an_organisation("Rete Mulini", owner=owner).slug, owner), (f"@{alone.handle}", alone)):
        asked = actions.ask_to_promote(world.call.slug, by=as_actor(world.promoter), to=to, now=DAY)
        actions.answer_promotion(world.call.slug, asked.ref, by=as_actor(who), agree=True, now=DAY)
    return world.promoter, owner, alone


@pytest.mark.parametrize(("hear", "said"), [(False, "«È un altro mulino.»"), (True, "può replicare")])
def test_what_one_promoter_answers_the_others_hear(world, promote, hear, said) -> None:
    made = world.ask()
    world.answer(made, by=promote[1], hear=hear, because="«È un altro mulino.»")
    told_of = ("offers.heard_by_us", f"/calls/{world.call.slug}/reply/asked/{made.ref}/")
    assert [heard_of(each).count(told_of) for each in (*promote, world.miller)] == [1, 0, 1, 0]
    notice = inbox(as_actor(world.promoter)).notices[0]
    assert said in str(kind_of(notice.kind).sentence(notice.data))
    assert world.mill.name in str(kind_of(notice.kind).sentence(notice.data))


def test_what_silence_says_all_promoters_hear(world, promote) -> None:
    world.ask()
    tasks.hear_due(LATE)
    assert [[kind for kind, _path in heard_of(each)].count("offers.heard_by_us") for each in (*promote, world.miller)] == [1, 1, 1, 0]
