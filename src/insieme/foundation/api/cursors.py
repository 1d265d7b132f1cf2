# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists page by key: a cursor is the key of the last item, signed, so that nobody makes one up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from insieme.foundation.errors import Invalid

Item = TypeVar("Item")
MOST = 100

#: How many items, and from where: the parameters of every list.
Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
After = Annotated[str, Query(max_length=400, description="The cursor that the page before gave in `next`.")]


class Page(Schema, Generic[Item]):
    """Some items of a list, and where it goes on."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the next page, for `after`; also in the header `Link`. None on the last page.")


class BadCursor(Invalid):
    """The cursor was not given out by this list."""

    code = "bad_cursor"

    def __init__(self) -> None:
        super().__init__({"after": _("This cursor is not of this list. Take the one in “next”, or begin without.")})


def key_of(cursor: str, heading: str) -> Any:
    """The key that was put into the cursor, None for the beginning. Refuses: `BadCursor`."""
    if not cursor:
        return None
    try:
        return _signer(heading).unsign_object(cursor)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error


def page(request: HttpRequest, found: Sequence[Any], limit: int, key: Callable[[Any], Any], heading: str) -> dict[str, Any]:
    """A page of at most `limit` of what was found, of which there is one more where the list goes on."""
    shown = list(found[:limit])
    onward = _signer(heading).sign_object(key(shown[-1])) if len(found) > limit else None
    if onward:
        asked = request.GET.copy()
        asked["after"] = onward
        request.onward = f"{request.path}?{asked.urlencode()}"  # type: ignore[attr-defined]
    return {"items": shown, "next": onward}


def _signer(heading: str) -> signing.Signer:
    return signing.Signer(sep="~", salt=f"insieme.api.{heading}")
