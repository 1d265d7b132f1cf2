# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path, re_path

from insieme.front.api import described
from insieme.front.web import consent, developers, guidelines, home, language, organisations, persons, roles, shell, source, well_known

app_name = "front"
urlpatterns = [
    path("", home.home, name="home"),
    # Before the people room answers, at its addresses: with what the organisation does, and what else waits for who works there.
    # The page "new" stays with that room.
    re_path(r"^organisations/(?!new/)(?P<slug>[-a-zA-Z0-9_]+)/$", organisations.organisation, name="organisation"),
    path("guidelines/<slug:ref>/edit/", guidelines.edit, name="guideline_edit"),
    path("guidelines/<slug:ref>/publish/", guidelines.publish, name="guideline_publish"),
    path("people/<slug:handle>/", persons.person, name="person"),
    path("roles/", roles.roles, name="roles"),
    path("language/", language.language, name="language"),
    path("manifest.webmanifest", shell.manifest, name="manifest"),
    path("offline.js", shell.offline_worker, name="offline_worker"),
    path("offline/", shell.offline, name="offline"),
    path("source/", source.page, name="source"),
    path("source/insieme.tar.gz", source.archive, name="source_archive"),
    path("api/", developers.begin, name="api"),
    path("api/reference/", developers.reference, name="api_reference"),
    path("api/v1/openapi.json", described.description, name="openapi"),
    # Before allauth answers at its addresses.
    path("identity/o/authorize", consent.authorize, name="authorize"),
    path("identity/o/device", consent.nothing_here),
    path("identity/o/api/device/code", consent.nothing_here),
    path("robots.txt", shell.robots, name="robots"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path(".well-known/change-password", well_known.change_password, name="change_password"),
    path(".well-known/security.txt", well_known.security, name="security"),
]
