# SPDX-License-Identifier: AGPL-3.0-or-later
"""The file format `insieme-clearing/1`: read with every doubt refused, and written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import repeat
from typing import Any

from insieme.offers.rules.clearing.columns import Columns
from insieme.offers.rules.clearing.entries import LONGEST, heaviest, judge_commitments, pledge_of, too_much
from insieme.offers.rules.clearing.instance import LARGEST, NOTHING, Instance, Offer
from insieme.offers.rules.clearing.lottery import DRAWN, is_scarce
from insieme.offers.rules.clearing.spots import Misfit, Where, quoted
from insieme.offers.rules.clearing.values import array, number, octets, read, record, string

FORMAT = "insieme-clearing/1"

_FILE = frozenset({"format", "seed", "offers", "pledges"})
_OFFER = frozenset({"id", "quorum"}), frozenset({"tiers", "capacity"})
_PLAIN = frozenset({"list", "count"}), frozenset({"list"})
_ID = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,200}")


def instance_from(data: bytes) -> Instance:
    """The instance that a file holds.

    Refuses: `BadFile`, with line, path and sentence, whatever is not exactly of the format.
    """
    return read(data, _instance)


def _instance(value: Any) -> Instance:
    found = record(value, (), _FILE)
    if found["format"] != FORMAT:
        raise Misfit(("format",), f"here {quoted(FORMAT)} is expected, not {quoted(found['format'])}")
    seed = octets(found["seed"], ("seed",))
    offers = _offers(found["offers"])
    instance = _laid_out(offers, array(found["pledges"], ("pledges",)), seed)
    if instance.people > DRAWN and is_scarce(instance):
        raise Misfit(("pledges",), f"with a capacity at most {DRAWN:,} people can draw: {instance.people:,} are in this file")
    return instance


def _offers(value: Any) -> tuple[Offer, ...]:
    offers: list[Offer] = []
    known: set[str] = set()
    for place, each in enumerate(array(value, ("offers",))):
        offer = _offer(each, ("offers", place))
        if offer.id in known:
            raise Misfit(("offers", place, "id"), f"another offer is called {quoted(offer.id)} too: give each an id of its own")
        known.add(offer.id)
        offers.append(offer)
    return tuple(offers)


def _offer(value: Any, where: Where) -> Offer:
    found = record(value, where, *_OFFER)
    name = string(found["id"], (*where, "id"))
    if not _ID.fullmatch(name):
        raise Misfit((*where, "id"), "an id has 1 to 200 letters, none of them a control character")
    tiers = tuple(number(each, (*where, "tiers", place)) for place, each in enumerate(array(found.get("tiers", []), (*where, "tiers"))))
    for place in range(1, len(tiers)):
        if tiers[place] <= tiers[place - 1]:
            raise Misfit((*where, "tiers", place), "tiers go up: each is greater than the one before")
    capacity = found.get("capacity")
    return Offer(
        id=name,
        quorum=number(found["quorum"], (*where, "quorum")),
        tiers=tiers,
        capacity=None if capacity is None else number(capacity, (*where, "capacity")),
    )


def _laid_out(offers: tuple[Offer, ...], values: list[Any], seed: bytes) -> Instance:
    """Lists of mere ids, nearly all of a large file, are laid out as they are; the others are looked at one by one."""
    index = {offer.id: place for place, offer in enumerate(offers)}
    columns = Columns()
    together = 0
    for place, value in enumerate(values):
        plain = _plain(value, index)
        if plain is None:
            pledge = pledge_of(value, ("pledges", place), index)
            columns.add(pledge)
            together += heaviest(pledge)
        else:
            columns.add_plain(*plain)
            together += plain[1]
        if together > LARGEST:
            raise too_much(("pledges", place))
    judge_commitments(values, columns.commitments)
    return columns.instance(offers, seed=seed)


def _plain(value: Any, index: dict[str, int]) -> tuple[list[int], int] | None:
    """A list of known, different ids and its count; None for anything else, good or bad."""
    if type(value) is not dict or value.keys() not in _PLAIN:
        return None
    entries, count = value["list"], value.get("count", 1)
    if type(entries) is not list or type(count) is not int or not 0 <= count <= LARGEST or len(entries) > LONGEST:
        return None
    try:
        found = [index[entry] for entry in entries]
    except (KeyError, TypeError):
        return None
    return None if len(set(found)) < len(found) else (found, count)


def written(instance: Instance) -> str:
    """An instance as a file, one pledge a line; with its commitments, which lead to the record, only where lots are drawn over them."""
    offers = ",\n".join(f"  {json.dumps(_offer_as_json(offer))}" for offer in instance.offers)
    pledges = ",\n".join(_pledges(instance))
    return f'{{"format": "{FORMAT}", "seed": "{instance.seed.hex()}",\n "offers": [\n{offers}],\n "pledges": [\n{pledges}]}}\n'


def _offer_as_json(offer: Offer) -> dict[str, Any]:
    return {"id": offer.id, "quorum": offer.quorum, "tiers": list(offer.tiers), "capacity": offer.capacity}


def _pledges(instance: Instance) -> Iterator[str]:
    names = [json.dumps(offer.id) for offer in instance.offers]
    places = [json.dumps(place) for place in instance.places]
    where = [NOTHING] * len(instance.count) if instance.place is None else instance.place.tolist()
    drawn = instance.commitments if instance.commitments is not None and is_scarce(instance) else repeat(None, len(where))
    lists = _plain_lists(instance, names) if instance.is_plain else _rich_lists(instance, names)
    for count, place, commitment, entries in zip(instance.count.tolist(), where, drawn, lists, strict=True):
        said = "" if place == NOTHING else f'"place": {places[place]}, '
        said += "" if commitment is None else f'"commitment": "{commitment.hex()}", '
        yield f'  {{"count": {count}, {said}"list": [{", ".join(entries)}]}}'


def _plain_lists(instance: Instance, names: list[str]) -> Iterator[list[str]]:
    for row in instance.offer.T:
        yield [names[offer] for offer in row.tolist() if offer != NOTHING]


def _rich_lists(instance: Instance, names: list[str]) -> Iterator[list[str]]:
    for column, row in enumerate(instance.offer.T.tolist()):
        yield [_entry(instance, rank, column, names[offer]) for rank, offer in enumerate(row) if offer != NOTHING]


def _entry(instance: Instance, rank: int, column: int, name: str) -> str:
    said = ""
    for key, values, otherwise in (("weight", instance.weight, 1), ("at_least", instance.at_least, 0), ("near", instance.near, 0)):
        if values is not None and values[rank, column] != otherwise:
            said += f', "{key}": {values[rank, column]}'
    return f'{{"offer": {name}{said}}}' if said else name
