"""Logging in at a provider: the way there and back, and which member somebody is who logged in there.

A member is recognised by the provider's lasting name for them. The first time they are recognised by an address, where
the provider is trusted and confirms it; else a code by mail shows that the address is theirs (web/views/elsewhere.py).
Nothing here touches a customer's record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from parvis.accounts.actions.company_log_in import LogInRefused, ask_metadata, claims_of_answer
from parvis.accounts.actions.round_trips import RoundTripOver, check_state, set_out, trip_hash
from parvis.accounts.logic.oidc import question_address
from parvis.community.actions.join import email_hash
from parvis.community.logic.elsewhere import confirmed_address, named_address, proposed_name
from parvis.community.logic.errors import ElsewhereRefused, ManyJoining, MayNot
from parvis.community.models import LogInElsewhere, LogInProvider, LogInQuestion, Member, MemberContact
from parvis.foundation.access import purpose
from parvis.foundation.secrets import keyed_hash, seal, unseal

QUESTION_LIVES = timedelta(minutes=10)
# Each asks the provider for its addresses: bounded for the whole installation and for one place, as codes are.
MOST_A_MINUTE, MOST_FROM_ONE_PLACE_AN_HOUR = 120, 40
_USE = "community-log-in"


@dataclass(frozen=True, slots=True)
class Asked:
    """Where the browser goes, and what it has to bring back besides."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who logged in at a provider. email: what it names; is_confirmed: by a provider whose word counts here."""

    provider_id: int
    subject_hash: str
    email: str
    is_confirmed: bool
    name: str


def ask_provider(
    provider: LogInProvider,
    *,
    page: str,
    redirect_uri: str,
    member: Member | None = None,
    asked_from: str = "",
    now: datetime,
) -> Asked:
    """Write the question down and say where to go. Raises ElsewhereRefused, ManyJoining, MayNot.

    page: where to come back to. member: who adds this way to theirs. Outside a transaction: the provider is asked.
    """
    if member is not None and member.staff_id is not None:
        raise MayNot("passkey-staff")
    lately = LogInQuestion.objects.filter(asked_at__gt=now - timedelta(minutes=1)).count()
    if lately >= MOST_A_MINUTE:
        raise ManyJoining(seconds=60)
    if asked_from:
        hour = LogInQuestion.objects.filter(asked_from=asked_from, asked_at__gt=now - timedelta(hours=1))
        if hour.count() >= MOST_FROM_ONE_PLACE_AN_HOUR:
            raise ManyJoining(seconds=3600)
    trip = set_out(_USE)
    try:
        metadata = ask_metadata(provider.issuer)
    except LogInRefused as refused:
        raise _of(refused) from refused
    address = question_address(
        metadata, client_id=provider.client_id, redirect_uri=redirect_uri, state=trip.state, nonce=trip.nonce,
        verifier=trip.verifier,
    )  # fmt: skip
    LogInQuestion.objects.create(
        provider=provider, member=member, state_hash=trip_hash(_USE, trip.state),
        browser_hash=trip_hash(_USE, trip.browser), asked_from=asked_from, asked_at=now, ends_at=now + QUESTION_LIVES,
        sealed=seal({"nonce": trip.nonce, "verifier": trip.verifier, "page": page}),
    )  # fmt: skip
    return Asked(address, trip.browser)


def take_question(state: str, *, browser: str, now: datetime) -> tuple[LogInQuestion, str]:
    """The question with this state, taken out of use by it, and the page it came from. Raises ElsewhereRefused("over").

    A state that is forged, over, used, or another browser's is answered alike.
    """
    try:
        check_state(_USE, state, lives=QUESTION_LIVES)
    except RoundTripOver as error:
        raise ElsewhereRefused("over") from error
    found = (
        LogInQuestion.objects.select_related("provider", "member")
        .filter(
            state_hash=trip_hash(_USE, state), browser_hash=trip_hash(_USE, browser), ends_at__gt=now,
            provider__is_active=True,
        )
        .first()
    )  # fmt: skip
    if (
        found is None
        or LogInQuestion.objects.filter(pk=found.pk, answered_at=None).update(answered_at=now) != 1
    ):
        raise ElsewhereRefused("over")
    return found, str(unseal(found.sealed)["page"])


def somebody_behind(question: LogInQuestion, *, code: str, named_issuer: str, redirect_uri: str) -> Somebody:
    """Who logged in there. Raises ElsewhereRefused. Asks the provider; outside a transaction."""
    provider, asked = question.provider, unseal(question.sealed)
    try:
        claims, _metadata = claims_of_answer(
            provider, issuer=provider.issuer, code=code, named_issuer=named_issuer or None,
            verifier=asked["verifier"], nonce=asked["nonce"], redirect_uri=redirect_uri,
        )  # fmt: skip
    except LogInRefused as refused:
        raise _of(refused) from refused
    return _somebody(provider, claims)


def member_behind(somebody: Somebody, *, adds: Member | None = None, now: datetime) -> Member | None:
    """The member they are; None: not known yet. adds: who asked to add this way to theirs. Raises ElsewhereRefused."""
    with purpose("membership"), transaction.atomic():
        known = (
            LogInElsewhere.objects.select_related("member")
            .filter(provider_id=somebody.provider_id, subject_hash=somebody.subject_hash)
            .first()
        )
        if known is not None:
            if adds is not None and known.member_id != adds.pk:
                raise ElsewhereRefused("taken")
            LogInElsewhere.objects.filter(pk=known.pk).update(last_used_at=now)
            return known.member
        member = adds
        if member is None and somebody.is_confirmed:
            contact = (
                MemberContact.objects.select_related("member")
                .filter(email_hash=email_hash(somebody.email), is_email_confirmed=True, member__left_at=None)
                .first()
            )
            member = contact.member if contact else None
        if member is not None:
            keep_way(member, provider_id=somebody.provider_id, subject_hash=somebody.subject_hash, now=now)
        return member


def keep_way(member: Member, *, provider_id: int, subject_hash: str, now: datetime) -> None:
    """From now on they come in by it. Who they were there before is known no more. Raises ElsewhereRefused.

    The caller knows that both are the same: by an address that either confirmed, or by their being logged in here.
    """
    if not LogInProvider.objects.filter(pk=provider_id, is_active=True).exists():
        raise ElsewhereRefused("over")
    try:
        with transaction.atomic():
            LogInElsewhere.objects.update_or_create(
                provider_id=provider_id,
                member=member,
                defaults={"subject_hash": subject_hash, "last_used_at": now},
                create_defaults={"subject_hash": subject_hash, "created_at": now, "last_used_at": now},
            )
    except IntegrityError as error:
        raise ElsewhereRefused("taken") from error


def take_way_away(member: Member, way_id: int) -> bool:
    """Returns whether it was theirs and there."""
    return bool(LogInElsewhere.objects.filter(pk=way_id, member=member).delete()[0])


def _somebody(provider: LogInProvider, claims: dict[str, Any]) -> Somebody:
    confirmed = confirmed_address(claims) if provider.is_trusted else ""
    subject = keyed_hash("community-log-in-subjects", f"{provider.issuer}\n{claims['sub']}")
    return Somebody(
        provider.pk, subject, confirmed or named_address(claims), bool(confirmed), proposed_name(claims)
    )


def _of(refused: LogInRefused) -> ElsewhereRefused:
    return ElsewhereRefused("unreachable" if refused.code == "provider-unreachable" else "answer-refused")
