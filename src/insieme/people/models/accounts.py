# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of what goes with an account: sessions, what a person adds of themselves, consents, the export, the closing."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.people.models.persons import Person


class Session(AbstractBaseSession):
    """Somebody at a browser. Of the device only its kind in words, of the time only the day: not enough to follow anybody."""

    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    seen_on = models.DateField()

    objects: ClassVar[BaseSessionManager[Session]] = BaseSessionManager()  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return what reads and writes these rows."""
        from insieme.people.sessions import SessionStore  # noqa: PLC0415 - it needs this model

        return SessionStore

    @property
    def ref(self) -> str:
        """How a page names this session: whoever reads it cannot come in with it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:12]


class AgeBand(models.TextChoices):
    """How old somebody is, wide enough that it names nobody."""

    UNDER_18 = "0-17", _("under 18")
    TO_29 = "18-29", _("18 to 29")
    TO_44 = "30-44", _("30 to 44")
    TO_59 = "45-59", _("45 to 59")
    TO_74 = "60-74", _("60 to 74")
    FROM_75 = "75-", _("75 or more")


class Profile(models.Model):
    """What a person adds of themselves, all of it optional. Whoever has added nothing has no row."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    age_band = models.CharField(max_length=5, choices=AgeBand.choices, blank=True)
    findable = models.BooleanField(default=False)
    shows_relations = models.BooleanField(default=False)
    interests: models.JSONField[Any, Any] = models.JSONField(default=list)

    class Meta:
        """Search asks for those who may be found."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person"], condition=models.Q(findable=True), name="profiles_findable"),
        ]


class Consent(models.Model):
    """That a person agreed to a version of a text, or took it back. A row is never changed: the last one holds."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=20)
    version = models.PositiveSmallIntegerField()
    given = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        """The last word on a purpose."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "what", "-id"], name="consents_of_a_person")]


class Export(models.Model):
    """Everything about a person as a file, made in the background and kept for a week. `done` of `total` rooms have given theirs."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    make_at = models.DateTimeField(null=True, help_text="when it is to be made; empty once it was handed over")
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        """What is to be made, and what has ended."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["make_at"], condition=models.Q(make_at__isnull=False), name="exports_to_make"),
        ]


class Closing(models.Model):
    """That a person wants their account closed. Until `due_at` they can think again."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)


class FormerHandle(models.Model):
    """The handle of somebody who has left: nobody else gets it, so that nobody can pass for them. Nothing else is known of it."""

    handle = models.SlugField(max_length=40, unique=True)
