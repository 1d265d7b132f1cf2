# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of what people set for themselves, and of what they have consented to."""

from django.urls import path

from insieme.people.web import accounts, consents, persons, tokens

SETTINGS = [
    path("settings/", persons.settings, name="settings"),
    path("settings/about/", accounts.about_me, name="about_me"),
    path("settings/devices/", accounts.devices, name="sessions"),
    path("settings/data/", accounts.data, name="data"),
    path("settings/data/export/", accounts.export, name="export"),
    path("settings/data/export/<slug:ref>/", accounts.export_file, name="export_file"),
    path("settings/data/close/", accounts.close, name="close"),
    path("settings/data/close/keep/", accounts.keep, name="keep"),
    path("settings/consents/", consents.consents, name="consents"),
    path("settings/consents/new/", consents.owed, name="consents_owed"),
    path("consents/<slug:what>/", consents.text, name="consent"),
    path("consents/<slug:what>/<int:version>/", consents.text, name="consent_version"),
    path("settings/tokens/", tokens.tokens, name="tokens"),
    path("settings/tokens/<slug:ref>/", tokens.token, name="token"),
]
