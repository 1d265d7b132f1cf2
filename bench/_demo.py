# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo world, visited as a stranger and as somebody in it; what a visit costs. Imported once Django is ready."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench._figures import figure, least_cpu
from insieme.foundation.memory import memory


def plant() -> None:
    """The demo world and the files of its pages."""
    call_command("collectstatic", "--no-input", verbosity=0)
    with Path(os.devnull).open("w") as silence:
        call_command("seed", stdout=silence)


def browser(email: str = "") -> Client:
    """A browser that asks for Italian; signed in with this address, if there is one."""
    made = Client(headers={"host": "127.0.0.1:8000", "accept-language": "it"})
    if email:
        made.force_login(get_user_model().objects.get(email=email))
    return made


def queries(name: str, visit: Callable[[], Any], most: int | None = None) -> None:
    """Tell how many queries a visit makes where nothing is cached."""
    memory.clear()
    with CaptureQueriesContext(connection) as made:
        visit()
    asked = len(made)
    figure(f"{name}: queries, nothing cached", asked, target=f"at most {most}" if most else "", reached=asked <= most if most else None)


def cpu(name: str, visit: Callable[[], Any], aim: int | None = None) -> None:
    """Tell the CPU of a visit, with nothing cached and with the blocks kept."""

    def cold() -> None:
        memory.clear()
        visit()

    visit()
    figure(f"{name}: CPU, nothing cached", least_cpu(cold), "ms")
    warm = least_cpu(visit)
    target = f"aim: < {aim} ms" if aim else ""
    figure(f"{name}: CPU, blocks cached", warm, "ms", target, warm < aim if aim else None, "the test client's own part included")
