# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every thing that somebody says, and every official answer, with its clocks and its moderation.

A *thread* is where people speak about one thing; the room that owns the thing opens it and keeps its id. A *voice* is what one
person says there; an *answer* is what an organisation says to voices, signed by name and role, with a disposition and a reason.
*Clocks* are events that are only added to: received, first human answer, answered, re-opened. *Moderation* hides, restores and
removes by a rule, tells the author why, and lets another moderator hear an appeal.

The record knows that something was said, answered or hidden; the text never goes there. The room knows nothing of calls or offers.
"""
