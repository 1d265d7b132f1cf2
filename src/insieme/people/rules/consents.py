# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people are asked to agree to: purposes, each with the version of its text. A new text has a new version and a file of its own.

The texts are templates, `people/consents/<what>_<version>.html`: older versions stay, so that everybody can read what they agreed to.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Purpose:
    """Something to agree to. Without those that are required nobody can have an account; the others are asked for one by one."""

    what: str
    version: int
    label: str | Promise
    required: bool = False


PURPOSES = (
    Purpose("terms", 1, _("Terms of use"), required=True),
    Purpose("privacy", 3, _("Privacy note"), required=True),
    Purpose("profile", 1, _("My age band and interests counted with those of others")),
)
BY_NAME = {purpose.what: purpose for purpose in PURPOSES}
REQUIRED = tuple(purpose for purpose in PURPOSES if purpose.required)
