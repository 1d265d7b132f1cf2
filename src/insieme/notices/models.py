# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room: what somebody was told, what they want to hear of and how, and the letters and pushes that carry it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref


class Choice(models.TextChoices):
    """How somebody wants to hear of something, the loudest first. All but the last stand in the inbox."""

    AT_ONCE = "at_once", _("by mail, at once")
    DIGEST = "digest", _("in the digest")
    INBOX = "inbox", _("only here")
    NEVER = "never", _("not at all")


class Rhythm(models.TextChoices):
    """How often a digest may come, at most."""

    HOUR = "hour", _("every hour")
    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("every week")
    NEVER = "never", _("never")


class LetterState(models.TextChoices):
    """Where a letter stands. A letter is sent at most once: one of which nobody knows whether it left is not sent again.

    It waits for its hour, is queued with its batch, taken when a worker begins with that, and on its way when its own turn has come.
    """

    WAITING = "waiting"
    QUEUED = "queued"
    TAKEN = "taken"
    SENDING = "sending"
    SENT = "sent"
    NEEDLESS = "needless"
    UNCERTAIN = "uncertain"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"


class Letter(models.Model):
    """One mail to one person, about one notice or, as a digest, about several."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_digest = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=LetterState.choices)
    claim = models.CharField(max_length=12, db_index=True, help_text="the batch in which it is sent")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """Those to be tried again are looked for every second."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["try_at"], condition=Q(state="waiting"), name="letter_to_be_tried"),
        ]


class Notice(models.Model):
    """That a person was told one thing, which leads to a page. `data` is what its kind makes a sentence of, all of it public."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    about = models.CharField(max_length=120)
    path = models.CharField(max_length=240)
    data = models.JSONField(default=dict)
    position = models.BigIntegerField(help_text="of the entry of the record that it tells of")
    at = models.DateTimeField()
    choice = models.CharField(max_length=8, choices=Choice.choices)
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    letter = models.ForeignKey(Letter, null=True, on_delete=models.SET_NULL, related_name="+")
    to_mail = models.BooleanField(default=False, help_text="a letter of its own has still to be made")
    to_push = models.BooleanField(default=False)
    even_if_seen = models.BooleanField(default=False, help_text="a letter at once is written to who has seen it as well")

    class Meta:
        """Told once; inboxes are read newest first; what is to be carried is looked for every second."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "kind", "position"], name="told_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["person", "-id"], name="notices_of_a_person"),
            models.Index(fields=["person"], condition=Q(seen_at=None), name="notices_unseen"),
            models.Index(fields=["id"], condition=Q(to_mail=True), name="notices_to_be_mailed"),
            models.Index(fields=["id"], condition=Q(to_push=True), name="notices_to_be_pushed"),
        ]


class Follow(models.Model):
    """That a person wants to hear of a topic: `call:…`, `organisation:…`, `person:…` (by reference), `place:…` (by code)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=120)
    since = models.DateTimeField()

    class Meta:
        """Followed once; asked for by topic when something happens."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["topic", "person"], name="followed_once"),
        ]


class Setting(models.Model):
    """How a person wants to hear of a kind of notice, or of a topic. Where both say something, the quieter counts."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=120, blank=True)
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        """One choice for each kind and for each topic."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "kind", "topic"], name="one_choice_each"),
            models.CheckConstraint(condition=Q(kind="") ^ Q(topic=""), name="a_kind_or_a_topic"),
        ]


class Reader(models.Model):
    """One who is told things: how many are unseen, how often a digest may come and when the next is due, when they last were here."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    unseen = models.PositiveIntegerField(default=0)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.DAILY)
    digest_at = models.DateTimeField(null=True)
    here_at = models.DateTimeField(null=True, help_text="looked at a page; written every few minutes at most, while something is unseen")

    class Meta:
        """Digests that are due are looked for every second."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["digest_at"], condition=Q(digest_at__isnull=False), name="digests_by_time"),
        ]


class BouncedAddress(models.Model):
    """An address that refused a letter for good. No room writes to it until its owner says, or shows, that it works again."""

    email = models.EmailField(unique=True)
    reason = models.CharField(max_length=240, blank=True)
    at = models.DateTimeField()


class PushSubscription(models.Model):
    """A browser that may be told something while no page is open. Source: RFC 8030, RFC 8291."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=600, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    browser = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField()
    last_error = models.CharField(max_length=240, blank=True)
