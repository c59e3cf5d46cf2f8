"""The end of the audit chain, kept in a file beside the keys: who cuts the end off in the database is seen."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings

from parvis.foundation.audit import COMMAND_LINE, record
from parvis.foundation.clock import utc_now
from parvis.foundation.reads.audit_chain import ChainReport, Head, examine_chain


def examine_and_remember() -> ChainReport:
    """The report; where all is well, its end is remembered for the next time."""
    report = examine_chain(remembered=remembered_head())
    if report.is_whole and report.head is not None:
        _remember(report.head)
    return report


def accept_end() -> ChainReport:
    """Take the present end for the end, as after an older backup was restored. Written to the log itself."""
    missing = remembered_head()
    record("audit.end_accepted", by=COMMAND_LINE, now=utc_now(), seen_before=missing.id if missing else None)
    report = examine_chain()
    if report.is_whole and report.head is not None:
        _remember(report.head)
    return report


def remembered_head() -> Head | None:
    try:
        kept = json.loads(_file().read_text())
        return Head(int(kept["id"]), str(kept["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(head: Head) -> None:
    draft = _file().with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(head._asdict()))
    draft.replace(_file())


def _file() -> Path:
    return Path(settings.AUDIT_HEAD)
