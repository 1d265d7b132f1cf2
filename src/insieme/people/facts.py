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


FACTS = (OrganisationRegistered, OrganisationRenamed, RoleGiven, RoleTaken)
