"""What was decided about a record, and by whom: links, joins, consents, tags, that it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from parvis.accounts.models import User
from parvis.people.logic.timeline import TimelineEntry, tells
from parvis.people.models import Consent, IdentityLink, Person, PersonLink, Tagging
from parvis.people.reads.held import held, with_keys
from parvis.people.reads.timeline_sources import newest_of


@tells("link", "unlink")
def links_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    rows = IdentityLink.objects.select_related("identity")
    return [
        _entry(
            row.at,
            "link" if row.act == IdentityLink.MADE else "unlink",
            row.identity.handle,
            by=row.decided_by_name,
            ref=row.pk,
            channel=row.identity.channel,
            url=("identity", (row.identity_id,)),
            evidence=row.evidence,
        )
        for row in newest_of(person_ids, rows, moment="at", before=before, most=most, what="link")
    ]


@tells("join", "part")
def joins_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """That records were joined with one of these, or parted from it again; each step once."""
    rows: Iterable[PersonLink]
    known = with_keys(held(person_ids, "join", PersonLink), "record", "older", "newer")
    if known is not None:
        rows = [row for row in known if before is None or row.at < before][:most]
    else:
        found = PersonLink.objects.filter(Q(older_id__in=person_ids) | Q(newer_id__in=person_ids))
        if before is not None:
            found = found.filter(at__lt=before)
        rows = found.select_related("older", "newer").order_by("-at", "-pk")[:most]
    return [
        _entry(
            row.at,
            "join" if row.act == PersonLink.MADE else "part",
            f"{row.older} + {row.newer}",
            by=row.decided_by_name,
            ref=row.pk,
            evidence=row.evidence,
            person_ids=[row.older_id, row.newer_id],
        )
        for row in rows
    ]


@tells("consent", "withdrawal")
def consents_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    return [
        _entry(
            row.at,
            "consent" if row.is_given else "withdrawal",
            row.wording,
            ref=row.pk,
            by_us=False,
            url=("person-consents", (row.person_id,)),
            purpose=row.purpose,
            by_channel=row.channel,
        )
        for row in newest_of(
            person_ids, Consent.objects.all(), moment="at", before=before, most=most, what="consent"
        )
    ]


@tells("tag", "untag")
def tags_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    rows = Tagging.objects.select_related("tag")
    put = newest_of(person_ids, rows, moment="at", before=before, most=most, what="tag")
    ended = rows.filter(ended_at__isnull=False)
    off = newest_of(person_ids, ended, moment="ended_at", before=before, most=most, what="tag")
    entries = [
        _entry(row.at, "tag", row.tag.name, by=row.by_name, ref=row.pk, tone=row.tag.tone) for row in put
    ] + [
        _entry(row.ended_at, "untag", row.tag.name, by=row.ended_by_name, ref=row.pk, tone=row.tag.tone)
        for row in off
        if row.ended_at is not None
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.ref), reverse=True)[:most]


@tells("created")
def creations_of(
    person_ids: Sequence[int], *, viewer: User, before: datetime | None, most: int
) -> list[TimelineEntry]:
    """That the record was made; of records that are joined, each."""
    records = held(person_ids, "record", Person)
    if records is None:
        records = list(Person.objects.filter(pk__in=person_ids))
    records.sort(key=lambda row: (row.created_at, row.pk), reverse=True)
    made = [row for row in records if before is None or row.created_at < before][:most]
    makers = [row.created_by_id for row in made if row.created_by_id]
    names = dict(User.objects.filter(pk__in=makers).values_list("pk", "name")) if makers else {}
    return [
        _entry(
            row.created_at,
            "created",
            "",
            by=names.get(row.created_by_id or 0, ""),
            ref=row.pk,
            origin=row.origin,
        )
        for row in made
    ]


def _entry(
    at: datetime,
    kind: str,
    text: str,
    *,
    ref: int,
    by: str = "",
    by_us: bool = True,
    channel: str = "",
    url: tuple[str, tuple[Any, ...]] = ("", ()),
    **detail: Any,
) -> TimelineEntry:
    return TimelineEntry(
        at=at,
        channel=channel,
        kind=kind,
        text=text,
        by_us=by_us,
        author_name=by,
        url_name=url[0],
        url_args=url[1],
        ref=f"{kind}:{ref}",
        detail=detail,
    )
