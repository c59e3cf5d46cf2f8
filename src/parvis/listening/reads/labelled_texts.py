"""Mentions as labelling sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet
from django.urls import reverse

from parvis.labelling.logic.texts import LabelledText
from parvis.listening.models import Mention
from parvis.listening.permissions import visible_to

if TYPE_CHECKING:
    from parvis.accounts.models import User

FIELDS = (
    "id", "title", "text", "language", "connection__name", "sentiment", "sentiment_probability", "model_version",
    "published_at",
)  # fmt: skip


def _as_text(row: tuple[Any, ...]) -> LabelledText:
    key, title, text, language, source, sentiment, probability, version, at = row
    return LabelledText(
        kind="mention",
        id=key,
        text=f"{title}\n{text}" if title else text,  # as it was labelled
        language=language,
        source=source,
        sentiment=sentiment,
        sentiment_probability=probability,
        model_version=version,
        at=at,
        url=reverse("mention", args=[key]),
    )


def _read(mentions: QuerySet[Mention]) -> list[LabelledText]:
    return [_as_text(row) for row in mentions.values_list(*FIELDS)]


def visible(user: User, ids: Sequence[int]) -> list[LabelledText]:
    return _read(visible_to(user).filter(pk__in=ids))


def texts(ids: Sequence[int]) -> list[LabelledText]:
    return _read(Mention.objects.filter(pk__in=ids))


def newest(most: int) -> list[LabelledText]:
    """Reposts say what another said: one of them is enough to ask about, and none is the original."""
    analysed = Mention.objects.filter(is_repost=False).exclude(sentiment="")
    return _read(analysed.order_by("-published_at", "-id")[:most])


def after(mention_id: int, most: int) -> list[LabelledText]:
    return _read(Mention.objects.filter(pk__gt=mention_id).order_by("pk")[:most])


def last_id() -> int:
    return Mention.objects.aggregate(last=Max("pk"))["last"] or 0
