# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room states in the record: organisations, and that somebody may act for them. Never who; and nothing of invitations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insieme.record.facts import Fact, Kind

ORGANISATIONS = Kind("organisations", gettext_lazy("Organisations"))
ROLES = Kind("roles", gettext_lazy("Roles"))
ADMINISTRATION = Kind("administration", gettext_lazy("Administration"))
GUIDELINES = Kind("guidelines", gettext_lazy("Guidelines"))


@dataclass(frozen=True)
class OrganisationRegistered(Fact):
    """An organisation has a page from now on."""

    code: ClassVar[str] = "people.organisation_registered"
    KIND: ClassVar[Kind] = ORGANISATIONS
    organisation: str
    name: str
    kind: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("%(name)s has joined Insieme.") % {"name": self.name}


@dataclass(frozen=True)
class OrganisationRenamed(Fact):
    """An organisation goes by another name; what it promised under the old one is still its own."""

    code: ClassVar[str] = "people.organisation_renamed"
    KIND: ClassVar[Kind] = ORGANISATIONS
    organisation: str
    was: str
    name: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("%(was)s is now called %(name)s.") % {"was": self.was, "name": self.name}


# Whole sentences, so that each language can put the role where it belongs.
GIVEN = {
    "owner": lambda: _("%(name)s has a new owner of its page."),
    "manager": lambda: _("One more person may sign for %(name)s."),
    "responder": lambda: _("One more person may answer for %(name)s."),
    "member": lambda: _("One more person works for %(name)s."),
}
TAKEN = {
    "owner": lambda: _("%(name)s has one owner of its page fewer."),
    "manager": lambda: _("One person fewer may sign for %(name)s."),
    "responder": lambda: _("One person fewer may answer for %(name)s."),
    "member": lambda: _("One person fewer works for %(name)s."),
}


@dataclass(frozen=True)
class RoleChanged(Fact):
    """Who may act for an organisation has changed. Whoever is concerned beside the one who acts stands in the private part."""

    KIND: ClassVar[Kind] = ROLES
    SENTENCES: ClassVar[Mapping[str, Callable[[], str]]]
    organisation: str
    name: str
    role: str

    def sentence(self) -> str:
        """Say it in words."""
        return self.SENTENCES[self.role]() % {"name": self.name}


@dataclass(frozen=True)
class RoleGiven(RoleChanged):
    """Who acts has accepted a role, to which `invited_by` (`person:<ref>`) had invited them."""

    code: ClassVar[str] = "people.role_given"
    private: ClassVar[tuple[str, ...]] = ("invited_by",)
    SENTENCES = GIVEN
    invited_by: str = ""


@dataclass(frozen=True)
class RoleTaken(RoleChanged):
    """Who acts has taken the role of `person` (`person:<ref>`), or laid down their own."""

    code: ClassVar[str] = "people.role_taken"
    private: ClassVar[tuple[str, ...]] = ("person",)
    SENTENCES = TAKEN
    person: str = ""


# Whole sentences again.
VERIFIED = {
    "evidence": lambda: _("%(name)s is verified: an administrator has looked at its papers."),
    "dns": lambda: _("%(name)s is verified: it controls the domain %(domain)s."),
    "mail": lambda: _("%(name)s is verified: it receives letters at the domain %(domain)s."),
}
LOST = {
    "expired": lambda: _("The verification of %(name)s has ended: nobody has renewed it."),
    "domain": lambda: _("The verification of %(name)s has ended: its domain no longer shows the record."),
    "revoked": lambda: _("The verification of %(name)s was revoked: %(words)s"),
}


@dataclass(frozen=True)
class OrganisationVerified(Fact):
    """An organisation has shown who it is, until a day."""

    code: ClassVar[str] = "people.organisation_verified"
    KIND: ClassVar[Kind] = ORGANISATIONS
    organisation: str
    name: str
    how: str
    domain: str
    until: str

    def sentence(self) -> str:
        """Say it in words."""
        return VERIFIED[self.how]() % {"name": self.name, "domain": self.domain}


@dataclass(frozen=True)
class VerificationDeclined(Fact):
    """What an organisation has shown was not enough, for a reason."""

    code: ClassVar[str] = "people.verification_declined"
    KIND: ClassVar[Kind] = ORGANISATIONS
    organisation: str
    name: str
    reason: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("%(name)s asked to be verified and was not: %(reason)s") % {"name": self.name, "reason": self.reason}


@dataclass(frozen=True)
class VerificationLost(Fact):
    """An organisation is no longer verified. `why` is expired, domain or revoked; `words` say more where it was revoked."""

    code: ClassVar[str] = "people.verification_lost"
    KIND: ClassVar[Kind] = ORGANISATIONS
    organisation: str
    name: str
    why: str
    words: str = ""

    def sentence(self) -> str:
        """Say it in words."""
        return LOST[self.why]() % {"name": self.name, "words": self.words}


@dataclass(frozen=True)
class GuidelinePublished(Fact):
    """A version of a guideline holds from now on: of an organisation, or of the house where `organisation` is empty.

    `digest` is the SHA-256 of its text. Who has accepted it is stated nowhere: facts about people never are.
    """

    code: ClassVar[str] = "people.guideline_published"
    KIND: ClassVar[Kind] = GUIDELINES
    organisation: str
    name: str
    title: str
    number: int
    digest: str

    def sentence(self) -> str:
        """Say it in words."""
        said = {"name": self.name, "title": self.title, "number": self.number}
        if self.organisation:
            return _("%(name)s has published version %(number)s of its guideline “%(title)s”.") % said
        return _("Version %(number)s of the house's guideline “%(title)s” is published.") % said


@dataclass(frozen=True)
class AccountChanged(Fact):
    """An operator has changed whether somebody, `person` (`person:<ref>`), can come in."""

    KIND: ClassVar[Kind] = ADMINISTRATION
    private: ClassVar[tuple[str, ...]] = ("person",)
    person: str = ""


@dataclass(frozen=True)
class AccountShut(AccountChanged):
    """An account was closed to its owner."""

    code: ClassVar[str] = "people.account_shut"

    def sentence(self) -> str:
        """Say it in words."""
        return _("An operator has closed an account.")


@dataclass(frozen=True)
class AccountOpenedAgain(AccountChanged):
    """An account is open to its owner again."""

    code: ClassVar[str] = "people.account_opened_again"

    def sentence(self) -> str:
        """Say it in words."""
        return _("An operator has opened an account again.")


FACTS = (
    AccountShut,
    AccountOpenedAgain,
    OrganisationRegistered,
    OrganisationRenamed,
    RoleGiven,
    RoleTaken,
    OrganisationVerified,
    VerificationDeclined,
    VerificationLost,
    GuidelinePublished,
)
