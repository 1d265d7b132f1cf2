# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commitments that organisations keep to start offers from."""

from __future__ import annotations

from collections.abc import Iterable

from insieme.offers.models import CommitmentTemplate


def templates_of(organisation_ids: Iterable[int]) -> list[CommitmentTemplate]:
    """What these organisations keep, by name, each with its organisation. One query."""
    rows = CommitmentTemplate.objects.filter(organisation_id__in=organisation_ids)
    return list(rows.select_related("organisation").order_by("organisation__name", "name", "pk"))
