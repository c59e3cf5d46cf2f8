"""The only part of the connector that talks to the network: the token, listings, and what is gone."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from parvis.channels.connectors.reddit.parse import children, gone_of, items_of
from parvis.channels.connectors.web import address, ask, tell
from parvis.channels.logic.items import Page
from parvis.channels.logic.paging import Listed, read_back, sorted_out
from parvis.channels.logic.protocol import ConnectorError, Cursor, Settings
from parvis.channels.logic.terms import listed as listed_terms
from parvis.channels.logic.values import a_mapping, a_text

API = "https://oauth.reddit.com"
TOKENS = "https://www.reddit.com/api/v1/access_token"
PAGE_THINGS = 100
# Reddit asks for a name that is the program's own, and refuses common ones.
USER_AGENT = "web:parvis:0.1 (self-hosted social CRM)"


def read_pages(settings: Settings, secrets: Settings, cursor: Cursor, *, now: datetime) -> Iterator[Page]:
    """What was said since the cursor."""
    headers = headers_of(settings, secrets, now=now)
    return read_back(partial(_listed, settings, headers, now=now), cursor, now=now)


def check_api(settings: Settings, secrets: Settings, *, now: datetime) -> None:
    """Raise when the application is refused, or its listing."""
    _listed(settings, headers_of(settings, secrets, now=now), "", now=now)


def gone_things(settings: Settings, secrets: Settings, names: list[str], *, now: datetime) -> set[str]:
    """Which posts and comments are gone. At most 100."""
    headers = headers_of(settings, secrets, now=now)
    asked = [each for each in names if each.startswith(("t1_", "t3_"))]
    listing = ask(address(API, "/api/info", id=",".join(asked)), headers=headers, now=now).body
    if not isinstance(a_mapping(listing).get("data"), dict):
        raise ConnectorError("malformed", "no listing", permanent=False)
    shown = {a_text(a_mapping(each.get("data")).get("name")) for each in children(listing)}
    return (set(asked) - shown) | set(gone_of(listing))


def headers_of(settings: Settings, secrets: Settings, *, now: datetime) -> dict[str, str]:
    """With a token of the application alone: nobody's account is used."""
    login = f"{settings.get('client_id') or ''}:{secrets.get('client_secret') or ''}"
    answer = tell(
        TOKENS,
        form={"grant_type": "client_credentials"},
        headers={
            "Authorization": "Basic " + base64.b64encode(login.encode()).decode(),
            "User-Agent": USER_AGENT,
        },
        now=now,
    )
    token = a_text(a_mapping(answer.body).get("access_token"))
    if not token:
        raise ConnectorError("login-refused", "no token in the answer", permanent=True)
    return {"Authorization": f"Bearer {token}", "User-Agent": USER_AGENT}


def _listed(settings: Settings, headers: dict[str, str], key: str, *, now: datetime) -> Listed:
    """One answer; key: the name after which older things lie."""
    communities = "+".join(listed_terms(settings.get("communities"))) or "all"
    asked = {"limit": PAGE_THINGS, "after": key, "raw_json": 1}
    if settings.get("mode") == "search":
        place = f"/r/{communities}/search" if communities != "all" else "/search"
        restrict = "1" if communities != "all" else None
        url = address(API, place, q=settings.get("query"), sort="new", restrict_sr=restrict, **asked)
    else:
        what = "comments" if settings.get("mode") == "comments" else "new"
        url = address(API, f"/r/{communities}/{what}", **asked)
    answer = ask(url, headers=headers, now=now)
    data = a_mapping(a_mapping(answer.body).get("data"))
    if not isinstance(data.get("children"), list):
        raise ConnectorError("malformed", "no listing", permanent=False)
    items, rejected = sorted_out(items_of(answer.body, now=now))
    return Listed(items, a_text(data.get("after")), rejected, gone_of(answer.body), answer.rate)
