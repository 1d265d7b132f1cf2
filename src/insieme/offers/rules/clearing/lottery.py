# SPDX-License-Identifier: AGPL-3.0-or-later
"""The order in which people draw scarce places: by SHA-256 of the seed and their pledge's commitment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np

from insieme.offers.rules.clearing.instance import NOTHING, Instance, Ints

DRAWN = 5_000_000
"""The most people that a clearing with scarce places takes."""


def is_scarce(instance: Instance) -> bool:
    """Whether some offer has fewer places than could ever be asked of it; a capacity beyond that is none."""
    return any(offer.capacity is not None and offer.capacity < _asked(instance, place) for place, offer in enumerate(instance.offers))


def _asked(instance: Instance, offer: int) -> int:
    """The most that could come to an offer: everybody who lists it, with the greatest weight that they name for it."""
    here = instance.offer == offer
    weight = here if instance.weight is None else np.where(here, instance.weight, 0)
    return int((weight.max(axis=0, initial=0) * instance.count).sum())


def people_of(instance: Instance) -> Ints:
    """The pledge of each person, in the order of the lottery."""
    pledge = np.repeat(np.arange(len(instance.count)), instance.count)
    drawn = np.frombuffer(b"".join(_lots(instance)), dtype=">u8").reshape(-1, 4)
    return pledge[np.lexsort(drawn.T[::-1])]


def _lots(instance: Instance) -> Iterator[bytes]:
    """The lot of each person. Where there are no commitments, they are the words 'PLEDGE:COPY', both counted from 0."""
    if instance.commitments is not None:
        commitments = iter(instance.commitments)
    else:
        commitments = (b"%d:%d" % (pledge, copy) for pledge, count in enumerate(instance.count) for copy in range(count))
    for commitment in commitments:
        yield hashlib.sha256(instance.seed + commitment).digest()


def expanded(instance: Instance, people: Ints) -> Instance:
    """The instance with one column a person, in the order of `people`."""
    return Instance(
        seed=instance.seed,
        offers=instance.offers,
        offer=instance.offer[:, people],
        count=np.ones(len(people), dtype=np.int64),
        weight=None if instance.weight is None else instance.weight[:, people],
        at_least=None if instance.at_least is None else instance.at_least[:, people],
        near=None if instance.near is None else instance.near[:, people],
        place=None if instance.place is None else instance.place[people],
        places=instance.places,
    )


def without(instance: Instance, rank: Ints, people: Ints) -> Instance:
    """The instance where these people have lost the entries at these ranks."""
    offer = instance.offer.copy()
    offer[rank, people] = NOTHING
    return Instance(
        instance.seed,
        instance.offers,
        offer,
        instance.count,
        instance.weight,
        instance.at_least,
        instance.near,
        instance.place,
        instance.places,
    )
