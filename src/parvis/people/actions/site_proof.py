"""A person's own site and a profile that name each other (rel=me): asked for by an agent, never looked for."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from parvis.foundation.audit import Actor
from parvis.foundation.http import FetchError, fetch
from parvis.people.actions.links import link_identity
from parvis.people.logic.claims import Profile, point_at_each_other, rel_me_links
from parvis.people.logic.errors import ClaimRefused
from parvis.people.models import Identity, IdentityLink, Person

MAX_BYTES, TIMEOUT_SECONDS = 2_000_000, 15


def profile_of(identity: Identity) -> Profile:
    """The handle's public profile, read now. Raises ClaimRefused("no-profile")."""
    reader = settings.PROFILE_READERS.get(identity.channel)
    if reader is None:
        raise ClaimRefused("no-profile")
    found = import_string(reader)(identity.handle)
    if found is None:
        raise ClaimRefused("no-profile")
    return found  # type: ignore[no-any-return]


def can_read_profile(channel: str) -> bool:
    return channel in settings.PROFILE_READERS


def link_by_site(identity: Identity, *, person: Person, site: str, by: Actor, now: datetime) -> IdentityLink:
    """Link where both name each other. Raises ClaimRefused, IdentityLinked, OwnAccount.

    The network is asked before the transaction begins: a slow site holds no lock.
    """
    profile = profile_of(identity)
    try:
        page = fetch(site, max_bytes=MAX_BYTES, timeout_seconds=TIMEOUT_SECONDS)
    except FetchError as error:
        raise ClaimRefused("not-found") from error
    if page.status != 200:
        raise ClaimRefused("not-found")
    links = rel_me_links(page.body.decode("utf-8", "replace"), base=page.url)
    if not point_at_each_other(links, site_url=page.url, profile=profile):
        raise ClaimRefused("not-both-ways")
    with transaction.atomic():
        return link_identity(
            identity, person=person, evidence="site_and_profile", detail={"site": page.url, "profile": profile.url},
            by=by, now=now,
        )  # fmt: skip
