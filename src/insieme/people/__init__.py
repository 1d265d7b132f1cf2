# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persons, organisations, their relations and roles, places, sign-in.

A *person* has an account; a *handle* gives them a public page. A *role* says what a person may do for an *organisation*:
owner, manager, responder, staff member; the first three are shown. Nobody has one without having accepted it: owners send an
*invitation* to a handle or an e-mail address, and never learn whether anybody has an account there. A *relation* is what a
person says to have to do with an organisation (one of twelve kinds); it is theirs to declare and to withdraw, and nobody
else sees it yet.

What goes with an account stands here too: devices, passkeys and codes, *consents* to versions of texts, what a person adds of
themselves. Each room says what it holds of a person (`rules.keep`): so they can take everything along, and leave. *Guidelines* say
how one speaks for an organisation or in the house; whoever speaks accepts the version that holds.

The room states facts about organisations and who may sign for them. It states none about persons: that somebody joined,
moved or declared a relation is nobody's business, and a time in a public log beside a person's mail would be enough to guess.
"""
