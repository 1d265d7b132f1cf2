# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tags and filters that every template of the house knows."""
