# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a fact concerns: a room says it once, for those who are told of it and for those who ask beforehand who that will be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet

from insieme.foundation.text import Counted
from insieme.notices.kinds.of_notices import Data, NoticeKind, Words


class Happening(Protocol):
    """What has happened, as the record has it; or what is about to, as far as it is known before."""

    @property
    def code(self) -> str:
        """Of the fact."""

    @property
    def about(self) -> str:
        """The topic."""

    @property
    def public(self) -> Data:
        """What everybody may read of it."""

    @property
    def private(self) -> Data | None:
        """What is not for everybody: who acts stands there as `actor`. None where it was erased."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody is about to do, for whoever asks beforehand who will be told."""

    code: str
    about: str
    public: Data
    private: Data | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Some people who are told the same for the same reason.

    `people` are their ids, or a query for them, as there may be many. `why` says with a `count` who they are, as "3 people who follow
    the call". `via` is the topic through which they are concerned, as the organisation that they follow. What the sentence is made of
    are the `words` among the public fields of the fact, and `data`. Where not even their number is to be known before, a plan has them
    without `people` and not `counted`: `why` then says it in words alone. What changes what they buy, sell or owe is written to them
    `even_if_seen`: whoever chose letters at once has it in hand, though they have read it here before the letter was made.
    """

    kind: NoticeKind
    people: Collection[int] | QuerySet[Any, Any]
    why: Words
    path: Words
    via: str = ""
    words: Collection[str] = ()
    data: Data = field(default_factory=dict)
    counted: bool = True
    even_if_seen: bool = False

    def reason(self, count: int) -> str:
        """Who they are, in words with their number."""
        return str(self.why % {"count": Counted(count)})


#: Whom something concerns, the nearest first: each is told once, in the first of these audiences in which they want to hear of it.
Concerned = Callable[[Happening], Iterable[Audience]]
_CONCERNED: dict[str, Concerned] = {}


def concerns(codes: Iterable[str], whom: Concerned) -> None:
    """Say whom facts of these codes concern; called when the program starts. Refuses: a code of which it is said already."""
    for code in codes:
        if _CONCERNED.setdefault(code, whom) is not whom:
            msg = f"it is said twice whom {code!r} concerns"
            raise ValueError(msg)


def audiences_of(happening: Happening) -> list[Audience]:
    """Return whom it concerns, the nearest first: those who are told of it once it has happened. Nobody, where no room says so."""
    return list(_CONCERNED.get(happening.code, lambda _nothing: ())(happening))
