# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is stated of flags, of the steps of moderators, of appeals; and the rules that they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from insieme.record.facts import Fact, Kind
from insieme.record.facts import Sentence as Words

MODERATION = Kind("moderation", gettext_lazy("Moderation"))

#: What people may not say here: the rules by which readers flag and moderators decide. Each decision names one.
RULES: dict[str, Words] = {
    "insult": gettext_lazy("it insults or threatens somebody"),
    "hatred": gettext_lazy("it stirs hatred against a group"),
    "private": gettext_lazy("it tells of somebody's private life"),
    "false": gettext_lazy("it states as a fact what is not true"),
    "advertising": gettext_lazy("it is advertising, or the same again and again"),
    "elsewhere": gettext_lazy("it has nothing to do with what is talked about"),
    "illegal": gettext_lazy("it is against the law, or helps to break it"),
}


@dataclass(frozen=True)
class Flagged(Fact):
    """A reader thinks that a voice breaks a rule."""

    code: ClassVar[str] = "voices.flagged"
    KIND: ClassVar[Kind] = MODERATION
    voice: str
    rule: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("A reader has asked the moderators to look at a voice: %(rule)s.") % {"rule": _rule(self.rule)}


@dataclass(frozen=True)
class Left(Fact):
    """A moderator looked at what was flagged, and left it."""

    code: ClassVar[str] = "voices.left"
    KIND: ClassVar[Kind] = MODERATION
    voice: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("A moderator has looked at a voice and left it as it is.")


@dataclass(frozen=True)
class Hidden(Fact):
    """A moderator hid a voice, by a rule."""

    code: ClassVar[str] = "voices.hidden"
    KIND: ClassVar[Kind] = MODERATION
    voice: str
    rule: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("A moderator has hidden a voice: %(rule)s.") % {"rule": _rule(self.rule)}


@dataclass(frozen=True)
class Restored(Fact):
    """A moderator let everybody see a voice again."""

    code: ClassVar[str] = "voices.restored"
    KIND: ClassVar[Kind] = MODERATION
    voice: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("A voice is shown again.")


@dataclass(frozen=True)
class Removed(Fact):
    """A moderator removed a voice, by a rule."""

    code: ClassVar[str] = "voices.removed"
    KIND: ClassVar[Kind] = MODERATION
    voice: str
    rule: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("A moderator has removed a voice: %(rule)s.") % {"rule": _rule(self.rule)}


@dataclass(frozen=True)
class Appealed(Fact):
    """The author of a voice asks another moderator to look again."""

    code: ClassVar[str] = "voices.appealed"
    KIND: ClassVar[Kind] = MODERATION
    voice: str
    appeal: str

    def sentence(self) -> str:
        """Say it in words."""
        return _("An author has asked another moderator to look at a decision again.")


@dataclass(frozen=True)
class AppealDecided(Fact):
    """Another moderator looked again."""

    code: ClassVar[str] = "voices.appeal_decided"
    KIND: ClassVar[Kind] = MODERATION
    voice: str
    appeal: str
    granted: bool

    def sentence(self) -> str:
        """Say it in words."""
        if self.granted:
            return _("Another moderator has looked again: the author was right.")
        return _("Another moderator has looked again: the decision stands.")


def _rule(rule: str) -> Words:
    return RULES.get(rule, rule)
