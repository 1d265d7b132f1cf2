# SPDX-License-Identifier: AGPL-3.0-or-later
"""Calls, offers, ranked conditional pledges, their clearing and outcome: the buycott."""
