"""What was heard, as queries see it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from parvis.channels.logic.items import InboundItem
from parvis.enrichment.logic.labels import Labels
from parvis.listening.logic.query.post import Post

_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
# From here on an intent holds; its probability is what the model says of it (docs/method/intents.md).
HOLDS = 0.5


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
