# SPDX-License-Identifier: AGPL-3.0-or-later
"""What letters say, to whom: a batch of them in a number of queries that does not depend on how many there are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from insieme.foundation.errors import NotVisible
from insieme.notices.kinds import NoticeKind, kind_of
from insieme.notices.models import BouncedAddress, Choice, Letter, LetterState, Notice, Reader
from insieme.notices.queries.naming import named
from insieme.people.queries.persons import Recipient, recipients

#: So many lines stand in a digest; the inbox has the others.
LINES = 40


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in a letter, with what its kind says to this person alone."""

    notice: Notice
    kind: NoticeKind
    own: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter about to be written. Without a recipient, or with nothing left to tell, it is not needed."""

    letter: Letter
    to: Recipient | None
    told: list[Told] = field(default_factory=list)


def something_is_due(now: datetime) -> bool:
    """Whether any letter has to be made or tried again. Three queries at most."""
    return (
        Notice.objects.filter(to_mail=True).exists()
        or Reader.objects.filter(digest_at__lte=now).exists()
        or Letter.objects.filter(state=LetterState.WAITING, try_at__lte=now).exists()
    )


def drafts(claim: str) -> list[Draft]:
    """The letters of a batch that are still to be sent, in order.

    Left out is what a person may no longer see, and what they have seen meanwhile, unless it is written all the same. Four queries, two
    where somebody is named, and those of the kinds among them.
    """
    letters = list(Letter.objects.filter(claim=claim, state=LetterState.TAKEN).order_by("pk"))
    people = {each.person_id: each for each in recipients({letter.person_id for letter in letters})}
    refused = set(BouncedAddress.objects.filter(email__in=[each.email for each in people.values()]).values_list("email", flat=True))
    reachable = {person: each for person, each in people.items() if each.email not in refused}
    told = _told([letter.pk for letter in letters], reachable)
    return [Draft(letter, reachable.get(letter.person_id), told.get(letter.pk, [])) for letter in letters]


def _told(letter_ids: list[int], people: Collection[int]) -> dict[int, list[Told]]:
    """What each letter has to tell, by its id. Notices of one kind about one thing are asked about together."""
    groups: dict[tuple[str, int], list[Notice]] = {}
    wanted = Q(seen_at=None) | Q(even_if_seen=True, choice=Choice.AT_ONCE)
    for notice in named(list(Notice.objects.filter(wanted, letter_id__in=letter_ids, person_id__in=people).order_by("-pk"))):
        groups.setdefault((notice.kind, notice.position), []).append(notice)
    found: dict[int, list[Told]] = {}
    for (code, _position), notices in groups.items():
        kind, first = kind_of(code), notices[0]
        readers = [notice.person_id for notice in notices]
        seeing = set(kind.visible(first.about, first.data, readers))
        own = kind.particulars(first.about, first.data, seeing)
        for notice in notices:
            if notice.person_id in seeing:
                found.setdefault(notice.letter_id or 0, []).append(Told(notice, kind, own.get(notice.person_id)))
    return found


def is_refused(email: str) -> bool:
    """Whether this address has refused a letter for good. One query."""
    return BouncedAddress.objects.filter(email=email.lower()).exists()


def letter_of(ref: str) -> Letter:
    """The letter with this reference. One query. Refuses: `NotVisible`."""
    found = Letter.objects.filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def kinds_of(letter: Letter) -> list[NoticeKind]:
    """The kinds of what a letter told. One query."""
    codes = Notice.objects.filter(letter=letter).order_by("kind").values_list("kind", flat=True).distinct()
    return [kind_of(code) for code in codes]
