# SPDX-License-Identifier: AGPL-3.0-or-later
"""What ninja and pydantic cannot read becomes a refusal of the same shape as all others: at each field a sentence that helps."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from insieme.foundation.errors import Invalid, NotVisible, Refusal
from insieme.front.errors import problem


class Unreadable(Refusal):
    """The body is not JSON."""

    code = "unreadable"


def answer_in(api: NinjaAPI) -> None:
    """Have `api` answer every refusal as problem+json."""

    def refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
        return problem(refusal)

    def unread(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem(
            Invalid({_where(each["loc"]): sentence_for(each) for each in error.errors}, _("Something that you sent needs mending."))
        )

    def broken(_request: HttpRequest, error: Any) -> HttpResponse:
        if error.status_code == NotVisible.status:
            return problem(NotVisible())
        return problem(Unreadable(_("The body could not be read: send JSON in UTF-8.")))

    api.add_exception_handler(Refusal, refused)
    api.add_exception_handler(ValidationError, unread)
    api.add_exception_handler(HttpError, broken)


def _where(loc: tuple[Any, ...]) -> str:
    """The field as who sent it knows it: without the place of the request, and without our name for the body."""
    parts = [str(part) for part in loc[1:]]
    if loc[0] == "body" and parts[:1] == ["sent"]:
        parts = parts[1:]
    return ".".join(parts)


def sentence_for(error: dict[str, Any]) -> str:
    """How to mend a field that pydantic could not read."""
    about, kind = error.get("ctx", {}), error["type"]
    if kind == "value_error":
        return str(about.get("error", error["msg"]))
    for begins, words in _words().items():
        if kind.startswith(begins):
            return words % about
    return _("This could not be read: look at its form in the reference.")


def _words() -> dict[str, str]:
    """By what the kind of an error begins with."""
    whole, choose = _("A whole number goes here."), _("Choose one of these: %(expected)s.")
    moment = _("A moment with its time zone goes here, as 2026-11-22T10:00:00Z.")
    return {
        "missing": _("This is wanted."),
        "extra_forbidden": _("There is no such field here."),
        "string_too_long": _("At most %(max_length)s characters fit here."),
        "string_too_short": _("At least %(min_length)s characters are wanted here."),
        "string_pattern": _("This has not the form that is wanted: look at the reference."),
        "string": _("Text goes here, in UTF-8."),
        "int": whole,
        "greater_than_equal": _("At least %(ge)s goes here."),
        "less_than_equal": _("At most %(le)s goes here."),
        "literal_error": choose,
        "enum": choose,
        "timezone": moment,
        "datetime": moment,
        "date": _("A day goes here, as 2026-11-22."),
        "bool": _("true or false goes here."),
        "too_long": _("At most %(max_length)s fit here."),
        "too_short": _("At least %(min_length)s are wanted here."),
        "list": _("A list goes here."),
        "json": _("The body could not be read: send JSON in UTF-8."),
    }
