# SPDX-License-Identifier: AGPL-3.0-or-later
"""Of what people are told about calls and offers, and in which words. Whom each concerns is said in `queries.audiences`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from insieme.foundation.text import lazily
from insieme.notices.kinds import Data, NoticeKind
from insieme.offers.facts.choosing import DECIDED_FOR, cancelled_because


def _published(data: Data) -> str | Promise:
    return lazily(_("%(promoter)s opened the call “%(title)s”"), **data)


def _signed(data: Data) -> str | Promise:
    return lazily(_("%(name)s signed an offer to the call “%(title)s”: %(product)s"), **data)


def _began(data: Data) -> str | Promise:
    return lazily(_("In the call “%(title)s” people choose from now on"), **data)


def _closes(data: Data) -> str | Promise:
    return lazily(_("The call “%(title)s” closes within a day, and you have not pledged"), **data)


def _revised(data: Data) -> str | Promise:
    return lazily(_("%(name)s signed new words of its offer to the call “%(title)s”"), **data)


def _answered(data: Data) -> str | Promise:
    return lazily(_("%(name)s signed new words of its offer to the call “%(title)s”: they answer what you asked for"), **data)


def _to_confirm(data: Data) -> str | Promise:
    return lazily(_("%(name)s changed the offer that you ranked in the call “%(title)s”: it counts for you once you say yes"), **data)


def _cancelled(data: Data) -> str | Promise:
    return lazily(_("The call “%(title)s” was cancelled: %(because)s"), title=data["title"], because=cancelled_because(data["because"]))


def _decided(data: Data) -> str | Promise:
    if not data["names"]:
        return lazily(_("The call “%(title)s” is decided: no offer reached its quorum"), title=data["title"])
    return lazily(DECIDED_FOR[len(data["names"]) > 1], title=data["title"], names=", ".join(data["names"]))


def _yours(data: Data) -> str | Promise:
    # What a person got stands in no notice: the page tells it to each.
    return lazily(_("%(decided)s. There you read what you buy, or why nothing"), decided=_decided(data))


def _ours(data: Data) -> str | Promise:
    if "because" in data:
        return _cancelled(data)
    if "sold" in data:
        return lazily(_("The call “%(title)s” is decided and your offer goes ahead: here you read who buys"), title=data["title"])
    return _decided(data)


def _decided_in_short(data: Data) -> str | Promise:
    return lazily(_("Decided: %(title)s"), title=data["title"])


def _failed(data: Data) -> str | Promise:
    return lazily(_("Call “%(title)s”: %(name)s does not deliver as it was decided"), **data)


def _takeover(data: Data) -> str | Promise:
    return lazily(_("Call “%(title)s”: %(failed)s has failed. Will you take its place?"), **data)


def _agree(data: Data) -> str | Promise:
    return lazily(_("Call “%(title)s”: will you buy from %(name)s instead?"), **data)


def _nobody(data: Data) -> str | Promise:
    # Said to those alone whose supplier it was: who follows the call may have bought from another, and owes that one.
    if data.get("free"):
        return lazily(_("Call “%(title)s”: nobody takes the place of %(failed)s. You owe nothing"), **data)
    return lazily(_("Call “%(title)s”: nobody takes the place of %(failed)s"), **data)


def _carried(data: Data) -> str | Promise:
    return lazily(_("Call “%(title)s”: %(name)s takes the place of %(failed)s"), **data)


def _gathered(data: Data) -> str | Promise:
    return lazily(_("%(name)s asks its people to take part in the call “%(title)s”"), **data)


def _joined(data: Data) -> str | Promise:
    if not data["name"]:
        return lazily(_("One more person promotes the call “%(title)s”"), title=data["title"])
    return lazily(_("%(name)s promotes the call “%(title)s” too"), **data)


def _invited(data: Data) -> str | Promise:
    return lazily(_("Your company is asked to answer the call “%(title)s”"), **data)


_PUBLICLY = {
    "signed": _("%(who)s signed the offer of %(name)s to the call “%(title)s”"),
    "revised": _("%(who)s signed new words of the offer of %(name)s to the call “%(title)s”"),
    "replied": _("%(who)s replied for %(name)s to the call “%(title)s”"),
    "joined": _("%(who)s promotes the call “%(title)s” too"),
}


def _by_name(data: Data) -> str | Promise:
    return lazily(_PUBLICLY[data["what"]], **{"who": _("Somebody whom you follow"), **data})


def _hearing(data: Data) -> str | Promise:
    return lazily(_("%(name)s asks to be heard in the call “%(title)s”: answer within three days"), **data)


def _heard(data: Data) -> str | Promise:
    if "because" in data:
        return lazily(_("Call “%(title)s”: %(name)s asked to be heard, and the promoter said no: %(because)s"), **data)
    if data["silent"]:
        return lazily(_("Call “%(title)s”: nobody answered %(name)s in three days, so it may reply"), **data)
    return lazily(_("Call “%(title)s”: %(name)s may reply"), **data)


PUBLISHED = NoticeKind("offers.published", _("A call opens: of an organisation or for a place that you follow"), _published)
INTEREST = NoticeKind("offers.interest", _("A call opens about something that you care for"), _published)
RECEIVED = NoticeKind(
    "offers.received", _("A company signs an offer to a call that your organisation promotes"), _signed, "at_once", for_staff=True
)
SIGNED = NoticeKind("offers.signed", _("A company signs an offer: one that you follow, or to a call that you follow"), _signed)
BEGAN = NoticeKind("offers.began", _("In a call that you follow people can choose"), _began, "at_once")
CLOSES = NoticeKind("offers.closes", _("A call that you follow closes within a day, and you have not pledged"), _closes, "at_once")
REVISED = NoticeKind("offers.revised", _("A company changes its offer: one that you follow, or in a call that you follow"), _revised)
#: `particulars` is given by whoever can ask what changed, and until when one says yes.
CONFIRM = NoticeKind(
    "offers.confirm",
    _("An offer that you ranked has changed, and waits for your yes"),
    _to_confirm,
    "at_once",
    letter="offers/mail/revised.txt",
    asks=True,
)
ANSWERED = NoticeKind("offers.answered", _("A company changes its offer and answers what you asked for"), _answered)
CANCELLED = NoticeKind("offers.cancelled", _("A call in which you take part, or that you follow, is cancelled"), _cancelled, "at_once")
DECIDED = NoticeKind("offers.decided", _("A call that you follow is decided"), _decided)
GATHERED = NoticeKind(
    "offers.gathered", _("An organisation brings its people to a call that your organisation promotes"), _gathered, for_staff=True
)
#: `particulars` is given by whoever can ask what each one got.
YOURS = NoticeKind(
    "offers.yours",
    _("A call in which you pledged is decided: what you buy, and from whom"),
    _yours,
    "at_once",
    subject=_decided_in_short,
    letter="offers/mail/cleared.txt",
)
OURS = NoticeKind(
    "offers.ours",
    _("A call that your organisation promotes, or has answered, is decided or cancelled"),
    _ours,
    "at_once",
    for_staff=True,
)
#: `particulars` of these three is given by whoever can ask whom it leaves without a supplier, and what each would buy or buys instead.
FAILED = NoticeKind(
    "offers.failed",
    _("A supplier that was chosen in a call of yours does not deliver"),
    _failed,
    "at_once",
    letter="offers/mail/failed.txt",
)
TAKEOVER = NoticeKind(
    "offers.takeover", _("Your company is asked to take the place of a supplier that failed"), _takeover, "at_once", for_staff=True
)
AGREE = NoticeKind(
    "offers.agree",
    _("Another supplier could take the place of one that failed, and waits for your yes"),
    _agree,
    "at_once",
    letter="offers/mail/agree.txt",
)
NOBODY = NoticeKind("offers.nobody", _("Nobody takes the place of a supplier that failed"), _nobody, "at_once")
CARRIED = NoticeKind(
    "offers.carried", _("Another supplier takes the place of one that failed"), _carried, "at_once", letter="offers/mail/carried.txt"
)
JOINED = NoticeKind("offers.joined", _("Somebody joins your organisation in promoting a call"), _joined, "at_once", for_staff=True)
#: A letter goes to them as well.
INVITED = NoticeKind("offers.invited", _("Your company is asked to answer a call"), _invited, "inbox", for_staff=True)
BY_NAME = NoticeKind("offers.by_name", _("A person whom you follow signs an offer or promotes a call, by name"), _by_name, names=True)
HEARING = NoticeKind(
    "offers.hearing",
    _("An organisation that finds itself spoken of in a call of yours asks to be heard"),
    _hearing,
    "at_once",
    for_staff=True,
)
HEARD = NoticeKind("offers.heard", _("Your organisation asked to be heard in a call, and is answered"), _heard, "at_once", for_staff=True)
HEARD_BY_US = NoticeKind(
    "offers.heard_by_us", _("A call of yours answers who asks to be heard there, or three days have passed"), _heard, for_staff=True
)
AFTERWARDS = (TAKEOVER, NOBODY)
AROUND = (GATHERED, JOINED, INVITED, BY_NAME, HEARING, HEARD, HEARD_BY_US)
ALL = (PUBLISHED, INTEREST, RECEIVED, SIGNED, BEGAN, CLOSES, REVISED, ANSWERED, CANCELLED, DECIDED, OURS, *AROUND, *AFTERWARDS)
