# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker drains what there is to do; what fails stops nobody and is told."""

import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from insieme.config import queue
from insieme.config.tests.queued import done, fail, mark, ring, ring_and_queue
from insieme.config.worker import Beat, Worker
from insieme.foundation import clock, periodic
from insieme.record import queries, reactions
from insieme.record.actions import relaying

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quiet(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    for kept in ("_duties", "_every", "_next", "_failing"):
        monkeypatch.setattr(periodic, kept, {})
    monkeypatch.setattr(relaying, "_REACTIONS", {})
    done.clear()


def test_once_drains_duties_facts_reactions_and_tasks_that_follow_from_each_other():
    rung = iter([True, False, False, False, False])
    periodic.register("test.ring", lambda _: next(rung) and (ring() or 1))
    reactions.react("test.mark", ["config.rung"], lambda fact: mark.enqueue(fact.position))
    call_command("work", once=True)
    assert done == [0]
    assert queries.latest_position() == 0
    assert not DBTaskResult.objects.ready().exists()


def test_once_ends_with_the_names_of_what_failed_after_doing_the_rest():
    def broken(_now):
        msg = "the well is dry"
        raise RuntimeError(msg)

    periodic.register("test.broken", broken)
    ring()
    fail.enqueue()
    mark.enqueue("sound")
    with pytest.raises(CommandError, match=r"test\.broken"):
        call_command("work", once=True)
    assert done == ["sound"]
    assert queries.latest_position() == 0


@pytest.mark.skipif(connection.vendor == "sqlite", reason="in memory it knows no waiting; test_processes does this on a file")
def test_two_workers_at_once_do_everything_once():
    ring_and_queue(30)
    reactions.react("test.mark", ["config.rung"], lambda fact: mark.enqueue(-fact.position))

    def work():
        Worker().run_once()
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    Worker().run_once()
    assert sorted(done) == sorted([*range(30), *(-position for position in range(30))])
    assert queries.latest_position() == 29


def test_a_beat_survives_a_database_that_is_away_and_says_it_once(caplog):
    stopping = threading.Event()
    answers = iter([OperationalError("gone"), OperationalError("gone"), 1, 0, OperationalError("gone")])

    def step():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    beat = Beat("clock", step, stopping, look=0.25, eager=True)
    pauses = [beat.once() for _ in range(5)]
    assert pauses == [0.5, 1.0, 0.0, 0.25, 0.5]
    assert [line.message.split(":")[0] for line in caplog.records if line.name == "insieme.config.worker"] == [
        "The clock cannot use the database and goes on trying",
        "The clock goes on.",
        "The clock cannot use the database and goes on trying",
    ]


def test_told_to_stop_the_queue_finishes_the_task_in_hand_only():
    worker = Worker()
    original = worker.queue.worker.run_task

    def run_task(result):
        worker.stop()
        original(result)

    worker.queue.worker.run_task = run_task
    mark.enqueue(1)
    mark.enqueue(2)
    worker.run()
    assert done == [1]


def test_tasks_of_a_dead_worker_are_run_again_and_old_results_go():
    mark.enqueue("left")
    mark.enqueue("old")
    now = clock.now()
    left, old = DBTaskResult.objects.all()
    DBTaskResult.objects.filter(pk=left.pk).update(status="RUNNING", started_at=now - queue.FORGOTTEN - timedelta(seconds=1))
    DBTaskResult.objects.filter(pk=old.pk).update(status="SUCCESSFUL", finished_at=now - queue.KEPT - timedelta(seconds=1))
    assert (queue.revive(now), queue.prune(now)) == (1, 1)
    assert Worker().run_once() == []
    assert len(done) == 1


def test_what_succeeded_is_forgotten_in_an_hour_and_what_failed_in_two_weeks():
    mark.enqueue("ada@example.it")
    fail.enqueue()
    Worker().run_once()
    now = clock.now()
    assert (queue.prune(now), queue.prune(now + queue.DONE)) == (0, 1)
    assert DBTaskResult.objects.get().status == "FAILED"
    assert (queue.prune(now + queue.KEPT - queue.DONE), queue.prune(now + queue.KEPT)) == (0, 1)
