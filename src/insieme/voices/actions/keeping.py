# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of pictures: written with the voice, deleted once its row is gone for good; those that stayed are found later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from insieme.foundation.ids import new_ref
from insieme.voices.models import FOLDER, Picture, Voice
from insieme.voices.rules.pictures import Drawn

AT_ONCE = 500
#: Nobody takes so long to say something: a file that old, without a row, will never have one.
ABANDONED = timedelta(hours=1)


def keep_files(voice: Voice, pictures: Sequence[Drawn]) -> None:
    """Keep these pictures with the voice."""
    for number, each in enumerate(pictures, 1):
        picture = Picture(voice=voice, number=number, alt=each.alt.strip()[:200])
        picture.file.save(f"{new_ref()}.webp", ContentFile(each.data), save=True)


def forget_files(voice: Voice) -> None:
    """Delete the pictures of the voice, and their files once that is sure."""
    for picture in Picture.objects.filter(voice=voice):
        transaction.on_commit(partial(picture.file.storage.delete, str(picture.file.name)))
        picture.delete()


def drop_files(*, now: datetime) -> int:
    """Delete the files that belong to no picture, and return how many.

    A file is written before it is sure that its voice will stand, and deleted after it is sure that it is gone: where that does not come
    to pass, or the program is stopped in between, the file stays.
    """
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    paths, dropped = [f"{FOLDER}/{name}" for name in names], 0
    for start in range(0, len(paths), AT_ONCE):
        some = paths[start : start + AT_ONCE]
        for path in set(some).difference(Picture.objects.filter(file__in=some).values_list("file", flat=True)):
            if _is_abandoned(path, now):
                default_storage.delete(path)
                dropped += 1
    return dropped


def _is_abandoned(path: str, now: datetime) -> bool:
    try:
        return default_storage.get_modified_time(path) <= now - ABANDONED
    except FileNotFoundError:
        # Deleted this moment, as its voice was taken back.
        return False
