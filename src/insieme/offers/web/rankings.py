# SPDX-License-Identifier: AGPL-3.0-or-later
"""A ranking as the parts of `look` show it, and in sentences: what was chosen, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from insieme.foundation.money import Money
from insieme.foundation.text import plain
from insieme.offers import queries
from insieme.offers.forms.pledges import Ranking
from insieme.offers.models import Call, Offer, Pledge
from insieme.offers.rules.consequences import consequences, dearest
from insieme.offers.rules.pledging import MOST_ENTRIES, Entry, Terms, counting, is_current, thresholds_for
from insieme.offers.rules.wording import condition, counted

#: So many conditions at once are still a list that one reads.
MOST_CHOICES = 16


@dataclass(frozen=True, slots=True)
class Choice:
    """The condition of a line as a list of sentences."""

    name: str
    value: str
    choices: list[tuple[str, str]]

    @property
    def label(self) -> str:
        """What the list is for."""
        return _("Condition")

    def __str__(self) -> SafeString:
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((value, " selected" if value == self.value else "", words) for value, words in self.choices),
        )
        return format_html('<select name="{}">{}</select>', self.name, options)


def rank(ranking: Ranking, terms: Mapping[str, Terms], call: Call, place: str | None) -> dict[str, Any]:
    """What the part `rank` needs: the lines that were put in order first, then the others, in the order of the offers."""
    copies = [item for item in ranking.conditions if "." in item and item.partition(".")[0] in terms]
    items = [*terms, *copies]
    items.sort(key=lambda item: ranking.places.get(item, len(items) + MOST_ENTRIES))
    lines = [_line(item, ranking, terms[item.partition(".")[0]], call, place) for item in items]
    return {"items": lines, "places": range(1, min(len(items), MOST_ENTRIES) + 1)}


def faults(ranking: Ranking, terms: Mapping[str, Terms]) -> list[dict[str, Any]]:
    """What needs mending, in sentences: each with the name of its field and where on the page it stands (`at`), if it is about one."""
    return [{"at": _anchor(at), "name": _named(at, terms), "sentence": sentence} for at, sentence in ranking.errors.items()]


def _named(at: str, terms: Mapping[str, Terms]) -> str:
    offer = terms.get(at.partition(".")[0])
    return _("How many") if at == "quantity" else offer.name if offer else ""


def _anchor(at: str) -> str:
    return at if at == "quantity" else "order"


def repeatable(terms: Mapping[str, Terms], call: Call) -> list[Terms]:
    """The offers that it makes sense to rank twice: those to which a condition can be set."""
    return [each for each in terms.values() if len(_choices(each, call, "")) > 1]


def _line(item: str, ranking: Ranking, offer: Terms, call: Call, place: str | None) -> dict[str, Any]:
    choices = _choices(offer, call, place)
    value = ranking.conditions.get(item, ":")
    if value not in dict(choices):
        at_least, _colon, near = value.partition(":")
        choices.append((value, _words(int(at_least or 0), int(near or 0), offer, call, place)))
    price = Money(offer.price_minor).written(get_language() or "en")
    return {
        "id": item,
        "name": offer.name,
        "note": _("%(price)s per %(unit)s, %(product)s") % {"price": price, "unit": call.unit, "product": offer.product},
        "place_name": f"place-{item}",
        "place": ranking.places.get(item),
        "condition": Choice(f"if-{item}", value, choices) if len(choices) > 1 else None,
        "error": ranking.errors.get(item),
    }


def _choices(offer: Terms, call: Call, place: str | None) -> list[tuple[str, str]]:
    """The conditions one may set; those about one's own place only for whoever has one, or is not known yet."""
    totals: list[int] = [0, *thresholds_for(offer, call.menu)]
    nears: list[int] = [0] if place is None else [0, *call.menu.get("near", ())]
    pairs = [(total, near) for total in totals for near in nears]
    if len(pairs) > MOST_CHOICES:
        pairs = [(total, near) for total, near in pairs if not (total and near)]
    return [(f"{total or ''}:{near or ''}", _words(total, near, offer, call, place)) for total, near in pairs]


def _words(total: int, near: int, offer: Terms, call: Call, place: str | None) -> str:
    return condition(at_least=total or None, near=near or None, unit=offer.quorum_unit, thing=call.unit, place=place or "")


def in_words(pledge: Pledge, terms: Mapping[str, Terms], call: Call, place: str = "") -> list[dict[str, Any]]:
    """The lines of a pledge: the name of the offer, its condition in a sentence, whether it `lapsed`. Empty for a withdrawal."""
    known = [(entry, terms[entry.offer]) for entry in map(Entry.from_json, pledge.entries) if entry.offer in terms]
    return [
        {
            "name": offer.name,
            "condition": _words(entry.at_least or 0, entry.near or 0, offer, call, place),
            "lapsed": not is_current(entry, terms),
        }
        for entry, offer in known
    ]


def standing_in(offer: Offer, pledge: Pledge) -> dict[str, Any]:
    """Where an offer stands in a pledge: a sentence, and whether it `lapsed` there. A list may name it twice, under other conditions."""
    entries = [Entry.from_json(each) for each in pledge.entries]
    mine = {place: entry for place, entry in enumerate(entries, 1) if entry.offer == offer.ref}
    said = {"places": get_text_list([plain(place) for place in mine], _("and")), "all": plain(len(entries))}
    if not mine:
        words = _("You have pledged, and this offer is not on your list.")
    elif len(mine) == len(entries):
        words = _("It is the only offer on your list.")
    else:
        words = (
            ngettext("On your list it is number %(places)s of %(all)s.", "On your list it is numbers %(places)s of %(all)s.", len(mine))
            % said
        )
    return {"words": words, "lapsed": any(entry.revision not in offer.alike for entry in mine.values())}


def changed_lines(entries: Sequence[Entry], terms: Mapping[str, Terms], call: Call) -> list[dict[str, Any]]:
    """The offers of these lines that were revised since, each once: whose, the revision in force, where one reads what changed."""
    older = {entry.offer: entry for entry in entries if not is_current(entry, terms)}
    return [
        {"name": terms[ref].name, "number": terms[ref].revision, "href": changes_address(call, ref, terms[ref].revision, entry.revision)}
        for ref, entry in older.items()
    ]


def changes_address(call: Call, ref: str, number: int, since: int) -> str:
    """Where the page stands that tells what changed between two revisions of an offer."""
    return f"{reverse('offers:changes', args=[call.slug, ref, number])}?since={since}"


def place_of(request: HttpRequest) -> str | None:
    """Where the reader lives: nowhere that they have said is None, and of a stranger nobody knows."""
    if not request.user.is_authenticated:
        return ""
    return request.user.place.name if request.user.place else None


def follows(request: HttpRequest, call: Call, ranking: Ranking) -> dict[str, Any]:
    """What follows from a ranking, in the words for this reader. Lines that wait for a yes are left out: nothing follows from them."""
    terms = queries.terms(call)
    return what_if(
        [entry for _place, entry in counting(ranking.entries, terms)],
        terms=terms,
        call=call,
        quantity=ranking.quantity,
        new_for=ranking.new_for,
        place=place_of(request),
    )


def what_if(
    entries: list[Entry], *, terms: Mapping[str, Terms], call: Call, quantity: int, new_for: list[str], place: str | None
) -> dict[str, Any]:
    """What happens if: for each line in words what would be bought and asked for, and the most that it can come to."""
    found = consequences(entries, offers=terms, quantity=quantity, new_for=new_for)
    language = get_language() or "en"
    lines = []
    for line in found:
        offer = terms[line.offer]
        conditional = bool(line.at_least or line.near)
        lines.append(
            {
                "name": offer.name,
                "condition": _words(line.at_least or 0, line.near or 0, offer, call, place) if conditional else "",
                "quantity": line.quantity,
                "total": Money(line.total_minor).written(language),
                "uncounted": line.counts == 0,
                "room": "" if offer.capacity is None else counted(offer.capacity, offer.quorum_unit, call.unit),
                "again": line.again,
            }
        )
    return {"lines": lines, "most": Money(dearest(found)).written(language), "quantity": quantity, "unit": call.unit}
