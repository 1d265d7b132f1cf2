# SPDX-License-Identifier: AGPL-3.0-or-later
"""Letters through a real mail server: what they say, to whom, and what its answers lead to."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from insieme.foundation import clock
from insieme.foundation.letters import PAUSES, Verdict
from insieme.foundation.tests.mailserver import mailserver
from insieme.notices import actions, tasks
from insieme.notices.actions.posting import FORGOTTEN, Posted, begin, finish, take_up
from insieme.notices.actions.writing import LOST, hand_over_forgotten, hand_over_letters
from insieme.notices.kinds import NoticeKind
from insieme.notices.models import BouncedAddress, Letter, LetterState, Notice
from insieme.notices.queries.letters import drafts
from insieme.notices.tests.makers import CALM, LOUD, NOON, carried, known_kinds, told
from insieme.people.tests.makers import a_person, an_organisation, as_actor

__all__ = ["known_kinds", "mailserver"]
pytestmark = pytest.mark.django_db
FOREVER = timedelta(days=30)


@pytest.fixture(autouse=True)
def _here(settings):
    settings.SITE_URL, settings.SITE_HOST = "https://insieme.example", "insieme.example"


def body(letter: Any, kind: str) -> str:
    return letter.get_body((kind,)).get_content().replace("\r\n", "\n")


def states() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("state", flat=True))


def test_a_letter_travels_in_the_language_of_its_reader_as_text_and_html(mailserver):
    english, italian = a_person("Ann", language="en"), a_person("Ada", language="it")
    told(english, italian, data={"what": "warm <b>bread</b>"}, path="/calls/bread/")
    assert carried() == 2
    (letter,), (other,) = mailserver.took[english.email], mailserver.took[italian.email]
    assert letter.get_content_type() == "multipart/alternative"
    assert letter["Subject"] == "It happened: warm <b>bread</b>"
    assert letter["To"] == english.email
    assert "Hello Ann," in body(letter, "plain")
    assert "It happened: warm <b>bread</b>\n\nhttps://insieme.example/calls/bread/" in body(letter, "plain")
    assert "It happened: warm &lt;b&gt;bread&lt;/b&gt;" in body(letter, "html")
    assert '<a href="https://insieme.example/calls/bread/">' in body(letter, "html")
    assert '<html lang="it">' in body(other, "html")
    assert mailserver.connections == 1


def test_what_somebody_writes_never_takes_the_place_of_the_name_or_the_link(mailserver):
    person = a_person("Ann", language="en")
    told(person, data={"what": "\ue000stop\ue001 \ue000name\ue001"})
    carried()
    (letter,) = mailserver.took[person.email]
    assert "It happened: \ue000stop\ue001 \ue000name\ue001" in body(letter, "plain")


def test_programs_are_told_what_it_is_and_how_to_stop_it(mailserver):
    person = a_person(language="en")
    told(person)
    carried()
    (letter,) = mailserver.took[person.email]
    stop = letter["List-Unsubscribe"].strip(" <>")
    assert stop.startswith("https://insieme.example/notices/stop/")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter["Auto-Submitted"] == "auto-generated"
    sent = Letter.objects.get()
    assert letter["Message-ID"] == sent.message_id == f"<{sent.ref}.1@insieme.example>"
    assert stop in body(letter, "plain")
    assert Notice.objects.get().mailed_at is not None


def test_nothing_is_sent_twice(mailserver):
    told(a_person(), a_person())
    assert (carried(), carried(), carried(NOON + FOREVER)) == (2, 0, 0)
    assert mailserver.count == 2


def test_what_was_seen_meanwhile_is_not_sent(mailserver):
    person, later = a_person(), a_person()
    told(person)
    actions.see_all(by=as_actor(person), now=NOON)
    assert carried() == 0
    told(later)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    actions.see_all(by=as_actor(later), now=NOON)
    tasks.send_letters.func(*claims)
    assert mailserver.count == 0
    assert states() == [LetterState.NEEDLESS]


def binding(*people, **more):
    """What these people are told that changes what they owe."""
    notices = told(*people, **more)
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(even_if_seen=True)


def test_what_binds_is_written_to_whoever_has_seen_it_before_the_letter_was_made_or_sent(mailserver):
    before, between = a_person(), a_person()
    binding(before)
    actions.see_all(by=as_actor(before), now=NOON)
    assert (carried(), carried()) == (1, 0)
    binding(between)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    actions.see_all(by=as_actor(between), now=NOON)
    tasks.send_letters.func(*claims)
    assert set(mailserver.took) == {before.email, between.email}


def test_a_digest_tells_nothing_that_was_seen_however_it_binds(mailserver):
    person = a_person()
    binding(person, kind=CALM)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON + FOREVER)
    actions.see_all(by=as_actor(person), now=NOON + FOREVER)
    tasks.send_letters.func(*claims)
    assert (len(claims), mailserver.count) == (1, 0)


def test_whoever_wants_no_letters_gets_none_of_what_was_told_a_moment_ago(mailserver):
    by_kind, by_topic, still = a_person(), a_person(), a_person()
    topic = f"organisation:{an_organisation().slug}"
    binding(by_kind, by_topic, still, about=topic)
    actions.choose(by=as_actor(by_kind), rhythm="daily", by_kind={LOUD.code: "inbox"}, by_topic={}, now=NOON)
    actions.follow(topic, by=as_actor(by_topic), now=NOON)
    actions.choose(by=as_actor(by_topic), rhythm="daily", by_kind={}, by_topic={topic: "inbox"}, now=NOON)
    carried()
    assert set(mailserver.took) == {still.email}


def test_what_waits_for_a_letter_is_found_by_its_own_index():
    told(*(a_person() for _each in range(3)), kind=CALM)
    one = Notice.objects.values("person_id", "kind", "about", "path", "data", "at", "choice").first()
    Notice.objects.bulk_create(Notice(position=-number, **one) for number in range(1, 3000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notices_notice")
    assert "notices_to_be_mailed" in Notice.objects.filter(to_mail=True).order_by("pk")[:100].explain()


def test_what_a_person_may_no_longer_see_is_not_sent(mailserver, known_kinds):
    may, may_not = a_person(), a_person()
    kind = NoticeKind("tests.closed", "", lambda _data: "x", "at_once", visible=lambda _about, _data, _people: [may.pk])
    known_kinds[kind.code] = kind
    told(may, may_not, kind=kind)
    carried()
    assert set(mailserver.took) == {may.email}


def test_what_happens_at_once_stands_in_one_letter(mailserver):
    person = a_person(language="en")
    told(person, data={"what": "bread"})
    told(person, data={"what": "milk"})
    assert carried() == 1
    (letter,) = mailserver.took[person.email]
    assert letter["Subject"] == "2 things have happened"
    assert "bread" in body(letter, "plain")
    assert "milk" in body(letter, "plain")


def test_an_address_that_refuses_for_good_is_not_written_to_again(mailserver):
    bad, good = a_person(), a_person()
    mailserver.answers[bad.email] = "550 5.1.1 no such mailbox"
    told(bad, good)
    carried()
    assert set(mailserver.took) == {good.email}
    assert BouncedAddress.objects.get().email == bad.email
    assert "5.1.1 no such mailbox" in BouncedAddress.objects.get().reason
    del mailserver.answers[bad.email]
    told(bad)
    carried(NOON + FOREVER)
    assert set(mailserver.took) == {good.email}
    assert states() == [LetterState.BOUNCED, LetterState.SENT, LetterState.NEEDLESS]
    actions.mend_address(by=as_actor(bad))
    told(bad)
    carried()
    assert bad.email in mailserver.took


def test_a_server_that_does_not_trust_us_says_nothing_of_the_address(mailserver):
    person = a_person()
    mailserver.answers[person.email] = "554 5.7.1 relay access denied"
    told(person)
    carried()
    assert not BouncedAddress.objects.exists()
    assert states() == [LetterState.WAITING]


def test_a_refusal_for_now_is_tried_again_with_growing_pauses_and_given_up_at_last(mailserver):
    slow, other = a_person(), a_person()
    mailserver.answers[slow.email] = "451 4.7.1 come back later"
    told(slow, other)
    carried()
    assert mailserver.count == 1
    for tried in range(1, 1 + len(PAUSES)):
        letter = Letter.objects.get(person=slow)
        assert (letter.state, letter.tries) == (LetterState.WAITING, tried)
        assert carried(letter.try_at - timedelta(seconds=1)) == 0
        assert carried(letter.try_at) == 1
    assert Letter.objects.get(person=slow).state == LetterState.GIVEN_UP
    assert not BouncedAddress.objects.exists()


def test_a_letter_that_was_refused_for_now_arrives_later(mailserver):
    slow = a_person()
    mailserver.answers[slow.email] = "451 4.7.1 come back later"
    told(slow)
    carried()
    mailserver.answers.clear()
    assert carried(NOON + FOREVER) == 1
    assert len(mailserver.took[slow.email]) == 1
    assert states() == [LetterState.SENT]


def test_without_a_mail_server_all_wait(mailserver, settings):
    people = [a_person() for _ in range(3)]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    told(*people)
    carried()
    assert states() == [LetterState.WAITING] * 3
    settings.EMAIL_PORT = port
    assert carried(NOON + FOREVER) == 3
    assert mailserver.count == 3


def test_a_batch_cut_off_goes_on_without_the_letter_that_was_on_its_way(mailserver):
    people = [a_person() for _ in range(3)]
    told(*people)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    take_up(*claims, now=NOON)
    first = drafts(claims[0])[0].letter
    assert begin(first, after=None)
    # Here the program is killed; the queue gives the batch to another worker.
    tasks.send_letters.func(*claims)
    assert set(mailserver.took) == {person.email for person in people[1:]}
    assert states() == [LetterState.UNCERTAIN, LetterState.SENT, LetterState.SENT]
    assert not begin(first, after=None)


def test_a_letter_that_cannot_be_written_stops_no_other(mailserver, known_kinds):
    bad, good = a_person(), a_person()
    broken = NoticeKind("tests.broken", "", lambda data: data["nothing"], "at_once")
    known_kinds[broken.code] = broken
    told(bad, kind=broken)
    told(good)
    carried()
    assert set(mailserver.took) == {good.email}
    assert states() == [LetterState.WAITING, LetterState.SENT]


def test_the_letters_of_a_task_that_failed_are_sent_by_themselves_and_none_that_was_on_its_way(mailserver, known_kinds):
    away, bad, good = (a_person() for _ in range(3))
    broken = NoticeKind("tests.broken", "", lambda _data: "x", "at_once", visible=lambda _about, data, _people: data["nothing"])
    known_kinds[broken.code] = broken
    told(away, good)
    told(bad, kind=broken)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    take_up(*claims, now=clock.now())
    begin(Letter.objects.get(person=away), after=None)
    with pytest.raises(KeyError):
        tasks.send_letters.func(*claims)
    assert tasks.take_again_due(clock.now() + FORGOTTEN - timedelta(minutes=10)) == 0
    for tried in range(1, 2 + len(PAUSES)):
        again: list[str] = []
        assert hand_over_forgotten(to=again.append, now=clock.now() + FORGOTTEN) == (2 if tried == 1 else 1)
        for claim in again:
            with suppress(KeyError):
                tasks.send_letters.func(claim)
    assert set(mailserver.took) == {good.email}
    found = dict(Letter.objects.values_list("person_id", "state"))
    assert found == {away.pk: LetterState.UNCERTAIN, good.pk: LetterState.SENT, bad.pk: LetterState.GIVEN_UP}


def test_letters_that_wait_in_the_queue_for_days_are_not_given_up_and_keep_their_turn(mailserver):
    people = [a_person() for _ in range(3)]
    told(*people)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    again: list[str] = []
    assert hand_over_forgotten(to=again.append, now=NOON + LOST - timedelta(seconds=1)) == 0
    late = [hand_over_forgotten(to=again.append, now=NOON + LOST + day * timedelta(days=1)) for day in range(10)]
    assert late == [3] * 10
    assert again == claims * 10, "the task that still waits sends the batch when its turn comes"
    assert set(Letter.objects.values_list("state", "tries")) == {(LetterState.QUEUED, 0)}
    for claim in (*claims, *again):
        tasks.send_letters.func(claim)
    assert {address: len(letters) for address, letters in mailserver.took.items()} == {person.email: 1 for person in people}


def test_a_batch_whose_task_was_lost_goes_out_within_the_hour(mailserver):
    person = a_person()
    told(person)
    hand_over_letters(to=lambda _claim: None, now=NOON)
    again: list[str] = []
    assert hand_over_forgotten(to=again.append, now=NOON + timedelta(minutes=40)) == 1
    assert hand_over_forgotten(to=again.append, now=NOON + timedelta(minutes=50)) == 0
    for claim in again:
        tasks.send_letters.func(claim)
    assert set(mailserver.took) == {person.email}
    assert hand_over_forgotten(to=again.append, now=NOON + timedelta(days=9)) == 0


def test_two_tasks_of_a_batch_at_once_send_each_letter_once(mailserver):
    people = [a_person() for _ in range(3)]
    told(*people)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    take_up(*claims, now=clock.now())
    first = Letter.objects.get(person=people[0])
    begin(first, after=None)  # one task has handed this one to the mail server, and waits for the answer
    tasks.send_letters.func(*claims)
    assert set(mailserver.took) == {person.email for person in people[1:]}
    finish(*claims, after=Posted(first, people[0].email, Verdict.SENT, clock.now()), now=clock.now())
    assert states() == [LetterState.SENT] * 3
    assert hand_over_forgotten(to=claims.append, now=clock.now() + timedelta(days=1)) == 0


def test_letters_that_were_taken_before_their_hour_was_kept_are_taken_again(mailserver):
    person = a_person()
    told(person)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    Letter.objects.update(state=LetterState.TAKEN, try_at=None)
    again: list[str] = []
    assert hand_over_forgotten(to=again.append, now=NOON) == 1
    for claim in (*again, *claims):
        tasks.send_letters.func(claim)
    assert {address: len(letters) for address, letters in mailserver.took.items()} == {person.email: 1}
    assert list(Letter.objects.values_list("state", "tries")) == [(LetterState.SENT, 1)]


def test_a_batch_that_is_begun_again_after_a_crash_counts_as_one_try(mailserver, settings):
    people = [a_person() for _ in range(2)]
    told(*people)
    claims: list[str] = []
    hand_over_letters(to=claims.append, now=NOON)
    for _worker in range(3):
        take_up(*claims, now=NOON)  # and here each is killed
    assert set(Letter.objects.values_list("tries", flat=True)) == {1}
    settings.EMAIL_PORT = 1
    tasks.send_letters.func(*claims)
    assert set(Letter.objects.values_list("state", "tries")) == {(LetterState.WAITING, 1)}


def test_a_digest_tells_what_was_missed_and_only_who_was_away(mailserver):
    away, here, loud = a_person("Ann", language="en"), a_person(), a_person(language="en")
    told(away, here, kind=CALM, data={"what": "bread"})
    told(away, kind=CALM, data={"what": "milk"})
    told(loud, kind=CALM, data={"what": "salt"})
    actions.be_here(by=as_actor(here), now=NOON + timedelta(minutes=1))
    actions.see_all(by=as_actor(loud), now=NOON)
    assert carried(NOON + timedelta(hours=17)) == 0
    carried(NOON + timedelta(hours=18))
    assert set(mailserver.took) == {away.email}
    (letter,) = mailserver.took[away.email]
    assert "this is what happened since you were last here:" in body(letter, "plain")
    assert "By the way: bread" in body(letter, "plain")
    assert "By the way: milk" in body(letter, "html")
    assert carried(NOON + FOREVER) == 0


def test_a_digest_takes_as_many_queries_for_five_as_for_one(mailserver, django_assert_max_num_queries):
    for count in (1, 5):
        told(*[a_person() for _ in range(count)], kind=CALM)
        claims: list[str] = []
        hand_over_letters(to=claims.append, now=NOON + FOREVER)
        take_up(*claims, now=NOON)
        with django_assert_max_num_queries(4):
            assert len(drafts(claims[0])) == count
