"""Boards and members from elsewhere. A member keeps their name unless somebody here has it, or it is the house's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from parvis.community.actions.join import email_hash, mailbox_hash
from parvis.community.logic.exchange import BoardLine, Fault, MemberLine
from parvis.community.logic.names import LONGEST, clean_name, is_refused, name_key
from parvis.community.logic.slugs import slug_of
from parvis.community.models import Board, BroughtIn, Member, MemberContact
from parvis.foundation.installation import company_name

MEMBER_WORDS = {"fr": "Membre"}


def own_ids(what: str, *, origin: str, names: Iterable[str]) -> dict[str, int]:
    """External name → id here, of those that are known."""
    found = BroughtIn.objects.filter(origin=origin, what=what, external_id__in=set(names))
    return dict(found.values_list("external_id", "own_id"))


def bring_boards(
    lines: list[tuple[int, BoardLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Returns how many are new."""
    known = own_ids(BroughtIn.BOARD, origin=origin, names=(line.id for _, line in lines))
    position = Board.objects.count()
    new = 0
    for _, line in lines:
        if line.id in known:
            continue
        position, new = position + 1, new + 1
        board = Board.objects.create(
            name=line.name, slug=_free_slug(line.name), about=line.about, language=line.language,
            is_private=line.is_private, position=position, created_at=now,
        )  # fmt: skip
        known[line.id] = board.pk
        BroughtIn.objects.create(origin=origin, what=BroughtIn.BOARD, external_id=line.id, own_id=board.pk)
    return new


def bring_members(
    lines: list[tuple[int, MemberLine]], *, origin: str, faults: list[Fault], now: datetime
) -> int:
    """Returns how many are new.

    An address that a member here has already is left out: whoever proves it is that member, and no other.
    """
    known = own_ids(BroughtIn.MEMBER, origin=origin, names=(line.id for _, line in lines))
    fresh = {line.id: line for _, line in lines if line.id not in known}
    names = _free_names(list(fresh.values()))
    made = Member.objects.bulk_create(
        Member(
            name=names[line.id], name_key=name_key(names[line.id]), about=line.about,
            language=line.language or "en", trust=line.trust, joined_at=min(line.joined_at, now),
        )
        for line in fresh.values()
    )  # fmt: skip
    BroughtIn.objects.bulk_create(
        BroughtIn(origin=origin, what=BroughtIn.MEMBER, external_id=external_id, own_id=member.pk)
        for external_id, member in zip(fresh, made, strict=True)
    )
    _bring_addresses(zip(fresh.values(), made, strict=True))
    return len(made)


def _bring_addresses(pairs: Iterable[tuple[MemberLine, Member]]) -> None:
    given = {line.email.lower(): (line.email, member) for line, member in pairs if line.email}
    hashes = {email_hash(email): email for email in given}
    taken = MemberContact.objects.filter(email_hash__in=hashes).values_list("email_hash", flat=True)
    for one in taken:
        given.pop(hashes[one], None)
    MemberContact.objects.bulk_create(
        MemberContact(
            member=member, email=email, email_hash=email_hash(email), mailbox_hash=mailbox_hash(email),
            is_email_confirmed=False,
        )
        for email, member in given.values()
    )  # fmt: skip


def _free_names(lines: list[MemberLine]) -> dict[str, str]:
    """A name that nobody has for each, by external id: "Ana", else "Ana 2", "Ana 3" …"""
    reserved = (company_name(), *Member.objects.exclude(staff=None).values_list("name", flat=True))
    wanted = {line.id: _own_name(line, reserved=reserved) for line in lines}
    keys = {name_key(name) for name in wanted.values()}
    taken = set(Member.objects.filter(name_key__in=keys).values_list("name_key", flat=True))
    names: dict[str, str] = {}
    for external_id, name in wanted.items():
        tried, number = name, 1
        # What was not asked for at once is asked for one by one: few names are taken.
        while (key := name_key(tried)) in taken or (
            number > 1 and Member.objects.filter(name_key=key).exists()
        ):
            number += 1
            tried = f"{name[: LONGEST - 8]} {number}"
        taken.add(key)
        names[external_id] = tried
    return names


def _own_name(line: MemberLine, *, reserved: tuple[str, ...]) -> str:
    name = clean_name(line.name)[:LONGEST].strip()
    if not is_refused(name, reserved=reserved):
        return name
    return clean_name(f"{MEMBER_WORDS.get(line.language, 'Member')} {line.id}")[:LONGEST].strip()


def _free_slug(name: str) -> str:
    slug = slug_of(name)
    number = 1
    tried = slug if slug != "-" else "board"
    while Board.objects.filter(slug=tried).exists():
        number += 1
        tried = f"{slug[:70]}-{number}"
    return tried
