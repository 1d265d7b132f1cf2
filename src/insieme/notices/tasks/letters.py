# SPDX-License-Identifier: AGPL-3.0-or-later
"""A letter as a mail: text and HTML, in the person's language, with the headers by which programs know what it is."""

from __future__ import annotations

import json
import re
import secrets
from functools import cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import Signer
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape, linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import ngettext

from insieme.notices.models import Letter
from insieme.notices.queries.letters import LINES, Draft, Told
from insieme.people.queries.persons import Recipient

#: What stands in the link that stops letters is signed for this and nothing else.
STOPPING = Signer(salt="insieme.notices.stop")
#: Letters that say the same, as text and as HTML, by what they tell and in which language: only name and link are still to come.
Shells = dict[tuple[bool, str, tuple[tuple[str, int, str], ...]], tuple[str, str]]
#: Where they come. Nobody can guess these.
NAME, STOP = secrets.token_urlsafe(), secrets.token_urlsafe()
#: Lines that a template leaves empty where a condition stood.
BLANKS = re.compile(r"\n{3,}")
_template = cache(get_template)


def mail(draft: Draft, to: Recipient, shells: Shells) -> EmailMultiAlternatives:
    """The draft as a mail to this address."""
    letter = draft.letter
    stop = settings.SITE_URL + reverse("notices:stop", args=[STOPPING.sign(letter.ref)])
    with translation.override(to.language):
        text, html = _shell(draft, to.language, shells)
        subject = _subject(draft)
    text = text.replace(NAME, to.name).replace(STOP, stop)
    made = EmailMultiAlternatives(subject, text, None, [to.email], headers=_headers(letter, stop))
    made.attach_alternative(html.replace(NAME, escape(to.name)).replace(STOP, stop), "text/html")
    return made


def message_id(letter: Letter) -> str:
    """The name of the mail: the letter's reference at this house."""
    return f"<{letter.ref}.{letter.tries}@{settings.SITE_HOST}>"


def _headers(letter: Letter, stop: str) -> dict[str, str]:
    """Source: RFC 2369 and RFC 8058 (one click stops it), RFC 3834 (no answering machine answers)."""
    return {
        "Message-ID": message_id(letter),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _subject(draft: Draft) -> str:
    if len(draft.told) == 1:
        told = draft.told[0]
        return " ".join(str((told.kind.subject or told.kind.sentence)(told.notice.data)).split())
    count = len(draft.told)
    if draft.letter.is_digest:
        return ngettext("%(count)s thing that you have not seen", "%(count)s things that you have not seen", count) % {"count": count}
    return ngettext("%(count)s thing has happened", "%(count)s things have happened", count) % {"count": count}


def _shell(draft: Draft, language: str, shells: Shells) -> tuple[str, str]:
    """The letter without name and link, made once for all who are told the same."""
    # Of one event a kind may tell some people more than others: that stands in the data.
    said = tuple((told.notice.kind, told.notice.position, json.dumps(told.notice.data, sort_keys=True)) for told in draft.told)
    key = (draft.letter.is_digest, language, said)
    alone = any(told.own is not None for told in draft.told)
    if alone or key not in shells:
        made = _rendered(draft, language)
        if alone:
            return made
        shells[key] = made
    return shells[key]


def _rendered(draft: Draft, language: str) -> tuple[str, str]:
    is_digest = draft.letter.is_digest
    said = [_line(told) for told in draft.told[:LINES]] if is_digest else [_body(told) for told in draft.told]
    values = {
        "name": NAME,
        "stop": STOP,
        "said": said,
        "more": max(0, len(draft.told) - LINES) if is_digest else 0,
        "is_digest": is_digest,
        "inbox": settings.SITE_URL + reverse("notices:inbox"),
        "settings": settings.SITE_URL + reverse("notices:settings"),
    }
    text = BLANKS.sub("\n\n", _render("notices/mail/letter.txt", values))
    html = {"said": [mark_safe(linebreaks(urlize(words, autoescape=True))) for words in said], "language": language}  # noqa: S308
    return text, _render("notices/mail/letter.html", values | html)


def _line(told: Told) -> str:
    return f"{told.kind.sentence(told.notice.data)}\n{_address(told)}"


def _body(told: Told) -> str:
    words = {"words": told.kind.sentence(told.notice.data), "address": _address(told), "data": told.notice.data, "own": told.own}
    return BLANKS.sub("\n\n", _render(told.kind.letter, words).strip())


def _address(told: Told) -> str:
    return f"{settings.SITE_URL}{told.notice.path}"


def _render(name: str, values: dict[str, Any]) -> str:
    return _template(name).render(values)
