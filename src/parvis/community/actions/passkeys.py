"""Passkeys of members (WebAuthn level 2): made, used to log in, taken away. The checks are python-fido2's.

A key asks its holder (user verification) and is found by itself (resident), so no name or address has to be typed.
What was asked stays with the caller, in the browser's session, and is good for one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from parvis.community.logic.errors import MayNot
from parvis.community.models import Member, Passkey
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import keyed_hash

MOST_KEYS = 10
_USE = "member-passkeys"


def ask_for_key(member: Member, *, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(options for the browser, what was asked) to make a key for this host. Raises MayNot."""
    _refuse_staff(member)
    known = list(member.passkeys.values_list("credential", flat=True))
    if len(known) >= MOST_KEYS:
        raise MayNot("passkeys")
    options, asked = _server(host).register_begin(
        PublicKeyCredentialUserEntity(
            name=member.name, id=bytes.fromhex(keyed_hash(_USE, str(member.pk))), display_name=member.name
        ),
        credentials=[AttestedCredentialData(bytes(one)) for one in known],
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), dict(asked)


def keep_key(
    member: Member, answer: Any, *, asked: Mapping[str, Any], host: str, name: str, now: datetime
) -> Passkey:
    """The key that the browser made, checked. Raises MayNot for whatever is no answer to what was asked."""
    _refuse_staff(member)
    try:
        made = _server(host).register_complete(asked, answer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MayNot("passkey") from error
    data = made.credential_data
    if data is None or not made.is_user_verified():
        raise MayNot("passkey")
    try:
        with transaction.atomic():
            Member.objects.select_for_update(no_key=True).get(pk=member.pk)
            if member.passkeys.count() >= MOST_KEYS:
                raise MayNot("passkeys")
            return Passkey.objects.create(
                member=member, name=" ".join(name.split())[:60] or "—", credential_id=data.credential_id,
                credential=bytes(data), sign_count=made.counter, created_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise MayNot("passkey") from error


def ask_who(*, host: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(options for the browser, what was asked): whoever holds a key of this host."""
    options, asked = _server(host).authenticate_begin(user_verification=UserVerificationRequirement.REQUIRED)
    return dict(options), dict(asked)


def member_with_key(answer: Any, *, asked: Mapping[str, Any], host: str, now: datetime) -> Member:
    """Whose key answered. Raises MayNot: unknown, forged, another's answer, or of a key that was copied."""
    try:
        given = AuthenticationResponse.from_dict(answer)
        with transaction.atomic():
            key = (
                Passkey.objects.select_for_update(of=("self",))
                .select_related("member")
                .filter(credential_id=given.raw_id, member__left_at=None)
                .first()
            )
            if key is None:
                raise MayNot("passkey")
            _server(host).authenticate_complete(asked, [AttestedCredentialData(bytes(key.credential))], given)
            said = given.response.authenticator_data
            # Level 2, section 6.1.1: a count that does not grow says that somebody has the key twice.
            if (said.counter or key.sign_count) and said.counter <= key.sign_count:
                raise MayNot("passkey")
            if not said.is_user_verified():
                raise MayNot("passkey")
            Passkey.objects.filter(pk=key.pk).update(sign_count=said.counter, last_used_at=now)
            return key.member
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise MayNot("passkey") from error


def take_key_away(member: Member, passkey_id: int) -> bool:
    """Returns whether it was theirs and there."""
    return bool(Passkey.objects.filter(pk=passkey_id, member=member).delete()[0])


def _refuse_staff(member: Member) -> None:
    """Colleagues take part with their account, and log in there."""
    if member.staff_id is not None:
        raise MayNot("passkey-staff")


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name=company_name() or "Parvis", id=host))
