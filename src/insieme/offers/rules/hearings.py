# SPDX-License-Identifier: AGPL-3.0-or-later
"""When an organisation that a call speaks of is heard: what it must say, what a no must say, and when silence is a yes."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from insieme.foundation.errors import Invalid, WrongState

#: So long those who promote the call have to answer; then silence is a yes.
SILENCE = timedelta(days=3)
LONGEST = 500


class NoTooLate(WrongState):
    """Silence has said yes."""

    code = "no_too_late"
    sentence = _("The three days are over: nobody answered in time, and silence is a yes.")


class StillTheSame(WrongState):
    """A no holds for what the call said then."""

    code = "still_the_same"
    sentence = _(
        "The answer was no, and the call says what it said then. Once its words change, or those of its offers, you can ask again."
    )


def judge_wish(words: str) -> None:
    """Let a wish pass that says where and why one is concerned. Refuses: `Invalid` at `words`."""
    if not words.strip():
        raise Invalid({"words": _("Say where the call speaks of you, and why it concerns you.")})
    _judge_length("words", words)


def judge_no(because: str) -> None:
    """Let a no pass that has a reason. Refuses: `Invalid` at `because`."""
    if not because.strip():
        raise Invalid({"because": _("A no needs a reason: it stands in the record, and they read it.")})
    _judge_length("because", because)


def _judge_length(name: str, text: str) -> None:
    if len(text) > LONGEST:
        raise Invalid({name: _("At most 500 characters fit here: shorten it.")})
