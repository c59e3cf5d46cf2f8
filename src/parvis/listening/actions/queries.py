"""Saving what is listened for. Every change is a version, holds with the next batch, and is searched in the past."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from parvis.foundation.audit import Actor, changed, record
from parvis.listening.actions.back_search import start_back_search
from parvis.listening.logic.query.parse import parse
from parvis.listening.logic.references import is_fit, names_of, reference_of
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import MarketBrand, Query, QueryVersion
from parvis.listening.reads.intake import named_texts
from parvis.listening.reads.stamp import next_stamp

COLOURS = 8


def save_query(
    query: Query | None,
    *,
    name: str,
    text: str,
    role: str = Query.THEME,
    reference: str = "",
    colour: int | None = None,
    by: Actor,
    now: datetime,
) -> Query:
    """Make or change a query. Raises QueryError (with place and mend) and ListeningRefused.

    A new text becomes the next version, of this query and of those that name it, and starts a search in the past.
    """
    name, text = name.strip()[:120], text.strip()
    if not name:
        raise ListeningRefused("name-missing")
    if role not in Query.ROLES:
        raise ListeningRefused("unknown-role")
    with transaction.atomic():
        next_stamp()
        stored = (
            Query.objects.select_for_update().get(pk=query.pk) if query else Query(created_at=now, version=0)
        )
        if stored.removed_at is not None:
            raise ListeningRefused("removed")
        others = Query.objects.filter(removed_at=None).exclude(pk=stored.pk)
        if others.filter(name__iexact=name).exists():
            raise ListeningRefused("name-taken")
        taken = set(others.values_list("reference", flat=True))
        reference = (
            reference.strip().lstrip("$").lower() or stored.reference or reference_of(name, taken=taken)
        )
        _require_reference(stored, reference, taken=taken)
        # Its own name is known too, so that a circle through others is found and told.
        parse(text, named=named_texts().with_one(reference, text))
        before = _told(stored) if query else {}
        is_new_text = text != stored.text
        if colour is not None:
            stored.colour = colour % COLOURS
        elif query is None:
            stored.colour = others.count() % COLOURS
        stored.name, stored.text, stored.role, stored.reference = name, text, role, reference
        stored.changed_at = now
        stored.version += is_new_text
        if query is None:
            stored.created_by_id = by.id
        stored.save()
        if is_new_text:
            _write_version(stored, by=by, now=now)
            start_back_search(stored, now=now)
            for dependent in _naming(stored) if query else ():
                Query.objects.filter(pk=dependent.pk).update(version=F("version") + 1)
                dependent.refresh_from_db()
                _write_version(dependent, by=by, now=now)
                start_back_search(dependent, now=now)
        verb = "query.changed" if query else "query.made"
        record(verb, stored, by=by, now=now, **changed(before, _told(stored)))
    return stored


def pause_query(query: Query, *, is_active: bool, by: Actor, now: datetime) -> None:
    """A paused query finds nothing new and keeps what it found; resumed, it is searched in what it missed."""
    with transaction.atomic():
        next_stamp()
        stored = Query.objects.select_for_update().get(pk=query.pk)
        if stored.removed_at is not None:
            raise ListeningRefused("removed")
        if stored.is_active == is_active:
            return
        stored.is_active, stored.changed_at = is_active, now
        stored.save(update_fields=["is_active", "changed_at"])
        if is_active:
            start_back_search(stored, now=now)
        record("query.resumed" if is_active else "query.paused", stored, by=by, now=now, name=stored.name)
    query.is_active = is_active


def remove_query(query: Query, *, by: Actor, now: datetime) -> None:
    """Take a query away; its versions stay on record, its matches go. Raises ListeningRefused.

    Refused while another query names it or a market compares it: their figures would change behind their back.
    """
    with transaction.atomic():
        next_stamp()
        stored = Query.objects.select_for_update().get(pk=query.pk)
        if stored.removed_at is not None:
            return
        naming = _naming(stored)
        if naming:
            raise ListeningRefused("named-by", names=", ".join(other.name for other in naming))
        markets = MarketBrand.objects.filter(query=stored).values_list("market__name", flat=True)
        if markets:
            raise ListeningRefused("in-market", names=", ".join(markets))
        stored.removed_at, stored.is_active = now, False
        stored.save(update_fields=["removed_at", "is_active"])
        start_back_search(stored, now=now)
        record("query.removed", stored, by=by, now=now, name=stored.name, text=stored.text[:2000])
    query.removed_at = now


def _require_reference(stored: Query, reference: str, *, taken: set[str]) -> None:
    if not is_fit(reference):
        raise ListeningRefused("reference-unfit")
    if reference in taken:
        raise ListeningRefused("reference-taken")
    if stored.pk and reference != stored.reference:
        naming = _naming(stored)
        if naming:
            raise ListeningRefused("named-by", names=", ".join(other.name for other in naming))


def _naming(query: Query) -> list[Query]:
    """The queries that name this one, directly or through others."""
    rows = list(Query.objects.filter(removed_at=None).exclude(pk=query.pk))
    reached, found = {query.reference}, []
    while more := [row for row in rows if row not in found and names_of(row.text) & reached]:
        found += more
        reached |= {row.reference for row in more}
    return found


def _write_version(query: Query, *, by: Actor, now: datetime) -> None:
    QueryVersion.objects.create(
        query=query, number=query.version, text=query.text, at=now, by_id=by.id, by_name=by.name[:200]
    )


def _told(query: Query) -> dict[str, object]:
    return {
        "name": query.name,
        "text": query.text[:2000],
        "role": query.role,
        "reference": query.reference,
        "colour": query.colour,
        "version": query.version,
    }
