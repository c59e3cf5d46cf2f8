"""Public profiles of handles, for the proofs of people: settings.PROFILE_READERS names these."""

from __future__ import annotations

from parvis.channels.connectors.bluesky import client as bluesky
from parvis.channels.connectors.mastodon import client as mastodon
from parvis.channels.logic.profiles import PublicProfile
from parvis.channels.logic.protocol import ConnectorError
from parvis.foundation.clock import utc_now
from parvis.people.logic.claims import Profile, rel_me_links


def mastodon_profile(handle: str) -> Profile | None:
    """handle: user@server. None where there is no such account, or its server does not say."""
    user, _, server = handle.removeprefix("@").partition("@")
    if not user or not server:
        return None
    try:
        return _said(mastodon.public_profile(f"https://{server}", user, now=utc_now()))
    except ConnectorError:
        return None


def bluesky_profile(handle: str) -> Profile | None:
    """None where there is no such account. Profiles of Bluesky carry no rel=me links."""
    try:
        return _said(bluesky.public_profile(handle.removeprefix("@"), now=utc_now()))
    except ConnectorError:
        return None


def _said(profile: PublicProfile) -> Profile:
    links = [link for markup in profile.markup for link in rel_me_links(markup, base=profile.url)]
    return Profile(profile.url, profile.text, tuple(dict.fromkeys(links)))
