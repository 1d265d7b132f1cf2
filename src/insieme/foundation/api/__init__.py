# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the `api` modules of all rooms stand on: the router, cursors, the shape of a refusal, fields. Nothing of any room.

A room's `api.py` names a `Room`, reads with `find`, changes with `change`, and calls the same queries and actions as its pages.
`request.auth` is the `Actor`. Refusals are raised, never answered; `front.api` does the rest for all of them alike: who asks, limits,
ETags, `Idempotency-Key`, problem+json.
"""
