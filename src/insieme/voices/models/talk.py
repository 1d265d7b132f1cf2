# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where people speak, what they say, and who says the same."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref
from insieme.voices.rules.texts import LONGEST


class Thread(models.Model):
    """Where people speak about one thing. The room that owns the thing keeps the thread's id; `about` is the thing's topic.

    The counts are of voices that everybody sees; `asked` and `answered` of those that an organisation has promised to answer.
    In an `unnamed` one people speak on the page at `path`, as they do there, and without a name; replies bear theirs.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    about = models.CharField(max_length=200, db_index=True)
    path = models.CharField(max_length=200, unique=True)
    title = models.CharField(max_length=200)
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    unnamed = models.BooleanField(default=False, help_text="what is said here bears no name")
    shown = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, help_text="moves with all that a page shows of the talk")
    next_due_at = models.DateTimeField(null=True, help_text="when the first answer that is still awaited is due")

    def __str__(self) -> str:
        return self.title


class Kind(models.TextChoices):
    """What a voice wants to be. A review is said where one judges, all others in any talk."""

    QUESTION = "question", _("question")
    OPINION = "opinion", _("opinion")
    COMPLAINT = "complaint", _("complaint")
    IDEA = "idea", _("idea")
    REVIEW = "review", _("review")


class State(models.TextChoices):
    """Who sees a voice."""

    QUEUED = "queued", _("waiting for a moderator")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")
    REMOVED = "removed", _("removed")
    WITHDRAWN = "withdrawn", _("withdrawn")


#: What one can choose to say in a talk.
CHOSEN = tuple(choice for choice in Kind.choices if choice[0] != Kind.REVIEW)
#: In these states its author still finds a voice in its place, and nobody else does.
MINE_ALONE = (State.QUEUED, State.HIDDEN)


class VoiceQuerySet(models.QuerySet["Voice"]):
    """The words by which voices are asked for."""

    def roots(self) -> VoiceQuerySet:
        """Those that answer no other voice."""
        return self.filter(root=None)

    def shown(self) -> VoiceQuerySet:
        """Those that everybody reads."""
        return self.filter(state=State.SHOWN)

    def standing_for(self, person_id: int | None) -> VoiceQuerySet:
        """What a list has a place for: what is shown, what was taken away from above replies, and one's own that still waits."""
        taken_away = Q(state__in=(State.HIDDEN, State.REMOVED, State.WITHDRAWN), replies__gt=0)
        mine = Q() if person_id is None else Q(author_id=person_id, state__in=MINE_ALONE)
        return self.filter(Q(state=State.SHOWN) | taken_away | mine)

    def to_look_at(self) -> VoiceQuerySet:
        """Those of newcomers of which a moderator has to see words before others do."""
        return self.filter(Q(state=State.QUEUED) | Q(rewritten_at__isnull=False))

    def waiting(self) -> VoiceQuerySet:
        """Those for whose answer a clock runs."""
        return self.filter(state=State.SHOWN, waiting_since__isnull=False)


class Voice(models.Model):
    """What a person says. `root` is the voice that a reply stands under, `parent` the one that it answers.

    `promise_hours` is the promise in force when it was received; `waiting_since`, `answered_at` and `due_at` are what
    its clock's events come to. `rewritten` are the words that a newcomer wants instead of those that are shown: they wait for a moderator.
    """

    NEXT: ClassVar[dict[str, frozenset[str]]] = {
        State.QUEUED: frozenset({State.SHOWN, State.REMOVED, State.WITHDRAWN}),
        State.SHOWN: frozenset({State.HIDDEN, State.REMOVED, State.WITHDRAWN}),
        State.HIDDEN: frozenset({State.SHOWN, State.REMOVED, State.WITHDRAWN}),
        State.REMOVED: frozenset({State.SHOWN, State.WITHDRAWN}),
    }

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="voices")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    unnamed = models.BooleanField(default=False, help_text="nobody but its author learns whose it is")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST, blank=True)
    language = models.CharField(max_length=5)
    mentions = models.JSONField(default=dict, help_text="names that are mentioned, with the addresses of their pages")
    pictures = models.JSONField(default=list, help_text="what a page says of the pictures: alt, width, height")
    state = models.CharField(max_length=10, choices=State.choices)
    rewritten = models.TextField(max_length=LONGEST, blank=True, default="")
    rewritten_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=20, blank=True, help_text="the rule by which it was hidden or removed")
    versions = models.PositiveSmallIntegerField(default=1)
    spoken_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    promise_hours = models.PositiveIntegerField(null=True)
    waiting_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    support = models.PositiveIntegerField(default=0)
    same_here = models.PositiveIntegerField(default=0)
    replies = models.PositiveIntegerField(default=0)
    answers = models.PositiveIntegerField(default=0)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["thread", "-id"], condition=Q(root=None), name="voices_newest"),
            models.Index(fields=["thread", "-support", "-id"], condition=Q(root=None), name="voices_supported"),
            models.Index(fields=["thread", "shown_at"], condition=Q(root=None), name="voices_since"),
            models.Index(fields=["thread", "due_at"], condition=Q(waiting_since__isnull=False), name="voices_awaited"),
            models.Index(fields=["root", "id"], condition=Q(root__isnull=False), name="voices_replies"),
            models.Index(fields=["organisation", "due_at", "id"], condition=Q(waiting_since__isnull=False), name="voices_by_clock"),
            models.Index(fields=["state", "id"], condition=~Q(state="shown"), name="voices_by_state"),
            models.Index(fields=["id"], condition=Q(rewritten_at__isnull=False), name="voices_rewritten"),
            models.Index(fields=["author", "-id"], name="voices_by_author"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(root=None, parent=None) | Q(root__isnull=False, parent__isnull=False), name="reply_has_root_and_parent"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="voice_answers_another"),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def words(self) -> str:
        """The text as its author last wrote it, also where that waits for a moderator."""
        return self.rewritten or self.text

    @property
    def waits(self) -> bool:
        """Whether a moderator has yet to look at words of it."""
        return self.state == State.QUEUED or bool(self.rewritten)


class VoiceVersion(models.Model):
    """A text that a voice had. Made when it is edited late: then the first text becomes number 1."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="texts")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["voice", "number"], name="one_text_per_version"),)

    def __str__(self) -> str:
        return f"{self.voice_id} {self.number}"


class SupportKind(models.TextChoices):
    """Two ways of standing by a voice."""

    SUPPORT = "support", _("support")
    SAME_HERE = "same_here", _("same here")


class Support(models.Model):
    """That a person stands by a voice. It goes when the person goes; the counts are stored with the voice."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="supports")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=SupportKind.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["voice", "person", "kind"], name="supported_once"),)

    def __str__(self) -> str:
        return f"{self.kind} for {self.voice_id}"


#: Where the files of pictures lie in the storage.
FOLDER = "voices"


class Picture(models.Model):
    """A picture of a voice, drawn anew by us from what was sent: nothing of the sender's file is kept but what one sees."""

    voice = models.ForeignKey(Voice, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=f"{FOLDER}/")
    alt = models.CharField(max_length=200)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["voice", "number"], name="one_picture_per_number"),)

    def __str__(self) -> str:
        return self.alt
