# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API as a whole: its description, its answers to everybody, its examples against a real server."""
