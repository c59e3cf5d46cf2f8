"""Links by which a person reaches their choices without a log-in: signed, for one use, for a time.

A link says whom it is for, what it opens ("choices", or one thing to stop: "stop:prospecting.email"), until when,
and its generation: counting the person's generation on closes all links that are out. Nothing is stored of a link.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CHOICES, STOP = "choices", "stop"
CHOICES_FOR = timedelta(days=90)
# A way out has to work as long as the mail may still lie in a mailbox.
STOP_FOR = timedelta(days=3 * 366)

_HEAD = struct.Struct(">BQIH")  # version, person, until (hours since 1970), generation
_FORM = re.compile(r"[A-Za-z0-9_-]{30,160}")
_SIGNED_BYTES = 16  # 128 bits: guessing one is hopeless at any rate


@dataclass(frozen=True, slots=True)
class Link:
    person_id: int
    use: str
    until: datetime
    generation: int

    @property
    def stops(self) -> str:
        """The code of the purpose that this link stops; empty for a page of choices."""
        return self.use.partition(":")[2] if self.use.startswith(f"{STOP}:") else ""


def written(link: Link, *, key: bytes) -> str:
    """The link's last part: letters, digits, - and _ alone, so that no mail program breaks it."""
    hours = int(link.until.timestamp()) // 3600
    content = _HEAD.pack(1, link.person_id, hours, link.generation) + link.use.encode()
    return base64.urlsafe_b64encode(_signature(content, key) + content).decode().rstrip("=")


def read(text: str, *, key: bytes, now: datetime) -> Link | None:
    """The link, or None for whatever is none: guessed, changed, over. The signature is compared first."""
    if not _FORM.fullmatch(text):
        return None
    try:
        whole = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return None
    signature, content = whole[:_SIGNED_BYTES], whole[_SIGNED_BYTES:]
    if not hmac.compare_digest(signature, _signature(content, key)) or len(content) < _HEAD.size:
        return None
    version, person_id, hours, generation = _HEAD.unpack(content[: _HEAD.size])
    until = datetime.fromtimestamp(hours * 3600, UTC)
    if version != 1 or until <= now:
        return None
    return Link(person_id, content[_HEAD.size :].decode("ascii", "replace"), until, generation)


def _signature(content: bytes, key: bytes) -> bytes:
    return hmac.new(key, content, hashlib.sha256).digest()[:_SIGNED_BYTES]
