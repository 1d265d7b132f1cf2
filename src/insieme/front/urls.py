# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path, re_path

from insieme.front.web import home, language, organisations, roles, shell, source

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    # Before the people room answers, at its addresses: with what the organisation does, and what else waits for who works there.
    # The page "new" stays with that room.
    re_path(r"^organisations/(?!new/)(?P<slug>[-a-zA-Z0-9_]+)/$", organisations.organisation, name="organisation"),
    path("roles/", roles.roles, name="roles"),
    path("language/", language.language, name="language"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("offline.js", shell.offline_worker, name="offline_worker"),
    path("offline/", shell.offline, name="offline"),
    path("source/", source.page, name="source"),
    path("source/insieme.tar.gz", source.archive, name="source_archive"),
    path("robots.txt", shell.robots, name="robots"),
]
