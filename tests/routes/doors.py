# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every door that something is posted to, room by room: where, what, and the answer to each of ASKERS, as in `tests.routes.pages`.

An address with several buttons has a line for each. What is sent is the least that does something.
"""

from __future__ import annotations

from typing import Any

from insieme.notices.kinds import known
from tests.routes.of_people import BROWSER
from tests.routes.pages import IN, Answers, desk, everybody

CALL = {"title": "Il pane", "summary": "Di chi?", "need": "Tanto.", "category": "food", "unit": "kg", "at_least": "300", "near": "2"}
CALL |= {"choosing_at": "2026-11-20T10:00", "closes_at": "2026-11-25T10:00", "drop_out_percent": "10", "organisation": "{promoter_id}"}
OFFER = {"product": "Arabica", "price": "19,50", "quorum": "2", "quorum_unit": "buyers", "commitment": "Pannelli", "basis": "takings"}
OFFER |= {"proof": "Fattura", "proof_by": "2027-03-31", "tier_1_threshold": "2", "tier_1_percent": "12", "organisation": "{firm_id}"}
SIGNED = {"name": "Irene Lauri", "title": "titolare", "agreed": "on"}
SPOKEN_OF = {"organisation": "{firm}", "words": "Nel primo capoverso, dove si parla di officine."}
CROWD = {"organisation": "{house_id}", "crowd": "employees", "declared": "620", "words": "Tutti."}
RANKED = {"confirm": "1", "place-{offer}": "1", "if-{offer}": ":", "quantity": "1", "seen": "0"}
HOOK = {"address": "https://example.it/insieme"}
GROUP = {"name": "Un gruppo", "kind": "group"}
ANSWER = {"text": "Viene dal Kenya.", "disposition": "answered"}
RULES = {"title": "Come si parla", "text": "Con rispetto."}
HEARD = {f"kind:{kind.code}": "inbox" for kind in known()}
AGAIN = "account_reauthenticate"
PASSWORD = {"password": "sette-lune-verdi"}
NEW = {"password1": "otto-lune-gialle", "password2": "otto-lune-gialle"}

NEWCOMER = {"email": "nuovissima@example.it", "name": "Nuova", "password1": "otto-lune-gialle", "agreed": "on"}
YES = {"seen": "1", "rev-{better}": "2", "answer-{better}": "yes"}
FAILED, STANDS = {"because": "Non ce la fa.", "certain": "on"}, {"name": "Irene Lauri", "title": "titolare"}
PROMISED = {"question": "3", "complaint": "2", "idea": "9"}
ROLE, WISH = {"kind": "member", "title": ""}, {"aspect": "price", "wanted": "1"}
MOVED = {"email": "altra@example.it", "action_add": "1"}
FOLLOWED = {"topic": "call:{choosing}", "back": "/calls/{choosing}/"}


def signed_in(answer: int | str) -> Answers:
    """The same to whoever is signed in; all others sign in first."""
    return (IN, answer, answer, answer, answer, answer)


#: Address, what is sent, answers.
DOORS: list[tuple[str, dict[str, Any], Answers]] = [
    # front
    ("/language/", {"language": "en", "next": "/calls/"}, everybody("offers:calls")),
    ("/identity/o/authorize", {}, everybody("front:authorize")),
    # calls
    ("/calls/new/", CALL, (IN, 200, 422, 422, "offers:call", 200)),
    ("/calls/{draft}/edit/", CALL, (IN, 404, 404, 404, "offers:call", 404)),
    ("/calls/{asked}/edit/", CALL, (IN, 403, 403, 403, "offers:call", 403)),
    ("/calls/{draft}/publish/", {}, (IN, 404, 404, 404, "offers:call", 404)),
    ("/calls/{asked}/publish/", {}, (IN, 403, 403, 403, 409, 403)),
    ("/calls/{asked}/cancel/", {"because": "Non serve più."}, (IN, 403, 403, 403, "offers:call", 403)),
    ("/calls/{draft}/promoters/", {"to": "@chi-stranger"}, (IN, 404, 404, 404, "offers:promoters", 404)),
    ("/calls/{draft}/promoters/", {"take_back": "{promotion}"}, (IN, 404, 404, 404, "offers:promoters", 404)),
    ("/calls/{draft}/promoters/{promotion}/", {"agree": "1", "none": "on"}, (IN, 404, "offers:call", 404, 404, 404)),
    ("/calls/{draft}/promoters/{promotion}/", {"decline": "1"}, (IN, 404, "offers:promotion", 404, 404, 404)),
    ("/calls/{draft}/promoters/{promotion}/", {"leave": "1"}, (IN, 404, 409, 404, 404, 404)),
    ("/calls/{draft}/interests/", {"none": "on"}, (IN, 404, 404, 404, "offers:call_publish", 404)),
    ("/calls/{signable}/companies/", {"to": "{house}", "language": "it"}, signed_in("offers:companies")),
    ("/calls/{signable}/invited/{key}/", {"decline": "1"}, everybody("offers:invited")),
    ("/calls/{asked}/invited/{asked_key}/company/", {"take": "{firm}"}, (IN, 200, 200, "offers:offer_new", 200, 200)),
    ("/calls/{signable}/invited/{key}/company/", {"name": "Forno", "kind": "company"}, signed_in("offers:offer_new")),
    ("/calls/{choosing}/share/", {}, signed_in("offers:share")),
    ("/calls/{choosing}/share/", {"revoke": "{link}"}, (IN, 404, "offers:share", 404, 404, 404)),
    ("/calls/{signable}/reply/", {"text": "È il nostro fornitore.", "name": "Irene"}, (IN, 409, 409, "offers:call", 409, 409)),
    # offers
    ("/calls/{asked}/offers/new/", OFFER, (IN, 200, 422, "offers:offer", 200, 200)),
    ("/calls/{open}/offers/{offer_draft}/edit/", OFFER, (IN, 404, 404, "offers:offer", 404, 404)),
    ("/calls/{open}/offers/{offer_draft}/sign/", SIGNED | {"seen": "{text_digest}"}, (IN, 404, 404, "offers:offer", 404, 404)),
    ("/calls/{open}/offers/{offer_draft}/withdraw/", {}, (IN, 404, 404, "offers:call", 404, 404)),
    ("/calls/{signable}/offers/{signed}/withdraw/", {}, (IN, 403, 403, "offers:call", 403, 403)),
    ("/calls/{signable}/offers/{signed}/revise/", OFFER | {"price": "17"}, (IN, 403, 403, "offers:revision_sign", 403, 403)),
    ("/calls/{signable}/offers/{signed}/revise/sign/", SIGNED | {"seen": "{seen}"}, (IN, 403, 403, "offers:changes", 403, 403)),
    ("/calls/{signable}/offers/{signed}/revise/drop/", {}, (IN, 403, 403, "offers:offer", 403, 403)),
    ("/calls/{signable}/offers/{signed}/improve/", WISH, (IN, "offers:offer", "offers:offer", 403, "offers:offer", "offers:offer")),
    ("/calls/{choosing}/offers/{offer}/rate/", {"mark-0": "3", "reason-0": "Si può fare meglio."}, signed_in("offers:ratings")),
    ("/calls/{choosing}/initiatives/new/", CROWD, (IN, 200, 422, 200, "offers:initiative", 200)),
    ("/calls/{choosing}/initiatives/{initiative}/close/", {}, (IN, 403, 403, "offers:initiative", 403, "offers:initiative")),
    ("/calls/{open}/reply/ask/", SPOKEN_OF, (IN, 422, 422, "offers:hearing", 422, 422)),
    ("/calls/{signable}/reply/asked/{hearing}/", {"yes": "1"}, (IN, 404, 403, 404, "offers:hearings", 404)),
    (
        "/calls/{signable}/reply/asked/{hearing}/",
        {"no": "1", "because": "Parla di un altro mulino."},
        (IN, 404, 403, 404, "offers:hearings", 404),
    ),
    ("/calls/{signable}/offers/{signed}/template/", {"name": "Tetti"}, (IN, 403, 403, "offers:templates", 403, 403)),
    ("/organisations/{firm}/templates/{template}/", {"name": "Tetti"}, (IN, 404, 404, "offers:templates", 404, 404)),
    ("/organisations/{firm}/templates/{template}/remove/", {}, (IN, 403, 403, "offers:templates", 403, 403)),
    # pledges and what comes of them
    ("/calls/{choosing}/pledge/", RANKED, (IN, "offers:receipt", 409, "offers:receipt", "offers:receipt", "offers:receipt")),
    ("/calls/{choosing}/pledge/", RANKED | {"seen": "1"}, (IN, 409, "offers:receipt", 409, 409, 409)),
    ("/calls/{revised}/pledge/revised/", YES, (IN, 409, "offers:receipt", 409, 409, 409)),
    ("/calls/{choosing}/pledge/withdraw/", {"seen": "1"}, (IN, 409, "offers:receipt", 409, 409, 409)),
    ("/calls/{decided}/outcome/failed/{won}/", FAILED, (IN, 404, 404, 404, "offers:outcome", "offers:outcome")),
    ("/calls/{failing}/outcome/runner-up/{takeover}/", STANDS, (IN, 404, 404, "offers:outcome", 404, 404)),
    ("/calls/{failing}/outcome/runner-up/{takeover}/", {"decline": "1"}, (IN, 404, 404, "offers:outcome", 404, 404)),
    ("/calls/{agreeing}/outcome/agree/{agreement}/", {"answer": "yes"}, (IN, 404, "offers:agree", 404, 404, 404)),
    # voices
    ("/threads/{thread}/", {"kind": "question", "text": "Da dove viene?"}, signed_in("offers:call")),
    ("/voices/{voice}/replies/", {"text": "Anche a me."}, signed_in("voices:voice")),
    ("/voices/{voice}/edit/", {"text": "Da dove viene, davvero?"}, (IN, "voices:voice", 403, 403, 403, 403)),
    ("/voices/{voice}/withdraw/", {}, (IN, "offers:call", 403, 403, 403, 403)),
    ("/voices/{voice}/support/", {"give": "support"}, (IN, 403, "offers:call", "offers:call", "offers:call", "offers:call")),
    ("/voices/{voice}/support/", {"take": "support"}, (IN, 403, "offers:call", "offers:call", "offers:call", "offers:call")),
    ("/voices/{voice}/flag/", {"rule": "insult"}, (IN, 422, "offers:call", "offers:call", "offers:call", "offers:call")),
    ("/voices/{answered}/verdict/", {"confirm": "1"}, (IN, 403, "voices:voice", 403, 403, 403)),
    ("/voices/{answered}/verdict/", {"reopen": "1"}, (IN, 403, "voices:voice", 403, 403, 403)),
    ("/voices/{against}/statement/", {"words": "Non offende."}, (IN, 403, "voices:statement", 403, 403, 403)),
    ("/answers/{answer}/edit/", ANSWER, (IN, 403, 403, "voices:answer", 403, 403)),
    ("/organisations/{firm}/voices/answer/?voice={voice}", ANSWER, (IN, 403, 403, "voices:voice", 403, 403)),
    ("/organisations/{firm}/voices/promises/", PROMISED, (IN, 403, 403, "voices:waiting", 403, 403)),
    ("/moderation/voices/{queued}/", {"kind": "show"}, (IN, 403, 403, 403, 403, "voices:moderation")),
    ("/moderation/appeals/{appeal}/", {"grant": "yes", "because": "È vero."}, (IN, 403, 403, 403, 403, "voices:moderation")),
    # people
    ("/settings/", {"name": "Ada", "language": "it", "handle": "una-nuova"}, signed_in("people:settings")),
    ("/settings/about/", {"interests": ["food"]}, signed_in("people:about_me")),
    ("/settings/devices/", {}, signed_in("people:sessions")),
    ("/settings/devices/", {"end": "{session}"}, signed_in("people:sessions")),
    ("/settings/data/export/", {}, signed_in("people:export")),
    ("/settings/data/close/", {"sure": "on"}, (IN, "people:close", 422, 422, 422, "people:close")),
    ("/settings/data/close/keep/", {}, signed_in("people:data")),
    ("/settings/consents/", {"give": "profile"}, signed_in("people:consents")),
    ("/settings/consents/", {"withdraw": "profile"}, signed_in("people:consents")),
    ("/settings/consents/new/", {"agree": "1", "next": "/calls/"}, signed_in("offers:calls")),
    ("/settings/tokens/", {"name": "prova", "scopes": ["read"], "days": "30"}, signed_in("people:tokens")),
    ("/settings/tokens/{token}/", {}, (IN, 404, "people:tokens", 404, 404, 404)),
    ("/guidelines/new/", RULES, (IN, 403, 403, 403, 403, "front:guideline_edit")),
    ("/guidelines/{guideline}/", {"number": "1"}, signed_in("people:guideline")),
    ("/guidelines/{unpublished}/", {"number": "1"}, (404, 404, 404, 404, "people:guideline", 404)),
    ("/guidelines/{guideline}/edit/", RULES, (IN, 403, 403, 403, "front:guideline_edit", 403)),
    ("/guidelines/{unpublished}/edit/", RULES, (IN, 404, 404, 404, "front:guideline_edit", 404)),
    ("/guidelines/{ours}/edit/", RULES, (IN, 403, 403, 403, 403, "front:guideline_edit")),
    ("/guidelines/{unpublished}/publish/", {}, (IN, 404, 404, 404, "people:guideline", 404)),
    ("/organisations/new/", GROUP, signed_in("front:organisation")),
    ("/organisations/{house}/guidelines/new/", RULES, (IN, 403, 403, 403, "front:guideline_edit", 403)),
    ("/organisations/{house}/edit/", GROUP, (IN, 403, 403, 403, "front:organisation", 403)),
    ("/organisations/{house}/relations/", {"declare": "customer"}, signed_in("front:organisation")),
    ("/organisations/{house}/relations/", {"withdraw": "customer"}, signed_in("front:organisation")),
    ("/organisations/{unshown}/verification/", {"how": "dns", "domain": "lauri.it"}, (IN, 403, 403, 403, "people:verification", 403)),
    ("/organisations/{house}/verification/", {"take_back": "1"}, (IN, 403, 403, 403, "people:verification", 403)),
    (
        "/organisations/{trusted}/verification/revoke/",
        {"reason": "I documenti erano falsi.", "sure": "on"},
        (IN, 404, 404, 404, 404, "front:organisation"),
    ),
    ("/organisations/{written}/verification/{letter}/", {}, everybody("front:organisation")),
    ("/verifications/{papers}/", {"accept": "1"}, (IN, 404, 404, 404, 404, "people:verifications")),
    ("/organisations/{house}/staff/", {"to": "altra@example.it", "kind": "member"}, (IN, 403, 403, 403, "people:staff", 403)),
    ("/organisations/{house}/staff/{helper}/", {}, (IN, 403, 403, 403, "people:staff", 403)),
    ("/organisations/{house}/invitations/{invitation}/", ROLE, (IN, 404, "front:organisation", 404, "front:organisation", 404)),
    ("/organisations/{house}/invitations/{invitation}/", {"decline": "1"}, (IN, 404, "front:roles", 404, 404, 404)),
    ("/organisations/{house}/invitations/{waiting}/", {"take_back": "1"}, (IN, 403, 403, 403, "people:staff", 403)),
    # accounts
    ("/sign-in/", {"login": "{email}", "password": "sette-lune-verdi"}, everybody("front:home")),
    ("/sign-out/", {}, everybody("front:home")),
    ("/sign-up/", NEWCOMER, ("account_email_verification_sent", *["front:home"] * 5)),
    ("/confirm-email/{confirm}/", {}, everybody(IN)),
    ("/password/forgotten/", {"email": "{email}"}, everybody("account_reset_password_done")),
    ("/password/new/{uid}-set-password/", NEW, everybody(200)),
    ("/password/again/", PASSWORD, signed_in("front:home")),
    ("/settings/email/", MOVED, (IN, "account_email", 200, 200, "account_email", "account_email")),
    ("/settings/password/", {"oldpassword": "sette-lune-verdi"} | NEW, signed_in("people:settings")),
    ("/settings/password/first/", NEW, signed_in("account_change_password")),
    ("/sign-in/passkey/", {"credential": "{}"}, signed_in("front:home")),
    ("/sign-in/second-step/", {"code": "000000"}, signed_in("front:home")),
    ("/password/again/code/", {"code": "000000"}, (IN, AGAIN, AGAIN, 200, AGAIN, AGAIN)),
    ("/password/again/passkey/", {"credential": "{}"}, (IN, AGAIN, IN, AGAIN, AGAIN, AGAIN)),
    ("/settings/security/app/", {"code": "000000"}, (IN, 200, 200, "mfa_deactivate_totp", 200, 200)),
    ("/settings/security/app/remove/", {}, (IN, 404, 404, "mfa_index", 404, 404)),
    ("/settings/security/codes/new/", {}, (IN, 200, "mfa_view_recovery_codes", "mfa_view_recovery_codes", 200, 200)),
    ("/settings/security/passkeys/new/", {"name": "Chiave", "credential": "{}"}, signed_in(200)),
    ("/settings/security/passkeys/{passkey}/", {"name": "Chiave"}, (IN, 404, "mfa_list_webauthn", 404, 404, 404)),
    ("/settings/security/passkeys/{passkey}/remove/", {}, (IN, 404, "mfa_list_webauthn", 404, 404, 404)),
    ("/settings/security/passkeys/", {}, everybody("mfa_index")),
    ("/settings/security/connected/", {"account": "1"}, signed_in(200)),
    ("/sign-up/through/", {}, everybody(IN)),
    ("/oidc/oidc/login/", {}, everybody(404)),
    ("/oidc/oidc/login/callback/", {}, everybody(404)),
    # programs
    ("/identity/o/device", {"code": "ABCD"}, everybody(404)),
    ("/identity/o/logout", {}, ("front:home", 200, 200, 200, 200, 200)),
    ("/identity/o/api/token", {"grant_type": "authorization_code", "client_id": "{client}", "code": "none"}, everybody(400)),
    ("/identity/o/api/revoke", {"client_id": "{client}", "token": "none"}, everybody(200)),
    ("/identity/o/api/device/code", {"client_id": "{client}"}, everybody(404)),
    ("/identity/o/api/userinfo", {}, everybody(401)),
    ("/hooks/new/", HOOK, signed_in("hooks:hook")),
    ("/hooks/{hook}/", HOOK, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{their_hook}/", HOOK, (IN, 404, 404, 404, "hooks:hook", 404)),
    ("/hooks/{hook}/deeds/", {"do": "pause"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{hook}/deeds/", {"do": "start"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{hook}/deeds/", {"do": "renew"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{hook}/deeds/", {"do": "try"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{hook}/deeds/", {"do": "remove"}, (IN, 404, "hooks:hooks", 404, 404, 404)),
    ("/hooks/{hook}/deliveries/{delivery}/", {"again": "1"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    ("/hooks/{hook}/deliveries/{delivery}/", {"skip": "1"}, (IN, 404, "hooks:hook", 404, 404, 404)),
    # notices
    ("/notices/seen/", {}, signed_in("notices:inbox")),
    ("/notices/settings/", {"rhythm": "weekly"} | HEARD, signed_in("notices:settings")),
    ("/notices/settings/places/", {"place": "Bologna"}, signed_in("notices:settings")),
    ("/notices/settings/address/", {}, signed_in("notices:settings")),
    ("/notices/settings/devices/", BROWSER, signed_in("notices:settings")),
    ("/notices/settings/devices/{device}/", {}, signed_in("notices:settings")),
    ("/notices/following/", FOLLOWED, signed_in("offers:call")),
    ("/notices/following/", FOLLOWED | {"stop": "1"}, signed_in("offers:call")),
    ("/notices/stop/{stop}/", {}, everybody(200)),
    # administration
    ("/admin/", {}, desk(200)),
    ("/admin/people/", {}, desk(200)),
    ("/admin/login/", {}, (IN, 404, 404, 404, 404, "admin:index")),
    ("/admin/logout/", {}, (*["admin:index"] * 5, "account_logout")),
    ("/admin/password_change/", {}, desk("account_change_password")),
]

#: Of what one may have many alike: the secret of a token is shown once, to whoever sees the page.
MANY = {"/settings/tokens/"}
#: Doors without a form of ours: programs and letters come in, with a secret of their own. Allauth's page for signing out elsewhere looks
#: at the form itself.
FORMLESS = {
    "/identity/o/authorize",
    "/identity/o/logout",
    "/identity/o/api/token",
    "/identity/o/api/revoke",
    "/identity/o/api/userinfo",
    "/notices/stop/{stop}/",
}
