"""The fields of a filled-in contact form into an item. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b

from parvis.channels.logic.addresses import normalise_email
from parvis.channels.logic.items import MAX_TEXT_CHARACTERS, Author, InboundItem
from parvis.channels.logic.protocol import ConnectorError
from parvis.channels.logic.texts import (
    MAX_HANDLE_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    bounded_id,
    clean_line,
    clean_text,
    clean_url,
)

MAX_CUSTOMER_NUMBER_CHARACTERS = 64


def parse_form(fields: Mapping[str, str], *, submission_id: str, now: datetime) -> InboundItem:
    """The item of one submission.

    fields: name, email, subject, text, customer_number, page_url; only email and text must be there.
    submission_id: made with the form page and sent along, so that a double click is one message.
    Raises ConnectorError("malformed") with the fields at fault; the screen has checked them before.
    """
    handle = normalise_email(fields.get("email", ""))
    text = clean_text(fields.get("text", "")).replace("\r\n", "\n").strip()
    problems = [
        name
        for name, is_bad in (("email", not handle), ("text", not text or len(text) > MAX_TEXT_CHARACTERS))
        if is_bad
    ]
    if problems:
        raise ConnectorError("malformed", ", ".join(problems), permanent=True)
    return InboundItem(
        external_id=bounded_id(f"form:{submission_id}") if submission_id else _content_id(handle, text, now),
        text=text,
        title=clean_line(fields.get("subject", ""), limit=MAX_TITLE_CHARACTERS),
        published_at=now,
        addressed=True,
        author=Author(handle, clean_line(fields.get("name", ""), limit=MAX_HANDLE_CHARACTERS)),
        url=clean_url(fields.get("page_url", "")),
    )


def stated_customer_number(fields: Mapping[str, str]) -> str:
    """What the visitor says their number is: a claim, no evidence, as anybody can type anything."""
    return clean_line(fields.get("customer_number", ""), limit=MAX_CUSTOMER_NUMBER_CHARACTERS)


def _content_id(handle: str, text: str, now: datetime) -> str:
    content = "\x1f".join((handle, text, now.isoformat())).encode("utf-8")
    return f"form:{blake2b(content, digest_size=16).hexdigest()}"
