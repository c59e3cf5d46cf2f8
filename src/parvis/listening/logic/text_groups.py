"""Which posts say the same: reposts, copies with another link, the same text sent to twenty handles.

The key is a hash of the words alone: no addresses, handles, figures, case, accents or signs. Posts of fewer than four
such words say the same by chance ("thank you!") and have no key.
"""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

LEAST_WORDS = 4
# What is far down a long text does not make two texts different; and work stays bounded.
CHARACTERS_READ = 2_000

_NOT_SAID = re.compile(r"https?://\S+|www\.\S+|[@＠][\w.@-]+|\bRT\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def text_group(title: str, text: str) -> int | None:
    """A signed 64-bit key, or None where there is too little to tell."""
    return group_of(words_said(title, text))


def words_said(title: str, text: str) -> list[str]:
    """The words alone, folded."""
    said = f"{title} {text}" if title and title not in text else text
    said = said[:CHARACTERS_READ]
    if "@" in said or "http" in said or "www." in said or "RT" in said or "＠" in said:
        said = _NOT_SAID.sub(" ", said)
    if not said.isascii():
        said = unicodedata.normalize("NFKD", said)
        said = "".join(c for c in said if not unicodedata.combining(c))
    return _WORD.findall(said.casefold())


def group_of(words: list[str]) -> int | None:
    if len(words) < LEAST_WORDS:
        return None
    digest = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
