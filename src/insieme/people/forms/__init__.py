# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of what people type in this room. Rules are not here; the forms of sign-in stand on django-allauth's."""
