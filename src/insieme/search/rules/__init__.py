# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words, what is asked with them, what comes first, and what is shown of a text. Pure: no database, no clock."""
