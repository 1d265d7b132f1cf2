# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling people what concerns them: inbox, mail, digests, web push.

A *notice* says one thing to one person and leads to a page; a *follow* is that somebody wants to hear of a topic. Each kind of
notice can be set: at once, in the digest, only here, or not at all. What one is told is what one may see: other rooms say whom a fact
concerns, this one only carries it, in the reader's language. It never decides who is concerned.
"""
