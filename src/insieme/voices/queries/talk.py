# SPDX-License-Identifier: AGPL-3.0-or-later
"""A thread as a page shows it: some voices, each with its first replies and its answers. Pages go by key, never by number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from insieme.foundation.actor import Actor
from insieme.voices.models import MINE_ALONE, AnswerTo, Kind, State, Support, SupportKind, Thread, Voice

PAGE = 10
#: Replies that stand under a voice in a list; the others are on its own page.
REPLIES = 2
#: Replies on one page of a conversation.
CONVERSATION = 50
ORDERS = ("newest", "supported")
SHOWS = ("all", "questions", "unanswered")
_KEY = re.compile(r"([0-9]{1,9})\.([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class TalkPage:
    """Some voices of a thread, each with `under` (replies) and `answered_with`; the key of the next page, empty on the last."""

    thread: Thread
    voices: list[Voice]
    after: str
    order: str = "newest"
    show: str = "all"


def talk(
    thread: Thread,
    actor: Actor,
    *,
    order: str = "newest",
    show: str = "all",
    after: str = "",
    since: datetime | None = None,
    limit: int = PAGE,
) -> TalkPage:
    """A page of the thread for this reader, those behind the key `after`, or those that were shown `since`.

    Three queries: the voices, their first replies, the answers to both.
    """
    rows = _filtered(Voice.objects.filter(thread=thread).roots().standing_for(actor.person_id), show)
    rows = rows.order_by(*(("-support", "-id") if order == "supported" else ("-id",)))
    if found := _KEY.fullmatch(after):
        support, pk = int(found[1]), int(found[2])
        behind = Q(support__lt=support) | Q(support=support, pk__lt=pk) if order == "supported" else Q(pk__lt=pk)
        rows = rows.filter(behind)
    if since is not None:
        rows = rows.filter(shown_at__gt=since)
    roots = list(_for_reader(rows, actor)[: limit + 1])
    shown = roots[:limit]
    onward = f"{shown[-1].support}.{shown[-1].pk}" if len(roots) > limit else ""
    return TalkPage(thread, furnish(shown, actor), onward, order, show)


def is_concerned(thread: Thread, actor: Actor, shown: Collection[int]) -> bool:
    """Whether a page with these voices is another one for `actor`: they have said one or stand by it, or have one that nobody else sees.

    One query; none for strangers.
    """
    if actor.person_id is None:
        return False
    own = Voice.objects.filter(Q(pk__in=shown) | Q(state__in=MINE_ALONE), thread=OuterRef("pk"), author_id=actor.person_id)
    stood_by = Support.objects.filter(voice__in=shown, person_id=actor.person_id)
    return Thread.objects.filter(Exists(own) | Exists(stood_by), pk=thread.pk).exists()


def read_by(actor: Actor, voice: str) -> Q:
    """What keeps of another room's rows those whose `voice` this reader sees: what is shown, and one's own that waits. No query."""
    shown = Q(**{f"{voice}__state": State.SHOWN})
    if actor.person_id is None:
        return shown
    return shown | Q(**{f"{voice}__author_id": actor.person_id, f"{voice}__state__in": MINE_ALONE})


def furnish(roots: Sequence[Voice], actor: Actor) -> list[Voice]:
    """The same voices with their first replies as `under` and all answers as `answered_with`. Two queries at most."""
    with_replies = [voice.pk for voice in roots if voice.replies or voice.author_id == actor.person_id]
    replies = _first_replies(with_replies, actor) if with_replies else []
    by_root: dict[int | None, list[Voice]] = {}
    for reply in replies:
        by_root.setdefault(reply.root_id, []).append(reply)
    for voice in roots:
        voice.under = by_root.get(voice.pk, [])  # type: ignore[attr-defined]
    answer_all([*roots, *replies])
    return list(roots)


def answer_all(voices: Iterable[Voice]) -> None:
    """Give each voice the answers to it, the oldest first, as `answered_with`. One query; none where nothing is answered."""
    found = list(voices)
    answered = [voice.pk for voice in found if voice.answers]
    by_voice: dict[int, list[object]] = {}
    if answered:
        for each in AnswerTo.objects.filter(voice__in=answered).select_related("answer").order_by("answer_id"):
            by_voice.setdefault(each.voice_id, []).append(each.answer)
    for voice in found:
        voice.answered_with = by_voice.get(voice.pk, [])  # type: ignore[attr-defined]


def replies_to(root: Voice, actor: Actor, *, after: int = 0, limit: int = CONVERSATION) -> list[Voice]:
    """So many replies under a voice behind the id `after`, the oldest first, with the authors of what they answer. Two queries."""
    rows = Voice.objects.filter(root=root, pk__gt=after).standing_for(actor.person_id).order_by("id")
    found = list(_for_reader(rows, actor).select_related("author", "parent__author")[:limit])
    answer_all(found)
    return found


def one(voice: Voice, actor: Actor) -> Voice:
    """The voice with what the reader has said to it. One query."""
    told = _for_reader(Voice.objects.filter(pk=voice.pk), actor).select_related("author", "thread", "parent__author").get()
    answer_all([told])
    return told


def _filtered(rows: QuerySet[Voice], show: str) -> QuerySet[Voice]:
    if show == "questions":
        return rows.filter(kind=Kind.QUESTION)
    return rows.filter(waiting_since__isnull=False) if show == "unanswered" else rows


def _first_replies(roots: Sequence[int], actor: Actor) -> list[Voice]:
    place = Window(RowNumber(), partition_by="root_id", order_by="id")
    rows = Voice.objects.filter(root__in=roots).standing_for(actor.person_id).annotate(place=place).filter(place__lte=REPLIES)
    return list(_for_reader(rows, actor).select_related("author", "parent__author").order_by("id"))


def _for_reader(rows: QuerySet[Voice], actor: Actor) -> QuerySet[Voice]:
    rows = rows.select_related("author")
    return rows.annotate(**{f"mine_{kind}": _own(kind, actor) for kind in SupportKind.values})


def _own(kind: str, actor: Actor) -> Exists | Value:
    if actor.person_id is None:
        return Value(False, output_field=BooleanField())
    return Exists(Support.objects.filter(voice=OuterRef("pk"), person_id=actor.person_id, kind=kind))
