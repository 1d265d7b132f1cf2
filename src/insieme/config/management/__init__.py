# SPDX-License-Identifier: AGPL-3.0-or-later
"""Verbs of the command line: each parses, then calls what does the work."""
