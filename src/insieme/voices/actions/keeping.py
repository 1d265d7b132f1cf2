# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of pictures: written with the voice, deleted once its row is gone for good."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction

from insieme.foundation.ids import new_ref
from insieme.voices.models import Picture, Voice
from insieme.voices.rules.pictures import Drawn


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
