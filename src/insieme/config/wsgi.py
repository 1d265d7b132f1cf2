# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's door: everything but `/live`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "insieme.config.settings")
application = get_wsgi_application()
