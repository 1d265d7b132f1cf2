# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changes the index."""

from insieme.search.actions.indexing import index, refresh

__all__ = ["index", "refresh"]
