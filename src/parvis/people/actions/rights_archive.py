"""The copy of somebody's data (art. 15 and 20 GDPR): built by a job, sealed on the disk, handed over once.

Every capability's part is written as a sealed file of its own and noted, so a job that was killed goes on with
the next part. The archive is a ZIP: data.json for machines (docs/method/rights.md says its shape), index.html to
read, a CSV a table, and the files. It lies encrypted, behind a link that opens once and ends by itself.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.exports import Table, write_csv
from parvis.foundation.files import stored_path
from parvis.foundation.installation import company_name
from parvis.foundation.jobs import enqueue
from parvis.foundation.logic.personal_data import PersonalData
from parvis.foundation.plugs import plugged
from parvis.foundation.secrets import seal_bytes, unseal_bytes
from parvis.people.actions.rights import note_step
from parvis.people.logic.rights import RightsRefused
from parvis.people.models import RightsArchive, RightsRequest
from parvis.people.reads.erasures import recipients
from parvis.people.reads.retention import days_of, retention_rules, sources_of
from parvis.people.reads.rights import subject_ids

BUILD_JOB = "people.build_archive"
FORMAT, VERSION = "parvis-person-copy", 1
LINK_DAYS = 7
PIECE = 4 * 1024 * 1024


def order_archive(
    request: RightsRequest, *, is_portable: bool = False, by: Actor, now: datetime
) -> RightsArchive:
    """Have the copy built. Raises RightsRefused("nobody-found") while the request is about nobody."""
    with purpose("legal_duty"), transaction.atomic():
        if not any(subject_ids(request)):
            raise RightsRefused("nobody-found")
        archive = RightsArchive.objects.create(request=request, is_portable=is_portable, created_at=now)
        record("rights.copy_ordered", request, by=by, now=now, is_portable=is_portable)
        note_step(request, "copy_ordered", by=by, now=now)
        enqueue(BUILD_JOB, archive_id=archive.pk)
        return archive


def build_archive(archive_id: int, *, now: datetime) -> bool:
    """Gather what is not gathered yet, then put it together. Returns whether it was built now."""
    with purpose("legal_duty"):
        archive = RightsArchive.objects.select_related("request").get(pk=archive_id)
        if archive.state != RightsArchive.WAITING:
            return False
        persons, identities = subject_ids(archive.request)
    for name, declared in _parts(is_portable=archive.is_portable):
        if name in archive.parts_done:
            continue
        with purpose("legal_duty"), transaction.atomic():
            archive = (
                RightsArchive.objects.select_for_update(of=("self",))
                .select_related("request")
                .get(pk=archive_id)
            )
            assert declared.export is not None
            rows = declared.export(identities, persons)
            if archive.is_portable:
                rows = declared.portable(rows) if declared.portable else {}
            files = declared.files(identities, persons) if declared.files and not archive.is_portable else []
            part = {"rows": rows, "files": files}
            _write_sealed(_part_path(archive, name), [json.dumps(part, cls=DjangoJSONEncoder).encode()])
            archive.row_counts |= {table: len(found) for table, found in rows.items()}
            archive.parts_done = [*archive.parts_done, name]
            archive.save(update_fields=["row_counts", "parts_done"])
    with tempfile.TemporaryFile() as whole:
        _put_together(archive, whole, now=now)
        size = whole.tell()
        whole.seek(0)
        _write_sealed(_archive_path(archive), iter(lambda: whole.read(PIECE), b""))
    with purpose("legal_duty"), transaction.atomic():
        RightsArchive.objects.filter(pk=archive_id).update(
            state=RightsArchive.READY,
            ready_at=now,
            size_bytes=size,
            file_name=f"copy-{archive.request_id}.zip",
        )
        record("rights.copy_ready", archive.request, by=SYSTEM, now=now)
        note_step(archive.request, "copy_ready", by=SYSTEM, now=now)
    for name, _declared in _parts(is_portable=archive.is_portable):
        _part_path(archive, name).unlink(missing_ok=True)
    return True


def make_link(archive: RightsArchive, *, by: Actor, now: datetime) -> str:
    """A new token for the person's link: it opens once within LINK_DAYS; an earlier one no longer does.

    Raises RightsRefused("copy-not-ready").
    """
    token = secrets.token_urlsafe(32)
    with purpose("legal_duty"), transaction.atomic():
        held = RightsArchive.objects.select_for_update().get(pk=archive.pk)
        if held.state not in (RightsArchive.READY, RightsArchive.FETCHED):
            raise RightsRefused("copy-not-ready")
        held.token_hash = hashlib.sha256(token.encode()).hexdigest()
        held.expires_at, held.fetched_at, held.state = (
            now + timedelta(days=LINK_DAYS),
            None,
            RightsArchive.READY,
        )
        held.save(update_fields=["token_hash", "expires_at", "fetched_at", "state"])
        record("rights.link_made", held.request, by=by, now=now)
        note_step(held.request, "link_made", by=by, now=now)
        return token


def archive_behind(token: str, *, now: datetime) -> RightsArchive | None:
    """The archive that this link opens, as long as it does. Looking uses nothing up: mail scanners look too."""
    with purpose("legal_duty"):
        return (
            RightsArchive.objects.filter(
                token_hash=hashlib.sha256(token.encode()).hexdigest(),
                state=RightsArchive.READY,
                expires_at__gt=now,
            )
            .select_related("request")
            .first()
        )


def fetch_archive(token: str, *, now: datetime) -> tuple[RightsArchive, Iterator[bytes]] | None:
    """Use the link up. Of two who come at once one gets it; the other gets None."""
    with purpose("legal_duty"), transaction.atomic():
        archive = archive_behind(token, now=now)
        if archive is None:
            return None
        is_first = RightsArchive.objects.filter(pk=archive.pk, state=RightsArchive.READY).update(
            state=RightsArchive.FETCHED, fetched_at=now
        )
        if not is_first:
            return None
        record("rights.copy_fetched", archive.request, by=SYSTEM, now=now)
        note_step(archive.request, "copy_fetched", by=SYSTEM, now=now)
        return archive, read_sealed(_archive_path(archive))


def content_of(archive: RightsArchive) -> Iterator[bytes]:
    """The archive's bytes, for the officer who hands it over by hand."""
    return read_sealed(_archive_path(archive))


def forget_archives(archive_ids: Sequence[int]) -> int:
    """Delete the files of these copies, with what half-made ones left. Returns how many."""
    with purpose("legal_duty"):
        gone = RightsArchive.objects.filter(pk__in=archive_ids).update(
            state=RightsArchive.GONE, token_hash=""
        )
    for archive_id in archive_ids:
        for path in archives_folder().glob(f"{archive_id}-*"):
            path.unlink(missing_ok=True)
    return gone


def archives_folder() -> Path:
    """The folder, made where it is missing, readable by this installation alone."""
    folder = Path(settings.FILES_FOLDER) / "rights"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def read_sealed(path: Path) -> Iterator[bytes]:
    with path.open() as stream:
        for line in stream:
            yield unseal_bytes(line.rstrip("\n"))


def _write_sealed(path: Path, pieces: Any) -> None:
    """Whole or not at all: a kill leaves a half-written draft that nobody reads."""
    draft = path.with_suffix(".new")
    with draft.open("w") as stream:
        for piece in pieces:
            stream.write(seal_bytes(piece) + "\n")
    draft.chmod(0o600)
    draft.replace(path)


def _part_path(archive: RightsArchive, name: str) -> Path:
    return archives_folder() / f"{archive.pk}-{name}.part"


def _archive_path(archive: RightsArchive) -> Path:
    return archives_folder() / f"{archive.pk}-whole.sealed"


def _parts(*, is_portable: bool) -> list[tuple[str, PersonalData]]:
    return [
        (name.split(".")[1], declared)
        for name, declared in zip(settings.PERSONAL_DATA, plugged("PERSONAL_DATA"), strict=True)
        if declared.export and (declared.portable or not is_portable)
    ]


def _put_together(archive: RightsArchive, whole: IO[bytes], *, now: datetime) -> None:
    request = archive.request
    parts = [
        (name, declared, json.loads(b"".join(read_sealed(_part_path(archive, name)))))
        for name, declared in _parts(is_portable=archive.is_portable)
    ]
    with override(request.language), zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        sections = [
            {
                "table": table,
                "title": str(declared.titles.get(table, table)),
                "why": declared.tables.get(table, ""),
                "rows": rows,
                "columns": list(rows[0]) if rows else [],
            }
            for _name, declared, part in parts
            for table, rows in part["rows"].items()
        ]
        about = _about(archive, now=now)
        data = {name: part["rows"] for name, _declared, part in parts}
        file.writestr("data.json", json.dumps(about | {"data": data}, ensure_ascii=False, indent=1))
        shown = [section for section in sections if section["rows"]]
        file.writestr(
            "index.html", render_to_string("people/rights/copy.html", {"about": about, "sections": shown})
        )
        if style := finders.find("people/copy.css"):
            file.write(style, "style.css")
        for section in shown:
            with file.open(f"tables/{section['table']}.csv", "w", force_zip64=True) as stream:
                columns = section["columns"]
                lines = ([row.get(name) for name in columns] for row in section["rows"])
                write_csv(stream, Table(section["title"], columns, lines))
        for number, (name, stored) in enumerate(
            (one for _name, _declared, part in parts for one in part["files"]), start=1
        ):
            path = stored_path(stored)
            if path.exists():
                file.write(path, f"files/{number:04}-{_plain(name)}")
    whole.seek(0, 2)


def _about(archive: RightsArchive, *, now: datetime) -> dict[str, Any]:
    """What art. 15(1) asks for besides the data themselves."""
    with purpose("legal_duty"):
        persons, identities = subject_ids(archive.request)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "controller": company_name(),
        "request": archive.request_id,
        "right": "portability" if archive.is_portable else "access",
        "language": archive.request.language,
        "records": persons,
        "handles": identities,
        "purposes": {code: str(words) for code, words in settings.PURPOSES.items()},
        "recipients": [one.name for one in recipients() if one.gets_persons],
        "periods": [
            {"what": str(rule.title), "source": name, "days": days_of(rule, key)}
            for rule in retention_rules()
            for key, name in sources_of(rule)
        ],
    }


def _plain(name: str) -> str:
    return (
        "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in name)[:100].strip(". ")
        or "file"
    )
