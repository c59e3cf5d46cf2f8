"""Posts of Bluesky into items: as its search shows them, and as Jetstream tells them. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from parvis.channels.logic.items import InboundItem, RejectedRow
from parvis.channels.logic.terms import is_heard
from parvis.channels.logic.values import a_list, a_mapping, a_moment, a_sum, a_text, post

POSTS = "app.bsky.feed.post"
_MENTION = "app.bsky.richtext.facet#mention"
_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_FROM, _YEARS = 1_672_531_200_000_000, 63_072_000_000_000  # 2023, and two years, in microseconds
_RECORD_KEY = re.compile(r"[A-Za-z0-9._:~-]{1,512}")
_DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,200}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a stream is kept. Without words everything is; our_did marks what is said to us."""

    pattern: re.Pattern[str] | None = None
    languages: frozenset[str] = frozenset()
    our_did: str = ""


@dataclass(frozen=True, slots=True)
class JetstreamEvent:
    """What one message of a Jetstream says to us; time_us is where to go on from."""

    time_us: int | None = None
    item: InboundItem | None = None
    changed: InboundItem | None = None
    deleted: str = ""
    rejected: RejectedRow | None = None


def found_posts(posts: Any, *, our_did: str, now: datetime) -> list[InboundItem | RejectedRow]:
    """Of searchPosts."""
    return [
        _post_view(each, position=n, our_did=our_did, now=now)
        for n, each in enumerate(a_list(posts), start=1)
    ]


def post_address(uri: str, handle: str = "") -> str:
    """The page of a post whose uri is at://did/collection/key."""
    parts = uri.split("/")
    return f"https://bsky.app/profile/{handle or parts[2]}/post/{parts[4]}" if len(parts) == 5 else ""


def record_key(external_id: str) -> str:
    """A key for a post of ours, the same for the same message, in the one form that servers take for posts.

    That form (TID) is a moment and a number of ten bits in 13 signs; the moment here is made up.
    """
    made = int.from_bytes(blake2b(external_id.encode(), digest_size=16).digest(), "big")
    figure = (_FROM + (made >> 10) % _YEARS) << 10 | made & 1023
    return "".join(_SORTABLE[figure >> shift & 31] for shift in range(60, -1, -5))


def jetstream_event(message: str | bytes, *, wanted: Wanted, now: datetime) -> JetstreamEvent:
    """One message. A post that is not wanted says nothing but where we are."""
    try:
        event = a_mapping(json.loads(message))
    except (ValueError, RecursionError):
        return JetstreamEvent(rejected=RejectedRow(1, "malformed-entry"))
    time_us = event.get("time_us")
    time_us = time_us if isinstance(time_us, int) and 0 < time_us < 2**62 else None
    commit, did = a_mapping(event.get("commit")), a_text(event.get("did"))
    if event.get("kind") != "commit" or commit.get("collection") != POSTS:
        return JetstreamEvent(time_us)
    key = a_text(commit.get("rkey"))
    if not _DID.fullmatch(did) or not _RECORD_KEY.fullmatch(key):
        return JetstreamEvent(time_us, rejected=RejectedRow(1, "malformed-entry", did[:100]))
    uri = f"at://{did}/{POSTS}/{key}"
    if commit.get("operation") == "delete":
        return JetstreamEvent(time_us, deleted=uri)
    record = a_mapping(commit.get("record"))
    is_to_us = _is_to(wanted.our_did, record, author=did)
    if not is_to_us and not _is_wanted(record, wanted):
        return JetstreamEvent(time_us)
    found = _item(uri, record, did=did, handle=did, now=now, position=1, is_to_us=is_to_us)
    if isinstance(found, RejectedRow):
        return JetstreamEvent(time_us, rejected=found)
    if commit.get("operation") == "update":
        return JetstreamEvent(time_us, changed=found)
    return JetstreamEvent(time_us, item=found)


def _post_view(view: Any, *, position: int, our_did: str, now: datetime) -> InboundItem | RejectedRow:
    given = a_mapping(view)
    author, record = a_mapping(given.get("author")), a_mapping(given.get("record"))
    did, handle = a_text(author.get("did")), a_text(author.get("handle"))
    return _item(
        a_text(given.get("uri")),
        record,
        did=did,
        handle=handle if handle and handle != "handle.invalid" else did,
        now=now,
        position=position,
        is_to_us=_is_to(our_did, record, author=did),
        name=a_text(author.get("displayName")),
        engagement=a_sum(*(given.get(f"{kind}Count") for kind in ("like", "repost", "reply", "quote"))),
    )


def _item(
    uri: str,
    record: Any,
    *,
    did: str,
    handle: str,
    now: datetime,
    position: int,
    is_to_us: bool,
    name: str = "",
    engagement: int | None = None,
) -> InboundItem | RejectedRow:
    parent = a_text(a_mapping(a_mapping(record.get("reply")).get("parent")).get("uri"))
    languages = [each for each in map(a_text, a_list(record.get("langs"))) if each]
    return post(
        external_id=uri,
        text=a_text(record.get("text")) or _described(record),
        published_at=a_moment(record.get("createdAt"), now=now),
        position=position,
        handle=handle,
        name=name,
        url=post_address(uri, handle),
        language=languages[0].split("-")[0] if len(languages) == 1 else "",
        addressed=is_to_us,
        site="bsky.app",
        engagement=engagement,
        in_reply_to=parent[:500],
    )


def _described(record: Any) -> str:
    """A picture without words is what its author wrote about it for those who do not see it."""
    pictures = (a_mapping(each) for each in a_list(a_mapping(record.get("embed")).get("images")))
    return "\n".join(filter(None, (a_text(each.get("alt")).strip() for each in pictures)))


def _is_wanted(record: Any, wanted: Wanted) -> bool:
    languages = {a_text(each).split("-")[0].lower() for each in a_list(record.get("langs"))}
    if wanted.languages and languages and not languages & wanted.languages:
        return False
    return is_heard(a_text(record.get("text")) or _described(record), wanted.pattern)


def _is_to(our_did: str, record: Any, *, author: str) -> bool:
    """Named in the text, or an answer to a post of ours; our own posts are not said to us."""
    if not our_did or author == our_did:
        return False
    parent = a_text(a_mapping(a_mapping(record.get("reply")).get("parent")).get("uri"))
    if parent.startswith(f"at://{our_did}/"):
        return True
    features = (
        a_mapping(feature)
        for facet in a_list(record.get("facets"))
        for feature in a_list(a_mapping(facet).get("features"))
    )
    return any(each.get("$type") == _MENTION and each.get("did") == our_did for each in features)
