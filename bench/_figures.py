# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling a figure to whoever asked for the measurement, and timing a job."""

from __future__ import annotations

import json
import time
from collections.abc import Callable


def figure(name: str, measured: object, unit: str = "", target: str = "", reached: bool | None = None, note: str = "") -> None:
    """Tell one figure, as a line of its own; with a target, whether it was reached."""
    measured = round(measured, 4) if isinstance(measured, float) else measured
    told = {"figure": name, "measured": measured, "unit": unit, "target": target, "reached": reached, "note": note}
    print(json.dumps(told), flush=True)


def timed(job: Callable[[], object]) -> float:
    """Return the seconds that a job takes, by the clock on the wall."""
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def least_cpu(job: Callable[[], object], *, rounds: int = 7, times: int = 40) -> float:
    """Return the least mean CPU of some rounds of a job, in milliseconds: what else the machine does can only add."""
    means = []
    for _round in range(rounds):
        began = time.process_time()
        for _time in range(times):
            job()
        means.append(1000 * (time.process_time() - began) / times)
    return round(min(means), 2)
