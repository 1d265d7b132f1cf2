# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens in the world: each story and each organisation as things that somebody does at some moment, through the house's actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from insieme.foundation.actor import Actor
from insieme.hooks import actions as hooks
from insieme.offers import actions, tasks
from insieme.offers.actions.calling import CallText
from insieme.offers.actions.hearings import ask_to_be_heard
from insieme.offers.actions.initiatives import InitiativeText
from insieme.offers.actions.offering import OfferText, TierText
from insieme.offers.actions.templates import keep_template
from insieme.offers.rules.pledging import Entry
from insieme.people import actions as people
from insieme.people.actions import guidelines
from insieme.record.actions import seal
from insieme.village.cast import Cast
from insieme.village.world.telling import Bid, Company, Gathering, Ranking, Story

#: The offers of a call by the address of their company.
Refs = dict[str, str]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens at a moment; of two at the same moment the one that was told first comes first."""

    at: datetime
    happen: Callable[[datetime], object]


def founding(company: Company, cast: Cast, now: datetime) -> Iterator[Event]:
    """An organisation is registered by its owner, who invites those who work there; some have not answered yet."""

    def register(at: datetime) -> None:
        people.register_organisation(
            company.name,
            by=cast.actor(company.owner),
            kind=company.kind,
            vat=company.vat,
            place=cast.place(company.town),
            size=company.size,
            about=f"{company.about}\n\n{company.note}",
            title=company.title,
            now=at,
        )
        for handle, role, title in company.staff:
            ref = _invite(company, cast, handle, role, title, at)
            people.accept(company.slug, ref, by=cast.actor(handle), kind=role, title=title, now=at)
        title, text = company.guideline
        if text:
            by = cast.actor(company.owner)
            written = guidelines.draft_guideline(by=by, organisation=company.slug, title=title, text=text, now=at)
            guidelines.publish_guideline(written.ref, by=by, now=at)
            guidelines.accept_guideline(written.ref, by=by, number=1, now=at)
        if company.program:
            owner = cast.owner(company.slug)
            made = hooks.make_hook(by=owner, address=company.program, chosen=["calls"], for_organisation=company.slug, now=at)
            hooks.pause_hook(made.ref, by=owner)

    yield Event(company.joined.seen_from(now), register)
    for moment, who in company.invited:
        yield Event(moment.seen_from(now), partial(_invite, company, cast, *who))


def _invite(company: Company, cast: Cast, handle: str, role: str, title: str, at: datetime) -> str:
    return people.invite(company.slug, by=cast.owner(company.slug), to=handle, kind=role, title=title, now=at).ref


def unfolding(story: Story, cast: Cast, refs: Refs, now: datetime) -> Iterator[Event]:
    """A call from its draft to where it stands `now`; its offers are put into `refs`."""
    by = cast.owner(story.promoter)
    yield Event(story.drafted.seen_from(now), partial(_draft, story, cast, now))
    if story.published is None:
        return
    yield Event(story.published.seen_from(now), partial(_publish, story, by))
    for bid in story.bids:
        yield Event(bid.made.seen_from(now), partial(_offer, story, bid, cast, refs, now))
        if bid.signed:
            yield Event(bid.signed.seen_from(now), partial(_sign, story, bid, cast, refs))
    for moment, who, words in story.hearings:
        yield Event(moment.seen_from(now), partial(_ask_to_be_heard, story, who, words, cast))
    for gathering in story.gathered:
        yield Event(gathering.at.seen_from(now), partial(_gather, story, gathering, cast))
    if story.cancelled:
        moment, because = story.cancelled
        yield Event(moment.seen_from(now), lambda at: actions.cancel_call(story.slug, by=by, because=because, now=at))
    begins, ends = story.choosing.seen_from(now), story.closes.seen_from(now)
    if begins < now:
        yield Event(begins, tasks.begin_due)
        yield from _pledges(story, cast, refs, (begins, _end(story, now)))
    if ends < now and not story.cancelled:
        yield Event(ends, tasks.close_due)
        if not story.left_to_the_clock:
            yield Event(ends + timedelta(seconds=2), _count)


def _draft(story: Story, cast: Cast, now: datetime, at: datetime) -> None:
    text = CallText(
        title=story.title,
        summary=story.summary,
        need=story.need,
        category=story.category,
        unit=story.unit,
        choosing_at=story.choosing.seen_from(now),
        closes_at=story.closes.seen_from(now),
        place=cast.place(story.town).pk if story.town else None,
        drop_out_percent=story.drop_out_percent,
        menu=story.menu,
        proof_expected=story.proof_expected,
    )
    actions.open_call(cast.organisation(story.promoter), by=cast.owner(story.promoter), text=text, now=at)


def _gather(story: Story, told: Gathering, cast: Cast, at: datetime) -> None:
    text = InitiativeText(told.crowd, told.declared, told.words, told.goal)
    by, organisation = cast.owner(told.organisation), cast.organisation(told.organisation)
    actions.open_initiative(story.slug, by=by, organisation_id=organisation, text=text, now=at)


def _ask_to_be_heard(story: Story, who: str, words: str, cast: Cast, at: datetime) -> None:
    ask_to_be_heard(story.slug, by=cast.owner(who), organisation_slug=who, words=words, now=at)


def _publish(story: Story, by: Actor, at: datetime) -> None:
    ties = [actions.TieText(*tie) for tie in story.ties]
    actions.declare_interests(story.slug, by=by, ties=ties, now=at)
    actions.publish_call(story.slug, by=by, now=at)
    for who in story.asked:
        actions.ask_to_promote(story.slug, by=by, to=who, now=at)
    for name, address in story.letters:
        actions.invite_company(story.slug, by=by, to=address, name=name, now=at)


def _offer(story: Story, bid: Bid, cast: Cast, refs: Refs, now: datetime, at: datetime) -> None:
    text = OfferText(
        product=bid.product,
        price_minor=bid.price_minor,
        quorum=bid.quorum,
        quorum_unit=bid.quorum_unit,
        commitment=bid.commitment,
        basis=bid.basis,
        proof=bid.proof,
        proof_by=now.date() + timedelta(days=bid.proof_day),
        tiers=tuple(TierText(**asdict(step)) for step in bid.steps),
        terms=bid.terms,
        capacity=bid.capacity,
        currency=bid.currency,
    )
    by, company = cast.owner(bid.company), cast.organisation(bid.company)
    refs[bid.company] = actions.make_offer(story.slug, by=by, organisation_id=company, text=text, now=at).ref
    if bid.kept:
        keep_template(story.slug, refs[bid.company], by=by, name=bid.kept)


def _sign(story: Story, bid: Bid, cast: Cast, refs: Refs, at: datetime) -> None:
    company = cast.companies[bid.company]
    signature = {"name": cast.names[company.owner], "title": company.title}
    actions.sign_offer(story.slug, refs[bid.company], by=cast.owner(bid.company), now=at, **signature)


def _end(story: Story, now: datetime) -> datetime:
    return min(now, story.closes.seen_from(now), *([story.cancelled[0].seen_from(now)] if story.cancelled else []))


def _pledges(story: Story, cast: Cast, refs: Refs, while_open: tuple[datetime, datetime]) -> Iterator[Event]:
    """Everybody pledges at some moment of their own, the same one at every planting."""
    chance = Random(story.slug)  # noqa: S311 - the same moments every time, nothing secret
    begins, ends = while_open
    for by, ranking in _rankings(story, cast, chance):
        moment = begins + (ends - begins) * chance.randint(10, 990) // 1000
        yield Event(moment, partial(_pledge, story, refs, by, ranking))


def _pledge(story: Story, refs: Refs, by: Actor, ranking: Ranking, at: datetime) -> None:
    entries = [Entry(refs[line.company], line.at_least, line.near) for line in ranking.lines]
    new_for = [refs[company] for company in ranking.new_for]
    actions.pledge(story.slug, by=by, entries=entries, new_for=new_for, quantity=ranking.quantity, now=at)


def _rankings(story: Story, cast: Cast, chance: Random) -> Iterator[tuple[Actor, Ranking]]:
    for handle, ranking in story.named:
        yield cast.actor(handle), ranking
    crowd = cast.bring_crowd(story.crowd) if story.leanings else []
    chance.shuffle(crowd)
    # Those who must live in one town choose first: anybody will do for the others.
    for leaning in sorted(story.leanings, key=lambda leaning: not leaning.town):
        fitting = [member for member in crowd if leaning.town in {"", member[0].town}][: leaning.people]
        if len(fitting) < leaning.people:
            msg = f"{story.slug}: the crowd {story.crowd} has not {leaning.people} people left in {leaning.town or 'any town'}"
            raise ValueError(msg)
        crowd = [member for member in crowd if member not in fitting]
        yield from ((by, leaning.ranking) for _passer, by in fitting)


def _count(at: datetime) -> None:
    """Count what has closed: its close must be sealed first, as on any other day."""
    seal()
    tasks.clear_due(at)
