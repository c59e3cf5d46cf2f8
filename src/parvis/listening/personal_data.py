"""What listening keeps about people: public utterances and the handle they came from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from parvis.foundation.logic.personal_data import PersonalData
from parvis.listening.models import Mention

EXPORTED = (
    "channel", "title", "text", "url", "site", "brand", "country", "published_at", "received_at", "followers",
    "engagement", "is_repost", "language", "language_probability", "sentiment", "sentiment_probability",
    "model_version",
)  # fmt: skip


def find(identity_ids: Sequence[int]) -> dict[str, int]:
    return {"listening_mention": Mention.objects.filter(identity_id__in=identity_ids).count()}


def export(identity_ids: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
    mentions = Mention.objects.filter(identity_id__in=identity_ids).order_by("published_at", "id")
    return {"listening_mention": list(mentions.values(*EXPORTED))}


def erase(identity_ids: Sequence[int]) -> dict[str, int]:
    """Delete the mentions themselves; a receipt without content keeps them from being imported again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_forget(%s::bigint[])", [list(identity_ids)])
        row = cursor.fetchone()
    return {"listening_mention": int(row[0]) if row else 0}


DECLARATION = PersonalData(
    tables={
        "listening_mention": "Public posts that came in through a source, to understand what is said."
    },
    find=find,
    export=export,
    erase=erase,
)
