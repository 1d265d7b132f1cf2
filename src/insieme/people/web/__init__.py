# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of the room: parse, one action or query, render.

A room above that wants to show its own things on an organisation's or a person's page answers the same address before this room does,
calls the view here with its own `template`, which extends ours and fills the block `activity`, and with `more`, which gives what that
block needs. Likewise with the page of the reader's own roles: there the block is `others`, shown where `more` gives some.
"""
