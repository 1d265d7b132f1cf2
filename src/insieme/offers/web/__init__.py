# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the room: parse, one action or query, render.

`cards`, `threads`, `rankings` and `stories` turn rows into what the parts of `look` show.
"""
