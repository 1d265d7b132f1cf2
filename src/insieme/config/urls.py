# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses of the house, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("insieme.front.urls")),
    path("", include("insieme.offers.urls")),
    path("", include("insieme.people.urls")),
    path("", include("insieme.people.urls.account")),
    path("record/", include("insieme.record.urls")),
    path("look/", include("insieme.look.urls")),
]
handler400 = "insieme.front.errors.bad_request"
handler403 = "insieme.front.errors.forbidden"
handler404 = "insieme.front.errors.not_found"
handler500 = "insieme.front.errors.server_error"
