# SPDX-License-Identifier: AGPL-3.0-or-later
"""Insieme: buy, decide, make and help together, and check that words are kept."""
