# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house's own tools, for those who build it: what `make` and the house tests call. Nothing here runs in an installation."""
