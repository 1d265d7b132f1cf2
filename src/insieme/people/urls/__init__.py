# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room. Those of sign-in stand in `account`, because django-allauth calls them by names without a room."""

from django.urls import path

from insieme.people.urls.settings import SETTINGS
from insieme.people.web import (
    guidelines,
    invitations,
    organisations,
    persons,
    places,
    relations,
    roles,
    staff,
    verification,
)

app_name = "people"
urlpatterns = [
    *SETTINGS,
    path("places/", places.places, name="places"),
    path("names/organisations/", organisations.names, name="organisation_names"),
    path("roles/", roles.roles, name="roles"),
    path("people/<slug:handle>/", persons.person, name="person"),
    path("guidelines/", guidelines.guidelines, name="guidelines"),
    path("guidelines/new/", guidelines.new, name="guideline_new"),
    path("guidelines/<slug:ref>/", guidelines.guideline, name="guideline"),
    path("guidelines/<slug:ref>/history/", guidelines.history, name="guideline_history"),
    path("guidelines/<slug:ref>/edit/", guidelines.edit, name="guideline_edit"),
    path("guidelines/<slug:ref>/publish/", guidelines.publish, name="guideline_publish"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new, name="organisation_new"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/guidelines/", guidelines.guidelines, name="guidelines_of"),
    path("organisations/<slug:slug>/guidelines/new/", guidelines.new, name="guideline_of_new"),
    path("organisations/<slug:slug>/edit/", organisations.edit, name="organisation_edit"),
    path("organisations/<slug:slug>/relations/", relations.relations, name="relations"),
    path("organisations/<slug:slug>/verification/", verification.verification, name="verification"),
    path("organisations/<slug:slug>/verification/revoke/", verification.revoke, name="verification_revoke"),
    path("organisations/<slug:slug>/verification/<slug:token>/", verification.confirm, name="verification_confirm"),
    path("verifications/", verification.verifications, name="verifications"),
    path("verifications/<slug:ref>/", verification.decide, name="verification_decide"),
    path("verifications/files/<slug:ref>/", verification.evidence, name="evidence"),
    path("organisations/<slug:slug>/staff/", staff.staff, name="staff"),
    path("organisations/<slug:slug>/staff/<slug:ref>/", staff.role, name="role"),
    path("organisations/<slug:slug>/invitations/<slug:ref>/", invitations.invitation, name="invitation"),
]
