# SPDX-License-Identifier: AGPL-3.0-or-later
"""Exports, accounts that are closed, and an end to what is over. Shallow: each calls an action."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import datetime

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from insieme.foundation import clock
from insieme.foundation.errors import WrongState
from insieme.people.actions import forget_ended
from insieme.people.actions.answers import forget_answers
from insieme.people.actions.closing import close_account
from insieme.people.actions.exports import finish_export, forget_exports, hand_over_exports, note_progress
from insieme.people.actions.sessions import forget_sessions
from insieme.people.actions.tokens import forget_tokens
from insieme.people.actions.verification import forget_evidence
from insieme.people.queries.accounts import due_to_close, export_to_make
from insieme.people.queries.persons import Recipient
from insieme.people.rules import belongings
from insieme.people.tasks.letters import lock_away, send_closed, send_export

FOLDER = "exports"  # among the installation's files


def export_due(now: datetime) -> int:
    """Have everything about a person gathered who has asked for it."""
    return hand_over_exports(to=make_export.enqueue, now=now)


def close_due(now: datetime) -> int:
    """Close the accounts whose owners have thought it over for a week, and write to them for the last time."""
    closed = 0
    for person_id in due_to_close(now):
        try:
            closed += close_account(person_id, now=now, tell=_tell_closed)
        except WrongState:  # an owner beside them has left this moment: next time it is seen
            continue
    if closed:
        drop_files(now)
    return closed


def _tell_closed(to: Recipient) -> None:
    send_closed.enqueue(lock_away(to))


def forget_due(now: datetime) -> int:
    """Forget what has ended: invitations, sessions, exports and evidence with files, tokens, answers for programs that ask twice."""
    ended = forget_ended(now=now) + forget_sessions(now=now) + drop_files(now)
    return ended + forget_answers(now=now) + forget_tokens(now=now) + forget_evidence(now=now)


def drop_files(now: datetime) -> int:
    """Remove the files of exports that have ended, or whose owner has left."""
    kept = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    gone = forget_exports([name.removesuffix(".zip") for name in kept], now=now)
    for ref in gone:
        default_storage.delete(file_of(ref))
    return len(gone)


def file_of(ref: str) -> str:
    """Where the file of an export lies."""
    return f"{FOLDER}/{ref}.zip"


@task()
def make_export(ref: str) -> None:
    """Gather what every room holds of the person into one file, and have them written to that it lies ready."""
    wanted = export_to_make(ref)
    if wanted is None:
        return
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, translation.override(wanted.person.language):
            archive.writestr("README.txt", render_to_string("people/mail/export_readme.txt", {"person": wanted.person}))
            for done, room in enumerate(belongings(), start=1):
                for name, content in room.export(wanted.person_id):
                    archive.writestr(f"{room.room}/{name}", content if isinstance(content, bytes) else _spelled(content))
                note_progress(ref, done)
        size = file.tell()
        file.seek(0)
        default_storage.delete(file_of(ref))
        default_storage.save(file_of(ref), file)
    finish_export(ref, size=size, tell=send_export.enqueue, now=clock.now())


def _spelled(content: object) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
