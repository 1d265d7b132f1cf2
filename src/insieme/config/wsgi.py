# SPDX-License-Identifier: AGPL-3.0-or-later
"""Django's door: everything but `/live`."""

import os

from django.core.wsgi import get_wsgi_application

from insieme.foundation import demo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "insieme.config.settings")
demo.listens_somewhere()  # our own server has told where; another does not
application = get_wsgi_application()
