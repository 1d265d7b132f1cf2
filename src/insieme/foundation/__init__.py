# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every room stands on: who acts, money, ids, time, refusals, states, text, locks. No models, no domain word."""
