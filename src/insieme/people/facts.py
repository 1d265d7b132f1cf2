# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room states in the record: organisations, and that somebody may act for them. Never who."""

from __future__ import annotations

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


@dataclass(frozen=True)
class RoleGiven(Fact):
    """Somebody may act for an organisation, with these powers. `person` is the private reference."""

    code: ClassVar[str] = "people.role_given"
    KIND: ClassVar[Kind] = ROLES
    private: ClassVar[tuple[str, ...]] = ("person",)
    organisation: str
    name: str
    role: str
    person: str = ""

    def sentence(self) -> str:
        """Say it in words."""
        return _ROLE_GIVEN[self.role]() % {"name": self.name}


@dataclass(frozen=True)
class RoleTaken(Fact):
    """Somebody may no longer act for an organisation. `person` is the private reference."""

    code: ClassVar[str] = "people.role_taken"
    KIND: ClassVar[Kind] = ROLES
    private: ClassVar[tuple[str, ...]] = ("person",)
    organisation: str
    name: str
    role: str
    person: str = ""

    def sentence(self) -> str:
        """Say it in words."""
        return _ROLE_TAKEN[self.role]() % {"name": self.name}


# Whole sentences, so that each language can put the role where it belongs.
_ROLE_GIVEN = {
    "owner": lambda: _("%(name)s has a new owner of its page."),
    "manager": lambda: _("One more person may sign for %(name)s."),
    "responder": lambda: _("One more person may answer for %(name)s."),
    "member": lambda: _("One more person works for %(name)s."),
}
_ROLE_TAKEN = {
    "owner": lambda: _("%(name)s has one owner of its page fewer."),
    "manager": lambda: _("One person fewer may sign for %(name)s."),
    "responder": lambda: _("One person fewer may answer for %(name)s."),
    "member": lambda: _("One person fewer works for %(name)s."),
}

FACTS = (OrganisationRegistered, OrganisationRenamed, RoleGiven, RoleTaken)
