# SPDX-License-Identifier: AGPL-3.0-or-later
"""The clearing rule: from conditional pledges to who buys from whom, with a certificate that anybody can check.

Read from below: `instance` (what is given), `terms` and `lists` (the same as small columns), `scan` (one pass over everybody),
`book` and `seats` (the two markets: without and with scarce places), `rounds`, `search`, `outcomes`, `choice` (the rule), `clearing`.
Then `verification`, `reduction`, `forecast`, and the doors for files: `files`, `entries`, `spots`, `result`, `ballots`.
Numpy and the standard library only. The rule in words: docs/reference/clearing.md.
"""
