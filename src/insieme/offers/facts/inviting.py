# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be said of companies that were asked to answer a call: how many, never which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily
from insieme.offers.facts.choosing import CALLS
from insieme.record.facts import Fact, Kind


@dataclass(frozen=True)
class CompanyInvited(Fact):
    """One more company was asked to answer. Which is private, where it is here its address too: nobody is shamed into answering."""

    code: ClassVar[str] = "offers.company_invited"
    KIND: ClassVar[Kind] = CALLS
    private: ClassVar[tuple[str, ...]] = ("name", "organisation")

    call: str
    title: str
    name: str = ""
    organisation: str = ""

    def sentence(self) -> str | Promise:
        """Say it for people."""
        return lazily(_("One more company was asked to answer the call “%(title)s”"), title=self.title)


ALL = (CompanyInvited,)
