"""Files that came with messages, and the pictures of them that may be shown."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated, Literal

from pydantic import Field

from parvis.conversations.actions.attach import keep_upload
from parvis.conversations.api.endpoints import ACT, ENDPOINTS, READ, answerable, problems
from parvis.conversations.api.shapes import AttachmentOut
from parvis.conversations.logic.outgoing import MOST_FILE_BYTES
from parvis.conversations.permissions import get_attachment
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Id
from parvis.foundation.files import stored_path


class AttachmentContent(AttachmentOut):
    base64: str = Field(description="The bytes as they came: treat them as hostile.")


class Picture(Answer):
    content_type: Literal["image/webp"] = "image/webp"
    base64: str = Field(description="Made anew from the file's pixels; nothing else of it is left.")


class KeptFile(Answer):
    """A file that waits a day for the answer that it goes out with."""

    id: int
    name: str
    content_type: str
    size_bytes: int


@ENDPOINTS.post(
    "/conversations/{conversation_id}/files",
    status=201,
    raw_body="application/octet-stream",
    most_bytes=MOST_FILE_BYTES,
    problems=problems("cannot-attach", "empty-file", "file-too-large", "too-many-files", "joined"),
    **ACT,
)
def keep_file_for_reply(
    caller: Caller, conversation_id: Id, file_name: Annotated[str, Field(min_length=1, max_length=300)]
) -> KeptFile:
    """Hand in a file for an answer: it is the body. Send the answer with its id in file_ids."""
    found = answerable(caller, conversation_id)
    content = caller.request.read(MOST_FILE_BYTES + 1)
    kept = keep_upload(found, file_name, content, by=caller.user, now=caller.now)
    return KeptFile.model_validate(kept)


@ENDPOINTS.get("/attachments/{attachment_id}/content", **READ)
def get_attachment_content(caller: Caller, attachment_id: Id) -> AttachmentContent:
    """A file that came with a message."""
    found = get_attachment(caller.user, attachment_id)
    return AttachmentContent(
        **AttachmentOut.model_validate(found).model_dump(), base64=_written(found.stored_name)
    )


@ENDPOINTS.get("/attachments/{attachment_id}/picture", **READ)
def get_attachment_picture(
    caller: Caller, attachment_id: Id, size: Literal["small", "large"] = "large"
) -> Picture:
    """What a file shows, where is_shown says that it shows something. large: at most 1,600 points a side."""
    found = get_attachment(caller.user, attachment_id)
    return Picture(base64=_written(found.small_name if size == "small" else found.large_name))


def _written(stored_name: str) -> str:
    try:
        return b64encode(stored_path(stored_name).read_bytes()).decode()
    except (FileNotFoundError, ValueError) as error:
        raise not_found() from error
