"""Joining, logging in by a code sent by mail, and leaving."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from parvis.accounts.models import User
from parvis.community.actions.suspensions import suspensions
from parvis.community.events import MemberJoined
from parvis.community.logic.errors import (
    CodeRefused,
    ManyJoining,
    NameRefused,
    NameTaken,
    Suspended,
    TooOften,
)
from parvis.community.logic.mailboxes import mailbox_of
from parvis.community.logic.names import clean_name, is_refused, name_key
from parvis.community.models import LogInCode, Member, MemberContact, MemberDevice
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish
from parvis.foundation.installation import company_name
from parvis.foundation.secrets import keyed_hash

CODE_LIVES = timedelta(minutes=15)
MOST_TRIES = 5
MOST_CODES_AN_HOUR = 5
# A flood of sign-ups: bounded for the whole installation, and for one place (its keyed hash; no address is kept).
MOST_CODES_A_MINUTE, MOST_JOINING_A_MINUTE = 120, 30
MOST_CODES_FROM_ONE_PLACE_AN_HOUR, MOST_JOINING_FROM_ONE_PLACE_A_DAY = 20, 10
PLACE_KEPT = timedelta(days=30)


def email_hash(email: str) -> str:
    return keyed_hash("community-members", email.strip().lower())


def mailbox_hash(email: str) -> str:
    """Of the mailbox behind the address: by it a second account is seen."""
    return keyed_hash("community-mailboxes", mailbox_of(email))


def place_hash(address: str) -> str:
    """The keyed hash of where a request came from: of IPv6 the network of one household; "" where it is unknown."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    network = ipaddress.ip_network((found, 64 if found.version == 6 else 32), strict=False)
    return keyed_hash("community-places", str(network))


def new_code(email: str, *, asked_from: str = "", now: datetime) -> str:
    """A code of eight digits for this address. Raises TooOften. The same whether somebody is known by it or not.

    asked_from: place_hash of the request.
    """
    hashed = email_hash(email)
    lately = LogInCode.objects.order_by("-id").values_list("sent_at", flat=True)
    _bounded(lately[MOST_CODES_A_MINUTE - 1 : MOST_CODES_A_MINUTE], within=timedelta(minutes=1), now=now)
    if asked_from:
        of_place = LogInCode.objects.filter(asked_from=asked_from, sent_at__gt=now - timedelta(hours=1))
        if of_place.count() >= MOST_CODES_FROM_ONE_PLACE_AN_HOUR:
            raise ManyJoining(seconds=3600)
    recent = LogInCode.objects.filter(email_hash=hashed, sent_at__gt=now - timedelta(hours=1)).count()
    if recent >= MOST_CODES_AN_HOUR:
        raise TooOften(seconds=3600)
    code = f"{secrets.randbelow(10**8):08d}"
    LogInCode.objects.create(email_hash=hashed, code_hash=_code_hash(hashed, code), sent_at=now,
                             asked_from=asked_from)  # fmt: skip
    return code


def use_code(email: str, code: str, *, now: datetime) -> Member | None:
    """The member of this address, whose address is thereby confirmed; None: nobody yet, `join` may follow.

    Raises CodeRefused. Tries are counted also where the transaction around it fails later.
    """
    hashed = email_hash(email)
    with transaction.atomic():
        sent = (
            LogInCode.objects.select_for_update()
            .filter(email_hash=hashed, used_at=None, sent_at__gt=now - CODE_LIVES)
            .order_by("-sent_at", "-id")
            .first()
        )
        if sent is None or sent.tries >= MOST_TRIES:
            raise CodeRefused
        is_right = hmac.compare_digest(sent.code_hash, _code_hash(hashed, code.strip().replace(" ", "")))
        LogInCode.objects.filter(pk=sent.pk).update(
            **({"used_at": now} if is_right else {"tries": F("tries") + 1})
        )
    if not is_right:
        raise CodeRefused
    contact = MemberContact.objects.select_related("member").filter(email_hash=hashed).first()
    if contact is None or contact.member.left_at is not None:
        return None
    MemberContact.objects.filter(pk=contact.pk).update(is_email_confirmed=True)
    return contact.member


def join(*, email: str, name: str, language: str, joined_from: str = "", now: datetime) -> Member:
    """A new member with a confirmed address. Raises NameTaken, NameRefused, ManyJoining, Suspended (of that mailbox).

    joined_from: place_hash of the request.
    """
    name = checked_name(name)
    kept_out = suspensions(now=now).filter(mailbox_hash=mailbox_hash(email)).first()
    if kept_out is not None:
        raise Suspended(until=kept_out.until)
    newest = Member.objects.filter(staff=None).order_by("-id").values_list("joined_at", flat=True)
    _bounded(newest[MOST_JOINING_A_MINUTE - 1 : MOST_JOINING_A_MINUTE], within=timedelta(minutes=1), now=now)
    if joined_from:
        # The newest contacts only: a look at all of them would be one at every member.
        lately = MemberContact.objects.order_by("-member_id")[:1000].values(
            "joined_from", "member__joined_at"
        )
        day = [one for one in lately if one["joined_from"] == joined_from
               and one["member__joined_at"] > now - timedelta(days=1)]  # fmt: skip
        if len(day) >= MOST_JOINING_FROM_ONE_PLACE_A_DAY:
            raise ManyJoining(seconds=24 * 3600)
    try:
        with transaction.atomic():
            member = Member.objects.create(
                name=name, name_key=name_key(name), language=language, joined_at=now
            )
            MemberContact.objects.create(
                member=member, email=email.strip(), email_hash=email_hash(email), is_email_confirmed=True,
                mailbox_hash=mailbox_hash(email), joined_from=joined_from,
            )  # fmt: skip
            publish(MemberJoined(member.pk), by=Actor("member", member.pk, member.name))
    except IntegrityError as problem:
        raise NameTaken from problem
    return member


def member_of_staff(user: User, *, now: datetime) -> Member:
    """The member under whose name this account answers: made at its first act, signed with the account's name."""
    known = Member.objects.filter(staff=user).first()
    if known is not None:
        return known
    name = clean_name(user.name)[:60] or f"#{user.pk}"
    for attempt in range(1, 20):
        tried = name if attempt == 1 else f"{name[:56]} {attempt}"
        try:
            with transaction.atomic():
                return Member.objects.create(
                    name=tried, name_key=name_key(tried) or f"staff{user.pk}", language=user.language,
                    trust=Member.LEADER, is_trust_fixed=True, staff=user, joined_at=now,
                )  # fmt: skip
        except IntegrityError:
            known = Member.objects.filter(staff=user).first()
            if known is not None:
                return known
    raise NameTaken


def rename(member: Member, *, name: str) -> None:
    """Raises NameTaken, NameRefused."""
    name = checked_name(name)
    try:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(name=name, name_key=name_key(name))
    except IntegrityError as problem:
        raise NameTaken from problem


def checked_name(name: str) -> str:
    """As it will be shown. Raises NameRefused. Names of the company and its staff are not for others."""
    name = clean_name(name)
    staff = Member.objects.exclude(staff=None).values_list("name", flat=True)
    # Also of those who never wrote here: nobody is to pass for them before they do.
    accounts = User.objects.filter(is_active=True).values_list("name", flat=True)
    if is_refused(name, reserved=(company_name(), *{*staff, *accounts})):
        raise NameRefused
    return name


def log_out_everywhere(member: Member, *, but_device: int = 0) -> None:
    """Every log-in from before is over, and devices are told nothing more but the one that is at hand."""
    with transaction.atomic():
        Member.objects.filter(pk=member.pk).update(session_epoch=F("session_epoch") + 1)
        MemberDevice.objects.filter(member=member).exclude(pk=but_device).delete()


def _bounded(times: Iterable[datetime], *, within: timedelta, now: datetime) -> None:
    """times: of the one that would be one too many, if it was so lately. Raises ManyJoining."""
    for at in times:
        if at > now - within:
            raise ManyJoining(seconds=max(1, round((at + within - now).total_seconds())))


def _code_hash(hashed: str, code: str) -> str:
    return keyed_hash("community-log-in-codes", f"{hashed}:{code}")
