# SPDX-License-Identifier: AGPL-3.0-or-later
"""Furniture: base templates, parts, CSS, icons, template tags. No domain word."""
