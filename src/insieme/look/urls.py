# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path

from insieme.look import web

app_name = "look"
urlpatterns = [path("", web.look, name="look")]
