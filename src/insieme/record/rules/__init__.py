# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure rules of the record: how a fact is spelled, how leaves make a tree, how its head is signed."""
