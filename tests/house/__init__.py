# SPDX-License-Identifier: AGPL-3.0-or-later
"""The laws of the house: what a reviewer would otherwise have to say again and again."""
