# SPDX-License-Identifier: AGPL-3.0-or-later
"""Web hooks: telling other programs what happens, as it is sealed in the record.

A *hook* is an address that its owner wants called; a *delivery* is one fact on its way to it, signed, tried again with growing delays,
kept with its answers, and sent again on request. Nothing goes out that is not in the public record.
"""
