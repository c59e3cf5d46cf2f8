"""Members for the desk: found by name, by level, by what they are; and the rings of votes that somebody looks at."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from parvis.community.logic.names import name_key
from parvis.community.models import Member, MemberContact, VoteRing
from parvis.foundation.access import purpose

PAGE = 50


def member_page(
    *, typed: str = "", level: int | None = None, kind: str = "", after: int = 0, most: int = PAGE
) -> tuple[list[Member], int]:
    """A page, the newest member first, and the id to go on after (0: no more). Look-alikes of a name are found too.

    kind: "super", "staff", "new" (joined and wrote nothing yet), or all.
    """
    found = Member.objects.filter(left_at=None).select_related("facts").order_by("-pk")
    typed = typed.replace("\x00", " ").strip()[:60]
    if typed:
        key = name_key(typed)
        found = found.filter(Q(name__icontains=typed) | Q(name_key__startswith=key)) if key else found.none()
    if level is not None:
        found = found.filter(trust=level)
    if kind == "super":
        found = found.filter(is_super_user=True)
    elif kind == "staff":
        found = found.exclude(staff=None)
    elif kind == "new":
        found = found.filter(question_count=0, answer_count=0)
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found[: most + 1])
    return rows[:most], rows[most - 1].pk if len(rows) > most else 0


@dataclass(frozen=True, slots=True)
class RingShown:
    ring: VoteRing
    members: list[Member]


def open_rings(*, most: int = 20) -> list[RingShown]:
    """Those nobody has looked at yet, most votes first."""
    rings = list(VoteRing.objects.filter(state=VoteRing.OPEN).order_by("-inside", "pk")[:most])
    ids = {member for ring in rings for member in ring.members}
    members = Member.objects.in_bulk(ids)
    return [RingShown(ring, [members[one] for one in ring.members if one in members]) for ring in rings]


def of_the_same_mailbox(member: Member) -> QuerySet[Member]:
    """Other accounts whose address ends in the same mailbox. The addresses themselves are shown to nobody."""
    with purpose("membership"):
        mailbox = MemberContact.objects.filter(member=member).values_list("mailbox_hash", flat=True).first()
        if not mailbox:
            return Member.objects.none()
        others = MemberContact.objects.filter(mailbox_hash=mailbox).exclude(member=member)
        ids = list(others.values_list("member_id", flat=True)[:20])
    return Member.objects.filter(pk__in=ids, left_at=None)
