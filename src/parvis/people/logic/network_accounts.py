"""Which account somebody logged in with at a network: what is asked there, and what the answer means. Pure.

Mastodon: OAuth 2 with PKCE (RFC 6749, RFC 7636), `read:accounts` and nothing else, docs.joinmastodon.org/methods/oauth
and /methods/accounts#verify_credentials. OpenID Connect: accounts/logic/oidc.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from parvis.accounts.logic.oidc import challenge_of
from parvis.people.logic.handles import handle_key

QUESTION_LIVES = timedelta(minutes=10)
MASTODON_SCOPE = "read:accounts"
# Claims that are no account's name, or may be typed by anybody into their profile.
_FREE_CLAIMS = {"name", "nickname", "given_name", "family_name", "profile", "picture", "website"}


class NoAccountNamed(ValueError):
    """The answer names no account, or names it in a way that proves nothing."""


def mastodon_question(
    address: str, *, client_id: str, redirect_uri: str, state: str, verifier: str, asks_again: bool
) -> str:
    """Where the browser is sent. asks_again: choose the account anew although one is logged in there."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": MASTODON_SCOPE,
        "state": state,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    if asks_again:
        asked["force_login"] = "true"
    return f"{address}/oauth/authorize?{urlencode(asked)}"


def mastodon_handles(account: Mapping[str, Any], *, domain: str, address: str) -> tuple[str, ...]:
    """name@server of the account that was logged in, as others know it and as the server's address says it, where
    the two differ. Raises NoAccountNamed: an account of another server is not this one's to name."""
    name = account.get("username")
    acct = account.get("acct", name)
    if not isinstance(name, str) or not name or "@" in name or not isinstance(acct, str):
        raise NoAccountNamed("username")
    known = tuple(dict.fromkeys(f"{name}@{one}" for one in (domain, urlsplit(address).netloc) if one))
    if handle_key("mastodon", acct) not in {handle_key("mastodon", one) for one in (name, *known)}:
        raise NoAccountNamed("acct")
    return known


def oidc_handle(claims: Mapping[str, Any], *, claim: str) -> str:
    """The handle that an ID token names. Raises NoAccountNamed. An e-mail address counts where it is confirmed."""
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip() or len(value) > 320:
        raise NoAccountNamed(claim)
    if claim == "email" and claims.get("email_verified") not in (True, "true"):
        raise NoAccountNamed("email_verified")
    return value.strip()


def oidc_scopes(claim: str) -> str:
    """No more than the claim needs."""
    return {"sub": "openid", "email": "openid email"}.get(claim, "openid profile")


def can_be_a_handle(claim: str) -> bool:
    """Whether a claim names an account. What its holder can change as they like proves nothing."""
    return bool(claim) and claim not in _FREE_CLAIMS


def server_address(written: str) -> str:
    """ "mastodon.social" or an address, as the address of the server alone; empty for what is none."""
    typed = written.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or " " in host:
        return ""
    return f"{parts.scheme}://{host}:{port}" if port else f"{parts.scheme}://{host}"


def domain_of_instance(document: Mapping[str, Any], *, address: str) -> str:
    """What stands after the @ of a server's handles, by its own word (/api/v2/instance) where that is its host or
    above it; else the host: no server speaks for another's people."""
    said, host = document.get("domain"), urlsplit(address).netloc
    if isinstance(said, str) and "." in said and f".{host}".endswith(f".{said.lower()}"):
        return said.lower()
    return host
