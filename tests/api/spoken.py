# SPDX-License-Identifier: AGPL-3.0-or-later
"""The talk of the small world: a voice at each stage of its life."""

from __future__ import annotations

from typing import Any

from insieme.people.models import Organisation
from insieme.people.tests.makers import as_actor
from insieme.voices import actions
from insieme.voices.actions.moderating import words_digest
from insieme.voices.models import Voice
from insieme.voices.tests.makers import a_moderator, a_thread, an_answer, hidden, some_words


def talk(people: dict[str, Any], firm: Organisation, now: Any) -> dict[str, str]:
    """A thread in which the company of `staff` answers, and in which `member` and `stranger` have spoken."""
    thread, moderator = a_thread(firm, now=now), a_moderator()

    def voice(who: str, *, shown: bool = True) -> Voice:
        made = actions.speak(thread.ref, by=as_actor(people[who]), words=some_words(), now=now)
        if shown and made.state != "shown":
            actions.moderate(made.ref, by=as_actor(moderator), kind="show", now=now)
        made.refresh_from_db()
        return made

    waits = voice("stranger", shown=False)
    others, answered = voice("stranger"), voice("member")
    answer = an_answer(firm, people["staff"], answered, now=now)
    against, appealed = voice("member"), voice("member")
    for each in (against, appealed):
        hidden(each, moderator)
    appeal = actions.appeal(appealed.ref, by=as_actor(people["member"]), words="Non offende nessuno.", now=now)
    actions.flag(others.ref, by=as_actor(people["promoter"]), rule="elsewhere", now=now)
    said = {"thread": thread.ref, "voice": others.ref, "answered": answered.ref, "queued": waits.ref, "words": words_digest(waits)}
    return said | {"answer": answer.ref, "against": against.ref, "appeal": appeal.ref}
