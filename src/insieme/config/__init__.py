# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the house is wired: settings, addresses, the two server doors and the commands that start them."""
