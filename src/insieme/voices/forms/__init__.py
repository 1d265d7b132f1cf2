# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of what is sent to the room."""
