# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public record: facts, sealing, relay, proofs. It is audit trail, outbox, feed and public log in one table."""
