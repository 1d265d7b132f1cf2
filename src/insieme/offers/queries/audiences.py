# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom it concerns what happens to a call, the nearest first, and why; asked when it is told and, by who is about to do it, before."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from insieme.notices.kinds import Audience, Concerned, Happening, NoticeKind, Plan
from insieme.notices.queries import followers, followers_of_actor
from insieme.offers import kinds
from insieme.offers.models import Offer, Phase
from insieme.offers.queries.buyers import sellers_of
from insieme.offers.queries.concerned import bidding, interested, invited, pledged, promoting, topics_around
from insieme.offers.queries.failures import asked_by, buyers_of, freed_by, left_by, managers_at, takers_of
from insieme.offers.queries.revisions import ranked_an_older_revision
from insieme.offers.queries.wishes import wishers

FOLLOW_CALL = ngettext_lazy("%(count)s person who follows the call", "%(count)s people who follow the call", "count")
FOLLOW_COMPANY = ngettext_lazy("%(count)s person who follows the company", "%(count)s people who follow the company", "count")
FOLLOW = {
    "organisation": ngettext_lazy("%(count)s person who follows the promoter", "%(count)s people who follow the promoter", "count"),
    "place": ngettext_lazy("%(count)s person who follows the place", "%(count)s people who follow the place", "count"),
}
EACH_WHO_CARES = ngettext_lazy("%(count)s person who cares for what it is about", "%(count)s people who care for what it is about", "count")
#: Beforehand: whoever opens calls here and there would learn who cares for what.
CARE = _("Everybody who cares for what it is about, near there. How many they are is told to nobody.")
PROMOTE = ngettext_lazy("%(count)s person who acts for the promoter", "%(count)s people who act for the promoter", "count")
BID = ngettext_lazy(
    "%(count)s person who acts for a company with an offer", "%(count)s people who act for the companies with an offer", "count"
)
ACT = ngettext_lazy("%(count)s person who acts for the company", "%(count)s people who act for the company", "count")
PLEDGED = ngettext_lazy("%(count)s person who has pledged", "%(count)s people who have pledged", "count")
RANKED = ngettext_lazy("%(count)s person who has to confirm their pledge", "%(count)s people who have to confirm their pledges", "count")
#: Before it is signed: how many have an offer on their list is known at the close, for everybody at once.
RANK = _("Everybody who ranked the offer by its former words is asked to confirm. How many they are is not told while people choose.")
ASKED = ngettext_lazy("%(count)s person who is asked to agree", "%(count)s people who are asked to agree", "count")
WISHED = ngettext_lazy("%(count)s person who asked for it", "%(count)s people who asked for it", "count")
LEFT = ngettext_lazy("%(count)s person who had bought from the supplier", "%(count)s people who had bought from the supplier", "count")


def of_published(happening: Happening) -> Iterator[Audience]:
    """Those who follow a promoter or the place, and those who care for what it is about."""
    path, words = _page(happening), ("title", "promoter")
    for topic in topics_around(_call(happening)):
        why = FOLLOW[topic.partition(":")[0]]
        yield Audience(kinds.PUBLISHED, followers(topic), why, path, via=topic, words=words)
    if isinstance(happening, Plan):
        yield Audience(kinds.INTEREST, (), CARE, path, counted=False)
    else:
        yield Audience(kinds.INTEREST, interested(_call(happening)), EACH_WHO_CARES, path, words=words)


def of_signed(happening: Happening) -> Iterator[Audience]:
    """The promoters at once, and those who follow the call, the company or who signs."""
    words, path = ("title", "name", "product"), _page(happening, "offer", happening.public["offer"])
    yield Audience(kinds.RECEIVED, promoting(_call(happening)), PROMOTE, path, words=words)
    yield from _following(kinds.SIGNED, happening, path, words)
    yield from _by_name(happening, path, "signed")


def of_revised(happening: Happening) -> Iterator[Audience]:
    """Those who ranked the offer by other words are asked; those who asked for what it answers are told, and those who follow."""
    words, ref, number = ("title", "name"), happening.public["offer"], happening.public["number"]
    offer, path = Offer.objects.select_related("call").get(ref=ref), _page(happening, "pledge_revised")
    if not isinstance(happening, Plan):
        yield Audience(kinds.CONFIRM, ranked_an_older_revision(offer), RANKED, path, words=words)
    elif offer.call.phase == Phase.CHOOSING:
        yield Audience(kinds.CONFIRM, (), RANK, path, counted=False)
    path = _page(happening, "revision", ref, number)
    yield Audience(kinds.ANSWERED, wishers(ref, number, happening.public["answers"]), WISHED, path, words=words)
    yield from _following(kinds.REVISED, happening, path, words)
    yield from _by_name(happening, path, "revised")


def of_choosing(happening: Happening) -> Iterator[Audience]:
    """Those who follow the call."""
    yield Audience(kinds.BEGAN, followers(happening.about), FOLLOW_CALL, _page(happening), words=("title",))


def of_cancelled(happening: Happening) -> Iterator[Audience]:
    """Those who take part, those who follow the call, and those who act for its promoter or for who has answered it."""
    slug, path, words = _call(happening), _page(happening), ("title", "because")
    yield Audience(kinds.CANCELLED, pledged(slug), PLEDGED, path, words=words, even_if_seen=True)
    yield Audience(kinds.CANCELLED, followers(happening.about), FOLLOW_CALL, path, words=words)
    yield Audience(kinds.OURS, promoting(slug), PROMOTE, path, words=words)
    yield Audience(kinds.OURS, bidding(slug), BID, path, words=words)


def of_cleared(happening: Happening) -> Iterator[Audience]:
    """Who pledged hears what they got, a company that sells where it reads who buys; promoters, bidders and followers what it came to."""
    slug, path, words = _call(happening), _page(happening, "outcome"), ("title", "names")
    yield Audience(kinds.YOURS, pledged(slug), PLEDGED, path, words=words, even_if_seen=True)
    for ref in happening.public["active"]:
        buyers = _page(happening, "buyers", ref)
        yield Audience(kinds.OURS, sellers_of(ref), ACT, buyers, words=("title",), data={"sold": True}, even_if_seen=True)
    yield Audience(kinds.OURS, promoting(slug), PROMOTE, path, words=words)
    yield Audience(kinds.OURS, bidding(slug), BID, path, words=words)
    yield Audience(kinds.DECIDED, followers(happening.about), FOLLOW_CALL, path, words=words)


def of_failed(happening: Happening) -> Iterator[Audience]:
    """Those who bought from it, all others who took part, the company, which may reply, and those who follow the call."""
    path, words = _page(happening, "outcome"), ("title", "name", "offer", "because", "runner_up")
    yield Audience(kinds.FAILED, buyers_of(happening.public["offer"]), LEFT, path, words=words, even_if_seen=True)
    yield Audience(kinds.FAILED, pledged(_call(happening)), PLEDGED, path, words=words)
    yield Audience(kinds.FAILED, managers_at(str(happening.public["organisation"])), ACT, path, words=words)
    yield Audience(kinds.FAILED, followers(happening.about), FOLLOW_CALL, path, words=words)


def of_runner_up_asked(happening: Happening) -> Iterator[Audience]:
    """Those who may answer for the runner-up."""
    ref = happening.public["failure"]
    yield Audience(kinds.TAKEOVER, takers_of(ref), ACT, _page(happening, "takeover", ref), words=("title", "failed"))


def of_runner_up_confirmed(happening: Happening) -> Iterator[Audience]:
    """Those who are asked to buy from the runner-up."""
    ref = happening.public["failure"]
    yield Audience(kinds.AGREE, asked_by(ref), ASKED, _page(happening, "agree", ref), words=("title", "name", "failure"))


def of_nobody_took_over(happening: Happening) -> Iterator[Audience]:
    """Those who have no supplier any more, who alone hear that they owe nothing; those who were asked, and those who follow the call."""
    ref, path, words = happening.public["failure"], _page(happening, "outcome"), ("title", "failed")
    yield Audience(kinds.NOBODY, freed_by(ref), LEFT, path, words=words, data={"free": True}, even_if_seen=True)
    yield Audience(kinds.NOBODY, left_by(ref), LEFT, path, words=words)
    yield Audience(kinds.NOBODY, asked_by(ref), ASKED, path, words=words)
    yield Audience(kinds.NOBODY, followers(happening.about), FOLLOW_CALL, path, words=words)


def of_carried_over(happening: Happening) -> Iterator[Audience]:
    """Those who were asked or had bought from the one that failed, the runner-up, and those who follow the call."""
    ref, path, words = happening.public["failure"], _page(happening, "outcome"), ("title", "name", "failed", "failure", "offer")
    yield Audience(kinds.CARRIED, left_by(ref), LEFT, path, words=words, even_if_seen=True)
    yield Audience(kinds.CARRIED, asked_by(ref), ASKED, path, words=words, even_if_seen=True)
    sold = _page(happening, "buyers", happening.public["offer"])
    yield Audience(kinds.CARRIED, takers_of(ref), ACT, sold, words=words, even_if_seen=True)
    yield Audience(kinds.CARRIED, followers(happening.about), FOLLOW_CALL, path, words=words)


def of_initiative_opened(happening: Happening) -> Iterator[Audience]:
    """The promoters hear that an organisation brings its people."""
    path = _page(happening, "initiative", happening.public["initiative"])
    yield Audience(kinds.GATHERED, promoting(_call(happening)), PROMOTE, path, words=("title", "name"))


def of_promoter_joined(happening: Happening) -> Iterator[Audience]:
    """The other promoters, and those who follow the person who joins by name."""
    joined = (happening.private or {}).get("actor", "")
    path, words = _page(happening), ("title", "name")
    yield Audience(kinds.JOINED, promoting(_call(happening), but=str(joined)), PROMOTE, path, words=words)
    if not happening.public["name"]:
        yield from _by_name(happening, path, "joined", words=("title",))


def of_company_invited(happening: Happening) -> Iterator[Audience]:
    """Those who act for the company, where it is here. A letter goes to them as well, so this one stands in their inbox alone."""
    slug = str((happening.private or {}).get("organisation", ""))
    if slug and (found := invited(_call(happening), slug)):
        yield Audience(kinds.INVITED, managers_at(slug), ACT, _page(happening, "invited", found), words=("title",))


def of_replied(happening: Happening) -> Iterator[Audience]:
    """Those who follow who signs the reply."""
    yield from _by_name(happening, _page(happening), "replied")


def of_hearing_asked(happening: Happening) -> Iterator[Audience]:
    """The promoters, who may answer."""
    path = _page(happening, "hearing", happening.public["hearing"])
    yield Audience(kinds.HEARING, promoting(_call(happening)), PROMOTE, path, words=("title", "name"))


def of_hearing_answered(happening: Happening) -> Iterator[Audience]:
    """Those who act for the organisation that asked hear what was answered, and by a no why; so do the promoters who did not answer."""
    path = _page(happening, "hearing", happening.public["hearing"])
    words = ("title", "name", *sorted(happening.public.keys() & {"silent", "because"}))
    yield Audience(kinds.HEARD, managers_at(str(happening.public["organisation"])), ACT, path, words=words)
    answered = str((happening.private or {}).get("actor", ""))
    yield Audience(kinds.HEARD_BY_US, promoting(_call(happening), but=answered), PROMOTE, path, words=words)


def _following(kind: NoticeKind, happening: Happening, path: str, words: tuple[str, ...]) -> Iterator[Audience]:
    company = f"organisation:{happening.public['organisation']}"
    for topic, why in ((happening.about, FOLLOW_CALL), (company, FOLLOW_COMPANY)):
        yield Audience(kind, followers(topic), why, path, via=topic, words=words)


def _by_name(happening: Happening, path: str, what: str, words: tuple[str, ...] = ("title", "name")) -> list[Audience]:
    signed = str((happening.private or {}).get("signed_name", ""))
    return followers_of_actor(happening, kinds.BY_NAME, path, by_name=signed, words=words, data={"what": what})


def _call(happening: Happening) -> str:
    return str(happening.public["call"])


def _page(happening: Happening, name: str = "call", *more: object) -> str:
    return reverse(f"offers:{name}", args=[_call(happening), *more])


#: The reactions that tell people, by name: of which facts, and whom.
TOLD: dict[str, tuple[tuple[str, ...], Concerned]] = {
    "offers.tell_published": (("offers.call_published",), of_published),
    "offers.tell_signed": (("offers.offer_signed",), of_signed),
    "offers.tell_revised": (("offers.offer_revised",), of_revised),
    "offers.tell_choosing": (("offers.choosing_began",), of_choosing),
    "offers.tell_cancelled": (("offers.call_cancelled",), of_cancelled),
    "offers.tell": (("offers.cleared",), of_cleared),
    "offers.tell_failed": (("offers.supplier_failed",), of_failed),
    "offers.tell_runner_up": (("offers.runner_up_asked",), of_runner_up_asked),
    "offers.tell_takeover": (("offers.runner_up_confirmed",), of_runner_up_confirmed),
    "offers.tell_nobody": (("offers.runner_up_declined", "offers.nobody_took_over"), of_nobody_took_over),
    "offers.tell_carried": (("offers.carried_over",), of_carried_over),
    "offers.tell_initiative": (("offers.initiative_opened",), of_initiative_opened),
    "offers.tell_joined": (("offers.promoter_joined",), of_promoter_joined),
    "offers.tell_invited": (("offers.company_invited",), of_company_invited),
    "offers.tell_hearing": (("offers.hearing_asked",), of_hearing_asked),
    "offers.tell_heard": (("offers.hearing_granted", "offers.hearing_refused"), of_hearing_answered),
    "offers.tell_replied": (("offers.reply_published",), of_replied),
}
