"""OpenID Connect, the parts that are pure: what is asked of a provider and what its answer means.

OpenID Connect Core 1.0 (section 3.1, code flow; 3.1.3.7, checks of an ID token), Discovery 1.0, PKCE (RFC 7636),
issuer in the answer (RFC 9207). Signatures are checked by PyJWT; symmetric ones and "none" are never taken.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_SECONDS = 60
SCOPES = "openid email profile"


class ProviderAnswerRefused(Exception):
    """code: "issuer-differs", "metadata-incomplete", "unknown-key", "token-refused", "nonce-differs",
    "party-differs"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the provider says of itself under /.well-known/openid-configuration."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    sends_secret_in_body: bool
    names_itself: bool  # its answer carries `iss`
    says_when: bool  # its tokens carry `auth_time`


def read_metadata(document: Mapping[str, Any], *, issuer: str) -> Metadata:
    """Raises ProviderAnswerRefused: the issuer must be the one that was asked, to the letter."""
    if document.get("issuer") != issuer:
        raise ProviderAnswerRefused("issuer-differs", str(document.get("issuer"))[:200])
    # Without a word about it, HTTP Basic is meant (Discovery 1.0, section 3).
    ways = document.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Metadata(
        issuer=issuer,
        authorization_endpoint=_web_address(document, "authorization_endpoint"),
        token_endpoint=_web_address(document, "token_endpoint"),
        jwks_uri=_web_address(document, "jwks_uri"),
        sends_secret_in_body="client_secret_basic" not in ways,
        names_itself=bool(document.get("authorization_response_iss_parameter_supported")),
        says_when="auth_time" in (document.get("claims_supported") or ()),
    )


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def question_address(
    metadata: Metadata,
    *,
    client_id: str,
    redirect_uri: str,
    state: str,
    nonce: str,
    verifier: str,
    asks_again: bool = False,
    scopes: str = SCOPES,
) -> str:
    """Where the browser is sent to log in there. asks_again: although it is logged in there already."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scopes,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge_of(verifier),
        "code_challenge_method": "S256",
    }
    if asks_again:
        # With max_age the token has to say when it was asked (Core 1.0, section 2: auth_time).
        asked |= {"prompt": "login", "max_age": "0"}
    joint = "&" if urlsplit(metadata.authorization_endpoint).query else "?"
    return f"{metadata.authorization_endpoint}{joint}{urlencode(asked)}"


def read_id_token(
    token: str, *, keys: Mapping[str, Any], metadata: Metadata, client_id: str, nonce: str
) -> dict[str, Any]:
    """The claims of a token that is genuine, meant for us, in time and the answer to our question."""
    try:
        key = _key_for(token, keys)
        claims: dict[str, Any] = jwt.decode(
            token,
            key.key,
            algorithms=list(ALGORITHMS),
            audience=client_id,
            issuer=metadata.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
    except jwt.PyJWTError as error:
        raise ProviderAnswerRefused("token-refused", type(error).__name__) from error
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ProviderAnswerRefused("nonce-differs")
    audience = claims["aud"]
    is_shared = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if is_shared else client_id) != client_id:
        raise ProviderAnswerRefused("party-differs")
    return claims


def asked_at(claims: Mapping[str, Any], metadata: Metadata, *, now: float) -> float:
    """When the provider asked the person who they are. One that never says is believed to have asked just now; one
    that says it elsewhere and not here has not."""
    at = claims.get("auth_time")
    if isinstance(at, int) and not isinstance(at, bool):
        return float(at)
    return 0.0 if metadata.says_when else now


def roles_of_claims(claims: Mapping[str, Any], *, claim: str, role_map: Mapping[str, str]) -> list[str]:
    """Roles that the claim's values stand for. A dot goes one level in: "realm_access.roles"."""
    value: Any = claims
    for step in claim.split(".") if claim else ():
        value = value.get(step) if isinstance(value, Mapping) else None
    if claim in claims:  # names of claims may hold dots themselves
        value = claims[claim]
    given: Sequence[Any] = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    return sorted({role_map[one] for one in given if isinstance(one, str) and one in role_map})


def address_of_claims(claims: Mapping[str, Any], *, domains: Sequence[str]) -> str:
    """The verified address, in lower case; empty where there is none or its domain is not one of ours."""
    address = claims.get("email")
    if (
        not isinstance(address, str)
        or address.count("@") != 1
        or claims.get("email_verified") not in (True, "true")
    ):
        return ""
    domain = address.rpartition("@")[2].lower()
    return "" if domains and domain not in domains else address.lower()


def _key_for(token: str, keys: Mapping[str, Any]) -> jwt.PyJWK:
    header = jwt.get_unverified_header(token)
    if header.get("alg") not in ALGORITHMS:
        raise ProviderAnswerRefused("token-refused", "algorithm")
    known = [key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if key.public_key_use in (None, "sig")]
    fitting = [key for key in known if key.key_id == header.get("kid")] if header.get("kid") else known
    if len(fitting) != 1:
        raise ProviderAnswerRefused("unknown-key")
    return fitting[0]


def _web_address(document: Mapping[str, Any], name: str) -> str:
    address = document.get(name)
    if isinstance(address, str):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https") and parts.hostname:
            return address
    raise ProviderAnswerRefused("metadata-incomplete", name)
