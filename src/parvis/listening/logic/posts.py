"""What was heard, as queries see it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from parvis.channels.logic.items import InboundItem
from parvis.enrichment.logic.labels import Labels
from parvis.listening.logic.query.post import Post

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# From here on an intent holds; its probability is what the model says of it (docs/method/intents.md).
HOLDS = 0.5
# The labels that a mention keeps.
WANTED = frozenset({"sentiment", "emotion", "intents", "toxicity"})
# The columns of a stored mention that `stored_post` reads, in its order.
FIELDS = (
    "id", "text", "title", "identity__handle", "identity__display_name", "url", "channel", "language", "country",
    "followers", "engagement", "is_repost", "sentiment", "intents", "published_at",
)  # fmt: skip


def links_in(text: str) -> tuple[str, ...]:
    return tuple(_ADDRESS.findall(text)) if "http" in text else ()


def intents_held(chances: Mapping[str, float]) -> list[str]:
    """The intents that hold; "other" says that none does."""
    return [name for name, chance in chances.items() if chance >= HOLDS and name != "other"]


def post_of(place: int, item: InboundItem, *, channel: str, labels: Labels | None = None) -> Post:
    """`source:` asks for the channel. Without labels, their conditions do not hold."""
    author = item.author
    return Post(
        place,
        item.text,
        item.title,
        f"{author.handle} {author.display_name}".strip(),
        item.url,
        links_in(item.text),
        channel,
        labels.language if labels else "",
        item.country,
        author.followers,
        item.engagement,
        item.is_repost,
        labels.sentiment if labels else "",
        intents_held(labels.intents) if labels else (),
    )


def stored_post(row: Sequence[Any]) -> Post:
    """A mention as queries see it; row: FIELDS."""
    handle, display = row[3] or "", row[4] or ""
    return Post(
        row[0], row[1], row[2], f"{handle} {display}".strip(), row[5], links_in(row[1]), row[6], row[7], row[8],
        row[9], row[10], row[11], row[12], row[13],
    )  # fmt: skip


def words_of_item(item: InboundItem) -> str:
    """What is labelled of it."""
    return f"{item.title}\n{item.text}" if item.title else item.text
