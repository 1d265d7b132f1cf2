# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding calls, offers, organisations, people who allow it, voices and entries of the record by their words.

A *document* is one thing as it can be found: title, text, language, place, category. Reactions keep it true to the things
themselves, which other rooms own; what a reader may not see is not in the index.
"""
