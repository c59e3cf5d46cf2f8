"""What the receiving mail server found out about a mail's sender: its own Authentication-Results (RFC 8601). Pure.

Nothing is verified here: that needs the sender's keys from the DNS at the moment of arrival, and the server that took
the mail has done it. Its word is known by its name (authserv-id). Anybody can write a header with that name into a
mail; the server writes its own above whatever was there, so for a pass only the topmost one counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parvis.channels.connectors.email.headers import MAX_HEADER_CHARACTERS, Part, decode_escaped

PASS, FAIL, NONE, UNCHECKED = "pass", "fail", "none", ""
MOST_HEADERS = 500
_NAME = "authentication-results"
_FAILED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)
_RESULT = re.compile(r"\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r'([a-z0-9-]+)\s*\.\s*([a-z0-9_-]+)\s*=\s*("[^"]*"|[^\s;"]+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """method: "dmarc", "dkim", "spf"…; properties by "header.from", "smtp.mailfrom", in lower case."""

    method: str
    word: str
    properties: dict[str, str]


def check_sender(mail: Part, *, trusted: str, author: str, said_from: str) -> str:
    """PASS: the domain of author spoke. FAIL: the server says that it did not (DMARC). NONE: it cannot tell.

    UNCHECKED: no server is trusted, or it wrote nothing. author: who the mail is taken to be by; said_from: the
    address in From, which is what was checked.
    """
    named = trusted.strip().lower()
    own = _own_headers(mail, named) if named else []
    if not own:
        return UNCHECKED
    # As it stands anywhere in what the server wrote: nobody forges that against themselves.
    if any(_FAILED.search(value) for value in own):
        return FAIL
    domain = author.rpartition("@")[2].lower()
    if domain != said_from.rpartition("@")[2].lower():
        return NONE  # somebody else than From is meant, of whom nothing was found out
    return PASS if any(_is_of(one, domain) for one in results_of(own[0])[1]) else NONE


def results_of(value: str) -> tuple[str, list[Result]]:
    """(authserv-id, results) of one header; ("", []) for what is none."""
    parts = _parts(value[:MAX_HEADER_CHARACTERS])
    words = parts[0].split()
    if not words or "=" in words[0] or len(words) > 2:
        return "", []
    found = []
    for part in parts[1:]:
        result = _RESULT.match(part)
        if result is not None:
            properties = {
                f"{kind}.{name}".lower(): given.strip('"').lower()
                for kind, name, given in _PROPERTY.findall(part[result.end() :])
            }
            found.append(Result(result[1].lower(), result[2].lower(), properties))
    return words[0].strip('"').lower(), found


def _own_headers(mail: Part, trusted: str) -> list[str]:
    """The topmost header by the trusted server, and those of its that follow at once: several checkers on one machine
    write one each."""
    own: list[str] = []
    for name, given in list(mail.raw_items())[:MOST_HEADERS]:
        value = decode_escaped(str(given))[:MAX_HEADER_CHARACTERS] if str(name).lower() == _NAME else ""
        if value and results_of(value)[0] == trusted:
            own.append(value)
        elif own:
            break
    return own


def _is_of(result: Result, domain: str) -> bool:
    """Whether a check passed for this very domain. Only a domain above it may sign for it: of two beside each other
    under a public suffix neither does, and which those are stands nowhere here."""
    if result.word != "pass" or not domain:
        return False
    checked = result.properties
    if result.method == "dmarc":
        return checked.get("header.from", domain).rpartition("@")[2] == domain
    spoke = {"dkim": checked.get("header.d", ""), "spf": checked.get("smtp.mailfrom", "")}.get(
        result.method, ""
    )
    signer = spoke.rpartition("@")[2]
    return "." in signer and (domain == signer or domain.endswith(f".{signer}"))


def _parts(value: str) -> list[str]:
    """What stands between semicolons, in one pass: comments left out (they nest), quoted words whole and without the
    signs that are escaped in them. What the sender wrote may stand in both, and may look like a result."""
    parts: list[list[str]] = [[]]
    depth, is_quoted, is_escaped = 0, False, False
    for sign in value:
        if is_escaped:
            is_escaped = False
        elif sign == "\\" and (depth or is_quoted):
            is_escaped = True
        elif depth:
            depth += (sign == "(") - (sign == ")")
        elif sign == '"':
            is_quoted = not is_quoted
            parts[-1].append(sign)
        elif is_quoted:
            parts[-1].append(sign)
        elif sign == "(":
            depth = 1
        elif sign == ";":
            parts.append([])
        else:
            parts[-1].append(sign)
    return ["".join(part).strip() for part in parts]
