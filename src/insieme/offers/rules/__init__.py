# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of offers: pure functions and values. No table, no clock, no Django on this path."""
