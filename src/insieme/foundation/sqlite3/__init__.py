# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's SQLite backend with a queue for writers."""
