"""Who somebody is that logged in at a provider: what its claims say of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from parvis.accounts.logic.oidc import address_of_claims
from parvis.community.logic.names import clean_name

# What people are called there among others, before what they are called at all: the whole name is nobody's to propose.
_NAMES = ("nickname", "preferred_username", "given_name", "name")


def confirmed_address(claims: Mapping[str, Any]) -> str:
    """The address that the provider confirms, in lower case, or ""."""
    return address_of_claims(claims, domains=())[:254]


def named_address(claims: Mapping[str, Any]) -> str:
    """The address it names, confirmed or not, or ""."""
    address = claims.get("email")
    return address.strip()[:254] if isinstance(address, str) and address.count("@") == 1 else ""


def proposed_name(claims: Mapping[str, Any]) -> str:
    """A beginning for the field in which they choose their name; never an address, never a surname."""
    for claim in _NAMES:
        said = claims.get(claim)
        if isinstance(said, str) and said.strip() and "@" not in said:
            word = said.split()[0] if claim in ("given_name", "name") else said
            return clean_name(word)[:60]
    return ""
