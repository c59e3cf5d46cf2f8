"""How much a form may carry in files, whoever sends it and wherever it goes.

Django bounds the fields of a form and not its files: it would write whatever a stranger sends to a public form
into the temporary folder. A screen that takes larger files brings handlers of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 20 * 1024 * 1024


class BoundedUpload(FileUploadHandler):
    """Counts what passes on its way to the other handlers, over all files of a request."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._passed = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._passed += len(raw_data)
        if self._passed > MOST_BYTES:
            if self.request is not None:
                setattr(self.request, "is_upload_too_large", True)  # noqa: B010, Django declares no such field
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class StoredUpload(FileUploadHandler):
    """An upload written where it will be read, chunk by chunk, and no further than the limit.

    Django's own handlers copy a large file twice (memory, temporary folder); this one writes it once.
    new_path: gives the place of each file; its last part becomes `stored_name` of what the form gets.
    """

    chunk_size = 256 * 1024

    def __init__(self, *, new_path: Callable[[], Path], most_bytes: int) -> None:
        super().__init__(None)
        self.most_bytes = most_bytes
        self.is_too_large = False
        self._new_path = new_path
        self._stream: BinaryIO | None = None
        self._path: Path | None = None
        self._written = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._drop()
        self._path = self._new_path()
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
        """Leave nothing of a file that will not be read."""
        if self._stream is not None and self._path is not None:
            self._stream.close()
            self._path.unlink(missing_ok=True)
            self._stream = None
