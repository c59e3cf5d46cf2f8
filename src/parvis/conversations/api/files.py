"""Files that came with messages, and the pictures of them that may be shown."""

from __future__ import annotations

from base64 import b64encode
from typing import Literal

from pydantic import Field

from parvis.conversations.api.endpoints import ENDPOINTS, READ
from parvis.conversations.api.shapes import AttachmentOut
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
