"""How members log in: the providers that are offered, and the ways that one member has."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from parvis.community.models import LogInElsewhere, LogInProvider, Member


@dataclass(frozen=True, slots=True)
class OfferedProvider:
    """name: of its button, in the reader's language."""

    pk: int
    name: str


def offered_providers(*, but: Member | None = None) -> list[OfferedProvider]:
    """but: without those that this member has already."""
    found = LogInProvider.objects.filter(is_active=True)
    if but is not None:
        found = found.exclude(members__member=but)
    return [OfferedProvider(one.pk, provider_name(one)) for one in found]


def ways_elsewhere(member: Member) -> list[tuple[str, LogInElsewhere]]:
    """(what the provider is called, the way) of a member."""
    found = LogInElsewhere.objects.filter(member=member).select_related("provider")
    return [(provider_name(one.provider), one) for one in found]


def provider_name(provider: LogInProvider) -> str:
    return provider.name_fr if (get_language() or "").startswith("fr") else provider.name_en
