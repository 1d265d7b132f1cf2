# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that join several rooms, and the shell around all of them."""
