"""Web push, the parts that are pure: a notice encrypted for one browser, and the proof of who sends it.

Message Encryption for Web Push (RFC 8291) over Encrypted Content-Encoding aes128gcm (RFC 8188), Voluntary
Application Server Identification, VAPID (RFC 8292). tests/foundation/logic/test_web_push.py has the example of
RFC 8291, appendix A, to the byte.
"""

from __future__ import annotations

import base64
import struct
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD_BYTES = 4096
MOST_BYTES = 2048  # of a notice; push services take at least 4,096 after encryption
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the group of P-256 (FIPS 186-4)


class MalformedKey(ValueError):
    """The browser's keys are not what the standard says."""


def to_text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def to_bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def signing_key(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """A P-256 key out of 48 or more secret bytes (FIPS 186-4, B.4.1: extra bits, so that none is favoured)."""
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, ec.SECP256R1())


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encrypt(
    notice: bytes, *, browser_key: bytes, browser_secret: bytes, own_key: ec.EllipticCurvePrivateKey, salt: bytes
) -> bytes:
    """The body of the request. own_key and salt are new for each notice. Raises MalformedKey."""
    if len(notice) > MOST_BYTES or len(salt) != 16:
        raise ValueError("too long a notice, or a salt that is not 16 bytes")
    if len(browser_secret) != 16:
        raise MalformedKey("the secret is not 16 bytes")
    try:
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), browser_key)
    except ValueError as error:
        raise MalformedKey("the key is no point of P-256") from error
    own_point = point_of(own_key.public_key())
    shared = own_key.exchange(ec.ECDH(), theirs)
    material = _hkdf(shared, salt=browser_secret, info=b"WebPush: info\0" + browser_key + own_point, length=32)
    content_key = _hkdf(material, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _hkdf(material, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    sealed = AESGCM(content_key).encrypt(nonce, notice + b"\x02", None)
    return salt + struct.pack("!IB", RECORD_BYTES, len(own_point)) + own_point + sealed


def authorization(endpoint: str, *, key: ec.EllipticCurvePrivateKey, contact: str, expires_at: int) -> str:
    """The header that says who sends. expires_at: seconds since 1970, at most a day ahead."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": expires_at, "sub": contact}
    token = jwt.encode(claims, key, algorithm="ES256")
    return f"vapid t={token}, k={to_text(point_of(key.public_key()))}"


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
