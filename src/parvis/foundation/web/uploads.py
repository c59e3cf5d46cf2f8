"""How much a form may carry in files, whoever sends it and wherever it goes.

Django bounds the fields of a form and not its files: it would write whatever a stranger sends to a public form
into the temporary folder. A screen that takes larger files brings handlers of its own.
"""

from __future__ import annotations

from typing import Any

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
