# SPDX-License-Identifier: AGPL-3.0-or-later
"""The record: what saying, sealing and proving cost, and how long strangers need to check a million entries."""

# ruff: noqa: PLC0415 - Django is set up in the processes that need it

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench._apart import ROOT, apart, on_each_database
from bench._figures import figure, timed

MILLION = 1 << 20
FACTS = 20_000


def main() -> None:
    """Measure each database in a process of its own, then the million."""
    on_each_database("record", "on_database")
    with tempfile.TemporaryDirectory() as folder:
        apart("record", "at_a_million()", folder=folder)
        check_a_million(Path(folder) / "record")


def on_database(name: str) -> None:
    """Say and seal."""
    from django.db import transaction

    from insieme.record import actions

    with transaction.atomic():
        said = timed(lambda: [_say(number) for number in range(FACTS)])
    sealed = timed(actions.seal)
    facts = FACTS / sealed
    figure(f"{name}: one `record.say` with a private part", said / FACTS * 1e6, "us", note="within one transaction")
    figure(f"{name}: sealing in batches", round(facts), "facts/s", "at least 5,000 facts/s", facts >= 5000)
    alone = [timed(lambda number=number: (transaction.atomic(_say)(number), actions.seal())) for number in range(100)]
    figure(f"{name}: say, commit and seal a single fact", statistics.median(alone) * 1000, "ms", note="median; two commits")


def _say(number: int) -> object:
    from insieme.foundation.actor import Actor
    from insieme.record import actions
    from insieme.record.facts import Erased

    return actions.say(Erased(parts=number), about="bench", by=Actor.person(1, "bench0bench0"))


def at_a_million() -> None:
    """Seal 2^20 rows through the real code, prove some of them, export and check the database."""
    from django.conf import settings

    from insieme.record import actions, queries
    from insieme.record.queries.checking import check

    sealed = 0.0
    for rows in _rows(MILLION):
        _insert(rows)
        sealed += timed(actions.seal)
    figure("SQLite: sealing a million", round(MILLION / sealed), "facts/s", "at least 5,000 facts/s", MILLION / sealed >= 5000)
    proofs = [timed(lambda position=position: queries.proof(position)) for position in range(7, MILLION, MILLION // 200)]
    worst = statistics.quantiles(proofs, n=20)[-1] * 1000
    figure(
        "inclusion proof at a million leaves",
        statistics.median(proofs) * 1000,
        "ms",
        "< 5 ms",
        worst < 5,
        f"median of {len(proofs)}; p95 {worst:.1f} ms",
    )
    figure("insieme record export, a million", timed(lambda: actions.export(settings.DATA / "record")), "s")
    figure(
        "insieme record verify, a million", timed(check), "s", note=f"{_megabytes(resource.RUSAGE_SELF)} MB at most, with all of the above"
    )


def _rows(count: int) -> Iterator[list[object]]:
    from insieme.foundation import clock
    from insieme.record.models import Entry

    at, step = clock.now(), 1 << 15
    for first in range(0, count, step):
        public = (f'{{"parts":{number}}}' for number in range(first, min(first + step, count)))
        yield [Entry(code="record.erased", about="bench", actor="system:bench", at=at, public=said) for said in public]


def _insert(rows: list[object]) -> None:
    from django.db import transaction

    from insieme.record.models import Entry

    with transaction.atomic():
        Entry.objects.bulk_create(rows, batch_size=2000)


def check_a_million(folder: Path) -> None:
    """Run the stand-alone verifier on the exported folder."""
    took = timed(
        lambda: subprocess.run([sys.executable, "-I", str(ROOT / "verify_record.py"), str(folder)], check=True, stdout=subprocess.DEVNULL)
    )
    figure("verify_record.py, a million leaves", took, "s", "< 60 s", took < 60)
    probe = (
        "import resource, runpy, sys; sys.argv = sys.argv[1:]\n"
        "try: runpy.run_path(sys.argv[0], run_name='__main__')\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    out = subprocess.check_output([sys.executable, "-I", "-c", probe, str(ROOT / "verify_record.py"), str(folder)], text=True)
    figure("verify_record.py, memory", int(out.split()[-1]) // 1024, "MB")


def _megabytes(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()
