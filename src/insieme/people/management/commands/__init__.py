# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line door of the room."""
