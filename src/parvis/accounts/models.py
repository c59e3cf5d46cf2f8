"""Staff log-ins and teams."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import pgettext_lazy

from parvis.accounts.logic.notices import NOTICES, every_notice
from parvis.accounts.logic.roles import ROLES, permissions_of


class UserManager(BaseUserManager["User"]):
    """What Django's own commands and backends ask for; rows are made in actions/."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who logs in to work: staff or partner. Customers are never users."""

    email = models.EmailField()
    name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=40), default=list)
    language = models.CharField(max_length=5, default="en", choices=[("en", "English"), ("fr", "français")])
    theme = models.CharField(
        max_length=6,
        default="system",
        choices=[
            ("system", pgettext_lazy("theme", "As the system")),
            ("light", pgettext_lazy("theme", "Light")),
            ("dark", pgettext_lazy("theme", "Dark")),
        ],
    )
    time_zone = models.CharField(max_length=60, blank=True)
    # What devices show a notice of: names of logic/notices.py.
    notices = ArrayField(models.CharField(max_length=20), default=every_notice, db_default=list(NOTICES))
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(null=True)
    # A service account: a program's, without log-in; somebody answers for it.
    owner = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="service_accounts"
    )

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "accounts_user"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_per_email"),
            # That every role exists is a trigger's work: the house's own lie in another table.
        ]

    def __str__(self) -> str:
        return self.name

    # What the token in use allows; None where somebody is logged in themselves.
    scopes: frozenset[str] | None = None

    @property
    def is_service(self) -> bool:
        return self.owner_id is not None

    @cached_property
    def permissions(self) -> frozenset[str]:
        granted = permissions_of(self.roles) if self.is_active else frozenset()
        own = [code for code in self.roles if code not in ROLES]
        if own and self.is_active:
            granted = granted.union(*Role.objects.filter(code__in=own).values_list("permissions", flat=True))
        return granted if self.scopes is None else granted & self.scopes

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    @cached_property
    def team_ids(self) -> frozenset[int]:
        return frozenset(self.memberships.values_list("team_id", flat=True))

    # allauth and Django's mail views ask for these names.
    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    # Django's admin is not installed; its permission protocol is answered for libraries that ask.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.may(perm)


class Role(models.Model):
    """A role of the house: a named bundle of permissions beside the roles of the code."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80, unique=True)
    explanation = models.CharField(max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_role"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    """People who share queues."""

    name = models.CharField(max_length=120, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "accounts_team"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    is_lead = models.BooleanField(default=False)

    class Meta:
        db_table = "accounts_membership"
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="member_once")]


class ApiToken(models.Model):
    """A key for programs: acts as its account, within its scopes. Only a hash of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120)
    prefix = models.CharField(max_length=16)  # the first letters, by which its owner recognises it
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_api_token"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(scopes=[]), name="token_opens_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_usable(self, *, now: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class LoginSession(models.Model):
    """A browser that is logged in: how its owner recognises it, and the key by which it is ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=300, blank=True)  # what it says of itself
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_login_session"
        ordering = ["-last_seen_at"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"


class LoginAttempt(models.Model):
    """A log-in that failed or is not decided yet, under keyed hashes: nobody reads here who tried what."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "accounts_login_attempt"
        indexes = [models.Index(fields=["key", "at"], name="attempts_of_a_key")]

    def __str__(self) -> str:
        return self.key[:8]


class LoginProvider(models.Model):
    """The company's own log-in (OpenID Connect): where it is, what it may decide here."""

    name = models.CharField(max_length=120)
    issuer = models.URLField(max_length=300, unique=True)
    client_id = models.CharField(max_length=300)
    sealed_client_secret = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    domains = ArrayField(models.CharField(max_length=253), default=list)  # empty: any
    creates_accounts = models.BooleanField(default=False)
    default_roles = ArrayField(models.CharField(max_length=40), default=list)
    role_claim = models.CharField(max_length=120, blank=True)
    role_map = models.JSONField(default=dict)  # value of the claim → role
    trusts_second_step = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_login_provider"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class ProviderIdentity(models.Model):
    """Which account somebody of a provider is. By the provider's own lasting name, as addresses change hands."""

    provider = models.ForeignKey(LoginProvider, on_delete=models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=255)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="provider_identities")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField()

    class Meta:
        db_table = "accounts_provider_identity"
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="subject_once_a_provider")
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} {self.user_id}"


class Invitation(models.Model):
    """An account that somebody may make for themselves, once, within a week. Only a hash of its key is kept."""

    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    roles = ArrayField(models.CharField(max_length=40))
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True)
    language = models.CharField(max_length=5, default="en")
    key_hash = models.CharField(max_length=64)
    invited_by_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_invitation"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation_per_email",
            )
        ]

    def __str__(self) -> str:
        return self.email

    def is_open(self, *, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > now


class PushSubscription(models.Model):
    """A device that shows notices: where its browser's push service is, and the keys notices are encrypted for."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="push_subscriptions")
    endpoint = models.URLField(max_length=1000, unique=True)
    browser_key = models.CharField(max_length=120)
    sealed_browser_secret = models.TextField()
    browser = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "accounts_push_subscription"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d}"
