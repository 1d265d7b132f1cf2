# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that span rooms, the live door, and the way in which a refusal is shown."""
