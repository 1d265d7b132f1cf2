# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tests that belong to no single room: the laws of the house, and journeys across rooms."""
