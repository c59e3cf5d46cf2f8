"""Web push against the example of RFC 8291, appendix A."""

from __future__ import annotations

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from parvis.foundation.logic.web_push import (
    MOST_BYTES,
    MalformedKey,
    authorization,
    encrypt,
    point_of,
    signing_key,
    to_bytes,
    to_text,
)

BROWSER_KEY = to_bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
BROWSER_SECRET = to_bytes("BTBZMqHH6r4Tts7J_aSIgg")
OWN_KEY = ec.derive_private_key(
    int.from_bytes(to_bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), ec.SECP256R1()
)
SALT = to_bytes("DGv6ra1nlYgDCS1FRnbzlw")
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
    "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_to_the_byte() -> None:
    body = encrypt(
        b"When I grow up, I want to be a watermelon",
        browser_key=BROWSER_KEY,
        browser_secret=BROWSER_SECRET,
        own_key=OWN_KEY,
        salt=SALT,
    )
    assert to_text(body) == BODY


@pytest.mark.parametrize(("key", "secret"), [(BROWSER_KEY[:-1], BROWSER_SECRET), (b"\x04" + b"\1" * 64, BROWSER_SECRET),
                                             (BROWSER_KEY, b"short")])  # fmt: skip
def test_keys_that_are_none_are_refused(key: bytes, secret: bytes) -> None:
    with pytest.raises(MalformedKey):
        encrypt(b"x", browser_key=key, browser_secret=secret, own_key=OWN_KEY, salt=SALT)


def test_a_long_notice_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        encrypt(
            b"x" * (MOST_BYTES + 1), browser_key=BROWSER_KEY, browser_secret=BROWSER_SECRET, own_key=OWN_KEY, salt=SALT
        )


def test_the_proof_of_the_sender_is_for_one_service_and_signed() -> None:
    key = signing_key(b"seed" * 12)
    header = authorization(
        "https://push.example:8443/send/abc", key=key, contact="mailto:a@example.org", expires_at=4_000_000_000
    )
    scheme, _, rest = header.partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(", "))
    assert scheme == "vapid" and to_bytes(parts["k"]) == point_of(key.public_key())
    claims = jwt.decode(parts["t"], key.public_key(), algorithms=["ES256"], audience="https://push.example:8443")
    assert claims["sub"] == "mailto:a@example.org"


def test_the_same_seed_is_the_same_key() -> None:
    assert point_of(signing_key(b"a" * 48).public_key()) == point_of(signing_key(b"a" * 48).public_key())
    assert point_of(signing_key(b"a" * 48).public_key()) != point_of(signing_key(b"b" * 48).public_key())
