# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the room, and the block of talk that pages of other rooms hold."""
