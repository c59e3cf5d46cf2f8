"""Codes with which somebody proves that a handle is theirs, and links that point at each other.

A code goes to an address the person gave us and comes back from the handle, or stands in its public profile.
39 bits (30 signs, 8 places), an hour of life and five tries a handle: a guesser has about one chance in 10^11.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

CODE_LIVES = timedelta(hours=1)
PROFILE_LIVES = timedelta(days=3)  # changing a profile is not done in an hour
MOST_TRIES = 5
# Without 0, 1, I, L, O and U: read aloud and typed by hand.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE = re.compile(r"\bPV[\s-]?([2-9A-HJKMNP-TV-Z]{4})[\s-]?([2-9A-HJKMNP-TV-Z]{4})\b", re.IGNORECASE)
MOST_CODES = 3  # of one message; a list of guesses is not read on


@dataclass(frozen=True, slots=True)
class Profile:
    """What a public profile says. links: addresses it points to with rel=me."""

    url: str
    text: str
    links: tuple[str, ...] = field(default_factory=tuple)


def new_code() -> str:
    """A code as it is written: PV-7K3M-9QXD."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"PV-{signs[:4]}-{signs[4:]}"


def codes_in(text: str) -> list[str]:
    """The codes that a text holds, in their one form; case, spaces and hyphens do not matter. At most MOST_CODES."""
    found = [f"PV-{one.upper()}-{two.upper()}" for one, two in _CODE.findall(text[:20_000])]
    return list(dict.fromkeys(found))[:MOST_CODES]


def rel_me_links(html: str, *, base: str) -> list[str]:
    """The addresses that a page declares to be of the same person (rel=me), absolute, in order."""
    reader = _RelMe(base)
    reader.feed(html[:1_000_000])
    return list(dict.fromkeys(reader.found))[:50]


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses name one page: scheme, www., a closing slash and case of the host do not matter."""
    return bool(one) and bool(other) and _page_key(one) == _page_key(other)


def point_at_each_other(site_links: Iterable[str], *, site_url: str, profile: Profile) -> bool:
    """Both ways or nothing: a site alone, or a profile alone, can name anybody."""
    says_profile = any(is_same_page(link, profile.url) for link in site_links)
    says_site = any(is_same_page(link, site_url) for link in profile.links)
    return says_profile and says_site


def _page_key(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    return host + port, parts.path.rstrip("/"), parts.query


class _RelMe(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.found = base, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("a", "link") and "me" in (given.get("rel") or "").lower().split():
            address = urljoin(self.base, given.get("href") or "")
            if urlsplit(address).scheme in ("http", "https"):
                self.found.append(address)
