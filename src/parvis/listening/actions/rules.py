"""Deciding what is not taken in: excluded sites, authors and words, the cap on authors, how much a source keeps."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from parvis.channels.models import Connection
from parvis.foundation.audit import Actor, changed, record
from parvis.foundation.installation import state_fact
from parvis.listening.logic.exclusions import site_key, word_key
from parvis.listening.logic.refusals import ListeningRefused
from parvis.listening.models import Exclusion, SourceRule
from parvis.listening.reads.intake import RULES_FACT, Rules, rules_in_force
from parvis.listening.reads.stamp import next_stamp
from parvis.people.logic.handles import handle_key

MOST_CAP = 100_000


def add_exclusion(
    *, kind: str, value: str, channel: str = "", note: str = "", by: Actor, now: datetime
) -> Exclusion:
    """From the next batch on nothing of it is taken in; what is stored stays. Raises ListeningRefused."""
    if kind not in Exclusion.KINDS:
        raise ListeningRefused("unknown-kind")
    channel = channel if kind == Exclusion.AUTHOR else ""
    if kind == Exclusion.AUTHOR:
        key = handle_key(channel, value)
    else:
        key = site_key(value) if kind == Exclusion.SITE else word_key(value)[:320]
    if not key:
        raise ListeningRefused("value-missing")
    with transaction.atomic():
        next_stamp()
        made, is_new = Exclusion.objects.get_or_create(
            kind=kind,
            channel=channel,
            value=key,
            defaults={"note": note.strip()[:300], "created_at": now, "created_by_id": by.id},
        )
        if is_new:
            # A handle is somebody's name: the record says that an author was excluded, the list who.
            told = "" if kind == Exclusion.AUTHOR else key
            record("exclusion.made", made, by=by, now=now, kind=kind, channel=channel, value=told)
    return made


def remove_exclusion(exclusion: Exclusion, *, by: Actor, now: datetime) -> None:
    with transaction.atomic():
        next_stamp()
        told = "" if exclusion.kind == Exclusion.AUTHOR else exclusion.value
        record("exclusion.removed", exclusion, by=by, now=now, kind=exclusion.kind, value=told)
        exclusion.delete()


def save_rules(*, author_cap: int, counts_repeats: bool, by: Actor, now: datetime) -> Rules:
    """author_cap 0: every post of an author is kept. Raises ListeningRefused."""
    if not 0 <= author_cap <= MOST_CAP:
        raise ListeningRefused("author-cap")
    rules = Rules(author_cap=author_cap, counts_repeats=counts_repeats)
    with transaction.atomic():
        next_stamp()
        before = asdict(rules_in_force())
        state_fact(RULES_FACT, asdict(rules))
        record("listening.rules", by=by, now=now, **changed(before, asdict(rules)))
    return rules


def set_source_rule(source: Connection, *, keeps_only_matches: bool, by: Actor, now: datetime) -> None:
    """A firehose keeps what a query finds, anything else everything; what was kept before stays."""
    with transaction.atomic():
        next_stamp()
        SourceRule.objects.update_or_create(
            connection=source, defaults={"keeps_only_matches": keeps_only_matches, "changed_at": now}
        )
        record("connection.keeps", source, by=by, now=now, keeps_only_matches=keeps_only_matches)
