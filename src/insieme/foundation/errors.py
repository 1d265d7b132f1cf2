# SPDX-License-Identifier: AGPL-3.0-or-later
"""Refusals: the ways in which the program says no. Each carries its sentence; doors map them once, in `front`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """Something that was asked for is not done, for a reason that the asker may know.

    `code` is stable and for programs; `sentence` is for people; `data` holds what either may need to mend it.
    """

    status: ClassVar[int] = 400
    code: str = "refused"
    sentence: Sentence = _("This cannot be done.")

    def __init__(self, sentence: Sentence | None = None, *, code: str | None = None, **data: Any) -> None:
        """Say no, with the class's own sentence and code unless others are given."""
        self.sentence = sentence if sentence is not None else self.sentence
        self.code = code or self.code
        self.data: dict[str, Any] = data
        super().__init__(self.code)

    def __str__(self) -> str:
        """Return the sentence in the language in force."""
        return str(self.sentence)


class Unidentified(Refusal):
    """Nobody knows who asks, and this is done in somebody's name only."""

    status = 401
    code = "unidentified"
    sentence = _("Say who you are: send a token, as in “Authorization: Bearer …”, or sign in.")


class NotVisible(Refusal):
    """What was asked for does not exist, or not for this asker: the two are not told apart."""

    status = 404
    code = "not_visible"
    sentence = _("There is nothing here, or it is not open to you.")


class Denied(Refusal):
    """The asker sees the thing but may not do this to it."""

    status = 403
    code = "denied"
    sentence = _("You may look at this, but not do that.")


class WrongState(Refusal):
    """The thing is not, or no longer, in a state in which this can be done."""

    status = 409
    code = "wrong_state"
    sentence = _("It is too late or too early for that: the page has changed in the meantime.")


class Invalid(Refusal):
    """The input does not hold; `fields` says for each field how to mend it."""

    status = 422
    code = "invalid"
    sentence = _("Something in what you entered needs mending.")

    def __init__(self, fields: Mapping[str, Sentence] | None = None, sentence: Sentence | None = None) -> None:
        """Say no with one sentence for each field; the empty name stands for the whole form."""
        self.fields = dict(fields or {})
        super().__init__(sentence, fields=self.fields)

    def __str__(self) -> str:
        """Return the sentences of the fields, or the general one."""
        return "; ".join(str(said) for said in self.fields.values()) or str(self.sentence)


class TooMany(Refusal):
    """More was asked in a short time than is given to one."""

    status = 429
    code = "too_many"
    sentence = _("These are many requests in a short time. Go on a little later: the header Retry-After says when.")


class Busy(Refusal):
    """The machine cannot do it just now; trying again later may help."""

    status = 503
    code = "busy"
    sentence = _("Too many people at once. Nothing was lost: try again in a moment.")
