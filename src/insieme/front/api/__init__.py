# SPDX-License-Identifier: AGPL-3.0-or-later
"""The API at /api/v1: the rooms' operations under one root, and what holds for all of them alike.

`asking` who asks, `limits` how often, `gate` around every operation, `root` where rooms are named, `problems` what is refused.
"""
