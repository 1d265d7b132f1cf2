# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of a supplier that fails after the outcome, and of the runner-up in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.foundation.text import lazily, plainly
from insieme.offers.facts.choosing import OUTCOMES, PLEDGES
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class SupplierFailed(Fact):
    """A company does not keep to an offer that goes ahead. `declared_by` names the organisation that says so; empty: who runs the site."""

    code: ClassVar[str] = "offers.supplier_failed"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    offer: str
    organisation: str
    name: str
    because: str
    declared_by: str
    runner_up: bool

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = _("Call “%(title)s”: %(name)s does not deliver as it was decided: %(because)s")
        return lazily(text, title=self.title, name=self.name, because=self.because)


@dataclass(frozen=True)
class RunnerUpAsked(Fact):
    """Counted again without the offers that failed, this one goes ahead: its company is asked. The digests bind the recount's files."""

    code: ClassVar[str] = "offers.runner_up_asked"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    failure: str
    failed: str
    offer: str
    name: str
    people: int
    until: str
    seed: str
    result_sha256: str
    reduced_sha256: str

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = _("Call “%(title)s”: in the place of %(failed)s the runner-up %(name)s is asked")
        return lazily(text, title=self.title, failed=self.failed, name=self.name)


@dataclass(frozen=True)
class RunnerUpConfirmed(Fact):
    """The runner-up stands by its offer: now its people are asked. Who signed stands in the private part."""

    code: ClassVar[str] = "offers.runner_up_confirmed"
    KIND: ClassVar[Kind] = OUTCOMES
    private: ClassVar[tuple[str, ...]] = ("signed_name", "signed_title")

    call: str
    title: str
    failure: str
    offer: str
    name: str
    people: int
    until: str
    signed_name: str = ""
    signed_title: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = ngettext_lazy(
            "Call “%(title)s”: %(name)s stands by its offer; %(people)s person is asked to agree",
            "Call “%(title)s”: %(name)s stands by its offer; %(people)s people are asked to agree",
            self.people,
        )
        return lazily(text, title=self.title, name=self.name, people=plainly(self.people))


@dataclass(frozen=True)
class RunnerUpDeclined(Fact):
    """The runner-up no longer makes its offer, or has not answered in time."""

    code: ClassVar[str] = "offers.runner_up_declined"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    failure: str
    offer: str
    name: str
    failed: str
    silent: bool

    def sentence(self) -> str | Promise:
        """Say it for people."""
        if self.silent:
            return lazily(_("Call “%(title)s”: the runner-up %(name)s did not answer in time"), title=self.title, name=self.name)
        return lazily(_("Call “%(title)s”: the runner-up %(name)s does not take over"), title=self.title, name=self.name)


@dataclass(frozen=True)
class TakeoverAnswered(Fact):
    """Somebody said whether they buy from the runner-up. What they said is private."""

    code: ClassVar[str] = "offers.takeover_answered"
    KIND: ClassVar[Kind] = PLEDGES
    private: ClassVar[tuple[str, ...]] = ("answer",)

    call: str
    title: str
    failure: str
    answer: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("Call “%(title)s”: somebody said whether they buy from the runner-up"), title=self.title)


@dataclass(frozen=True)
class CarriedOver(Fact):
    """Enough people agreed: they buy from the runner-up."""

    code: ClassVar[str] = "offers.carried_over"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    failure: str
    offer: str
    name: str
    failed: str
    people: int
    asked: int
    total: int

    def sentence(self) -> str | Promise:
        """Say it for people."""
        text = ngettext_lazy(
            "Call “%(title)s”: %(name)s takes the place of %(failed)s, with %(people)s person",
            "Call “%(title)s”: %(name)s takes the place of %(failed)s, with %(people)s people",
            self.people,
        )
        return lazily(text, title=self.title, name=self.name, failed=self.failed, people=plainly(self.people))


@dataclass(frozen=True)
class NobodyTookOver(Fact):
    """The supplier failed, and nobody takes its place: no other offer goes ahead, too few people agreed, or the runner-up failed too.

    The digests bind the files of the recount, where there was one.
    """

    code: ClassVar[str] = "offers.nobody_took_over"
    KIND: ClassVar[Kind] = OUTCOMES

    call: str
    title: str
    failure: str
    failed: str
    why: str
    asked: int = 0
    agreed: int = 0
    result_sha256: str = ""
    reduced_sha256: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("Call “%(title)s”: nobody takes the place of %(failed)s"), title=self.title, failed=self.failed)


ALL = (SupplierFailed, RunnerUpAsked, RunnerUpConfirmed, RunnerUpDeclined, TakeoverAnswered, CarriedOver, NobodyTookOver)
