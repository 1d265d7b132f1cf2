# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of the room: places, persons, organisations, and what ties them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from insieme.foundation.ids import new_ref


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
    """Somebody with an account. The public `ref` is random; the address is never shown."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    handle = models.SlugField(_("handle"), max_length=40, unique=True, null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, default="it")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
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
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    vat = models.CharField(_("VAT number"), max_length=20, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    size = models.CharField(_("size"), max_length=8, choices=Size.choices, blank=True)
    about = models.TextField(_("about"), blank=True, max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """One VAT number, one organisation."""

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
    written_at = models.DateTimeField(null=True, help_text="when the letter was handed over")

    class Meta:
        """One invitation for each organisation and person or address."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=models.Q(written_at=None), name="invitation_unwritten"),
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
