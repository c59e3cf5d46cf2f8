"""How long public posts are kept, a period a source. Their figures stay: they name nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from parvis.channels.models import Connection
from parvis.foundation.logic.retention_rules import RetentionRule, Sample
from parvis.listening.models import Mention

BATCH = 2_000


def _due(before: datetime, source: str) -> Iterator[list[int]]:
    """By time, so that the oldest partition is emptied first."""
    mentions = Mention.objects.filter(connection__slug=source, published_at__lt=before).exclude(
        text="", title="", url="", identity=None
    )
    after: datetime | None = None
    seen: set[int] = set()
    while True:
        rows = mentions.filter(published_at__gte=after) if after else mentions
        found = list(
            rows.exclude(pk__in=seen).order_by("published_at", "pk").values_list("pk", "published_at")[:BATCH]
        )
        if not found:
            return
        after = found[-1][1]
        seen = {pk for pk, at in found if at == after}
        yield [pk for pk, _at in found]


def _shown(ids: Sequence[int]) -> list[Sample]:
    return [
        Sample(
            " ".join((one.title or one.text).split())[:80],
            one.published_at,
            reverse("mention", args=(one.pk,)),
        )
        for one in Mention.objects.filter(pk__in=ids).order_by("published_at", "pk")
    ]


def _fade(ids: Sequence[int]) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_fade(%s::bigint[])", [list(ids)])
        return {"listening_mention": cursor.fetchone()[0]}


def _sources() -> list[tuple[str, str]]:
    ids = Mention.objects.values_list("connection_id", flat=True).distinct()
    return list(Connection.objects.filter(pk__in=list(ids)).order_by("name").values_list("slug", "name"))


def _total(source: str) -> int:
    return Mention.objects.filter(connection__slug=source).count()


RULES = [
    RetentionRule(
        key="listening.posts",
        title=_("Public posts"),
        why=_(
            "Two years, so that a year can be compared with the one before; what is public remains personal data "
            "(CNIL). Each source may have a period of its own, as its terms ask."
        ),
        does=_("words, address and author removed; figures stay"),
        days=2 * 365,
        due=_due,
        shown=_shown,
        purge=_fade,
        total=_total,
        sources=_sources,
    )
]
