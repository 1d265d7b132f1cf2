# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every operation of the API, asked by six: for each the answer that is expected. A new operation needs its line here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from insieme.foundation import clock
from insieme.front.api.root import api
from tests.api.world import ASKERS, NOW, PLENTY, World, a_world

pytestmark = pytest.mark.django_db

OPEN, MINE = (200,) * 6, (401, 200, 200, 200, 200, 200)
CALL = {"title": "Caffè", "summary": "s", "need": "n", "category": "food", "unit": "kg"}
CALL |= {"choosing_at": "2026-11-20T10:00:00Z", "closes_at": "2026-11-25T10:00:00+01:00"}
OFFER = {"product": "Arabica", "price_minor": 1950, "quorum": 2, "commitment": "Pannelli", "basis": "takings", "proof": "Fattura"}
OFFER |= {"proof_by": "2027-03-31", "tiers": [{"threshold": 2, "percent_hundredths": 1200}]}
PROFILE = {"name": "Ada", "language": "it"}
GROUP = {"name": "Un gruppo", "kind": "group"}
SAID = {"text": "Da dove viene?"}
ANSWER = {"text": "Viene dall'Etiopia.", "voices": ["{voice}"]}
#: Who answers for the company of the small world; who may decide about what others say; who has said it.
RESPONDERS, MODERATORS = (401, 403, 403, 200, 403, 403), (401, 403, 403, 403, 403, 200)
REPLY = {"organisation": "{firm}", "text": "È il nostro fornitore.", "name": "Irene"}
WISH = {"organisation": "{firm}", "words": "Nel primo capoverso: il mulino siamo noi."}
SHOWN = {"how": "dns", "domain": "lauri.example.it"}
HOOK = {"address": "https://example.it/insieme"}
ROLE = {"kind": "member", "title": ""}
CROWD = {"organisation": "{house}", "crowd": "members", "declared": 40, "words": "Veniteci tutti."}
RULES = {"title": "Come si parla qui", "text": "In breve."}
#: Who owns the house; who runs the installation; who signs for the company that is asked to take over; whom it would serve.
OWNERS, ADMINISTRATORS = (401, 403, 403, 403, 200, 403), (401, 404, 404, 404, 404, 200)
TAKERS, SERVED = (401, 404, 404, 200, 404, 404), (401, 404, 200, 404, 404, 404)
#: In these a field is a file: they are sent as forms.
FORMS = {"show_papers"}

#: Operation: where (with the names of things in the world), what is sent, and the answers to each of ASKERS.
TABLE: dict[str, tuple[str, Any, tuple[int, ...]]] = {
    "calls": ("/calls", None, OPEN),
    "open_call": ("/calls", CALL | {"organisation": "{promoter}"}, (401, 403, 403, 403, 201, 403)),
    "call": ("/calls/{draft}", None, (404, 404, 404, 404, 200, 404)),
    "edit_call": ("/calls/{draft}", CALL, (401, 404, 404, 404, 200, 404)),
    "publish_call": ("/calls/{draft}/publish", {}, (401, 404, 404, 404, 200, 404)),
    "cancel_call": ("/calls/{asked}/cancel", {"because": "Basta"}, (401, 403, 403, 403, 200, 403)),
    "told_of_call": ("/calls/{draft}/told?doing=publish", None, (401, 404, 404, 404, 200, 404)),
    "told_of_offer": ("/calls/{open}/offers/{offer_draft}/told?doing=sign", None, (401, 404, 404, 200, 404, 404)),
    "offers": ("/calls/{open}/offers", None, OPEN),
    "make_offer": ("/calls/{asked}/offers", OFFER | {"organisation": "{firm}"}, (401, 403, 403, 201, 403, 403)),
    "offer": ("/calls/{open}/offers/{offer_draft}", None, (404, 404, 404, 200, 404, 404)),
    "edit_offer": ("/calls/{open}/offers/{offer_draft}", OFFER, (401, 404, 404, 200, 404, 404)),
    "sign_offer": ("/calls/{open}/offers/{offer_draft}/sign", {"name": "Irene"}, (401, 404, 404, 200, 404, 404)),
    "withdraw_offer": ("/calls/{open}/offers/{offer_draft}/withdraw", {}, (401, 404, 404, 204, 404, 404)),
    "pledge": ("/calls/{choosing}/pledge", None, (401, 404, 200, 404, 404, 404)),
    "make_pledge": ("/calls/{choosing}/pledge", {"entries": [{"offer": "{offer}"}]}, (401, 200, 409, 200, 200, 200)),
    "withdraw_pledge": ("/calls/{choosing}/pledge?seen=1", None, (401, 409, 200, 409, 409, 409)),
    "what_if": ("/calls/{choosing}/pledge/what-if", {"entries": [{"offer": "{offer}"}]}, MINE),
    "confirm_revised": ("/calls/{choosing}/pledge/confirm", {"seen": 1}, (401, 409, 200, 409, 409, 409)),
    "commitment_templates": ("/organisations/{firm}/templates", None, RESPONDERS),
    "keep_commitment": ("/calls/{signable}/offers/{signed}/template", {"name": "Tetti"}, (401, 403, 403, 201, 403, 403)),
    "rename_commitment": ("/organisations/{firm}/templates/{template}", {"name": "Tetti"}, (401, 404, 404, 200, 404, 404)),
    "remove_commitment": ("/organisations/{firm}/templates/{template}", None, (401, 403, 403, 204, 403, 403)),
    "revisions": ("/calls/{signable}/offers/{signed}/revisions", None, OPEN),
    "one_revision": ("/calls/{signable}/offers/{signed}/revisions/1", None, OPEN),
    "revision_changes": ("/calls/{signable}/offers/{signed}/revisions/1/changes", None, OPEN),
    "revision_draft": ("/calls/{signable}/offers/{signed}/revision", None, (401, 404, 404, 200, 404, 404)),
    "draft_revision": ("/calls/{signable}/offers/{signed}/revision", OFFER, RESPONDERS),
    "drop_revision": ("/calls/{signable}/offers/{signed}/revision", None, (401, 403, 403, 204, 403, 403)),
    "sign_revision": ("/calls/{signable}/offers/{signed}/revision/sign", {"name": "Irene", "seen": "{seen}"}, RESPONDERS),
    "compare": ("/calls/{choosing}/compare", None, OPEN),
    "ratings": ("/calls/{choosing}/offers/{offer}/ratings", None, OPEN),
    "rating_reasons": ("/calls/{choosing}/offers/{offer}/ratings/reasons", None, OPEN),
    "own_marks": ("/calls/{choosing}/offers/{offer}/ratings/mine", None, MINE),
    "rate": (
        "/calls/{choosing}/offers/{offer}/ratings/mine",
        {"marks": [{"criterion": 0, "mark": 3, "reason": "Sì."}]},
        MINE,
    ),
    "improvements": ("/calls/{signable}/offers/{signed}/improvements", None, OPEN),
    "ask_improvement": ("/calls/{signable}/offers/{signed}/improvements/price", None, (401, 204, 204, 403, 204, 204)),
    "take_improvement_back": ("/calls/{signable}/offers/{signed}/improvements/price", None, (401, 204, 204, 403, 204, 204)),
    "beside": ("/calls/{signable}/beside", None, OPEN),
    "declare_interests": ("/calls/{draft}/interests", {"ties": []}, (401, 404, 404, 404, 200, 404)),
    "reply_to_call": ("/calls/{signable}/reply", REPLY, (401, 409, 409, 200, 409, 409)),
    "hearings": ("/calls/{signable}/hearings", None, MINE),
    "ask_hearing": ("/calls/{open}/hearings", WISH, (401, 403, 403, 201, 403, 403)),
    "hearing": ("/calls/{signable}/hearings/{hearing}", None, (401, 404, 200, 404, 200, 404)),
    "answer_to_hearing": ("/calls/{signable}/hearings/{hearing}/answer", {"hear": True}, (401, 404, 403, 404, 200, 404)),
    "promoters": ("/calls/{draft}/promoters", None, (401, 404, 404, 404, 200, 404)),
    "ask_to_promote": ("/calls/{draft}/promoters", {"to": "@chi-stranger"}, (401, 404, 404, 404, 201, 404)),
    "take_back_promotion": ("/calls/{draft}/promoters/{promotion}", None, (401, 404, 404, 404, 204, 404)),
    "my_promotions": ("/me/promotions", None, MINE),
    "promotion": ("/calls/{draft}/promoters/{promotion}", None, (401, 404, 200, 404, 404, 404)),
    "agree_to_promote": ("/calls/{draft}/promoters/{promotion}/agree", {"ties": []}, (401, 404, 200, 404, 404, 404)),
    "decline_to_promote": ("/calls/{draft}/promoters/{promotion}/decline", {}, (401, 404, 200, 404, 404, 404)),
    "leave_promotion": ("/calls/{draft}/promoters/{promotion}/leave", {}, (401, 404, 409, 404, 404, 404)),
    "companies": ("/calls/{signable}/companies", None, MINE),
    "invite_company": ("/calls/{signable}/companies", {"to": "{house}"}, (401, 201, 201, 201, 201, 201)),
    "company_invitation": ("/calls/{signable}/invited/{key}", None, OPEN),
    "take_company_invitation": ("/calls/{signable}/invited/{key}/take", {"organisation": "{firm}"}, RESPONDERS),
    "decline_company_invitation": ("/calls/{signable}/invited/{key}/decline", {}, (401, 204, 204, 204, 204, 204)),
    "link": ("/calls/{choosing}/link", None, (401, 404, 200, 404, 404, 404)),
    "make_link": ("/calls/{choosing}/link", None, MINE),
    "revoke_link": ("/calls/{choosing}/link", None, (401, 204, 204, 204, 204, 204)),
    "share": ("/calls/{choosing}/share", None, OPEN),
    "initiatives": ("/calls/{choosing}/initiatives", None, OPEN),
    "open_initiative": ("/calls/{choosing}/initiatives", CROWD, (401, 403, 403, 403, 201, 403)),
    "initiative": ("/calls/{choosing}/initiatives/{initiative}", None, OPEN),
    "close_initiative": ("/calls/{choosing}/initiatives/{initiative}/close", {}, (401, 403, 403, 200, 403, 200)),
    "activity": ("/organisations/{firm}/activity", None, OPEN),
    "common_templates": ("/commitments/templates", None, OPEN),
    "failures": ("/calls/{failing}/failures", None, OPEN),
    "declare_failure": ("/calls/{decided}/offers/{won}/failure", {"because": "È fallita."}, (401, 404, 404, 404, 201, 201)),
    "failure": ("/calls/{failing}/failures/{takeover}", None, OPEN),
    "take_over": ("/calls/{failing}/failures/{takeover}/take-over", {"name": "Irene"}, TAKERS),
    "decline_takeover": ("/calls/{failing}/failures/{takeover}/decline", {}, TAKERS),
    "agreement": ("/calls/{agreeing}/failures/{agreement}/agreement", None, SERVED),
    "answer_takeover": ("/calls/{agreeing}/failures/{agreement}/agreement", {"yes": True}, SERVED),
    "recount_file": ("/calls/{failing}/failures/{takeover}/recount/full.json", None, (404, 404, 404, 404, 404, 200)),
    "my_lapsed": ("/me/lapsed", None, MINE),
    "my_unsigned": ("/me/unsigned", None, MINE),
    "my_agreements": ("/me/agreements", None, MINE),
    "my_takeovers": ("/me/takeovers", None, MINE),
    "pledges": ("/pledges", None, MINE),
    "receipt": ("/pledges/{receipt}", None, (401, 404, 200, 404, 404, 404)),
    "outcome": ("/calls/{decided}/outcome", None, OPEN),
    "buyers": ("/calls/{carried}/offers/{sold}/buyers", None, TAKERS),
    "outcome_file": ("/calls/{decided}/outcome/full.json", None, (404, 404, 404, 404, 200, 200)),
    "me": ("/me", None, MINE),
    "change_me": ("/me", PROFILE, MINE),
    "my_invitations": ("/me/invitations", None, MINE),
    "about_me": ("/me/about", None, MINE),
    "change_about_me": ("/me/about", {"interests": ["food"]}, MINE),
    "consents": ("/me/consents", None, MINE),
    "give_consent": ("/me/consents/profile", None, MINE),
    "withdraw_consent": ("/me/consents/profile", None, MINE),
    "my_sessions": ("/me/sessions", None, MINE),
    "end_sessions": ("/me/sessions", None, (401, 204, 204, 204, 204, 204)),
    "end_session": ("/me/sessions/none", None, (401, 204, 204, 204, 204, 204)),
    "export": ("/me/export", None, (401, 404, 200, 404, 404, 404)),
    "ask_export": ("/me/export", {}, (401, 201, 201, 201, 201, 201)),
    "guidelines": ("/guidelines?organisation={house}", None, OPEN),
    "guideline": ("/guidelines/{guideline}", None, OPEN),
    "draft_guideline": ("/guidelines", RULES | {"organisation": "{house}"}, (401, 403, 403, 403, 201, 403)),
    "guideline_versions": ("/guidelines/{guideline}/versions", None, OPEN),
    "guideline_draft": ("/guidelines/{guideline}/draft", None, OWNERS),
    "edit_guideline": ("/guidelines/{guideline}/draft", RULES, OWNERS),
    "publish_guideline": ("/guidelines/{guideline}/publish", {"changed": "Più breve."}, OWNERS),
    "told_of_guideline": ("/guidelines/{guideline}/told", None, (401, 403, 403, 403, 200, 403)),
    "accept_guideline": ("/guidelines/{guideline}/accept", {"version": 1}, MINE),
    "verification": ("/organisations/{house}/verification", None, (401, 403, 403, 403, 200, 403)),
    "ask_verification": ("/organisations/{promoter}/verification", SHOWN, (401, 403, 403, 403, 201, 403)),
    "take_back_verification": ("/organisations/{house}/verification", None, (401, 403, 403, 403, 204, 403)),
    "show_papers": ("/organisations/{promoter}/verification/papers", {"words": "REA BO-2"}, (401, 403, 403, 403, 201, 403)),
    "revoke_verification": ("/organisations/{firm}/verification/revoke", {"reason": "Falsi."}, (401, 404, 404, 404, 404, 204)),
    "verifications": ("/verifications", None, ADMINISTRATORS),
    "one_verification": ("/verifications/{verification}", None, ADMINISTRATORS),
    "decide_verification": ("/verifications/{verification}", {"accept": True}, ADMINISTRATORS),
    "evidence": ("/evidence/{evidence}", None, (401, 404, 404, 404, 200, 200)),
    "person": ("/people/{handle}", None, OPEN),
    "places": ("/places?q=bologna", None, OPEN),
    "place": ("/places/{place}", None, OPEN),
    "organisations": ("/organisations", None, OPEN),
    "register_organisation": ("/organisations", GROUP, (401, 201, 201, 201, 201, 201)),
    "organisation": ("/organisations/{house}", None, OPEN),
    "edit_organisation": ("/organisations/{house}", GROUP, (401, 403, 403, 403, 200, 403)),
    "relations": ("/organisations/{house}/relations", None, MINE),
    "declare_relation": ("/organisations/{house}/relations/customer", None, MINE),
    "withdraw_relation": ("/organisations/{house}/relations/customer", None, MINE),
    "staff": ("/organisations/{house}/staff", None, (401, 403, 403, 403, 200, 403)),
    "take_role": ("/organisations/{house}/staff/{helper}", None, (401, 403, 403, 403, 204, 403)),
    "invitations": ("/organisations/{house}/invitations", None, (401, 403, 403, 403, 200, 403)),
    "invite": ("/organisations/{house}/invitations", ROLE | {"to": "altra@example.it"}, (401, 403, 403, 403, 201, 403)),
    "take_back_invitation": ("/organisations/{house}/invitations/{waiting}", None, (401, 403, 403, 403, 204, 403)),
    "invitation": ("/organisations/{house}/invitations/{invitation}", None, (401, 404, 200, 404, 404, 404)),
    # Who works there already hears that there is nothing to accept any more: the second of two clicks.
    "accept_invitation": ("/organisations/{house}/invitations/{invitation}/accept", ROLE, (401, 404, 200, 404, 200, 404)),
    "decline_invitation": ("/organisations/{house}/invitations/{invitation}/decline", {}, (401, 404, 204, 404, 404, 404)),
    "thread": ("/threads/{thread}", None, OPEN),
    "voices": ("/threads/{thread}/voices", None, OPEN),
    "speak": ("/threads/{thread}/voices", SAID, (401, 201, 201, 201, 201, 201)),
    "voice": ("/voices/{voice}", None, OPEN),
    "replies": ("/voices/{voice}/replies", None, OPEN),
    "reply_to_voice": ("/voices/{voice}/replies", SAID, (401, 201, 201, 201, 201, 201)),
    "edit_voice": ("/voices/{voice}", SAID, (401, 200, 403, 403, 403, 403)),
    "withdraw_voice": ("/voices/{voice}", None, (401, 204, 403, 403, 403, 403)),
    "support": ("/voices/{voice}/stand/support", None, (401, 403, 200, 200, 200, 200)),
    "take_support_back": ("/voices/{voice}/stand/support", None, (401, 403, 200, 200, 200, 200)),
    "flag": ("/voices/{voice}/flag", {"rule": "insult"}, (401, 403, 204, 204, 204, 204)),
    "confirm_answer": ("/voices/{answered}/confirm", {}, (401, 403, 200, 403, 403, 403)),
    "reopen": ("/voices/{answered}/reopen", {}, (401, 403, 200, 403, 403, 403)),
    "waiting": ("/organisations/{firm}/voices", None, OPEN),
    "answers": ("/organisations/{firm}/answers", None, OPEN),
    "told_of_answer": ("/organisations/{firm}/answers/told?voices={voice}", None, RESPONDERS),
    "answer_voices": ("/organisations/{firm}/answers", ANSWER, (401, 403, 403, 201, 403, 403)),
    "answer": ("/answers/{answer}", None, OPEN),
    "revise_answer": ("/answers/{answer}", SAID, RESPONDERS),
    "promises": ("/organisations/{firm}/promises", None, OPEN),
    "promise": ("/organisations/{firm}/promises", {"question": 3, "complaint": 2, "idea": 9}, RESPONDERS),
    "moderation": ("/moderation", None, MODERATORS),
    "queued": ("/moderation/queued", None, MODERATORS),
    "flagged": ("/moderation/flagged", None, MODERATORS),
    "appeals": ("/moderation/appeals", None, MODERATORS),
    "case": ("/moderation/voices/{voice}", None, MODERATORS),
    "moderate": ("/moderation/voices/{queued}", {"kind": "show", "seen": "{words}"}, MODERATORS),
    "decide_appeal": ("/moderation/appeals/{appeal}", {"grant": True, "because": "È vero."}, MODERATORS),
    "statement": ("/voices/{against}/statement", None, (401, 403, 200, 403, 403, 403)),
    "appeal": ("/voices/{against}/appeal", {"words": "Non offende."}, (401, 403, 201, 403, 403, 403)),
    "search": ("/search?q=caff%C3%A8", None, OPEN),
    "suggestions": ("/search/suggestions?q=ba", None, OPEN),
    "notices": ("/notices", None, MINE),
    "see_all": ("/notices/seen", {}, MINE),
    "see": ("/notices/{notice}/seen", {}, (401, 404, 200, 404, 404, 404)),
    "follows": ("/follows", None, MINE),
    "follow": ("/follows", {"topic": "call:{choosing}"}, MINE),
    "unfollow": ("/follows/end", {"topic": "call:{choosing}"}, (401, 204, 204, 204, 204, 204)),
    "notice_settings": ("/notices/settings", None, MINE),
    "choose": ("/notices/settings", {"rhythm": "weekly"}, MINE),
    "mend_address": ("/notices/settings/address", {}, MINE),
    "forget_device": ("/notices/devices/none", None, (401, 204, 204, 204, 204, 204)),
    "hooks": ("/hooks", None, MINE),
    "make_hook": ("/hooks", HOOK | {"organisation": "{house}"}, (401, 403, 403, 403, 201, 403)),
    "hook": ("/hooks/{hook}", None, (401, 404, 200, 404, 404, 404)),
    "change_hook": ("/hooks/{hook}", HOOK, (401, 404, 200, 404, 404, 404)),
    "remove_hook": ("/hooks/{hook}", None, (401, 404, 204, 404, 404, 404)),
    "pause_hook": ("/hooks/{hook}/pause", {}, (401, 404, 200, 404, 404, 404)),
    "start_hook": ("/hooks/{hook}/start", {}, (401, 404, 200, 404, 404, 404)),
    "renew_secret": ("/hooks/{hook}/renew", {}, (401, 404, 200, 404, 404, 404)),
    "try_out": ("/hooks/{hook}/trial", {}, (401, 404, 409, 404, 404, 404)),
    "deliveries": ("/hooks/{hook}/deliveries", None, (401, 404, 200, 404, 404, 404)),
    "send_again": ("/hooks/{hook}/deliveries/{delivery}/again", {}, (401, 404, 200, 404, 404, 404)),
    "skip": ("/hooks/{hook}/deliveries/{delivery}/skip", {}, (401, 404, 200, 404, 404, 404)),
    "record": ("/record", None, OPEN),
    "record_checkpoint": ("/record/checkpoint", None, OPEN),
    "record_entry": ("/record/0", None, OPEN),
    "record_proof": ("/record/0/proof", None, OPEN),
}


def operations() -> dict[str, str]:
    """The method of each operation that the API describes."""
    described = api.get_openapi_schema()["paths"].values()
    return {operation["operationId"]: method for path in described for method, operation in path.items()}


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", settings.ACCOUNT_RATE_LIMITS | PLENTY)
    return a_world()


def filled(said: Any, things: dict[str, str]) -> Any:
    """What is sent, with the things of the world in the places of their names."""
    text = json.dumps(said)
    for name, thing in things.items():
        text = text.replace(f"{{{name}}}", thing)
    return text


def sent(operation: str, said: Any, things: dict[str, str]) -> dict[str, Any]:
    """What is sent, as JSON or as a form."""
    if said is None:
        return {}
    if operation in FORMS:
        return {"data": said}
    return {"data": filled(said, things), "content_type": "application/json"}


def test_every_operation_answers_each_as_expected(world: World) -> None:
    wrong = []
    for operation, method in operations().items():
        where, said, expected = TABLE[operation]
        for who, status in zip(ASKERS, expected, strict=True):
            more = sent(operation, said, world.things)
            with transaction.atomic():
                ask = getattr(Client(headers=world.headers[who]), method)
                answer = ask(f"/api/v1{where.format(**world.things)}", **more)
                transaction.set_rollback(True)
            if answer.status_code != status:
                wrong.append(f"{operation} as {who}: {answer.status_code}, not {status}: {answer.content[:300]!r}")
    assert not wrong, "\n".join(wrong)


def test_every_operation_is_in_the_table() -> None:
    assert set(operations()) == set(TABLE)
