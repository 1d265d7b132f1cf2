# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shapes of what the API is sent and tells of persons, organisations and places. No rules."""
