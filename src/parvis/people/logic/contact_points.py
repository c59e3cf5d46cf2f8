"""Addresses that people give, brought into the one form under which they are compared.

E-mail: RFC 5321 addresses, case folded, the domain in its ASCII form (IDNA). Dots and "+tag" stay: whether two
such addresses are one mailbox is the provider's secret, and a wrong guess joins two people.
Phone: ITU-T E.164, "+" and at most 15 digits. National numbers are read by the French plan (ten digits from 0,
overseas departments to their own country codes: ARCEP, plan national de numérotation).
"""

from __future__ import annotations

import re
import unicodedata

EMAIL, PHONE = "email", "phone"
KINDS = (EMAIL, PHONE)

# Channels whose handle is itself an address that the speaker gave.
KIND_OF_CHANNEL = {
    "email": EMAIL,
    "form": EMAIL,
    "contact": EMAIL,
    "contact_form": EMAIL,
    "phone": PHONE,
    "sms": PHONE,
    "whatsapp": PHONE,
}

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?\.[a-z0-9-]{2,63}")
_SEPARATORS = re.compile(r"[\s.\-/()‐‑–—]+")
_OVERSEAS = {
    **dict.fromkeys(("590", "690", "691"), "590"),
    **dict.fromkeys(("594", "694"), "594"),
    **dict.fromkeys(("596", "696", "697"), "596"),
    **dict.fromkeys(("262", "263", "269", "639", "692", "693"), "262"),
}


class NotAnAddress(ValueError):
    """What was typed is no e-mail address, or no phone number that can be called from abroad."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def normalised(kind: str, value: str) -> str:
    """The comparable form of an address of this kind. Raises NotAnAddress."""
    return normalised_email(value) if kind == EMAIL else normalised_phone(value)


def normalised_email(value: str) -> str:
    """ " Léa.Roux@Exemple.FR " → "léa.roux@exemple.fr". Raises NotAnAddress."""
    folded = unicodedata.normalize("NFKC", value).strip().removeprefix("mailto:").strip("<>").casefold()
    local, at, domain = folded.rpartition("@")
    try:
        folded = f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        raise NotAnAddress(EMAIL) from None
    if len(folded) > 254 or ".." in folded or not _EMAIL.fullmatch(folded):
        raise NotAnAddress(EMAIL)
    return folded


def normalised_phone(value: str) -> str:
    """ "06 12 34 56 78", "0033 6 12…", "+33 (0)6 12…" → "+33612345678". Raises NotAnAddress."""
    text = unicodedata.normalize("NFKC", value).strip().removeprefix("tel:").replace("(0)", "")
    digits = _SEPARATORS.sub("", text)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    is_international = digits.startswith("+")
    digits = digits.removeprefix("+")
    if not digits.isascii() or not digits.isdigit():
        raise NotAnAddress(PHONE)
    if not is_international:
        if len(digits) != 10 or digits[0] != "0" or digits[1] == "0":
            raise NotAnAddress(PHONE)
        digits = _OVERSEAS.get(digits[1:4], "33") + digits[1:]
    elif digits.startswith("330") and len(digits) == 12:  # the trunk zero that many write after +33
        digits = "33" + digits[3:]
    if not 8 <= len(digits) <= 15 or digits[0] == "0":
        raise NotAnAddress(PHONE)
    if digits.startswith("33") and (len(digits) != 11 or digits[2] == "0"):
        raise NotAnAddress(PHONE)
    return "+" + digits


def address_in(typed: str) -> tuple[str, str] | None:
    """(kind, normalised) when a searched text is an address as a whole, otherwise None."""
    kind = EMAIL if "@" in typed.strip()[1:] else PHONE
    try:
        return kind, normalised(kind, typed)
    except NotAnAddress:
        return None


def written_forms(kind: str, value: str) -> list[str]:
    """The ways in which a handle may have been stored that stands for this normalised address."""
    if kind == EMAIL:
        return [value]
    bare = value.removeprefix("+")
    forms = [value, bare, "00" + bare]
    if bare.startswith("33"):
        forms.append("0" + bare[2:])
    elif bare[:3] in _OVERSEAS.values():
        forms.append("0" + bare[3:])
    return forms


def channels_of(kind: str) -> list[str]:
    """The channels whose handles are addresses of this kind."""
    return [channel for channel, its_kind in KIND_OF_CHANNEL.items() if its_kind == kind]


def readable_phone(value: str) -> str:
    """ "+33612345678" → "+33 6 12 34 56 78"; others in groups of three from the right of the country code."""
    if value.startswith("+33") and len(value) == 12:
        rest = value[3:]
        return " ".join(["+33", rest[0], *(rest[i : i + 2] for i in range(1, 9, 2))])
    return value
