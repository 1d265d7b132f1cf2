# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of what people type in this room, one file a subject. No rules here."""
