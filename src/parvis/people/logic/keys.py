"""The form in which two names of the house are compared: "Café  Noir" and "cafe noir" are one name."""

from __future__ import annotations

import unicodedata


def name_key(name: str) -> str:
    """Case, accents, full width and repeated spaces folded. Idempotent."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    return " ".join(unicodedata.normalize("NFC", bare).split())
