# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house's settings with a data folder that goes away, static files without a manifest and quick passwords."""

import os
import tempfile

os.environ["INSIEME_DATA"] = tempfile.mkdtemp(prefix="insieme-test-")

from insieme.config.settings import *  # noqa: F403 - the folder must be named first

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405 - from the house's settings
    # A file, as in life: threads of one process then meet as they do in the server. Power cuts are for the crash tests.
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"  # noqa: F405
