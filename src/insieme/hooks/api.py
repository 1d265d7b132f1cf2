# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web hooks for programs: made, changed, paused, tried out; their logs."""

from __future__ import annotations

from typing import Any

from insieme.foundation import clock
from insieme.foundation.api.cursors import After, Page, key_of, page
from insieme.foundation.api.rooms import Asked, Room
from insieme.foundation.scopes import Scope
from insieme.hooks import access, actions, queries
from insieme.hooks.models import Delivery
from insieme.hooks.schemas import DeliveryTold, HookSent, HookTold, HookWithSecret, NewHookSent

room = Room("Web hooks")
TOLD = ("ref", "position", "state", "attempts", "status", "answer", "took_ms", "queued_at", "at")


@room.find("/hooks", list[HookTold], own=True)
def hooks(request: Asked) -> Any:
    """The hooks of the one who asks and of the organisations that they manage."""
    return queries.hooks_of(request.auth)


@room.change("POST", "/hooks", HookWithSecret, scope=Scope.ACCOUNT, status=201)
def make_hook(request: Asked, sent: NewHookSent) -> Any:
    """Have an address called with what is sealed from now on. The same again is one hook."""
    said: dict[str, Any] = {"address": sent.address, "chosen": sent.kinds, "topic": sent.topic}
    return actions.make_hook(by=request.auth, for_organisation=sent.organisation, now=clock.now(), **said)


@room.find("/hooks/{ref}", HookTold, own=True)
def hook(request: Asked, ref: str) -> Any:
    """One hook."""
    return access.hook(request.auth, ref)


@room.change("PUT", "/hooks/{ref}", HookTold, scope=Scope.ACCOUNT)
def change_hook(request: Asked, ref: str, sent: HookSent) -> Any:
    """Call another address, or with other facts, from now on; what is left out stays."""
    found = access.hook(request.auth, ref)
    said = sent.over({"kinds": found.kinds, "topic": found.topic})
    return actions.change_hook(ref, by=request.auth, address=sent.address, chosen=said["kinds"], topic=said["topic"])


@room.change("DELETE", "/hooks/{ref}", None, scope=Scope.ACCOUNT, status=204)
def remove_hook(request: Asked, ref: str) -> Any:
    """Remove a hook with its log."""
    actions.remove_hook(ref, by=request.auth)


@room.change("POST", "/hooks/{ref}/pause", HookTold, scope=Scope.ACCOUNT)
def pause_hook(request: Asked, ref: str) -> Any:
    """Call no more until it is started. Again changes nothing."""
    return actions.pause_hook(ref, by=request.auth)


@room.change("POST", "/hooks/{ref}/start", HookTold, scope=Scope.ACCOUNT)
def start_hook(request: Asked, ref: str) -> Any:
    """Go on where it stood. Again changes nothing."""
    return actions.start_hook(ref, by=request.auth)


@room.change("POST", "/hooks/{ref}/renew", HookWithSecret, scope=Scope.ACCOUNT)
def renew_secret(request: Asked, ref: str) -> Any:
    """Sign with a new secret from now on."""
    return actions.renew_secret(ref, by=request.auth)


@room.change("POST", "/hooks/{ref}/trial", DeliveryTold, scope=Scope.ACCOUNT, status=201)
def try_out(request: Asked, ref: str) -> Any:
    """Send a trial that tells nothing; its answer stands in the log in a moment."""
    return _told(actions.try_out(ref, by=request.auth, now=clock.now()))


@room.find("/hooks/{ref}/deliveries", Page[DeliveryTold], own=True)
def deliveries(request: Asked, ref: str, after: After = "") -> Any:
    """The log of a hook, the newest first, 25 at a time."""
    found = queries.log_of(access.hook(request.auth, ref), key_of(after, f"log {ref}"))
    told = [_told(line.delivery, str(line.sentence)) for line in found.lines]
    onward = [{"pk": found.before}] if found.before else []
    return page(request, [*told, *onward], len(told), lambda _last: found.before, f"log {ref}")


@room.change("POST", "/hooks/{ref}/deliveries/{sent}/again", DeliveryTold, scope=Scope.ACCOUNT)
def send_again(request: Asked, ref: str, sent: str) -> Any:
    """Send a fact once more, with the same identity."""
    return _told(actions.send_again(ref, sent, by=request.auth))


@room.change("POST", "/hooks/{ref}/deliveries/{sent}/skip", DeliveryTold, scope=Scope.ACCOUNT)
def skip(request: Asked, ref: str, sent: str) -> Any:
    """Leave a fact out, so that the next ones can go."""
    return _told(actions.skip(ref, sent, by=request.auth))


def _told(delivery: Delivery, sentence: str = "") -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in TOLD} | {"sentence": sentence}
