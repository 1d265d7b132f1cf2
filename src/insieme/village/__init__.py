# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demo world: seed, test data and screenshots in one.

`world/` tells it as plain values, by subject, in Italian; `founding.py` and `unfolding.py`, with the files that they call, turn
organisations and stories into what somebody does at some moment; `planting.py` lets it all happen, oldest first, through the same
actions as the pages use. Days are counted from the day on which the world is planted, so that it is never out of date. Nothing here
writes a table, and nothing else knows that this room exists.
"""
