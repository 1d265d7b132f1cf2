# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clearing: a million pledges, every outcome, weights, places, capacities, files, and real ballots through the command."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from insieme.offers.rules.clearing.ballots import ballots_from
from insieme.offers.rules.clearing.book import book_of
from insieme.offers.rules.clearing.clearing import clear
from insieme.offers.rules.clearing.files import instance_from, written
from insieme.offers.rules.clearing.forecast import Forecast
from insieme.offers.rules.clearing.instance import Entry, Instance, Offer, Pledge
from insieme.offers.rules.clearing.outcomes import Outcomes
from insieme.offers.rules.clearing.reduction import reduced
from insieme.offers.rules.clearing.result import Result
from insieme.offers.rules.clearing.verification import verify

ROOT = Path(__file__).resolve().parent.parent
DUBLIN = ROOT.parent / "shared" / "data" / "preflib" / "dublin-west-2002.soi"
MILLION = "1,000,000 pledges x 20 offers x lists of 5"


def figure(name: str, measured: float, unit: str, target: float | None = None, note: str = "") -> None:
    """Tell one figure; with a target, whether it was reached."""
    told = {"figure": name, "measured": round(measured, 4), "unit": unit, "note": note}
    told |= {"target": "", "reached": None} if target is None else {"target": f"< {target:g} {unit}", "reached": measured < target}
    print(json.dumps(told), flush=True)


def timed(job: Callable[[], Any]) -> tuple[Any, float, float]:
    """What a job gives, and the wall and processor seconds that it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    found = job()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def clearing(name: str, given: Instance, target: float | None = None) -> Result:
    """Clear, and tell how long it took and what came out."""
    result, wall, cpu = timed(lambda: clear(given))
    contested = len(result.rounds[-1][1]) - len(result.rounds[-1][0])
    cut = "" if result.exhaustive else ", search cut short"
    note = f"{cpu:.2f} s of processor; {result.verdict}, {len(result.active)} go ahead, {contested} contested{cut}"
    figure(name, wall, "s", target, note)
    return result


def memory(name: str, target: float | None = None) -> None:
    """Tell the most memory that this process has held."""
    figure(name, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB", target)


def crowd(people: int = 1_000_000, offers: int = 20, *, quorum: int = 60_000, spread: float = 0.5) -> Instance:
    """Random lists of five; offers differ in popularity by `spread`."""
    chance = np.random.default_rng(1)
    popular = chance.gumbel(size=offers) * spread
    ranked = np.empty((5, people), dtype=np.int32)
    for start in range(0, people, 50_000):
        liked = chance.gumbel(size=(min(50_000, people - start), offers)).astype(np.float32) + popular
        ranked[:, start : start + len(liked)] = np.argsort(-liked, axis=1)[:, :5].T
    named = tuple(Offer(f"offer {number}", quorum) for number in range(offers))
    return Instance(seed=b"bench", offers=named, offer=ranked, count=np.ones(people, dtype=np.int64))


def million() -> None:
    """The figures of the design: clearing with its certificate, verification, memory, one more pledge."""
    given = crowd()
    result = clearing(f"clear {MILLION}, certificate included", given, 1)
    reason, wall, _ = timed(lambda: verify(given, result))
    assert reason is None
    figure("verify it", wall, "s", 0.2)
    memory("memory of both", 300)
    forecast = Forecast(given)
    took = []
    for number in range(20):
        pledge = Pledge((Entry(number), Entry((number + 7) % 20)))
        took.append(timed(lambda pledge=pledge: forecast.join(pledge))[1])
    figure("clear again after one more pledge", sorted(took)[10] * 1000, "ms", 5, "median of 20")


def wide() -> None:
    """Every outcome of 20 offers."""
    given = crowd(quorum=100_000, spread=0.0)
    clearing(f"clear {MILLION}, all contested", given, 5)
    book = book_of(given)
    high = book.nothing()
    high[:20] = 1
    outcomes, wall, _ = timed(lambda: Outcomes(book, book.nothing(), high))
    figure("look at 2^20 outcomes of them", wall, "s", 5, f"{outcomes.stable.sum()} stable")
    memory("memory of both")


def weighted() -> None:
    """The same with euro weights."""
    given = crowd()
    weight = np.random.default_rng(2).integers(100, 20_000, given.offer.shape)
    offers = tuple(Offer(each.id, each.quorum * 10_000) for each in given.offers)
    clearing(f"clear {MILLION} with weights", replace(given, offers=offers, weight=weight))
    memory("memory of it")


def territory() -> None:
    """A third of all entries wait for neighbours in one of a thousand places."""
    given = crowd()
    chance = np.random.default_rng(3)
    near = np.where(chance.random(given.offer.shape) < 1 / 3, chance.choice([20, 50, 100], given.offer.shape), 0)
    place = chance.integers(0, 1000, len(given.count)).astype(np.int32)
    given = replace(given, near=near, place=place, places=tuple(f"{number:06}" for number in range(1000)))
    clearing(f"clear {MILLION} in 1,000 places, a third with territory conditions", given, 5)
    memory("memory of it")


def smaller() -> None:
    """A hundred thousand pledges: scarce places, forty offers, what is published."""
    given = crowd(100_000, quorum=6_000)
    result = clearing("clear 100,000 x 20 x 5", given)
    found, wall, _ = timed(lambda: reduced(given, result))
    figure("reduce them for publication", wall, "s", note=f"{len(found.instance.count)} lines")
    scarce = tuple(Offer(each.id, each.quorum, (), 9_000) for each in given.offers)
    clearing("clear 100,000 x 20 x 5 with capacities", replace(given, offers=scarce))
    clearing("clear 100,000 x 40 x 5", crowd(100_000, 40, quorum=6_000))


def file() -> None:
    """A file of a million pledges."""
    text, wall, _ = timed(lambda: written(crowd()))
    figure("write a file of 1,000,000 pledges", wall, "s", note=f"{len(text) // 1_000_000} MB")
    data = text.encode()
    _, wall, cpu = timed(lambda: instance_from(data))
    figure("read it, every entry checked", wall, "s", note=f"{cpu:.2f} s of processor")
    memory("memory of it")


def command() -> None:
    """29,988 real ballots through the command, from start to exit."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pledges.json"
        path.write_text('{"format": "insieme-clearing/1", "seed": "", "offers": [], "pledges": []}', encoding="utf-8")
        figure("insieme clear of an empty file: start-up", _run(path)[1], "s", 0.5)
        if not DUBLIN.is_file():
            print(f"  no Dublin ballots: {DUBLIN} is not here")
            return
        ballots = ballots_from(DUBLIN.read_bytes())
        offers = [{"id": name, "quorum": 4_000} for name in ballots.names]
        pledges = [{"count": count, "list": [ballots.names[each] for each in order]} for count, order in ballots.orders]
        path.write_text(json.dumps({"format": "insieme-clearing/1", "seed": "00", "offers": offers, "pledges": pledges}), encoding="utf-8")
        told, wall = _run(path)
        figure(
            f"insieme clear of {ballots.people} Dublin ballots, in all", wall, "s", 1, f"{told['verdict']}, {len(told['active'])} go ahead"
        )


def _run(path: Path) -> tuple[dict[str, Any], float]:
    done, wall, _ = timed(lambda: subprocess.run([sys.executable, "-m", "insieme", "clear", path], capture_output=True, check=True))
    return json.loads(done.stdout), wall


PARTS = (million, wide, weighted, territory, smaller, file, command)


def main() -> None:
    """Measure each part in a process of its own, so that its memory is its own."""
    for part in PARTS:
        subprocess.run([sys.executable, "-c", f"from bench.clearing import {part.__name__} as part; part()"], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
