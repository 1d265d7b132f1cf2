# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page, asked for by six: for each the answer that is expected; nothing changes by looking, nobody reads what is another's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.urls import URLResolver, get_resolver, resolve

from tests.api.world import ASKERS
from tests.routes.desk import DESK_PAGES
from tests.routes.pages import PAGES
from tests.routes.world import Answer, Pages

pytestmark = pytest.mark.django_db
EVERY = PAGES | DESK_PAGES
#: Swept by tests/api/test_sweep.py.
ELSEWHERE = "api/v1/"
#: Another room answers at the address before these; they are there to be called by name.
BEHIND = {"organisations/<slug:slug>/"}
#: What looking does change: a link is counted, a letter that was opened is noted, codes are shown once.
NOTED = {"/i/{link}/", "/calls/{signable}/invited/{key}/"}
NOTED |= {"/settings/security/codes/", "/settings/security/codes/download/"}
#: Where a link of a letter that does not fit is told to be too old.
LETTERS = ("/confirm-email/", "/password/new/")
#: What no page shows to anybody but these.
SECRETS: dict[str, set[str]] = {
    "Il segreto di Olga": set(),
    "Una bozza": {"member", "promoter"},
    "Una miscela mai firmata": {"staff"},
    "Parole in attesa": {"stranger", "administrator"},
    "Parole nascoste": {"member"},
    "REA BO-1234": {"administrator"},
    "pane@example.it": set(),
    "qualcuna@example.it": {"promoter"},
    "https://example.it/rete": {"promoter"},
    "{email_of_stranger}": {"stranger"},
}


@pytest.fixture(scope="module")
def answers(world: Pages) -> dict[str, dict[str, Answer]]:
    return {address: {who: world.ask(who, address) for who in ASKERS} for address in EVERY}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every route of the house and of the libraries in it, as it is written."""
    for entry in resolver.url_patterns:
        written = before + (str(entry.pattern).removeprefix("^") if before else str(entry.pattern))
        yield from routes(entry, written) if isinstance(entry, URLResolver) else [written]


def test_every_page_answers_each_as_expected(answers: dict[str, dict[str, Answer]]) -> None:
    wrong = [
        f"{address} to {who}: {answers[address][who].led}, not {expected}"
        for address, row in EVERY.items()
        for who, expected in zip(ASKERS, row, strict=True)
        if answers[address][who].led != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_every_route_is_in_the_table_and_nothing_else(world: Pages) -> None:
    written = {route for route in routes(get_resolver()) if not route.startswith(ELSEWHERE)} | {"api/v1/openapi.json"}
    asked = {resolve(world.filled(address).partition("?")[0]).route for address in EVERY}
    assert sorted(written - asked) == sorted(BEHIND)
    assert asked <= written


def test_nothing_changes_by_looking(answers: dict[str, dict[str, Answer]]) -> None:
    changed = [
        f"{address} by {who}: {each.changed}"
        for address, told in answers.items()
        for who, each in told.items()
        if each.changed and address not in NOTED
    ]
    assert not changed, "\n".join(changed)


def test_nobody_reads_what_is_for_others(world: Pages, answers: dict[str, dict[str, Answer]]) -> None:
    read = {word: set() for word in SECRETS}
    for address in PAGES:
        for who, each in answers[address].items():
            if each.told.headers.get("Content-Type", "").startswith(("text/", "application/")) and not each.told.streaming:
                text = unescape(each.text)
                for word in SECRETS:
                    if world.filled(word) in text:
                        read[word].add(who)
    assert read == SECRETS, {word: read[word] ^ SECRETS[word] for word in SECRETS if read[word] != SECRETS[word]}


def test_what_all_may_keep_is_the_same_for_all(answers: dict[str, dict[str, Answer]]) -> None:
    shared = [address for address, told in answers.items() if any("public" in kept(each) for each in told.values())]
    differing = [address for address in shared if len({each.text for each in answers[address].values()}) > 1]
    assert shared
    assert not differing


def kept(answer: Answer) -> str:
    return answer.told.headers.get("Cache-Control", "")


def test_the_head_of_a_page_is_asked_for_alone(world: Pages, answers: dict[str, dict[str, Answer]]) -> None:
    wrong = []
    for address in PAGES:
        told = answers[address]
        who = next((who for who, each in told.items() if each.led == 200), "nobody")
        head = world.ask(who, address, method="head")
        if (head.led, head.text) != (told[who].led, ""):
            wrong.append(f"{address} to {who}: {head.led}, not {told[who].led}")
    assert not wrong, "\n".join(wrong)


def test_who_calls_the_house_by_another_name_is_not_heard(world: Pages) -> None:
    assert world.ask("member", "/", headers={"Host": "elsewhere.example"}).led == 400


def elsewhere(address: str) -> Iterator[str]:
    """The address with one thing after the other put in the place of which there is none."""
    for found in re.finditer(r"\{\w+\}|(?<=/)[0-9]+(?=[/.])", address.partition("?")[0]):
        yield from (address[: found.start()] + each + address[found.end() :] for each in ("none", "x" * 300, "9" * 30))


def test_what_there_is_not_is_not_found(world: Pages) -> None:
    found = []
    for address in PAGES:
        for other in elsewhere(address):
            answer = world.ask("administrator", other)
            if answer.led not in {404, 405} and not address.startswith(LETTERS):
                found.append(f"{other[:120]}: {answer.led}")
    assert not found, "\n".join(found)
