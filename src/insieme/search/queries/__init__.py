# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding, and suggesting. Each says how many database queries it makes."""

from insieme.search.queries.finding import Filters, Found, Result, find
from insieme.search.queries.suggesting import Suggestion, did_you_mean, suggestions

__all__ = ["Filters", "Found", "Result", "Suggestion", "did_you_mean", "find", "suggestions"]
