# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makers of small talks. They act through actions, as people do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from insieme.foundation.actor import Actor
from insieme.people.actions import appoint_moderator
from insieme.people.tests.makers import a_person, an_organisation, as_actor
from insieme.record.actions import seal
from insieme.record.queries import feed
from insieme.voices import actions
from insieme.voices.actions.answering import Reply
from insieme.voices.actions.speaking import Words
from insieme.voices.models import Answer, State, Thread, Voice
from insieme.voices.queries.talk import PAGE

_SOON = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=2)
#: The next Monday but one day, at nine: everybody has been here for more than a day, and who signed in is still.
DAY = _SOON + timedelta(days=-_SOON.weekday() % 7)
LATER = DAY + timedelta(hours=1)
OPERATOR = Actor.system("operator")
_numbers = count(1)


def a_thread(organisation: Any = None, **changes: Any) -> Thread:
    """The talk about a call, with an organisation (a new one) that answers."""
    number = next(_numbers)
    told = {"about": f"call:bando-{number}", "path": f"/calls/bando-{number}/", "title": f"Bando {number}", "now": DAY} | changes
    told.setdefault("organisation_id", (organisation or an_organisation()).pk)
    return actions.open_thread(by=OPERATOR, **told)


def a_moderator() -> Any:
    """Somebody who looks after what people say."""
    person = a_person()
    return appoint_moderator(person.email, by=OPERATOR)


def a_known_person(**more: Any) -> Any:
    """Somebody of whom two voices have been shown: the next one is shown at once."""
    person, moderator, thread = a_person(**more), a_moderator(), a_thread(organisation_id=None)
    for number in range(2):
        voice = actions.speak(thread.ref, by=as_actor(person), words=some_words(text=f"Buongiorno {number}"), now=DAY)
        actions.moderate(voice.ref, by=as_actor(moderator), kind="show", now=DAY)
    return person


def some_words(**changes: Any) -> Words:
    """A question; `changes` replace what stands."""
    return Words(**({"kind": "question", "text": f"Da dove viene il caffè? {next(_numbers)}"} | changes))


def a_voice(thread: Thread | None = None, *, by: Any = None, now: datetime = DAY, **changes: Any) -> Voice:
    """A question of somebody known, shown."""
    person = by or a_known_person()
    voice = actions.speak((thread or a_thread()).ref, by=as_actor(person), words=some_words(**changes), now=now)
    voice.person = person  # type: ignore[attr-defined]
    return voice


def a_reply(voice: Voice, *, by: Any = None, now: datetime = DAY, **changes: Any) -> Voice:
    """A reply of somebody known, shown."""
    person = by or a_known_person()
    made = actions.reply(voice.ref, by=as_actor(person), words=some_words(**({"kind": "opinion"} | changes)), now=now)
    made.person = person  # type: ignore[attr-defined]
    return made


def a_company_with_talk() -> tuple[Any, Any, Thread]:
    """An organisation, its owner, and the talk in which it answers."""
    owner = a_person()
    company = an_organisation(owner=owner)
    return company, owner, a_thread(company)


def an_answer(company: Any, owner: Any, *voices: Voice, now: datetime = LATER, **changes: Any) -> Answer:
    """An official answer to these voices."""
    words = Reply(**({"text": f"Viene dall'Etiopia. {next(_numbers)}"} | changes))
    return actions.answer(company.slug, refs=[voice.ref for voice in voices], by=as_actor(owner), words=words, now=now)


def hidden(voice: Voice, moderator: Any = None, kind: str = "hide") -> Voice:
    """The voice, hidden by a moderator."""
    told = {"rule": "insult", "statement": "Dillo senza offendere."}
    actions.moderate(voice.ref, by=as_actor(moderator or a_moderator()), kind=kind, now=LATER, **told)
    voice.refresh_from_db()
    return voice


def a_picture(width: int = 40, height: int = 30, kind: str = "PNG", **saved: Any) -> bytes:
    """A picture as somebody's device makes it."""
    out = BytesIO()
    Image.new("RGB", (width, height), (200, 90, 30)).save(out, kind, **saved)
    return out.getvalue()


def a_crowded(thread: Thread, most: int, author: Any) -> Thread:
    """Rows as they are after so many have spoken: saying each through its action would take minutes."""
    text = "Perché proprio questo caffè, e non quello della bottega qui sotto? " * 20
    told: dict[str, Any] = {"thread": thread, "organisation_id": thread.organisation_id, "author": author, "text": text, "language": "it"}
    told |= {"state": State.SHOWN, "spoken_at": DAY, "shown_at": DAY, "kind": "question", "support": 3}
    roots = Voice.objects.bulk_create(Voice(**told, replies=2) for _ in range(most // 2))
    Voice.objects.bulk_create(Voice(**told, root=root, parent=root) for root in roots[-2 * PAGE :] for _ in range(3))
    Voice.objects.bulk_create(Voice(**told) for _ in range(most - Voice.objects.filter(thread=thread).count()))
    Voice.objects.filter(root=None, pk__in=[root.pk for root in roots]).update(replies=3)
    Thread.objects.filter(pk=thread.pk).update(shown=most, version=9)
    return thread


def said(about: str) -> list[tuple[str, str, dict[str, Any]]]:
    """What the record says in public about this topic: code, who acted, what; the first first."""
    seal()
    return [(entry.code, entry.actor, json.loads(entry.public)) for entry in feed(about=about)][::-1]
