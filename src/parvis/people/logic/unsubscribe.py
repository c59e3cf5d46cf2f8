"""The two headers of RFC 8058 by which a mail program offers to stop a kind of mail at once.

List-Unsubscribe-Post may stand only beside an https address, whose POST ends it without asking anything back;
both have to be among the headers that DKIM signs, which is the mail server's work (docs/operator).
"""

from __future__ import annotations


def unsubscribe_headers(url: str) -> dict[str, str]:
    """For an address without blanks, commas or angle brackets (ValueError otherwise)."""
    if any(sign in url for sign in "<>, \r\n\t") or not url.startswith(("https://", "http://")):
        raise ValueError("no address for a header")
    headers = {"List-Unsubscribe": f"<{url}>"}
    if url.startswith("https://"):
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
