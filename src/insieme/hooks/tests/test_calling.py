# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sealed is sent: to who wants it, in order, signed, until it is taken."""

from datetime import timedelta

import pytest

from insieme.foundation import clock
from insieme.hooks import actions, rules
from insieme.hooks.models import Delivery, DeliveryState, Hook, HookState
from insieme.hooks.tests.makers import NOW, a_hook, a_program, said, sealed, told
from insieme.people.tests.makers import a_person, as_actor
from insieme.record import actions as record
from insieme.record.queries import entry_at, feed, latest_position

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def inside(settings):
    settings.CALLS_INSIDE = True


@pytest.fixture
def program():
    with a_program() as heard:
        yield heard


def sent(now=NOW):
    """Let the worker do all that is due."""
    actions.queue_new(now=now)
    return actions.hand_over(to=actions.call, now=now)


def test_what_was_sealed_before_is_not_sent_and_what_comes_is_in_order(program):
    sealed(3)
    a_hook(program.address)
    sealed(4)
    sent()
    assert told(program) == [3, 4, 5, 6]
    assert sent() == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_a_call_carries_the_public_part_and_is_signed(program):
    hook = a_hook(program.address)
    said(1, words="per tutti")
    record.seal()
    sent()
    [(headers, body)] = program.calls
    last = latest_position()
    stamp, ident = headers["webhook-timestamp"], f"{hook.ref}.{last}"
    assert headers["webhook-id"] == ident
    assert headers["webhook-signature"] == rules.sign(hook.secret, ident=ident, stamp=stamp, body=body)
    assert "per tutti" in body.decode()
    assert '"s0"' not in body.decode()
    assert entry_at(last).actor in body.decode()


def test_only_the_kinds_and_the_topic_that_were_chosen_are_sent(program):
    a_hook(program.address, chosen=["numbers"], topic="call:bread")
    with a_program() as other:
        a_hook(other.address, chosen=["calls"])
        said(1, about="call:milk")
        said(1, about="call:bread")
        record.seal()
        sent()
        assert len(program.calls) == 1
        assert b"call:bread" in program.calls[0][1]
        assert other.calls == []


def test_what_comes_after_a_failure_waits_and_then_goes_in_order(program):
    hook = a_hook(program.address)
    program.answers = [204, 500, 204]
    sealed(3)
    sent()
    assert told(program) == [0, 1]
    hook.refresh_from_db()
    assert hook.failures == 1
    assert clock.now() < hook.next_at <= clock.now() + rules.DELAYS[0]
    assert sent(hook.next_at - timedelta(seconds=1)) == 0
    sent(hook.next_at)
    assert told(program) == [0, 1, 1, 2]
    hook.refresh_from_db()
    assert (hook.failures, hook.next_at) == (0, None)
    assert list(Delivery.objects.order_by("position").values_list("attempts", flat=True)) == [1, 2, 1]


def test_one_that_never_answers_is_stopped_and_loses_nothing(program):
    hook = a_hook(program.address)
    program.answers = [503]
    sealed(2)
    for failures in range(1, len(rules.DELAYS) + 2):
        sent(Hook.objects.get().next_at or NOW)
        assert Hook.objects.get().failures == failures
    assert Hook.objects.get().state == HookState.STOPPED
    assert sent(NOW + timedelta(days=99)) == 0
    program.answers = [200]
    sealed(1)
    actions.start_hook(hook.ref, by=as_actor_of(hook))
    sent()
    # What comes third is that it was stopped: the record says so, and not whose it is.
    assert told(program)[-4:] == [0, 1, 2, 3]
    stopped = feed()[1]
    assert (stopped.code, stopped.actor, stopped.public) == ("hooks.stopped", "system:hooks", "{}")


def test_gone_is_taken_at_its_word(program):
    a_hook(program.address)
    program.answers = [410]
    sealed(1)
    sent()
    assert Hook.objects.get().state == HookState.STOPPED


def test_the_log_keeps_what_was_answered(program):
    a_hook(program.address)
    program.answers = [418]
    sealed(1)
    sent()
    kept = Delivery.objects.get()
    assert (kept.status, kept.attempts, kept.state) == (418, 1, DeliveryState.WAITING)
    assert kept.answer.startswith("thank you")


def test_a_fact_is_sent_again_with_the_same_identity(program):
    hook = a_hook(program.address)
    sealed(2)
    sent()
    first = Delivery.objects.order_by("position").first()
    actions.send_again(hook.ref, first.ref, by=as_actor_of(hook))
    sent()
    assert told(program) == [0, 1, 0]
    assert len({headers["webhook-id"] for headers, _body in program.calls}) == 2


def test_a_fact_that_is_left_out_holds_up_nothing(program):
    hook = a_hook(program.address)
    program.answers = [500, 204]
    sealed(2)
    sent()
    actions.skip(hook.ref, Delivery.objects.get(position=0).ref, by=as_actor_of(hook))
    sent()
    assert told(program) == [0, 1]
    assert Delivery.objects.get(position=0).state == DeliveryState.SKIPPED


def test_a_trial_goes_even_to_one_that_stands_still_and_a_failed_one_is_over(program):
    hook = a_hook(program.address)
    actions.pause_hook(hook.ref, by=as_actor_of(hook))
    sealed(1)
    actions.try_out(hook.ref, by=as_actor_of(hook), now=NOW)
    with pytest.raises(actions.hooking.TrialUnderWay):
        actions.try_out(hook.ref, by=as_actor_of(hook), now=NOW)
    program.answers = [500]
    sent()
    assert len(program.calls) == 1
    assert rules.PING in program.calls[0][1].decode()
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert Hook.objects.get().failures == 0


def test_a_paused_one_is_told_afterwards_what_came_meanwhile(program):
    hook = a_hook(program.address)
    actions.pause_hook(hook.ref, by=as_actor_of(hook))
    sealed(2)
    sent()
    assert program.calls == []
    actions.start_hook(hook.ref, by=as_actor_of(hook))
    sent()
    assert told(program) == [0, 1]


def test_a_hook_that_a_worker_is_calling_is_not_called_by_another(program):
    a_hook(program.address)
    sealed(1)
    actions.queue_new(now=NOW)
    handed = []
    assert actions.hand_over(to=handed.append, now=NOW) == 1
    assert actions.hand_over(to=handed.append, now=NOW + timedelta(minutes=4)) == 0
    # Killed in the middle, its work is taken over.
    assert actions.hand_over(to=handed.append, now=NOW + timedelta(minutes=6)) == 1


def test_many_take_turns(program, monkeypatch):
    a_hook(program.address)
    monkeypatch.setattr(actions.calling, "IN_A_ROW", 2)
    monkeypatch.setattr(actions.calling, "AT_ONCE", 2)
    sealed(5)
    rounds = 0
    while actions.queue_new(now=NOW) + actions.hand_over(to=actions.call, now=NOW):
        rounds += 1
    assert told(program) == [0, 1, 2, 3, 4]
    assert rounds == 3


def test_queueing_costs_the_same_for_one_hook_and_for_five(program, django_assert_num_queries):
    a_hook(program.address)
    sealed(2)
    with django_assert_num_queries(8):
        actions.queue_new(now=NOW)
    for _ in range(4):
        a_hook(program.address)
    sealed(2)
    with django_assert_num_queries(8):
        actions.queue_new(now=NOW)


def test_old_deliveries_are_forgotten_unless_they_still_wait(program):
    a_hook(program.address)
    program.answers = [204, 500]
    sealed(2)
    sent()
    assert actions.forget_old(now=NOW + timedelta(days=29)) == 0
    assert actions.forget_old(now=NOW + timedelta(days=31)) == 1
    assert Delivery.objects.get().position == 1


def as_actor_of(hook):
    return as_actor(hook.person or a_person())
