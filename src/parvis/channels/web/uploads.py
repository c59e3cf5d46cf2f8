"""An upload of posts, written where the import reads it."""

from __future__ import annotations

import uuid

from parvis.channels.actions.uploads import upload_path
from parvis.foundation.web.uploads import StoredUpload

MOST_BYTES = 500 * 1024 * 1024


class ImportUpload(StoredUpload):
    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(new_path=lambda: upload_path(uuid.uuid4().hex), most_bytes=most_bytes)
