"""An upload written where it will be read, chunk by chunk, and no further than the limit."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from parvis.channels.actions.uploads import upload_path

MOST_BYTES = 500 * 1024 * 1024


class ImportUpload(FileUploadHandler):
    """Django's own handlers copy a large file twice (memory, temporary folder); this one writes it once."""

    chunk_size = 256 * 1024

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(None)
        self.most_bytes = most_bytes
        self.is_too_large = False
        self._stream: BinaryIO | None = None
        self._path: Path | None = None
        self._written = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._drop()
        self._path = upload_path(uuid.uuid4().hex)
        self._stream = self._path.open("xb")
        self._written = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        assert self._stream is not None
        self._written += len(raw_data)
        if self._written > self.most_bytes:
            self.is_too_large = True
            self._drop()
            # The rest is read and thrown away, so that the browser gets to see the answer.
            raise StopUpload(connection_reset=False)
        self._stream.write(raw_data)

    def file_complete(self, file_size: int) -> Any:
        assert self._stream is not None and self._path is not None
        self._stream.close()
        self._stream = None
        stored = UploadedFile(
            self._path.open("rb"), self.file_name, self.content_type, file_size, self.charset
        )
        stored.stored_name = self._path.name  # type: ignore[attr-defined]
        return stored

    def upload_interrupted(self) -> None:
        self._drop()

    def _drop(self) -> None:
        """Leave nothing of a file that will not be imported."""
        if self._stream is not None and self._path is not None:
            self._stream.close()
            self._path.unlink(missing_ok=True)
            self._stream = None
