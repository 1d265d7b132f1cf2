# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has become of a pledge, in words: what it buys, or why nothing, and what is asked of its person in the place of a supplier."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from insieme.look.templatetags.look import moment
from insieme.offers.models import Agreement, Answer, Call, Stage
from insieme.offers.rules.unserved import Reason, Why, sentences
from insieme.offers.web import rankings


def dress(mine: Any) -> None:
    """Give a pledge of a list its offers' names as `listed`, and what it bought as `got`, or who `failed`.

    `kept` is what kept it from the offers that went ahead, where it bought nothing; `after` what is asked in the place of a supplier.
    """
    mine.listed = list(dict.fromkeys(mine.names[entry["offer"]] for entry in mine.entries))
    bought = mine.bought
    mine.got = None
    if bought is not None:
        total = (bought.offer.price * bought.quantity).written(get_language() or "en")
        mine.got = {"name": mine.names[bought.offer.ref], "quantity": bought.quantity, "total": total}
    mine.failed = mine.names[mine.lost.offer.ref] if mine.lost else ""
    mine.kept = sentences(mine.why)
    mine.after = _after(mine, mine.agreement) if mine.agreement else None


def kept(why: Iterable[Reason], call: Call) -> list[dict[str, str]]:
    """What kept a pledge from the offers on its list, each in a sentence; with where one reads what changed, if it was a revision."""
    rows = list(why)
    changed = {each.words: each for each in rows if each.why == Why.REVISED}
    return [{"words": words, "href": _changes(changed[words], call) if words in changed else ""} for words in sentences(rows)]


def _changes(reason: Reason, call: Call) -> str:
    return rankings.changes_address(call, reason.entry.offer, max(reason.fate.alike), reason.entry.revision)


def _after(mine: Any, asked: Agreement) -> dict[str, str] | None:
    """What somebody is asked, or was, once a supplier had failed; and where they answer while they can."""
    names = {"name": mine.names[mine.entries[asked.entry]["offer"]], "failed": mine.names[asked.failure.offer.ref]}
    if asked.failure.stage != Stage.AGREEING:
        words = _over(asked, buys=mine.bought is not None)
        return {"words": words % names} if words else None
    words, action = {
        Answer.ASKED: (
            _("%(name)s would take the place of %(failed)s: you buy from it only if you say yes by %(moment)s. Silence is a no."),
            _("Read it and answer"),
        ),
        Answer.YES: (_("You said yes to %(name)s in the place of %(failed)s. You can change it until %(moment)s."), _("What you said")),
        Answer.NO: (_("You said no to %(name)s in the place of %(failed)s. You can change it until %(moment)s."), _("What you said")),
    }[Answer(asked.answer)]
    href = reverse("offers:agree", args=[mine.call.slug, asked.failure.ref])
    return {"words": words % (names | {"moment": moment(asked.failure.until)}), "href": href, "action": action}


def _over(asked: Agreement, *, buys: bool) -> str:
    if asked.answer == Answer.ASKED:
        return _("You were asked about %(name)s in the place of %(failed)s, and did not answer: that was a no.")
    if asked.answer == Answer.NO:
        return _("You said no to %(name)s in the place of %(failed)s.")
    if buys:
        return _("It took the place of %(failed)s, and you said yes to it.")
    if asked.failure.stage == Stage.CARRIED:
        return _("You said yes to %(name)s in the place of %(failed)s: lots were drawn for its room, and none was left for you.")
    return _("You said yes to %(name)s in the place of %(failed)s, but it does not take over.")
