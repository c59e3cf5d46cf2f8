"""Statuses of the Mastodon API into items. Pure; what is not of the expected kind is a rejection, no error."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.profiles import PublicProfile
from parvis.channels.logic.values import a_count, a_list, a_mapping, a_moment, a_sum, a_text, plain_text, post

PUBLIC = {"public", "unlisted"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where statuses were read: the server's name, and our own account there ("us@server", "" for none)."""

    server: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """What one event of a stream says."""

    item: InboundItem | None = None
    changed: InboundItem | None = None
    deleted: str = ""
    rejected: RejectedRow | None = None


def place_of(url: str, account: str) -> Place:
    """account as people write it: @us, us@server, or the address of its page's handle."""
    server = (urlsplit(url).netloc or "").lower()
    name = account.strip().lstrip("@").lower()
    return Place(server, name if "@" in name or not name else f"{name}@{server}")


def items_of(statuses: Any, *, place: Place, now: datetime) -> list[InboundItem | RejectedRow]:
    """Of a timeline. Posts that their authors keep from strangers or from search are left out."""
    found = (
        status_item(each, place=place, position=n, now=now) for n, each in enumerate(a_list(statuses), 1)
    )
    return [each for each in found if each is not None]


def notified(notifications: Any, *, place: Place, now: datetime) -> list[InboundItem | RejectedRow]:
    """Of notifications: the statuses that name us."""
    statuses = [a_mapping(each).get("status") for each in a_list(notifications)]
    found = (
        status_item(each, place=place, position=n, now=now, is_to_us=True)
        for n, each in enumerate(statuses, 1)
        if each is not None
    )
    return [each for each in found if each is not None]


def status_item(
    status: Any, *, place: Place, position: int, now: datetime, is_to_us: bool = False
) -> InboundItem | RejectedRow | None:
    """One status; None for one that is not ours to read."""
    given = a_mapping(status)
    shared = a_mapping(given.get("reblog"))
    said = shared or given
    author = a_mapping(given.get("account"))
    is_to_us = is_to_us or (bool(place.account) and place.account in _named(said, place))
    is_ours = bool(place.account) and _handle(author, place).lower() == place.account
    if not is_to_us and (
        a_text(given.get("visibility") or "public") not in PUBLIC or author.get("noindex") is True
    ):
        return None
    warning = a_text(said.get("spoiler_text")).strip()
    text = "\n\n".join(filter(None, (warning, plain_text(said.get("content")) or _described(said))))
    return post(
        external_id=a_text(given.get("id")),
        text=text,
        published_at=a_moment(given.get("created_at"), now=now),
        position=position,
        handle=_handle(author, place),
        name=a_text(author.get("display_name")),
        followers=a_count(author.get("followers_count")),
        url=a_text(given.get("url")) or a_text(said.get("url")),
        language=a_text(said.get("language")),
        addressed=is_to_us and not is_ours,
        recipient=f"@{place.account}" if is_to_us and place.account else "",
        site=place.server,
        engagement=a_sum(*(said.get(f"{kind}_count") for kind in ("favourites", "reblogs", "replies"))),
        is_repost=bool(shared),
        in_reply_to=a_text(given.get("in_reply_to_id")),
        outbound=False,
        is_automatic=author.get("bot") is True,
    )


def stream_event(name: str, data: str, *, place: Place, now: datetime) -> StreamEvent:
    """One event of the streaming API: update, status.update, delete, notification. Others say nothing to us."""
    if name == "delete":
        return StreamEvent(deleted=data.strip()[:200])
    if name not in {"update", "status.update", "notification"}:
        return StreamEvent()
    try:
        payload = json.loads(data)
    except (ValueError, RecursionError):
        return StreamEvent(rejected=RejectedRow(1, "malformed-entry", name))
    if name == "notification":
        if a_mapping(payload).get("type") != "mention":
            return StreamEvent()
        found = status_item(a_mapping(payload).get("status"), place=place, position=1, now=now, is_to_us=True)
    else:
        found = status_item(payload, place=place, position=1, now=now)
    if isinstance(found, RejectedRow):
        return StreamEvent(rejected=found)
    return StreamEvent(changed=found) if name == "status.update" else StreamEvent(item=found)


def _handle(account: Any, place: Place) -> str:
    """name@server, as the whole network knows it; the API leaves our own server's name out."""
    name = a_text(account.get("acct")) or a_text(account.get("username"))
    return name if "@" in name or not name else f"{name}@{place.server}"


def _named(status: Any, place: Place) -> set[str]:
    return {_handle(a_mapping(each), place).lower() for each in a_list(status.get("mentions"))}


def _described(status: Any) -> str:
    """A picture without words is what its author wrote about it for those who do not see it."""
    pictures = (a_mapping(each) for each in a_list(status.get("media_attachments")))
    return "\n".join(filter(None, (a_text(each.get("description")).strip() for each in pictures)))


def profile_said(account: Any, *, fallback: str) -> PublicProfile:
    """What the API says of an account: its words, and its fields as HTML."""
    account = a_mapping(account)
    fields = [a_mapping(each) for each in a_list(account.get("fields"))]
    values = [a_text(each.get("value")) for each in fields]
    words = [a_text(account.get("display_name")), plain_text(a_text(account.get("note")))]
    words += [a_text(each.get("name")) for each in fields] + [plain_text(value) for value in values]
    return PublicProfile(a_text(account.get("url")) or fallback, "\n".join(words), tuple(values))
