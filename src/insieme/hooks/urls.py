# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path

from insieme.hooks import web

app_name = "hooks"
urlpatterns = [
    path("", web.hooks, name="hooks"),
    path("new/", web.new, name="new"),
    path("<slug:ref>/", web.hook, name="hook"),
    path("<slug:ref>/deeds/", web.deed, name="deed"),
    path("<slug:ref>/deliveries/<slug:sent>/", web.delivery, name="delivery"),
]
