"""Customers' messages as labelling sees them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max, QuerySet
from django.urls import reverse

from parvis.conversations.models import Message
from parvis.conversations.permissions import visible_to
from parvis.labelling.logic.texts import LabelledText

if TYPE_CHECKING:
    from parvis.accounts.models import User

FIELDS = (
    "id", "conversation_id", "subject", "text", "language", "connection__name", "sentiment",
    "sentiment_probability", "model_version", "sent_at",
)  # fmt: skip


def customers_words() -> QuerySet[Message]:
    """What is labelled at all: neither our own words nor a machine's."""
    return Message.objects.filter(kind=Message.INBOUND, is_automatic=False)


def _read(messages: QuerySet[Message]) -> list[LabelledText]:
    return [_as_text(row) for row in messages.values_list(*FIELDS)]


def _as_text(row: tuple[Any, ...]) -> LabelledText:
    key, conversation_id, subject, text, language, source, sentiment, probability, version, at = row
    return LabelledText(
        kind="message",
        id=key,
        text=f"{subject}\n{text}" if subject else text,  # as it was labelled
        language=language,
        source=source or "",
        sentiment=sentiment,
        sentiment_probability=probability,
        model_version=version,
        at=at,
        url=reverse("conversation", args=[conversation_id]) + f"#message-{key}",
    )


def visible(user: User, ids: Sequence[int]) -> list[LabelledText]:
    return _read(customers_words().filter(pk__in=ids, conversation__in=visible_to(user)))


def texts(ids: Sequence[int]) -> list[LabelledText]:
    return _read(customers_words().filter(pk__in=ids))


def newest(most: int) -> list[LabelledText]:
    return _read(customers_words().exclude(sentiment="").order_by("-sent_at", "-id")[:most])


def after(message_id: int, most: int) -> list[LabelledText]:
    return _read(customers_words().filter(pk__gt=message_id).order_by("pk")[:most])


def last_id() -> int:
    return Message.objects.aggregate(last=Max("pk"))["last"] or 0
