# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path

from insieme.notices.web import devices, following, inbox, settings, stopping

app_name = "notices"
urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("seen/", inbox.seen, name="seen"),
    path("settings/", settings.settings, name="settings"),
    path("settings/places/", settings.place, name="place"),
    path("settings/address/", settings.address, name="address"),
    path("settings/devices/", devices.devices, name="devices"),
    path("settings/devices/<slug:ref>/", devices.device, name="device"),
    path("following/", following.follow, name="follow"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("<slug:ref>/", inbox.notice, name="notice"),
]
