# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shapes of what the API is sent and tells of talk, answers and moderation. No rules."""
