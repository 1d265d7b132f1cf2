# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding among 200,000 voices: what a search costs, with words that stand in every third of them, and what keeping the index costs."""

# ruff: noqa: PLC0415 - Django is set up in the processes that need it

from __future__ import annotations

import itertools
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench._apart import on_each_database
from bench._figures import figure

VOICES, AT_ONCE, QUERIES = 200_000, 1000, 300
TARGET = 100
START = datetime(2026, 1, 1, tzinfo=UTC)

#: What people here talk about; each word in its forms, so that stems have something to do.
ITALIAN = """
    prezz:o,i offert:a,e quartier:e,i client:e,i quot:a,e impegn:o,i scuol:a,e consegn:a,e energi:a,e bollett:a,e serviz:io,i giorn:o,i
    lavor:o,i,are,iamo risparmi:o,are,amo serv:e,ono,iva person:a,e famigli:a,e cooperativ:a,e negoz:io,i prodott:o,i contratt:o,i
    garanzi:a,e fornit:ore,ori spes:a,e mes:e,i ann:o,i cas:a,e condomin:io,i tett:o,i pannell:o,i solar:e,i caff:e pan:e farin:a,e
    biciclett:a,e tren:o,i abbonament:o,i telefon:o,i connession:e,i riunion:e,i domand:a,e rispost:a,e propost:a,e decision:e,i
    comun:e,i citt:a associazion:e,i volontar:io,i,ia,ie mercat:o,i produtt:ore,ori qualit:a acqu:a,e rifiut:o,i impiant:o,i
    caldai:a,e isolament:o,i finestr:a,e cappott:o,i fattur:a,e pagament:o,i bonific:o,i scadenz:a,e ritard:o,i reclam:o,i
    promess:a,e mantenut:a,e,o,i verific:a,he,are prov:a,e relazion:e,i document:o,i numer:o,i cont:o,i percentual:e,i
""".split()  # noqa: SIM905 - a list of words reads as a text
ENGLISH = """
    price:,s offer:,s,ed,ing customer:,s compan:y,ies pledge:,s,d school:,s deliver:,y,ies,ed energ:y,ies bill:,s service:,s work:,s,ed,ing
    save:,s,d saving:,s famil:y,ies shop:,s product:,s contract:,s guarantee:,s,d supplier:,s month:,s year:,s house:,s roof:,s panel:,s
    coffee:,s bread: bike:,s train:,s meeting:,s question:,s answer:,s,ed proposal:,s decision:,s town:,s volunteer:,s market:,s
    quality: water: waste: boiler:,s window:,s invoice:,s payment:,s deadline:,s delay:,s,ed complaint:,s promise:,s,d proof:,s number:,s
""".split()  # noqa: SIM905
#: These stand in every text, and are left out of the index.
GLUE = {"it": "di che la il per un non con le si una da del in e", "en": "the of and to in a is that for it with as on"}
#: A question may hold one of these: they stand in a third to a half of the voices.
VERY_COMMON = 12


def main() -> None:
    """Measure each database in a process of its own."""
    on_each_database("search", "on_database")


def on_database(name: str) -> None:
    """Index and search."""
    from django.db import connection

    speech = Speech(7)
    _index(name, speech)
    with connection.cursor() as cursor:
        # In a house that runs, PostgreSQL does so by itself.
        cursor.execute("ANALYZE")
    _search(name, speech)


class Speech:
    """Sentences as people write them: few words very often, many seldom. The same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        from insieme.people.models import Place

        self._rng = random.Random(seed)  # noqa: S311 - the same sentences each time
        names = sorted(Place.objects.values_list("folded", flat=True))
        self._rng.shuffle(names)
        self.words = {"it": self._forms(ITALIAN) + names, "en": self._forms(ENGLISH) + names}
        self._weights = {which: list(itertools.accumulate(1 / (rank + 4) for rank in range(len(of)))) for which, of in self.words.items()}

    def _forms(self, roots: list[str]) -> list[str]:
        forms = [stem + ending for stem, _colon, endings in (root.partition(":") for root in roots) for ending in endings.split(",")]
        self._rng.shuffle(forms)
        return forms

    def sentence(self, length: int) -> str:
        """Return words of one language, with those between them that say nothing."""
        which = "it" if self._rng.random() < 0.7 else "en"
        content = self._rng.choices(self.words[which], cum_weights=self._weights[which], k=length)
        glue = self._rng.choices(GLUE[which].split(), k=length)
        return " ".join(word for pair in zip(glue, content, strict=True) for word in pair).capitalize() + "."

    def voice(self) -> str:
        """Return one to four sentences."""
        return " ".join(self.sentence(self._rng.randint(5, 12)) for _each in range(self._rng.randint(1, 4)))

    def question(self) -> str:
        """Return one to three words, half of them very common ones; now and then a phrase, or without a word."""
        of = self.words["it" if self._rng.random() < 0.7 else "en"]
        said = [self._rng.choice(of[:VERY_COMMON] if self._rng.random() < 0.5 else of[:400]) for _each in range(self._rng.randint(1, 3))]
        shape = self._rng.random()
        return f'"{" ".join(said)}"' if shape < 0.05 else " ".join(said) + (f" -{of[5]}" if shape > 0.95 else "")


def _index(name: str, speech: Speech) -> None:
    from django.db import transaction

    from insieme.foundation.finding import Findable
    from insieme.search.actions.indexing import write

    took, used = [], []
    for first in range(0, VOICES, AT_ONCE):
        told = [
            Findable("voice", f"v{at}", at, f"/calls/bench/#v{at}", speech.sentence(4), speech.voice(), START + timedelta(minutes=at))
            for at in range(first, first + AT_ONCE)
        ]
        began, busy = time.perf_counter(), time.process_time()
        with transaction.atomic():
            write("voice", told)
        took.append(time.perf_counter() - began)
        used.append(time.process_time() - busy)
    note = f"median of {len(took)}; {statistics.median(used) * 1000:.0f} ms of it are this process's CPU"
    figure(f"{name}: indexing 1,000 voices", round(statistics.median(took) * 1000), "ms", note=note)


def _search(name: str, speech: Speech) -> None:
    from insieme.search.queries import Filters, find
    from insieme.search.rules.asking import read

    now = START + timedelta(minutes=VOICES)
    asked = [read(speech.question()) for _each in range(QUERIES)]
    most = [read(word) for word in speech.words["it"][:VERY_COMMON]]
    begun = [read(each.typed.rpartition(" ")[0] + " " + each.typed.rpartition(" ")[2][: 3 + at % 3]) for at, each in enumerate(asked)]
    filters = [Filters(), Filters(kind="voice"), Filters(category="food")]
    runs = {
        f"{name}: searching {VOICES:,} voices": [_job(find, each, filters[0], now) for each in asked],
        f"{name}: ... with the {VERY_COMMON} commonest words": [_job(find, each, filters[0], now) for each in most * 5],
        f"{name}: ... with a last word of three to five letters": [_job(find, each, filters[0], now) for each in begun],
        f"{name}: ... filtered by kind or category": [_job(find, each, filters[1 + at % 2], now) for at, each in enumerate(asked)],
    }
    for what, jobs in runs.items():
        _report(what, jobs)


def _job(find: Callable[..., object], asked: object, filters: object, now: datetime) -> Callable[[], Any]:
    return lambda: find(asked, filters, now=now)


def _report(what: str, jobs: list[Callable[[], Any]]) -> None:
    took, used, found = [], [], 0
    for job in jobs:
        began, busy = time.perf_counter(), time.process_time()
        found += bool(job().results)
        took.append((time.perf_counter() - began) * 1000)
        used.append((time.process_time() - busy) * 1000)
    p50, p95, p99 = (statistics.quantiles(took, n=100)[each - 1] for each in (50, 95, 99))
    cpu = statistics.quantiles(used, n=100)
    note = f"p50 {p50:.1f}, p99 {p99:.1f} ms; CPU p50 {cpu[49]:.1f}, p95 {cpu[94]:.1f} ms; {len(jobs)} questions, {found} with results"
    figure(f"{what}, p95", p95, "ms", f"< {TARGET} ms", p95 < TARGET, note)


if __name__ == "__main__":
    main()
