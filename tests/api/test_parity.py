# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people do on the pages programs do through the API, by the same actions. A new action of a page needs its operation, or a reason."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from house.plan import SOURCE, rooms
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.initiatives import InitiativeText
from insieme.offers.actions.offering import OfferText, TierText
from insieme.offers.schemas.calls import CallSent, CallTold
from insieme.offers.schemas.initiatives import InitiativeSent, InitiativeTold
from insieme.offers.schemas.offers import OfferSent, OfferTold, TierSent, TierTold
from tests.house.reading import tree

#: Done on pages alone, each with its reason. What is named here and done by neither is named in vain: that fails as well.
ON_PAGES_ONLY = {
    "notices.actions.choosing.stop": "the link in a letter, for whoever holds it; a program chooses in /notices/settings",
    "notices.actions.devices.add_device": "a browser's own address for web push, made by that browser",
    "notices.actions.seeing.be_here": "a page that is open tells that nothing need be pushed; a program is never looked at",
    "notices.actions.seeing.see_at": "who opens the page that a notice leads to has seen it; a program marks the notice itself",
    "offers.actions.inviting.open_invitation": "the letter was opened in a browser; the GET of a program changes nothing",
    "offers.actions.sharing.count_pledge": "a link carries its visitor from one page to the next by the session of the browser",
    "offers.actions.sharing.follow_link": "the same: a visit is somebody who looks",
    "people.actions.closing.ask_to_close": "leaving wants the password, which no program has",
    "people.actions.closing.keep_open": "the other half of leaving",
    "people.actions.tokens.make_token": "what a program may do a person decides: no token makes one that may do more, or lasts longer",
    "people.actions.tokens.revoke_token": "the page on which tokens are made; whose token was stolen must not find it revoke the others",
    "people.actions.verification.confirm_mail": "the link in a letter, for whoever reads that mailbox, without an account too",
}
#: What a company or a promoter writes, as the action takes it, is sent and told with the same fields; but for these.
PAIRS = [
    (CallText, CallSent, CallTold, set()),
    (OfferText, OfferSent, OfferTold, {"currency"}),  # euro alone, so far
    (TierText, TierSent, TierTold, set()),
    (InitiativeText, InitiativeSent, InitiativeTold, set()),
]


def modules(door: str) -> Iterator[tuple[str, Path]]:
    """The modules of a door of all rooms: `web` and `api`, files or packages."""
    for room in rooms():
        for path in (SOURCE / room / f"{door}.py", *sorted((SOURCE / room / door).rglob("*.py"))):
            if path.exists():
                parts = path.relative_to(SOURCE.parent).with_suffix("").parts
                yield ".".join(parts).removesuffix(".__init__"), path


def named(node: ast.expr, module: ModuleType) -> Any:
    """What a name stands for in a module, or a name of a module in it; None for anything that is made as it runs."""
    if isinstance(node, ast.Name):
        return vars(module).get(node.id)
    if isinstance(node, ast.Attribute):
        whose = named(node.value, module)
        return getattr(whose, node.attr, None) if isinstance(whose, ModuleType) else None
    return None


def actions_of(door: str) -> dict[str, set[str]]:
    """Every public function of a room's actions that this door names, and in which modules; by whatever name it was imported."""
    found: dict[str, set[str]] = {}
    for name, path in modules(door):
        module = importlib.import_module(name)
        for node in ast.walk(tree(path)):
            thing = named(node, module) if isinstance(node, (ast.Name, ast.Attribute)) else None
            if inspect.isfunction(thing) and ".actions" in thing.__module__ and not thing.__name__.startswith("_"):
                found.setdefault(f"{thing.__module__}.{thing.__name__}".removeprefix("insieme."), set()).add(name)
    return found


def test_what_pages_do_programs_do_by_the_same_actions():
    pages, programs = actions_of("web"), actions_of("api")
    missing = {action: sorted(where) for action, where in pages.items() if action not in programs and action not in ON_PAGES_ONLY}
    assert len(pages) > 60
    assert not missing, f"give each an operation, or say in ON_PAGES_ONLY why not: {missing}"


def test_every_reason_is_still_needed():
    pages, programs = actions_of("web"), actions_of("api")
    assert sorted(action for action in ON_PAGES_ONLY if action not in pages or action in programs) == []


@pytest.mark.parametrize(("text", "sent", "told", "but_for"), PAIRS)
def test_all_that_an_action_takes_is_sent_and_told(text, sent, told, but_for):
    wanted = {each.name for each in fields(text)} - but_for
    assert wanted - set(sent.model_fields) == set()
    assert wanted - set(told.model_fields) == set()
