# SPDX-License-Identifier: AGPL-3.0-or-later
"""Static files: gathered, named by their content and compressed into the data folder, when something has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Gather the static files if any has changed since the last time, and say whether. Old ones stay for pages already open."""
    if settings.DEBUG:
        return False
    mark = Path(settings.STATIC_ROOT) / ".mark"
    now = _mark()
    if mark.exists() and mark.read_text() == now:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now)
    return True


def _mark() -> str:
    """Sum up names, sizes and times of all the files: quicker than reading them."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            seen.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return seen.hexdigest()
