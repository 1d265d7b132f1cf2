# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of the house, room by room."""

from django.apps import apps
from django.contrib import admin
from django.urls import include, path

from insieme.front.api.root import addresses

urlpatterns = [
    path("", include("insieme.front.urls")),
    path("", include("insieme.offers.urls")),
    path("", include("insieme.voices.urls")),
    path("", include("insieme.search.urls")),
    path("", include("insieme.people.urls")),
    path("", include("insieme.people.urls.account")),
    path("", include("allauth.idp.urls")),
    path("hooks/", include("insieme.hooks.urls")),
    path("notices/", include("insieme.notices.urls")),
    path("record/", include("insieme.record.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", addresses()),
    path("look/", include("insieme.look.urls")),
]
if apps.is_installed("anymail"):
    urlpatterns.append(path("mail/", include("anymail.urls")))
handler400 = "insieme.front.errors.bad_request"
handler403 = "insieme.front.errors.forbidden"
handler404 = "insieme.front.errors.not_found"
handler500 = "insieme.front.errors.server_error"
