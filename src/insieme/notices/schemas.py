# SPDX-License-Identifier: AGPL-3.0-or-later
"""Notices, what one follows, and how one hears of things, as the API tells and is sent them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from insieme.foundation.api.fields import Sent
from insieme.notices.kinds import kind_of
from insieme.people.schemas.fields import Line

ChoiceSent = Literal["at_once", "digest", "inbox", "never"]
RhythmSent = Literal["hour", "daily", "weekly", "never"]
Code = Annotated[str, Field(max_length=120)]


class NoticeTold(Schema):
    """Something that one was told."""

    ref: str
    kind: str
    about: str = Field(description="The topic.")
    words: str
    path: str = Field(description="The page that it leads to.")
    position: int = Field(description="Of the entry of the record that it tells of.")
    at: datetime
    seen_at: datetime | None

    @staticmethod
    def resolve_words(notice: Any) -> str:
        """The sentence of its kind, in the language that was asked for."""
        return str(kind_of(notice.kind).sentence(notice.data))


class WaysTold(Schema):
    """How many people hear of something, and how: each of them in the inbox."""

    inbox: int = Field(description="All of them.")
    mail: int = Field(description="By mail at once.")
    digest: int = Field(description="With a digest.")
    push: int = Field(description="On a device at once, beside what else.")


class GroupTold(Schema):
    """Those who will be told for one reason."""

    kind: str = Field(description="The kind of notice.")
    words: str = Field(description="Who they are, with their number, in the language that was asked for.")
    ways: WaysTold = Field(description="All zero, and no number among the words, where nobody is to know before how many they are.")


class WillBeTold(Schema):
    """Who would be told if it were done now."""

    ways: WaysTold
    groups: list[GroupTold]


class SeenTold(Schema):
    """How many notices were not seen before."""

    seen: int


class ThingTold(Schema):
    """Something that one follows."""

    topic: str
    title: str
    path: str = Field(alias="href", description="Its page; empty where it has none.")


class KindChosen(Schema):
    """A kind of notice and how one hears of it."""

    kind: str
    label: str
    choice: str


class TopicChosen(ThingTold):
    """Something that one follows and how one hears of it."""

    choice: str = Field(description="Empty: as the kind of the notice says.")


class DeviceTold(Schema):
    """A browser that is told what one wants to hear at once."""

    ref: str
    browser: str
    since: datetime


class SettingsTold(Schema):
    """How one hears of things."""

    rhythm: str = Field(description="How often a digest may come: hour, daily, weekly or never.")
    kinds: list[KindChosen]
    topics: list[TopicChosen]
    unreachable: list[str] = Field(description="Addresses of one's own that mail came back from.")
    devices: list[DeviceTold]


class SettingsSent(Sent):
    """What is to be changed; what is not named stays as it was."""

    rhythm: RhythmSent
    kinds: Annotated[dict[Code, ChoiceSent], Field(max_length=100)] = Field(default_factory=dict)
    topics: Annotated[dict[Code, ChoiceSent | Literal[""]], Field(max_length=500)] = Field(default_factory=dict)


class FollowSent(Sent):
    """What to follow, or no longer: call:slug, organisation:slug, person:ref, place:code."""

    topic: Annotated[Line, Field(max_length=120, examples=["call:pane"])]
