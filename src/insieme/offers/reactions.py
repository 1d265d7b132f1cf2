# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this room does when something is known: it counts who takes part, and tells those whom it concerns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.urls import reverse

from insieme.foundation.actor import Actor
from insieme.notices.actions import tell
from insieme.notices.kinds import NoticeKind
from insieme.notices.queries import followers_of
from insieme.offers import kinds
from insieme.offers.actions import find_ties, rename_beside
from insieme.offers.models import Call, Offer
from insieme.offers.queries import ranked_an_older_revision
from insieme.offers.queries.concerned import bound_by, managers_of, people_of, topics_around
from insieme.offers.queries.failures import asked_by, left_by, managers_at, takers_of
from insieme.record.reactions import SealedFact


def on_pledged_count(told: list[SealedFact]) -> None:
    """Roll up how many people take part. The relay moves its cursor in the same transaction, so each fact counts once."""
    changes: Counter[str] = Counter()
    for fact in told:
        changes[fact.public["call"]] += -1 if fact.code == "offers.pledge_withdrawn" else int(not fact.public["again"])
    for slug, change in changes.items():
        Call.objects.filter(slug=slug).update(people=F("people") + change)


def on_published_tell(fact: SealedFact) -> None:
    """Tell those who follow the promoter or the place."""
    for topic in topics_around(fact.public["call"]):
        _tell(kinds.PUBLISHED, followers_of(topic), fact, ("title", "promoter"), via=topic)


def on_signed_tell(fact: SealedFact) -> None:
    """Tell the promoter's managers at once, and those who follow the call or the company."""
    managers, words = managers_of(fact.public["call"]), ("title", "name", "product")
    page = reverse("offers:offer", args=[fact.public["call"], fact.public["offer"]])
    _tell(kinds.RECEIVED, managers, fact, words, page=page)
    for topic in (fact.about, f"organisation:{fact.public['organisation']}"):
        _tell(kinds.SIGNED, set(followers_of(topic)).difference(managers), fact, words, page=page, via=topic)


def on_revised_tell(fact: SealedFact) -> None:
    """Ask those who ranked the offer by other words, and tell those who follow the call or the company."""
    slug, ref, words = fact.public["call"], fact.public["offer"], ("title", "name")
    asked = ranked_an_older_revision(Offer.objects.get(ref=ref))
    _tell(kinds.CONFIRM, asked, fact, words, page=reverse("offers:pledge_revised", args=[slug]))
    page = reverse("offers:revision", args=[slug, ref, fact.public["number"]])
    for topic in (fact.about, f"organisation:{fact.public['organisation']}"):
        _tell(kinds.REVISED, set(followers_of(topic)).difference(asked), fact, words, page=page, via=topic)


def on_choosing_tell(fact: SealedFact) -> None:
    """Tell those who follow the call."""
    _tell(kinds.BEGAN, followers_of(fact.about), fact, ("title",))


def on_cancelled_tell(fact: SealedFact) -> None:
    """Tell those who take part, those who act for its promoter or for who has answered it, and those who follow the call."""
    slug, words = fact.public["call"], ("title", "because")
    people = {*people_of(slug), *followers_of(fact.about)}
    _tell(kinds.CANCELLED, people, fact, words)
    _tell(kinds.OURS, set(bound_by(slug)).difference(people), fact, words)


def on_cleared_tell(fact: SealedFact) -> None:
    """Tell everybody who pledged what they got, who acts for the promoter or a bidder and who only follows the call what it came to."""
    slug = fact.public["call"]
    people, page = people_of(slug), reverse("offers:outcome", args=[slug])
    bound = set(bound_by(slug)).difference(people)
    _tell(kinds.YOURS, people, fact, ("title", "names"), page=page)
    _tell(kinds.OURS, bound, fact, ("title", "names"), page=page)
    _tell(kinds.DECIDED, set(followers_of(fact.about)).difference(people, bound), fact, ("title", "names"), page=page)


def on_supplier_failed_tell(fact: SealedFact) -> None:
    """Tell those who took part, those who follow the call, and the company, which may reply."""
    slug, words = fact.public["call"], ("title", "name")
    concerned = {*people_of(slug), *followers_of(fact.about), *managers_at(fact.public["organisation"])}
    _tell(kinds.FAILED, concerned, fact, words, page=reverse("offers:outcome", args=[slug]))


def on_runner_up_asked_tell(fact: SealedFact) -> None:
    """Tell those who may answer for the runner-up."""
    slug, ref = fact.public["call"], fact.public["failure"]
    _tell(kinds.TAKEOVER, takers_of(ref), fact, ("title", "failed"), page=reverse("offers:takeover", args=[slug, ref]))


def on_runner_up_confirmed_tell(fact: SealedFact) -> None:
    """Tell those who are asked to buy from the runner-up."""
    slug, ref = fact.public["call"], fact.public["failure"]
    _tell(kinds.AGREE, asked_by(ref), fact, ("title", "name"), page=reverse("offers:agree", args=[slug, ref]))


def on_nobody_took_over_tell(fact: SealedFact) -> None:
    """Tell those who have no supplier any more, and those who follow the call."""
    slug = fact.public["call"]
    concerned = {*left_by(fact.public["failure"]), *asked_by(fact.public["failure"]), *followers_of(fact.about)}
    _tell(kinds.NOBODY, concerned, fact, ("title", "failed"), page=reverse("offers:outcome", args=[slug]))


def on_carried_over_tell(fact: SealedFact) -> None:
    """Tell those who were asked or had bought from the one that failed, the runner-up, and those who follow the call."""
    slug, ref = fact.public["call"], fact.public["failure"]
    concerned = {*left_by(ref), *asked_by(ref), *takers_of(ref), *followers_of(fact.about)}
    _tell(kinds.CARRIED, concerned, fact, ("title", "name", "failed"), page=reverse("offers:outcome", args=[slug]))


def on_initiative_opened_tell(fact: SealedFact) -> None:
    """Tell those who act for the promoter that an organisation brings its people."""
    page = reverse("offers:initiative", args=[fact.public["call"], fact.public["initiative"]])
    _tell(kinds.GATHERED, managers_of(fact.public["call"]), fact, ("title", "name"), page=page)


def on_hearing_asked_tell(fact: SealedFact) -> None:
    """Tell those who act for the promoter, and may answer."""
    slug = fact.public["call"]
    _tell(kinds.HEARING, managers_of(slug), fact, ("title", "name"), page=reverse("offers:hearing", args=[slug, fact.public["hearing"]]))


def on_hearing_answered_tell(fact: SealedFact) -> None:
    """Tell those who act for the organisation that asked what was answered, and by a no why."""
    page = reverse("offers:hearing", args=[fact.public["call"], fact.public["hearing"]])
    words = ("title", "name", *fact.public.keys() & {"silent", "because"})
    _tell(kinds.HEARD, managers_at(fact.public["organisation"]), fact, words, page=page)


def on_role_given_look_for_ties(fact: SealedFact) -> None:
    """See whether somebody now acts both for a promoter of a call and for a company that has answered it."""
    find_ties(fact.public["organisation"], by=Actor.system("offers"), now=fact.at)


def on_organisation_renamed_tell_beside(fact: SealedFact) -> None:
    """Call an organisation by its new name wherever it stands beside a call."""
    rename_beside(fact.public["organisation"])


def _tell(kind: NoticeKind, people: Iterable[int], fact: SealedFact, words: Iterable[str], *, page: str = "", via: str = "") -> None:
    data: dict[str, Any] = {word: fact.public[word] for word in words}
    path = page or reverse("offers:call", args=[fact.public["call"]])
    tell(kind.code, people, about=fact.about, path=path, data=data, position=fact.position, at=fact.at, via=via)
