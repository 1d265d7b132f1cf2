# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a fact is. Each room states its own as frozen dataclasses and registers them; the record knows them by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """What facts are of, as one chooses among them: few for the whole house. `name` stands in addresses."""

    name: str
    words: Sentence


@dataclass(frozen=True)
class Fact:
    """Something that happened. Fields named in `private` never leave the house and can be erased; the others are for everybody.

    Whoever is named stands in a private field, as `person:<ref>`: so written, they are found when they ask to be forgotten.
    """

    code: ClassVar[str]
    version: ClassVar[int] = 1
    private: ClassVar[tuple[str, ...]] = ()
    KIND: ClassVar[Kind]

    def sentence(self) -> Sentence:
        """Say in words what happened, from public fields alone."""
        raise NotImplementedError

    def public_part(self) -> dict[str, Any]:
        """Return what everybody may read."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name not in self.private}

    def private_part(self) -> dict[str, Any]:
        """Return what can be erased."""
        return {name: getattr(self, name) for name in self.private}


class Parts(Protocol):
    """Where the private parts of facts are read, if somebody asks for them."""

    def of(self, entry: int) -> dict[str, Any] | None:
        """The private part of an entry."""


@dataclass(frozen=True, slots=True)
class SealedFact:
    """A fact with its place in the record, as reactions get it."""

    position: int
    entry_id: int
    code: str
    version: int
    about: str
    actor: str
    at: datetime
    public: dict[str, Any]
    parts: Parts

    @property
    def private(self) -> dict[str, Any] | None:
        """What is not for everybody; None where there is nothing or it was erased."""
        return self.parts.of(self.entry_id)


_KNOWN: dict[str, type[Fact]] = {}


def register(*classes: type[Fact]) -> None:
    """Make facts known by their codes.

    Refuses: a code that another fact has, no kind, and a private field called `actor`, with `ValueError`.
    """
    for cls in classes:
        if "actor" in cls.private or not hasattr(cls, "KIND") or _KNOWN.setdefault(cls.code, cls) is not cls:
            msg = f"{cls.__qualname__}: its code {cls.code} is taken, it has no kind, or it names a private field `actor`"
            raise ValueError(msg)


def kinds() -> list[Kind]:
    """Return the kinds of the facts that are known, in the order in which rooms made them known."""
    return list({cls.KIND.name: cls.KIND for cls in _KNOWN.values()}.values())


def kind_of(code: str) -> Kind | None:
    """Return the kind of a fact; None where no room knows its code any more."""
    cls = _KNOWN.get(code)
    return cls.KIND if cls else None


def codes_of(kind: str) -> list[str]:
    """Return the codes of the facts of a kind."""
    return [code for code, cls in _KNOWN.items() if cls.KIND.name == kind]


def sentence_of(code: str, public: Mapping[str, Any]) -> Sentence:
    """Say in words what an entry states; where no room knows its code any more, the code itself."""
    cls = _KNOWN.get(code)
    if cls is None:
        return code
    values = {field.name: public.get(field.name) for field in fields(cls)}
    return cls(**values).sentence()


@dataclass(frozen=True)
class Erased(Fact):
    """Private parts were removed, and with them the salt that tied them to their digests."""

    code: ClassVar[str] = "record.erased"
    KIND: ClassVar[Kind] = Kind("record", _("Record"))
    parts: int

    def sentence(self) -> Sentence:
        """Say how many."""
        return ngettext_lazy(
            "The private part of %(parts)s entry was erased.",
            "The private parts of %(parts)s entries were erased.",
            "parts",
        ) % {"parts": self.parts}


UNREADABLE = _("This entry cannot be read any more.")
