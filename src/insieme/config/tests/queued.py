# SPDX-License-Identifier: AGPL-3.0-or-later
"""A task and a fact for processes that a test starts."""

import os
import signal
from dataclasses import dataclass
from typing import ClassVar

from django.db import transaction
from django_tasks import task

from insieme.foundation import clock
from insieme.foundation.actor import Actor
from insieme.people.actions import closing, exports
from insieme.people.rules import SECOND_THOUGHTS
from insieme.people.tests.makers import a_person, as_actor
from insieme.record import actions
from insieme.record.facts import Fact, Kind

done = []


@dataclass(frozen=True)
class Rung(Fact):
    """A bell was rung."""

    code: ClassVar[str] = "config.rung"
    KIND: ClassVar[Kind] = Kind("bells", "Bells")
    version: ClassVar[int] = 1
    private: ClassVar[tuple[str, ...]] = ()
    times: int

    def sentence(self):
        return "A bell was rung."


@task
def mark(what):
    done.append(what)


@task
def fail():
    msg = "no luck"
    raise ValueError(msg)


@task
def kill():
    """What takes all memory ends so: the worker is killed with it."""
    os.kill(os.getpid(), signal.SIGKILL)


def ring(times=1):
    with transaction.atomic():
        actions.say(Rung(times), about="call:bell", by=Actor.system("test"))


def queue_a_killer():
    kill.enqueue()
    mark.enqueue("sound")


def ring_and_queue(number):
    for place in range(number):
        ring(place)
        mark.enqueue(place)


def two_wait_for_a_letter():
    """Ada has asked for all that is known of her; Bea's week to think again is over."""
    ada, bea = (a_person(name, email=f"{name.lower()}@example.it") for name in ("Ada", "Bea"))
    exports.ask_for_export(by=as_actor(ada), now=clock.now())
    closing.ask_to_close(by=as_actor(bea), now=clock.now() - SECOND_THOUGHTS)
