# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was signed before offers had revisions is the first one of each, with its own entry in the record."""

import json
from typing import Any

from django.db import migrations

from insieme.offers.rules.revisions import BINDING, TIER, digest_of, words_of

NAMES = (("offers", "Offer"), ("offers", "Revision"), ("record", "Entry"))


def write(apps: Any, _schema_editor: Any) -> None:
    offers, revisions, entries = (apps.get_model(*name).objects for name in NAMES)
    facts = {json.loads(entry.public)["offer"]: entry for entry in entries.filter(code="offers.offer_signed").iterator()}
    for offer in offers.exclude(signed_at=None).filter(revisions=None).iterator():
        tiers = list(offer.tiers.order_by("threshold").values(*TIER))
        words = words_of({name: getattr(offer, name) for name in BINDING if name != "tiers"}, tiers)
        revisions.create(
            offer=offer,
            number=1,
            words=words,
            digest=digest_of(words),
            drafted_at=offer.created_at,
            signed_by_id=offer.signed_by_id,
            signed_name=offer.signed_name,
            signed_title=offer.signed_title,
            signed_at=offer.signed_at,
            fact=facts.get(offer.ref),
        )


class Migration(migrations.Migration):
    dependencies = [("offers", "0002_negotiation_and_promoters"), ("record", "0001_initial")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
