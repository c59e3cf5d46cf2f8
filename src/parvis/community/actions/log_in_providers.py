"""Setting up where members may log in elsewhere: the provider is asked at once whether it is there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from parvis.accounts.actions.company_log_in import LogInRefused, ask_metadata
from parvis.community.logic.errors import ProviderRefused
from parvis.community.models import LogInProvider
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.secrets import seal

_FIELDS = ("name_en", "name_fr", "issuer", "client_id", "is_trusted", "is_active")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """All of a provider that an administrator decides. client_secret empty: the one there is stays.

    name_fr empty: as in English. is_trusted: an address that it confirms needs no code by mail here.
    """

    name_en: str
    issuer: str
    client_id: str
    name_fr: str = ""
    client_secret: str = ""
    is_trusted: bool = False
    is_active: bool = True


def save_provider(
    provider: LogInProvider | None, given: ProviderSettings, *, by: Actor, now: datetime
) -> LogInProvider:
    """Make or change a provider; the log keeps what was before. Raises ProviderRefused.

    Outside a transaction: the provider is asked first, and a slow one holds no lock. With another issuer nobody who
    was known is known any more: who they are is hashed together with it.
    """
    name = " ".join(given.name_en.split())
    values = {
        "name_en": name,
        "name_fr": " ".join(given.name_fr.split()) or name,
        # The slash at the end, if the provider writes one, is part of its name.
        "issuer": given.issuer.strip(),
        "client_id": given.client_id.strip(),
        "is_trusted": given.is_trusted,
        "is_active": given.is_active,
    }
    if not name or not values["client_id"] or not values["issuer"]:
        raise ProviderRefused("incomplete")
    try:
        ask_metadata(str(values["issuer"]))
    except LogInRefused as refused:
        code = "unreachable" if refused.code == "provider-unreachable" else "answer-refused"
        raise ProviderRefused(code, refused.detail) from refused
    stored = provider or LogInProvider(created_at=now)
    before = {field: getattr(stored, field) for field in _FIELDS} if provider else {}
    for field, value in values.items():
        setattr(stored, field, value)
    differences = changed(before, values)
    if given.client_secret:
        stored.sealed_client_secret = seal({"client_secret": given.client_secret})
        differences["client_secret"] = {"from": "…", "to": "…"}
    if before and not differences:
        return stored
    verb = "community.provider_changed" if provider else "community.provider_added"
    try:
        with transaction.atomic():
            stored.save()
            record(verb, stored, by=by, now=now, **differences)
    except IntegrityError as error:
        raise ProviderRefused("issuer-taken") from error
    return stored


def remove_provider(provider: LogInProvider, *, by: Actor, now: datetime) -> None:
    """Forget it with its secret. Members who came by it log in with a code by mail."""
    with transaction.atomic():
        record("community.provider_removed", provider, by=by, now=now, issuer=provider.issuer)
        provider.delete()
