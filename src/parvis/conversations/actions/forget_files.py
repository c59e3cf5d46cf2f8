"""Stored files that no message names any more are deleted: after an erasure at once, and every night."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from parvis.channels.reads.batches import files_waiting
from parvis.community.reads.pictures import pictures_named
from parvis.conversations.models import Attachment, Upload
from parvis.foundation import files
from parvis.foundation.jobs import enqueue
from parvis.people.reads.record_files import files_named

FORGET_JOB = "conversations.forget_files"
NAMES = ("stored_name", "large_name", "small_name")
MOST_NAMES_A_JOB = 1_000


def names_of(attachments: Iterable[Attachment]) -> set[str]:
    """The stored names of files and of their pictures."""
    return {name for one in attachments for name in (one.stored_name, one.large_name, one.small_name) if name}


def forget_soon(names: Collection[str]) -> None:
    """In the caller's transaction: once its rows are gone, so are the files that nothing else names."""
    ordered = sorted(names)
    for start in range(0, len(ordered), MOST_NAMES_A_JOB):
        enqueue(FORGET_JOB, names=ordered[start : start + MOST_NAMES_A_JOB])


def forget_files(names: Collection[str], *, now: datetime) -> int:
    """Delete those of these files that nothing names. Returns how many are gone.

    A file stored within the last minutes stays for the nightly search: its message may be on its way.
    """
    unnamed = set(names) - _named(
        Q(stored_name__in=names) | Q(large_name__in=names) | Q(small_name__in=names)
    )
    unnamed -= files_named(unnamed) | pictures_named(unnamed)
    return files.forget_files(unnamed - files_waiting(), now=now) if unnamed else 0


def forget_unnamed_files(*, now: datetime) -> int:
    """Search the whole store, a sixteenth at a time so that memory stays small. Returns how many are gone."""
    count = 0
    for digit in "0123456789abcdef":
        stored = {name for second in "0123456789abcdef" for name in files.stored_names(digit + second)}
        if not stored:
            continue
        named = _named(
            Q(stored_name__startswith=digit)
            | Q(large_name__startswith=digit)
            | Q(small_name__startswith=digit)
        )
        unnamed = stored - named
        unnamed -= files_named(unnamed) | pictures_named(unnamed)
        count += files.forget_files(unnamed - files_waiting(), now=now)
    return count


def _named(condition: Q) -> set[str]:
    rows = Attachment.objects.filter(condition).values_list(*NAMES)
    kept = Upload.objects.values_list("stored_name", flat=True)
    return {name for row in rows.iterator() for name in row if name} | set(kept)
