# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room. Those of sign-in stand in `account`, because django-allauth calls them by names without a room."""

from django.urls import path

from insieme.people.web import invitations, organisations, persons, places, relations, roles, staff

app_name = "people"
urlpatterns = [
    path("places/", places.places, name="places"),
    path("settings/", persons.settings, name="settings"),
    path("roles/", roles.roles, name="roles"),
    path("people/<slug:handle>/", persons.person, name="person"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/edit/", organisations.edit, name="organisation_edit"),
    path("organisations/<slug:slug>/relations/", relations.relations, name="relations"),
    path("organisations/<slug:slug>/staff/", staff.staff, name="staff"),
    path("organisations/<slug:slug>/staff/<slug:ref>/", staff.role, name="role"),
    path("organisations/<slug:slug>/invitations/<slug:ref>/", invitations.invitation, name="invitation"),
]
