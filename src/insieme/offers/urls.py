# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the room."""

from django.urls import path, re_path

from insieme.offers.web import calling, calls, offering, outcomes, pledging, receipts

app_name = "offers"
urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calling.new, name="call_new"),
    path("calls/<slug:slug>/", calls.call, name="call"),
    path("calls/<slug:slug>/progress/", calls.progress, name="progress"),
    path("calls/<slug:slug>/edit/", calling.edit, name="call_edit"),
    path("calls/<slug:slug>/publish/", calling.publish, name="call_publish"),
    path("calls/<slug:slug>/cancel/", calling.cancel, name="call_cancel"),
    path("calls/<slug:slug>/offers/new/", offering.new, name="offer_new"),
    path("calls/<slug:slug>/offers/<slug:ref>/", offering.offer, name="offer"),
    path("calls/<slug:slug>/offers/<slug:ref>/edit/", offering.edit, name="offer_edit"),
    path("calls/<slug:slug>/offers/<slug:ref>/sign/", offering.sign, name="offer_sign"),
    path("calls/<slug:slug>/offers/<slug:ref>/withdraw/", offering.withdraw, name="offer_withdraw"),
    path("calls/<slug:slug>/pledge/", pledging.pledge, name="pledge"),
    path("calls/<slug:slug>/pledge/what-if/", pledging.what_if, name="what_if"),
    path("calls/<slug:slug>/pledge/withdraw/", pledging.withdraw, name="pledge_withdraw"),
    path("calls/<slug:slug>/pledge/receipt/", receipts.last_receipt, name="last_receipt"),
    path("calls/<slug:slug>/outcome/", outcomes.outcome, name="outcome"),
    re_path(
        r"^calls/(?P<slug>[-a-zA-Z0-9_]+)/outcome/(?P<name>result|reduced|full|full_result)\.json$", outcomes.file, name="outcome_file"
    ),
    path("pledges/", receipts.pledges, name="pledges"),
    path("pledges/<slug:ref>/", receipts.receipt, name="receipt"),
    path("pledges/<slug:ref>/proof/", receipts.proof, name="proof"),
]
