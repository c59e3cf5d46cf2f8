"""The one shape in which every connector hands over what it heard, and takes what is to be said.

Pure values: no Django, no network. A connector's `parse.py` turns a payload into these;
`channels.actions.receive` stores them; upper capabilities read them back from the batch.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

MAX_TEXT_CHARACTERS = 100_000
MAX_ATTACHMENTS = 20
MAX_ATTACHMENT_BYTES = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Author:
    """Who said it, as the channel names them. An empty handle means that nobody is named."""

    handle: str
    display_name: str = ""
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with an item: the bytes as received, or, once stored, the stored name."""

    name: str
    content_type: str
    size_bytes: int
    content: bytes | None = None
    stored_name: str = ""


@dataclass(frozen=True, slots=True)
class InboundItem:
    """One thing said on a channel.

    external_id is unique inside its connection and stable across deliveries.
    addressed: said to us (mail, message, reply) and so owned by a Conversation; otherwise a Mention.
    outbound: said by us (the other side of an imported history).
    in_reply_to / references: external ids of the same connection, nearest parent last in references.
    published_at is aware (UTC or with its own offset).
    """

    external_id: str
    text: str
    published_at: datetime
    addressed: bool
    outbound: bool = False
    author: Author = Author("")
    recipient_handle: str = ""
    title: str = ""
    url: str = ""
    html: str = ""
    site: str = ""
    language: str = ""
    country: str = ""
    engagement: int | None = None
    is_repost: bool = False
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    bounced_external_id: str = ""  # the item is a delivery report about this message of ours
    bounce_reason: str = ""
    is_automatic: bool = False  # auto-reply, out-of-office, list mail: never answered by a machine
    sender_check: str = ""  # what the receiving server found out: "pass", "fail", "none"; "": nothing was asked


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """An input that could not become an item: where it was, why, and its beginning."""

    position: int  # line of a file (1 = first line), entry of a feed, UID of a mail
    reason: str  # code, see channels.logic.rejections for the sentences
    detail: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class RateBudget:
    """What a channel says that we may still ask of it, and when that is filled up again."""

    left: int
    limit: int | None = None
    resets_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One batch of a fetch, with the cursor to store in the same transaction as its items.

    changed: posts whose words were changed, in their new form; deleted: ids of posts that were taken back.
    Both may name posts that we never had. has_gap: more was said than could be asked for; a part is missing.
    """

    items: tuple[InboundItem, ...]
    cursor: dict[str, Any]
    rejected: tuple[RejectedRow, ...] = ()
    position_done: int | None = None  # progress, in units of position_total (bytes, entries, mails)
    position_total: int | None = None
    changed: tuple[InboundItem, ...] = ()
    deleted: tuple[str, ...] = ()
    rate: RateBudget | None = None
    has_gap: bool = False


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An answer to carry out. external_id is chosen by us before sending, so that a retry is recognised.

    author_id: the account that wrote it, for a channel where each signs with a name of their own.
    """

    external_id: str
    recipient_handle: str
    text: str
    subject: str = ""
    sender_name: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class SendReceipt:
    """What the channel answered when it took the message."""

    external_id: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ChannelLimits:
    """What a channel allows; None means no limit that we know of."""

    text_characters: int | None = None
    can_start_conversation: bool = True
    can_attach_files: bool = False


_NAMES = tuple(field.name for field in fields(InboundItem))
_AUTHOR_NAMES = tuple(field.name for field in fields(Author))


def item_as_json(item: InboundItem) -> dict[str, Any]:
    """The item as plain JSON values; attachments must be stored before (their bytes are left out)."""
    # Not asdict: it copies every value deeply, which costs more than everything else that is done with an item.
    plain = {name: getattr(item, name) for name in _NAMES}
    plain["published_at"] = item.published_at.isoformat()
    plain["author"] = {name: getattr(item.author, name) for name in _AUTHOR_NAMES}
    plain["attachments"] = [
        {name: value for name, value in asdict(attachment).items() if name != "content"}
        for attachment in item.attachments
    ]
    return plain


def item_from_json(plain: dict[str, Any]) -> InboundItem:
    """The inverse of item_as_json."""
    return InboundItem(
        **{
            **plain,
            "published_at": datetime.fromisoformat(plain["published_at"]),
            "author": Author(**plain["author"]),
            "references": tuple(plain["references"]),
            "attachments": tuple(Attachment(**a) for a in plain["attachments"]),
        }
    )
