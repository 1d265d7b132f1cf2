# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of pictures on the disk: those of a voice that stands stay, those without a row go, whatever came between."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from insieme.foundation import periodic
from insieme.people.tests.makers import as_actor
from insieme.voices import actions, tasks
from insieme.voices.models import Picture, Voice
from insieme.voices.rules.pictures import drawn
from insieme.voices.tests.makers import DAY, LATER, a_known_person, a_picture, a_thread, a_voice, some_words

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NAME = "voices.drop_pictures"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": disk}
    return tmp_path / "voices"


def written(folder: Path) -> set[str]:
    """The files that lie there, as if they had been written on that day."""
    for file in folder.iterdir():
        os.utime(file, (DAY.timestamp(), DAY.timestamp()))
    return {f"voices/{file.name}" for file in folder.iterdir()}


def lies(folder: Path) -> set[str]:
    return {f"voices/{file.name}" for file in folder.iterdir()}


def an_illustrated_voice() -> Any:
    return a_voice(pictures=[drawn(a_picture(), alt=f"Una tazza, {number}") for number in range(2)])


def kept() -> set[str]:
    return set(Picture.objects.values_list("file", flat=True))


def test_what_was_never_said_leaves_no_file_an_hour_later(folder):
    an_illustrated_voice()
    author, thread = as_actor(a_known_person()), a_thread()
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - what fails comes after it
        actions.speak(thread.ref, by=author, words=some_words(pictures=[drawn(a_picture(), alt="Un gatto")]), now=DAY)
        _ = 1 / 0
    assert not Voice.objects.filter(thread=thread).exists()
    assert len(written(folder) - kept()) == 1
    assert tasks.drop_pictures(DAY + 59 * MINUTE) == 0
    assert tasks.drop_pictures(DAY + 61 * MINUTE) == 1
    assert lies(folder) == kept()
    assert len(kept()) == 2


def test_pictures_of_whoever_has_left_go_even_if_the_program_was_stopped_before_it_deleted_them(folder):
    stays, voice = an_illustrated_voice(), an_illustrated_voice()
    # Nothing is committed for good inside of this test: what is to be done then is not, as when the program is killed before.
    actions.forget_author(voice.author_id, by=as_actor(voice.person), now=LATER)
    assert len(written(folder)) == 4
    assert tasks.drop_pictures(LATER + MINUTE) == 2
    assert lies(folder) == kept() == set(Picture.objects.filter(voice=stays).values_list("file", flat=True))


def test_the_clock_does_it_every_hour_and_where_no_picture_was_ever_sent_there_is_nothing_to_do(folder, monkeypatch):
    assert tasks.drop_pictures(LATER) == 0
    assert not folder.exists()
    an_illustrated_voice()
    Picture.objects.all().delete()
    written(folder)
    for name, held in (("_duties", {NAME: vars(periodic)["_duties"][NAME]}), ("_next", {})):
        monkeypatch.setattr(periodic, name, held)
    assert [periodic.run(LATER + minutes * MINUTE).done for minutes in (10, 50, 70)] == [2, 0, 0]
    assert lies(folder) == set()
