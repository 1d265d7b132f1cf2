# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of places, persons, organisations, and what ties them."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref


def new_token() -> str:
    """What an organisation puts where only it can: 160 random bits."""
    return secrets.token_hex(20)


class Place(models.Model):
    """A municipality with its ISTAT code, or a free place elsewhere (`free-…` code)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    province = models.CharField(max_length=8, blank=True)
    region = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, default="IT")
    folded = models.CharField(max_length=120, db_index=True, help_text="name in lower-case ASCII, for finding")

    class Meta:
        """Ordered as people look for them."""

        ordering: ClassVar[list[str]] = ["name", "province"]

    def __str__(self) -> str:
        """Return the name with the province, or the country, as one writes it."""
        if self.country != "IT":
            return f"{self.name}, {self.country}"
        return f"{self.name} ({self.province})" if self.province else self.name


class PersonManager(BaseUserManager["Person"]):
    """Makes persons as Django's own commands expect it."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a person with this address and password."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make an operator of the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The public `ref` is random; the address is told to nobody but a company from which they buy."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    handle = models.SlugField(_("handle"), max_length=40, unique=True, null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="it")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_moderator = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    def __str__(self) -> str:
        """Return the name by which the person wants to be known."""
        return self.name or self.handle or str(_("Somebody"))

    @property
    def topic(self) -> str:
        """How the private parts of the record name this person, so that erasing finds them."""
        return f"person:{self.ref}"


class Kind(models.TextChoices):
    """What sort of organisation it is."""

    COMPANY = "company", _("company")
    COOPERATIVE = "cooperative", _("cooperative")
    ASSOCIATION = "association", _("association")
    CHARITY = "charity", _("charity")
    PUBLIC = "public", _("public body")
    GROUP = "group", _("group of people")


class Size(models.TextChoices):
    """How many people work there, in the classes of Eurostat."""

    MICRO = "micro", _("up to 9 people")
    SMALL = "small", _("10 to 49 people")
    MEDIUM = "medium", _("50 to 249 people")
    LARGE = "large", _("250 people or more")


class Organisation(models.Model):
    """A company, a cooperative, a city, a group: whoever promotes calls or makes offers."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    folded = models.CharField(max_length=240, blank=True, default="", help_text="name without case, accents, spaces and signs, for finding")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    size = models.CharField(_("size"), max_length=8, choices=Size.choices, blank=True)
    about = models.TextField(_("about"), blank=True, max_length=2000)
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_until = models.DateTimeField(null=True, blank=True)
    verified_how = models.CharField(max_length=8, blank=True)
    verified_domain = models.CharField(max_length=253, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One VAT number, one organisation."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["folded"], name="organisations_by_folded_name"),
            models.Index(fields=["verified_until"], condition=models.Q(verified_until__isnull=False), name="verified_until"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["vat"], condition=~models.Q(vat=""), name="one_organisation_per_vat"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class RelationKind(models.TextChoices):
    """The twelve ways of having to do with an organisation."""

    CUSTOMER = "customer", _("customer")
    PROSPECT = "prospect", _("possible customer")
    EMPLOYEE = "employee", _("employee")
    MEMBER = "member", _("member")
    CONSULTANT = "consultant", _("consultant")
    PARTNER = "partner", _("partner")
    SUPPLIER = "supplier", _("supplier")
    RESELLER = "reseller", _("reseller")
    FUNDER = "funder", _("funder")
    DONOR = "donor", _("donor")
    MEDIA = "media", _("media")
    VOLUNTEER = "volunteer", _("volunteer")


class Relation(models.Model):
    """That a person says to have this to do with an organisation."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RelationKind.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """Said once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "organisation", "kind"], name="relation_said_once"),
        ]


class RoleKind(models.TextChoices):
    """What a person may do for an organisation; each includes those after it."""

    OWNER = "owner", _("owner")
    MANAGER = "manager", _("manager")
    RESPONDER = "responder", _("responder")
    MEMBER = "member", _("staff member")


class Role(models.Model):
    """That a person works for an organisation, and with which powers."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    title = models.CharField(_("title"), max_length=80, blank=True, help_text=_("as it stands under a signature: owner, buyer ..."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One role for each person and organisation."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "organisation"], name="one_role_per_person"),
        ]


class Answer(models.TextChoices):
    """What somebody said to an invitation. Whoever accepts has a role, and the invitation is gone."""

    AWAITED = "awaited"
    DECLINED = "declined"


class Invitation(models.Model):
    """That an organisation asks somebody to work for it: a person, named by handle, or whoever has an e-mail address.

    Nothing follows from it until it is accepted. An address is kept as it was typed: whether anybody has an account with it is asked
    only when somebody looks for their own invitations.
    """

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(blank=True, db_index=True)
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    title = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.AWAITED)
    invited_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    write_at = models.DateTimeField(null=True, help_text="when its letter is due; empty once it was handed over")

    class Meta:
        """One invitation for each organisation and person or address."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["write_at"], condition=models.Q(write_at__isnull=False), name="invitation_unwritten"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation", "person"], name="person_invited_once"),
            models.UniqueConstraint(fields=["organisation", "email"], condition=~models.Q(email=""), name="address_invited_once"),
            models.CheckConstraint(
                condition=models.Q(models.Q(person=None), ~models.Q(email="")) | models.Q(person__isnull=False, email=""),
                name="person_or_address",
            ),
        ]

    def __str__(self) -> str:
        """Return whom it is for, as the organisation knows them."""
        return str(self.person or self.email)


class Token(models.Model):
    """What a program shows to act in a person's name. Of the secret only the digest is kept, and what it begins with, to know it by."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    begins = models.CharField(max_length=16)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Asked for by whose they are."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["person", "-id"], name="tokens_by_person")]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class KeptAnswer(models.Model):
    """What was answered to a request that had an `Idempotency-Key`: sent again, the same comes back and nothing is done twice."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    asked = models.CharField(max_length=64, help_text="digest of method, address and body")
    status = models.PositiveSmallIntegerField(default=0)
    headers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """One answer for each key of a person."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key"),
        ]

    def __str__(self) -> str:
        """Return the key."""
        return self.key


class Proof(models.TextChoices):
    """How an organisation shows that it is who it says."""

    EVIDENCE = "evidence", _("papers that an administrator looks at")
    DNS = "dns", _("a record in the DNS of its domain")
    MAIL = "mail", _("a letter to an address of its domain")


class Verifying(models.TextChoices):
    """Where a request for verification stands."""

    ASKED = "asked", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    TAKEN_BACK = "taken_back", _("taken back")


class Verification(models.Model):
    """That an owner asks to have the organisation verified, with what shows it, and what came of it."""

    NEXT: ClassVar[dict[str, frozenset[str]]] = {Verifying.ASKED: frozenset({Verifying.ACCEPTED, Verifying.DECLINED, Verifying.TAKEN_BACK})}

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=8, choices=Proof.choices)
    state = models.CharField(max_length=10, choices=Verifying.choices, default=Verifying.ASKED)
    words = models.TextField(blank=True, max_length=2000)
    domain = models.CharField(max_length=253, blank=True)
    mailbox = models.CharField(max_length=64, blank=True, help_text="before the @; empty once the letter was answered")
    token = models.CharField(max_length=64, default=new_token, editable=False)
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True, help_text="when its letter is due, or its DNS is to be looked at")
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        """One request at a time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(state="asked"), name="one_verification_at_a_time"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["look_at"], condition=models.Q(look_at__isnull=False), name="verification_due"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.how}"


class Evidence(models.Model):
    """A file that shows who an organisation is: for its owners and the administrators alone."""

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="files")
    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    file = models.FileField(upload_to="verification/%Y/%m")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.name
