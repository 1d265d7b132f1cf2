# SPDX-License-Identifier: AGPL-3.0-or-later
"""The calls, one file each: at least one in each phase, and two that retell what happened elsewhere."""
