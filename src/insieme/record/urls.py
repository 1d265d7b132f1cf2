# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room: pages end in a slash, files do not and stand where C2SP tlog-tiles puts them."""

from django.urls import path

from insieme.record.web import files, pages

app_name = "record"
urlpatterns = [
    path("", pages.feed, name="feed"),
    path("<int:position>/", pages.entry, name="entry"),
    path("entries/<slug:ref>/", pages.entry_by_ref, name="entry_by_ref"),
    path("checkpoints/", pages.checkpoints, name="checkpoints"),
    path("checkpoints/<int:size>/", pages.checkpoint, name="checkpoint"),
    path("verify/", pages.verify, name="verify"),
    path("checkpoint", files.checkpoint, name="newest"),
    path("checkpoints", files.checkpoints, name="notes"),
    path("vkey", files.vkey, name="vkey"),
    path("tile/<str:kind>/<path:address>", files.tile, name="tile"),
    path("proof/<int:position>.json", files.proof, name="proof"),
    path("verify_record.py", files.verifier, name="verifier"),
    path("record.tar", files.archive, name="archive"),
]
