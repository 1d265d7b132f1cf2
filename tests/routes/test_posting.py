# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every door, posted to by six: for each the answer that is expected.

Who is refused has changed nothing; once is enough; and whatever is sent, nothing breaks and nobody is led out of the house.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import resolve

from insieme.notices.models import PushSubscription
from insieme.people.models import Session
from insieme.village.tests.worlds import counts
from tests.api.world import ASKERS
from tests.routes.desk import DESK_DOORS
from tests.routes.doors import DOORS, FORMLESS, MANY
from tests.routes.pages import IN, PAGES, Answers
from tests.routes.world import Answer, Pages, nothing_stays

pytestmark = pytest.mark.django_db
#: One is led to sign in because it is done: an address is confirmed.
NOTED = {"/confirm-email/{confirm}/"}
REFUSED = {IN, "admin:login", 400, 401, 403, 404, 405, 409, 422}
CLOSED = REFUSED - {409, 422}
NUMBER = "9" * 30
GARBAGE = ("", "\x00", "x" * 100_000, NUMBER, "none")
OUTSIDE = ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)")


def who_may(answers: Answers) -> str:
    """Somebody whom the door leads on; of none, somebody to whom it answers; of none, somebody who is signed in."""
    to_each = [(who, answer) for who, answer in zip(ASKERS, answers, strict=True) if answer not in REFUSED]
    led = [who for who, answer in to_each if isinstance(answer, str)]
    return (led or [who for who, _answer in to_each] or ["member"])[0]


def test_every_door_answers_each_as_expected_and_changes_nothing_for_whom_it_refuses(world: Pages) -> None:
    wrong = []
    for address, said, row in [*DOORS, *((address, {}, row) for address, row in DESK_DOORS.items())]:
        for who, expected in zip(ASKERS, row, strict=True):
            answer = world.ask(who, address, said)
            if answer.led != expected:
                wrong.append(f"{address} with {said} by {who}: {answer.led}, not {expected}")
            elif answer.led in REFUSED and answer.changed and address not in NOTED:
                wrong.append(f"{address} with {said} refuses {who} and changes {answer.changed}")
    assert not wrong, "\n".join(wrong)


def test_what_is_not_a_door_takes_nothing(world: Pages) -> None:
    doors = {resolve(world.filled(address).partition("?")[0]).route for address, _said, _row in DOORS}
    pages = [address for address in PAGES if resolve(world.filled(address).partition("?")[0]).route not in doors]
    taken = {
        f"{address} from {who}: {each.led}"
        for address in pages
        for who in ("nobody", "member", "administrator")
        if (each := world.ask(who, address, {})).led not in CLOSED
    }
    assert not taken, "\n".join(sorted(taken))


def test_the_second_of_two_clicks_does_nothing_more(world: Pages) -> None:
    wrong = []
    for address, said, row in DOORS:
        browser = world.browser(who_may(row))
        with nothing_stays():
            world.send(browser, address, said)
            once = counts()
            again = world.send(browser, address, said)
            more = {table for table, rows in counts().items() if rows > once[table]}
        if is_fault(again):
            wrong.append(f"{address} with {said}, twice: {again.led}")
        if bool(more) != (address in MANY):
            wrong.append(f"{address} with {said}, twice: one more of {more}")
    assert not wrong, "\n".join(wrong)


def test_a_form_of_another_site_opens_no_door(world: Pages) -> None:
    opened = []
    for address, said, row in DOORS:
        with nothing_stays():
            browser = world.browser(who_may(row), enforce_csrf_checks=True)
            answer = world.send(browser, address, said, headers={"Origin": "https://elsewhere.example"})
        if answer.led != 403 or answer.changed:
            opened.append(address)
    assert set(opened) == FORMLESS, set(opened) ^ FORMLESS


def spoilt(said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What was to be sent: not at all, all of it as garbage, as files, twice over; and each part alone."""
    yield {}
    if said:
        yield from (dict.fromkeys(said, each) for each in GARBAGE)
        yield {name: SimpleUploadedFile("a.txt", b"a") for name in said}
        yield {name: [value, "x"] for name, value in said.items() if isinstance(value, str)}
        yield from (said | {name: NUMBER} for name in list(said)[:6])


@pytest.mark.filterwarnings("ignore::django.core.cache.CacheKeyWarning")  # allauth keeps codes by what was sent: our caches take it
def test_no_door_breaks_by_what_is_sent(world: Pages) -> None:
    wrong = []
    for address, said, row in DOORS:
        for each in spoilt(said):
            try:
                answer = world.ask(who_may(row), address, each)
                fault = str(answer.led) if is_fault(answer) else ""
            except Exception as error:  # noqa: BLE001 - whatever it is, the visitor would have seen a crash
                fault = repr(error)[:300]
            if fault:
                wrong.append(f"{address} with {str(each)[:80]}: {fault}")
    assert not wrong, "\n".join(wrong)


def is_fault(answer: Answer) -> bool:
    return isinstance(answer.led, int) and answer.led >= 500


def test_nobody_is_led_out_of_the_house(world: Pages) -> None:
    leading = [(who, address, {}) for address, row in PAGES.items() if set(row[1:]) - {200, 404} for who in ("nobody", "member")]
    out = []
    for who, address, said in [*leading, *((who_may(row), address, said) for address, said, row in DOORS)]:
        for outside in OUTSIDE if said else OUTSIDE[:1]:
            lure = {"next": outside, "back": outside}
            lured = f"{address}{'&' if '?' in address else '?'}{urlencode(lure)}"
            answer = world.ask(who, lured, {**said, **lure} if said else None, headers={"Referer": outside})
            if leads_out(answer):
                out.append(f"{lured} by {who}: {answer.told.headers['Location']}")
    assert not out, "\n".join(out)


def leads_out(answer: Answer) -> bool:
    parts = urlsplit(answer.told.headers.get("Location", "/").replace("\\", "/"))
    return parts.netloc not in {"", "testserver"} or parts.scheme not in {"", "http"}


def test_what_is_somebody_elses_stays(world: Pages) -> None:
    with nothing_stays():
        before = Session.objects.count(), PushSubscription.objects.count()
        stranger = world.browser("stranger")
        world.send(stranger, "/settings/devices/", {"end": "{session}"})
        world.send(stranger, "/notices/settings/devices/{device}/", {})
        assert (Session.objects.count(), PushSubscription.objects.count()) == before
