# SPDX-License-Identifier: AGPL-3.0-or-later
"""The language of the installation, for what the command line says before Django has its settings, or cannot have them."""

from __future__ import annotations

import functools
import gettext as catalogues
from pathlib import Path

#: What commands speak, and pages to somebody who has chosen nothing and whose browser asks for none of ours.
LANGUAGE = "it"
CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


def gettext(message: str) -> str:
    """Return a text for people in the language of the installation; as it stands in the source where the catalogue is not compiled."""
    return _catalogue().gettext(message)


@functools.cache
def _catalogue() -> catalogues.NullTranslations:
    return catalogues.translation("django", CATALOGUES, [LANGUAGE], fallback=True)
