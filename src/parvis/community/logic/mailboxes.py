"""Addresses that end in one mailbox: how a second account is seen without keeping where anybody was."""

from __future__ import annotations

# Their mailboxes do not tell dots apart (support.google.com/mail/answer/7436150).
_WITHOUT_DOTS = {"gmail.com", "googlemail.com"}
_SAME_HOST = {"googlemail.com": "gmail.com"}


def mailbox_of(email: str) -> str:
    """The address without what its host ignores: case, a tag after "+" (RFC 5233), dots where they mean nothing."""
    name, _, host = email.strip().lower().rpartition("@")
    name = name.split("+", 1)[0] or name
    if host in _WITHOUT_DOTS:
        name = name.replace(".", "")
    return f"{name}@{_SAME_HOST.get(host, host)}"
