# SPDX-License-Identifier: AGPL-3.0-or-later
"""The feed, an entry with its proof, the checkpoints, and how to check all of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from insieme.foundation.errors import NotVisible
from insieme.record import access, queries
from insieme.record.facts import kind_of
from insieme.record.forms import Search
from insieme.record.queries import files
from insieme.record.rules.notes import BadNote, open_note
from insieme.record.web import lines
from insieme.record.web.files import VERIFIER

PAGE = 50


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Show what happened, newest first: all of it, what is about one thing, what is of one kind."""
    form = Search(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    about, kind, before = asked.get("about", ""), asked.get("kind", ""), asked.get("before")
    entries = queries.feed(before, about, kind, PAGE + 1) if form.is_valid() else []
    shown = entries[:PAGE]
    named = queries.topics({about, *(entry.about for entry in shown)})
    head = queries.newest_checkpoint()
    context = {
        "lines": [lines.line(entry, named.get(entry.about)) for entry in shown],
        "older": lines.address(about, kind, before=entries[PAGE - 1].position) if len(entries) > PAGE else "",
        "newer": lines.address(about, kind) if before is not None else "",
        "tabs": lines.tabs(about, kind),
        "about": about,
        "topic": named.get(about),
        "filtered": bool(about or kind or not form.is_valid()),
        "head": head,
        "last": head.size - 1 if head else None,
    }
    return render(request, "record/feed.html", context)


@require_safe
def entry(request: HttpRequest, position: int) -> HttpResponse:
    """Show an entry and whether it is in the record unchanged."""
    found = queries.entry_at(position)
    proof = queries.proof(position)
    named = queries.topics({found.about, found.actor})
    context = {
        "entry": found,
        "words": queries.sentence_of(found),
        "about": named.get(found.about),
        "actor": named.get(found.actor),
        "kind": kind_of(found.code),
        "proof": proof,
        "steps": proof.steps(),
        "spelled": proof.entry.decode(errors="replace"),
        "covering": queries.first_checkpoint_covering(position),
        "last": queries.latest_position(),
    }
    return render(request, "record/entry.html", context)


@require_safe
def entry_by_ref(request: HttpRequest, ref: str) -> HttpResponse:
    """Go to an entry's position, or say that it gets one within seconds."""
    found = queries.entry_of(ref)
    if found.position is not None:
        return redirect("record:entry", found.position)
    return render(request, "record/waiting.html", {"entry": found, "words": queries.sentence_of(found)})


@require_safe
def checkpoints(request: HttpRequest) -> HttpResponse:
    """Show the signed heads of the record, newest first."""
    form = Search(request.GET)
    before = form.cleaned_data.get("before") if form.is_valid() else None
    found = queries.checkpoints(before, PAGE + 1)
    older = f"?before={found[PAGE - 1].size}" if len(found) > PAGE else ""
    newer = reverse("record:checkpoints") if before is not None else ""
    return render(request, "record/checkpoints.html", {"checkpoints": found[:PAGE], "older": older, "newer": newer})


@require_safe
def checkpoint(request: HttpRequest, size: int) -> HttpResponse:
    """Show a checkpoint, whether its signature holds, and that the record has only grown since."""
    found = queries.checkpoint_of(size)
    try:
        signed = open_note(found.note, access.key()) == (size, queries.root_at(size))
    except (BadNote, NotVisible):
        signed = False
    context = {"checkpoint": found, "last": size - 1, "signed": signed, "growth": queries.growth(size)}
    return render(request, "record/checkpoint.html", context)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Tell how to check the record without trusting this site."""
    context = {
        "site": request.build_absolute_uri(reverse("record:feed")),
        "vkey": files.vkey().strip(),
        "head": queries.newest_checkpoint(),
        "verifier": VERIFIER.exists(),
    }
    return render(request, "record/verify.html", context)
