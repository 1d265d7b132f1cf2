# SPDX-License-Identifier: AGPL-3.0-or-later
"""Entries of the record as the record line shows them, and the addresses at which some of them stand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from insieme.record import queries
from insieme.record.facts import Sentence, kinds
from insieme.record.models import Entry


def line(entry: Entry, topic: queries.Topic | None) -> dict[str, Any]:
    """An entry as the record line shows it. What it is about is named once: in its sentence, or behind it."""
    words = queries.sentence_of(entry)
    named = topic is not None and topic.title in str(words)
    shown = {"position": entry.position, "at": entry.at, "href": reverse("record:entry", args=[entry.position])}
    if topic is None or named:
        return shown | {"words": linked(words, topic) if topic else words}
    return shown | {"words": words, "about": topic.title, "about_href": topic.href}


def linked(words: Sentence, topic: queries.Topic) -> Sentence:
    """The sentence, with the title in it leading to what it is the title of."""
    before, _title, after = str(words).partition(topic.title)
    return format_html('{}<a href="{}">{}</a>{}', before, topic.href, topic.title, after)


def tabs(about: str, kind: str) -> list[dict[str, Any]]:
    """The kinds as sides of the feed; what it is about stays when one goes from one to another."""
    sides = [("", _("Everything")), *((each.name, each.words) for each in kinds())]
    return [{"words": words, "href": address(about, name), "current": name == kind} for name, words in sides]


def address(about: str = "", kind: str = "", *, before: int | None = None) -> str:
    """Where the feed shows this much of the record."""
    asked = {name: value for name, value in (("about", about), ("kind", kind), ("before", before)) if value not in {"", None}}
    return f"{reverse('record:feed')}?{urlencode(asked)}" if asked else reverse("record:feed")
