"""Files in forms are bounded, also those that nobody asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from parvis.foundation.web import uploads
from tests.factories.channels import make_connection

pytestmark = pytest.mark.django_db


def test_a_stranger_fills_no_disk(client: Client, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    make_connection("form", channel="form", name="Website")
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    written: list[int] = []
    original = uploads.BoundedUpload.receive_data_chunk

    def watched(self: uploads.BoundedUpload, raw_data: bytes, start: int) -> bytes:
        written.append(sum(path.stat().st_size for path in tmp_path.glob("*")))
        return original(self, raw_data, start)

    uploads.BoundedUpload.receive_data_chunk = watched  # type: ignore[method-assign]
    try:
        files = [SimpleUploadedFile(f"{n}.bin", b"x" * (11 * 1024 * 1024)) for n in range(3)]
        answer = client.post("/contact/website/", {"name": "Ana", "files": files})
    finally:
        uploads.BoundedUpload.receive_data_chunk = original  # type: ignore[method-assign]
    assert answer.status_code == 200
    assert 11 * 1024 * 1024 <= max(written) <= uploads.MOST_BYTES
    assert list(tmp_path.glob("*")) == []
