"""The proof of a consent: what is kept of who was there, and the seals by which a changed row shows.

Art. 7(1) GDPR leaves the burden of proof with the company; art. 5(1)(c) asks to keep no more than it takes. So
an address is kept as its network (IPv4: /24, IPv6: /48) and a browser as its name and number.

Seals are HMAC-SHA-256 under a key that lies outside the database, each over its row and the seal of the person's
row before it. What an erasure empties is sealed apart (`details`), so that the rest stays provable after it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# What somebody did. "kept_refusal": an address that had been refused before turned up again.
ACTS = ("ticked", "clicked", "one_click", "said", "wrote", "signed", "noted", "imported", "kept_refusal")

_BROWSERS = (
    ("Edge", re.compile(r"\bEdg(?:e|A|iOS)?/(\d+)")),
    ("Opera", re.compile(r"\bOPR/(\d+)")),
    ("Samsung Internet", re.compile(r"\bSamsungBrowser/(\d+)")),
    ("Firefox", re.compile(r"\b(?:Firefox|FxiOS)/(\d+)")),
    ("Chrome", re.compile(r"\b(?:Chrome|Chromium|CriOS)/(\d+)")),
    ("Safari", re.compile(r"\bVersion/(\d+)[.\d]* (?:Mobile/\S+ )?Safari/")),
)


def network_of(address: str) -> str:
    """ "203.0.113.77" → "203.0.113.0/24"; an IPv6 address → its /48; anything else → ""."""
    try:
        known = ipaddress.ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    return str(ipaddress.ip_network((known, 24 if known.version == 4 else 48), strict=False))


def browser_of(agent: str) -> str:
    """ "Mozilla/5.0 … Firefox/128.0" → "Firefox 128"; what is not known → ""."""
    for name, pattern in _BROWSERS:
        if found := pattern.search(agent[:1000]):
            return f"{name} {found[1][:6]}"
    return ""


@dataclass(frozen=True, slots=True)
class Sealed:
    """One row of the ledger as it is sealed. `at` is aware; details are the parts that an erasure empties."""

    person_id: int
    purpose: str
    channel: str
    is_given: bool
    basis: str
    wording: str
    wording_version: str
    language: str
    at: datetime
    form: str
    act: str
    valid_until: datetime | None
    details: Mapping[str, Any]


def details_hash(row: Sealed, *, key: bytes) -> str:
    return _hmac(key, ["details", row.person_id, dict(row.details)])


def seal(row: Sealed, *, before: str, details: str, key: bytes) -> str:
    """before: the seal of the person's row before, "" for the first; details: details_hash of the row."""
    return _hmac(
        key,
        [
            "consent", before, row.person_id, row.purpose, row.channel, row.is_given, row.basis, row.wording,
            row.wording_version, row.language, _instant(row.at), row.form, row.act, _instant(row.valid_until), details,
        ],
    )  # fmt: skip


INTACT, EMPTIED, UNSEALED, BROKEN = "intact", "emptied", "unsealed", "broken"


@dataclass(frozen=True, slots=True)
class Kept:
    """A row with what is stored beside it."""

    row: Sealed
    details_hash: str
    seal: str


def verdicts(rows: Sequence[Kept], *, key: bytes) -> list[str]:
    """For each row of one person, oldest first: intact, emptied (erased as a right), unsealed (from before there
    were seals), or broken: the row, or one before it, is not what was sealed."""
    found, before, any_sealed = [], "", False
    for kept in rows:
        if not kept.seal:
            # Nothing unsealed follows a sealed row unless somebody took the seal away.
            found.append(BROKEN if any_sealed else UNSEALED)
            continue
        any_sealed = True
        expected = seal(kept.row, before=before, details=kept.details_hash, key=key)
        if not hmac.compare_digest(expected, kept.seal):
            found.append(BROKEN)
        elif not any(kept.row.details.values()) and kept.details_hash != details_hash(kept.row, key=key):
            found.append(EMPTIED)
        elif not hmac.compare_digest(kept.details_hash, details_hash(kept.row, key=key)):
            found.append(BROKEN)
        else:
            found.append(INTACT)
        before = kept.seal
    return found


def _instant(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def _hmac(key: bytes, content: list[Any]) -> str:
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()
