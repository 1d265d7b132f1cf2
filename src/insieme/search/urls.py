# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path

from insieme.search.web import searching

app_name = "search"
urlpatterns = [
    path("search/", searching.search, name="search"),
    path("search/suggest/", searching.suggest, name="suggest"),
]
