"""Places that posts name: which links and handles lead somewhere that could be listened to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

SITE, MASTODON, BLUESKY, REDDIT, YOUTUBE = "site", "mastodon", "bluesky", "reddit", "youtube"
KINDS = (SITE, MASTODON, BLUESKY, REDDIT, YOUTUBE)
LONGEST_KEY = 200

_ADDRESS = re.compile(r"https?://[^\s<>\"'\x00-\x1f]{4,2000}", re.IGNORECASE)
_FEDIVERSE = re.compile(
    r"(?<![\w/@.])@([a-z0-9_][\w.-]{0,63})@((?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})", re.IGNORECASE
)
_BLUESKY = re.compile(r"(?<![\w/@.])@([a-z0-9-]{1,63}\.bsky\.social)(?![\w@-])", re.IGNORECASE)
_SUBREDDIT = re.compile(r"(?<![\w/])/?r/([a-z0-9_]{2,21})(?!\w)", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}|(?:[a-z0-9-]+\.)+xn--[a-z0-9-]+")
# Nothing can be listened to there by a feed: walled gardens, shorteners, shops, maps, stores of pictures.
_NO_PLACES = frozenset(
    (
        "x.com twitter.com t.co facebook.com fb.com fb.me m.me instagram.com threads.net linkedin.com lnkd.in "
        "tiktok.com whatsapp.com wa.me telegram.org t.me discord.com discord.gg snapchat.com pinterest.com "
        "twitch.tv bit.ly tinyurl.com goo.gl ow.ly buff.ly dlvr.it is.gd cutt.ly rebrand.ly linktr.ee google.com "
        "google.fr youtu.be amazon.com amazon.fr amazon.co.uk ebay.com apple.com play.google.com wikipedia.org "
        "imgur.com giphy.com tenor.com gofundme.com change.org github.com gitlab.com archive.org web.archive.org "
        "redd.it v.redd.it i.redd.it bsky.app bsky.social paypal.com"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A place that a post names. address: the page that was linked, "" for a handle."""

    kind: str
    key: str
    address: str = ""


def places_in(text: str) -> tuple[Named, ...]:
    """Every place that a text names, each once, in order."""
    found: dict[tuple[str, str], Named] = {}
    for address in _ADDRESS.findall(text):
        one = place_of(address.rstrip(".,;:!?)]}»”’…"))
        if one is not None:
            found.setdefault((one.kind, one.key), one)
    if "@" in text:
        for user, host in _FEDIVERSE.findall(text):
            one = Named(MASTODON, f"{user}@{host}".lower())
            found.setdefault((one.kind, one.key), one)
        for handle in _BLUESKY.findall(text):
            found.setdefault((BLUESKY, handle.lower()), Named(BLUESKY, handle.lower()))
    if "r/" in text.lower():
        for name in _SUBREDDIT.findall(text):
            found.setdefault((REDDIT, name.lower()), Named(REDDIT, name.lower()))
    return tuple(found.values())


def place_of(address: str) -> Named | None:
    """The place that an address lies in; None where nothing could be listened to."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("old.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or len(host) > LONGEST_KEY:
        return None
    steps = [step for step in parts.path.split("/") if step]
    first = steps[0] if steps else ""
    if host == "reddit.com":
        is_community = first == "r" and len(steps) > 1 and re.fullmatch(r"\w{2,21}", steps[1])
        return Named(REDDIT, steps[1].lower(), address) if is_community else None
    if host == "youtube.com":
        if first == "channel" and len(steps) > 1 and re.fullmatch(r"UC[\w-]{22}", steps[1]):
            return Named(YOUTUBE, steps[1], address)
        return Named(YOUTUBE, first.lower(), address) if re.fullmatch(r"@[\w.-]{2,60}", first) else None
    if host == "bsky.app":
        is_profile = first == "profile" and len(steps) > 1 and _HOST.fullmatch(steps[1].lower())
        return Named(BLUESKY, steps[1].lower(), address) if is_profile else None
    if any(host == each or host.endswith("." + each) for each in _NO_PLACES):
        return None
    if re.fullmatch(r"@[\w.-]{1,64}", first) and host != "medium.com":
        return Named(MASTODON, f"{first[1:]}@{host}".lower()[:LONGEST_KEY], address)
    return Named(SITE, host, address)


def address_to_look_at(kind: str, key: str) -> str:
    """Where a look begins: a feed where the network has one at a known address, else the first page."""
    if kind == MASTODON:
        user, _, host = key.partition("@")
        return f"https://{host}/@{user}.rss"
    if kind == BLUESKY:
        return f"https://bsky.app/profile/{key}/rss"
    if kind == REDDIT:
        return f"https://www.reddit.com/r/{key}/new/.rss"
    if kind == YOUTUBE:
        if key.startswith("@"):
            return f"https://www.youtube.com/{key}"
        return f"https://www.youtube.com/feeds/videos.xml?channel_id={key}"
    return f"https://{key}/"
