# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kinds of notices: a room says in its `apps.py` of what it tells people, in which words, and how loudly by default."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
Data = Mapping[str, Any]


def everybody(_about: str, _data: Data, people: Collection[int]) -> Collection[int]:
    """Nothing is hidden from anybody."""
    return people


def nothing_more(_about: str, _data: Data, _people: Collection[int]) -> Mapping[int, Mapping[str, Any]]:
    """The letter says the same to everybody."""
    return {}


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice.

    `sentence` makes the words of what it is told of, in the language in force when they are read; only public things may stand in `data`.
    `label` says in the settings when one is told; `choice` is how, unless a person chooses: at_once, digest or inbox.
    `visible` says, before a letter goes out, which of these people may still see it. A kind may have a `subject` and a `letter` of its
    own: the name of a text template without greeting, rendered with `words`, `address`, `data` and what `particulars` gives for the
    person as `own`. Where it `names` who has acted, the sentence gets that as `who` when it is read: it is kept nowhere but in the record.
    What `asks` something of whoever is told stands in their inbox at least.
    What is told to moderators alone (`for_moderators`) stands in the settings of nobody else; what is told to who acts for an
    organisation (`for_staff`) stands there by itself.
    """

    code: str
    label: Words
    sentence: Callable[[Data], Words]
    choice: str = "digest"
    visible: Callable[[str, Data, Collection[int]], Collection[int]] = everybody
    subject: Callable[[Data], Words] | None = None
    letter: str = "notices/mail/notice.txt"
    particulars: Callable[[str, Data, Collection[int]], Mapping[int, Mapping[str, Any]]] = nothing_more
    names: bool = False
    for_moderators: bool = False
    for_staff: bool = False
    asks: bool = False


#: What stands in the inbox where the room that told it, or the kind, is no longer there.
GONE = NoticeKind(
    "", _("something that is no longer told"), lambda _data: _("Something happened that this program no longer knows."), "inbox"
)
_KNOWN: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Make kinds known; called when the program starts."""
    for kind in kinds:
        if _KNOWN.setdefault(kind.code, kind) is not kind:
            msg = f"two kinds of notices are called {kind.code!r}"
            raise ValueError(msg)


def known() -> list[NoticeKind]:
    """Return all kinds, in the order in which rooms named them."""
    return list(_KNOWN.values())


def kind_of(code: str) -> NoticeKind:
    """Return the kind of a notice that stands; a kind that says so where it is not known any more."""
    return _KNOWN.get(code, GONE)


def must_be_known(code: str) -> NoticeKind:
    """Return the kind that somebody is to be told. Refuses: a code that no room has registered (`LookupError`)."""
    if code not in _KNOWN:
        msg = f"no room has registered the kind of notice {code!r}"
        raise LookupError(msg)
    return _KNOWN[code]
