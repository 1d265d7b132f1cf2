# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's PostgreSQL backend, asking less often whether the server is still there."""
