"""One mention as a list shows it: its words, where they were said, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from parvis.foundation.logic.record_actions import RecordAction
from parvis.foundation.plugs import plugged
from parvis.listening.logic.links import followable
from parvis.listening.models import Mention
from parvis.listening.reads.mentions import Row
from parvis.listening.web.words import language_name

if TYPE_CHECKING:
    from parvis.accounts.models import User


@dataclass(frozen=True, slots=True)
class ShownMention:
    mention: Mention
    pieces: Sequence[tuple[str, bool]]
    is_cut: bool
    author: str
    handle: str
    language: str
    original_url: str
    actions: Sequence[RecordAction]


def mentions_shown(user: User, rows: Sequence[Row], *, with_actions: bool = True) -> list[ShownMention]:
    actions = record_actions(user, [row.mention.pk for row in rows]) if with_actions else {}
    return [_shown(row, actions.get(row.mention.pk, ())) for row in rows]


def _shown(row: Row, actions: Sequence[RecordAction]) -> ShownMention:
    mention = row.mention
    identity = mention.identity
    author = str(identity) if identity else mention.site
    return ShownMention(
        mention=mention,
        pieces=row.pieces,
        is_cut=row.is_cut,
        author=author,
        handle=identity.handle if identity and identity.handle != author else "",
        language=language_name(mention.language),
        original_url=followable(mention.url),
        actions=actions,
    )


def record_actions(user: User, mention_ids: Sequence[int]) -> dict[int, list[RecordAction]]:
    """What the capabilities above offer to do with these mentions, such as opening a conversation."""
    found: dict[int, list[RecordAction]] = {}
    for offer in plugged("RECORD_ACTIONS"):
        for mention_id, actions in offer(user, "mention", mention_ids).items():
            found.setdefault(mention_id, []).extend(actions)
    return found
