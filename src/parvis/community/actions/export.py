"""A member's copy of all that is theirs: data.json for programs, index.html to read.

Gathered by the functions of personal_data. Made by a job, it lies sealed on the disk for a week; who has little
has it at once.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from parvis.community.models import Answer, Member, MemberExport, Question
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue
from parvis.foundation.secrets import seal_bytes, unseal_bytes

EXPORT_JOB = "community.build_export"
FORMAT, VERSION = "parvis-member-copy", 1
KEPT = timedelta(days=7)
AT_ONCE = 200  # texts
Rows = dict[str, list[dict[str, Any]]]


def order_export(member: Member, *, language: str, now: datetime) -> tuple[MemberExport, bool]:
    """The copy, and whether it is small enough to be built while the member waits; else a job does it."""
    try:
        with transaction.atomic():
            made = MemberExport.objects.create(member=member, language=language, ordered_at=now)
    except IntegrityError:
        return MemberExport.objects.get(member=member, state=MemberExport.WAITING), False
    texts = Answer.objects.filter(author=member).count() + Question.objects.filter(author=member).count()
    if texts > AT_ONCE:
        enqueue(EXPORT_JOB, export_id=made.pk)
    return made, texts <= AT_ONCE


def build_export(
    export_id: int, *, gather: Callable[[Sequence[int]], Rows], titles: Mapping[str, Any], now: datetime
) -> bool:
    """gather, titles: of the declaration of personal data. Returns whether it was built now."""
    made = (
        MemberExport.objects.select_related("member").filter(pk=export_id, state=MemberExport.WAITING).first()
    )
    if made is None or made.member.left_at is not None:
        return False
    rows = {table: found for table, found in gather([made.member_id]).items() if found}
    about = {"format": FORMAT, "version": VERSION, "made_at": now.isoformat(), "community_of": company_name(),
             "member": made.member_id, "name": made.member.name}  # fmt: skip
    whole = io.BytesIO()
    with override(made.language), zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        data = json.dumps({**about, "data": rows}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        file.writestr("data.json", data)
        sections = [
            {
                "title": str(titles.get(table, table)),
                "columns": list(found[0]),
                "rows": [list(row.values()) for row in found],
            }
            for table, found in rows.items()
        ]
        shown = {"about": about, "sections": sections, "language": made.language, "made_at": now}
        file.writestr("index.html", render_to_string("community/me/copy.html", shown))
    _write(export_path(made), whole.getvalue())
    MemberExport.objects.filter(pk=made.pk).update(
        state=MemberExport.READY, ready_at=now, size_bytes=whole.tell()
    )
    return True


def export_content(made: MemberExport) -> bytes | None:
    """The ZIP; None where its time is over."""
    try:
        return unseal_bytes(export_path(made).read_text())
    except FileNotFoundError:
        return None


def forget_exports(*, now: datetime) -> int:
    """Copies past their time, and files whose member has left. Returns how many rows went."""
    gone = MemberExport.objects.filter(ordered_at__lt=now - KEPT).delete()[0]
    kept = set(MemberExport.objects.values_list("pk", flat=True))
    for path in _folder().glob("*.sealed"):
        if int(path.stem) not in kept:
            path.unlink(missing_ok=True)
    return gone


def export_path(made: MemberExport) -> Path:
    return _folder() / f"{made.pk}.sealed"


def _folder() -> Path:
    folder = Path(settings.FILES_FOLDER) / "members"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all."""
    draft = path.with_suffix(".new")
    draft.write_text(seal_bytes(content))
    draft.chmod(0o600)
    draft.replace(path)
