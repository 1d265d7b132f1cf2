# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: PLC0415 - Django is set up in `main`, and each process imports what it needs after that
"""Kills real processes between any two steps of say, seal and relay, lets another one go on, and prints what is left.

Run by `test_crash.py` as a program: each scene is a forked process that dies by SIGKILL at its failpoint. The failpoints are
patched in from here; the program itself knows nothing of them.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

from insieme.record.tests.crash_scenes import CROWD, STEPS, UNTIMED

ROUNDS = 4  # a scene says this many facts, seals and relays each, and dies in one of them
LOG = Path(os.environ["INSIEME_DATA"]) / "handled"


class scene:  # noqa: N801 - it stands in the list of steps like a module
    """What a room would do: a change with its fact, and an effect in answer."""

    @staticmethod
    def change(number: int) -> None:
        _sql("INSERT INTO scene_change VALUES (%s)", number)

    @staticmethod
    def committed() -> None:
        pass

    @staticmethod
    def effect(position: int) -> None:
        with LOG.open("a") as file:
            file.write(f"{position}\n")
        _sql("INSERT INTO scene_effect VALUES (%s)", position)


def _sql(statement: str, *values: Any) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def fail_at(where: str, name: str, moment: str, call: int) -> None:
    """Have this process die before or after the so-many-th call of a function."""
    from django.utils.module_loading import import_string

    holder = scene if where == "scene" else import_string(where) if where[-1].isalpha() and "models." in where else sys.modules[where]
    real, calls = getattr(holder, name), iter(range(1, sys.maxsize))

    def dying(*args: Any, **kwargs: Any) -> Any:
        fatal = next(calls) == call
        if fatal and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, staticmethod(dying) if holder is scene else dying)


def rounds(count: int, first: int) -> None:
    from django.db import transaction

    from insieme.record import actions
    from insieme.record.tests.makers import ADA, Counted

    for number in range(first, first + count):
        with transaction.atomic():
            scene.change(number)
            actions.say(Counted(number, "", "secret"), about="scene", by=ADA)
        scene.committed()
        work()


def work() -> None:
    from insieme.record import actions

    actions.seal()
    actions.relay()


def state() -> dict[str, Any]:
    from insieme.record.models import Entry
    from insieme.record.queries.checking import check

    checked = check()
    return {
        "changes": sorted(row[0] for row in _sql("SELECT number FROM scene_change")),
        "facts": sorted(json.loads(public)["number"] for public in Entry.objects.values_list("public", flat=True)),
        "positions": list(Entry.objects.order_by("position").values_list("position", flat=True)),
        "effects": sorted(row[0] for row in _sql("SELECT position FROM scene_effect")),
        "handled": sorted(set(map(int, LOG.read_text().split()))) if LOG.exists() else [],
        "checked": checked[0],
    }


def apart(job: Callable[[], Any], *, seconds: float = 0) -> tuple[int, Any]:
    """Do a job in a process of its own, which the system ends after so many seconds; return how it ended and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            os.write(writing, json.dumps(job()).encode())
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - it must not run on into the parent's code
            sys.stderr.write(f"{error!r}\n")
            os._exit(70)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), json.loads(said) if said else None


def prepare() -> None:
    from django.core.management import call_command

    call_command("migrate", "record", verbosity=0)
    _sql("CREATE TABLE scene_change (number integer)")
    _sql("CREATE TABLE scene_effect (position integer)")


def crowd(first: int) -> list[int]:
    """Four at once: two that say, seal and relay, two that only seal and relay."""
    children = []
    for part in range(4):
        child = os.fork()
        if not child:
            try:
                for _ in range(1 if part < 2 else 25):
                    rounds(15, first + part * 1000) if part < 2 else work()
                os._exit(0)
            except BaseException as error:  # noqa: BLE001 - as above
                sys.stderr.write(f"{error!r}\n")
                os._exit(70)
        children.append(child)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "insieme.config.settings"
    django.setup()
    from insieme.record.reactions import react

    react("scene", ["record_tests.counted"], lambda fact: scene.effect(fact.position))
    assert apart(prepare)[0] == 0
    results = []
    for number, (where, name, moment) in enumerate(STEPS):

        def dies(where: str = where, name: str = name, moment: str = moment, number: int = number) -> None:
            fail_at(where, name, moment, 1 + number % 2)
            rounds(ROUNDS, 100 * number)

        ended, _ = apart(dies)
        results.append([f"{moment} {name}", ended, apart(lambda: (work(), state())[1])[1]])
    for number in range(UNTIMED):
        ended, _ = apart(lambda number=number: rounds(1000, 100_000 + 1000 * number), seconds=random.uniform(0.02, 0.25))  # noqa: S311
        results.append([f"at any time ({number})", ended, apart(lambda: (work(), state())[1])[1]])
    ended = max(crowd(1_000_000))
    results.append([CROWD, ended, apart(lambda: (work(), state())[1])[1]])
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
