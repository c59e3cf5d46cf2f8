"""Telling members: rows on their page, mails that are due. What is said under a question is told together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, F

from parvis.community.actions.devices import tell_devices
from parvis.community.logic.limits import limits_of
from parvis.community.logic.named import names_in
from parvis.community.logic.notices import (
    ANSWERS,
    DIGEST,
    KEPT,
    KINDS,
    MOST_BOUNCES,
    NAMED,
    NOW,
    RHYTHMS,
    how_told,
    mail_due,
)
from parvis.community.models import (
    Answer,
    Follow,
    Member,
    MemberContact,
    Notice,
    Question,
    Said,
    SentBack,
    find_said,
)
from parvis.community.reads.notice_titles import readers_of
from parvis.foundation.access import purpose
from parvis.foundation.installation import fact, state_fact

LOOKS_BACK = timedelta(days=7)  # how long telling may have been at rest
FOLLOWS_AT_ONCE = 1000
SLACK = timedelta(minutes=10)  # a row that was held by another the last time is found the next
TOLD_FACT = "community_told_at"


def tell(
    member_ids: Iterable[int],
    *,
    kind: str,
    path: str,
    now: datetime,
    question: Question | None = None,
    text: Said | None = None,
    about: dict[str, Any] | None = None,
    positions: tuple[int, int] = (0, 0),
    count: int = 1,
) -> int:
    """Tell members of one thing, on their page and as each wants it by mail. Returns how many were told.

    What has a question grows while it is unread. question, text: what it is about (text: where that is no question);
    who cannot open it is told nothing, and its title is read when it is shown (reads/notice_titles.py).
    about: plain values that its sentence needs, no title and no names of members.
    """
    ids = sorted(set(member_ids))
    if not ids:
        return 0
    with purpose("membership"), transaction.atomic():
        members = list(
            Member.objects.select_for_update(no_key=True).filter(pk__in=ids, left_at=None).order_by("pk")
        )
        if (subject := text or question) is not None:
            members = readers_of(subject, members)
        contacts = MemberContact.objects.in_bulk([member.pk for member in members])
        unread = {
            one.member_id: one
            for one in Notice.objects.filter(member__in=members, question=question, kind=kind, read_at=None)
        } if question else {}  # fmt: skip
        known_by = dict(about or {})
        if text is not None and question is None:
            known_by["text"] = [text.kind, text.pk]
        fresh = []
        for member in members:
            known = unread.get(member.pk)
            notice = known or Notice(
                member=member, kind=kind, question=question, count=0, first_position=positions[0]
            )
            notice.path, notice.about, notice.at = path[:300], known_by, now
            notice.count += count
            notice.last_position = max(notice.last_position, positions[1])
            _by_mail(notice, contacts.get(member.pk), now=now)
            if known:
                notice.save()
            else:
                fresh.append(notice)
        Notice.objects.bulk_create(fresh)
        tell_devices(fresh, contacts)
        told = [one.member_id for one in fresh]
        Member.objects.filter(pk__in=told).update(unread_notices=F("unread_notices") + 1)
        return len(members)


def tell_what_is_new(*, now: datetime) -> None:
    """All of it. Only questions that were active since the last time are looked at, and a little before."""
    last = fact(TOLD_FACT)
    since = max(datetime.fromisoformat(last) - SLACK, now - LOOKS_BACK) if last else now - LOOKS_BACK
    while tell_of_answers(now=now, since=since) == FOLLOWS_AT_ONCE:
        pass
    state_fact(TOLD_FACT, now.isoformat())


def tell_of_answers(*, now: datetime, since: datetime | None = None) -> int:
    """What was said under followed questions since each follower was told. Returns how many followers there were.

    since: questions that were not active after it are not looked at.

    The position that a follower was told up to moves in the same transaction: a job that is cut off tells once.
    """
    with transaction.atomic():
        behind = list(
            Follow.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(
                is_wanted=True,
                question__active_at__gt=since or now - LOOKS_BACK,
                question__state__in=Question.SHOWN_STATES,
                told_position__lt=F("question__last_position"),
            )
            .select_related("question__board")
            .order_by("question_id", "pk")[:FOLLOWS_AT_ONCE]
        )
        for question_id, follows in _by_question(behind).items():
            said = list(
                Answer.objects.filter(
                    question_id=question_id, position__gt=min(one.told_position for one in follows),
                    state=Answer.SHOWN,
                ).values_list("position", "author_id")
            )  # fmt: skip
            question = follows[0].question
            for (first, last, count), told in _alike(follows, said).items():
                tell(told, kind=ANSWERS.key, path=question.url, now=now, question=question,
                     positions=(first, last), count=count)  # fmt: skip
            Follow.objects.filter(pk__in=[one.pk for one in follows]).update(
                told_position=question.last_position
            )
        return len(behind)


def tell_late(kind: str, text_id: int, *, now: datetime) -> None:
    """A text that was held is shown now: followers who were told of later ones already hear of it, too."""
    text = find_said(kind, text_id)
    if not isinstance(text, Answer) or not text.is_shown:
        return
    late = Follow.objects.filter(question=text.question, is_wanted=True, told_position__gte=text.position)
    told = late.exclude(member_id=text.author_id).values_list("member_id", flat=True)
    tell(told, kind=ANSWERS.key, path=text.question.url, question=text.question,
         positions=(text.position, text.position), now=now)  # fmt: skip


def tell_named(kind: str, text_id: int, *, now: datetime) -> int:
    """Whoever a text names with an @ sign, within what its author may name. Returns how many."""
    text = find_said(kind, text_id)
    if text is None or not text.is_shown:
        return 0
    meant = names_in(text.text, most=limits_of(text.author.trust).names)
    keys = {key for keys in meant for key in keys}
    by_key = dict(Member.objects.filter(name_key__in=keys, left_at=None).values_list("name_key", "pk"))
    named = {by_key[key] for keys in meant if (key := next((one for one in keys if one in by_key), ""))}
    question = text if isinstance(text, Question) else text.question if isinstance(text, Answer) else None
    at = text.position if isinstance(text, Answer) else 0
    told = named - {text.author_id}
    return tell(told - _silent(question, told), kind=NAMED.key, path=text.url, question=question, text=text,
                positions=(at, at), now=now)  # fmt: skip


def read_notices(
    member: Member, *, now: datetime, question_id: int | None = None, notice_id: int | None = None
) -> int:
    """The member has seen one, those of a question, or all. Returns how many were unread."""
    with transaction.atomic():
        held = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
        seen = Notice.objects.filter(member=held, read_at=None)
        if question_id is not None:
            seen = seen.filter(question_id=question_id)
        if notice_id is not None:
            seen = seen.filter(pk=notice_id)
        count = seen.update(read_at=now, mail_due_at=None, in_digest=False)
        if count:
            Member.objects.filter(pk=held.pk).update(
                unread_notices=Notice.objects.filter(member=held, read_at=None).count()
            )
        return count


def choose(member_id: int, chosen: dict[str, str]) -> None:
    """How a member wants to be told: kinds and "rhythm". Unknown names and values change nothing."""
    with purpose("membership"):
        contact = MemberContact.objects.select_for_update().filter(member_id=member_id).first()
        if contact is None:
            return
        for name, how in chosen.items():
            known = KINDS.get(name)
            if (name == "rhythm" and how in RHYTHMS) or (
                known and known.is_chosen and how in (NOW, DIGEST, "never")
            ):
                contact.notices[name] = how
        contact.save(update_fields=["notices"])
        stopped = [name for name in KINDS if how_told(name, contact.notices) != NOW]
        Notice.objects.filter(member_id=member_id, kind__in=stopped).update(mail_due_at=None)


def forget_notices(*, now: datetime) -> int:
    """Returns how many went. Unread ones that are as old are no news any more."""
    old = Notice.objects.filter(at__lt=now - KEPT)
    with transaction.atomic():
        # Their rows are held, as by who reads and who is told: else two counts of one row would go wrong.
        members = list(
            Member.objects.select_for_update(no_key=True)
            .filter(pk__in=old.filter(read_at=None).values("member_id"))
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        SentBack.objects.filter(at__lt=now - timedelta(days=1)).delete()
        gone = old.delete()[0]
        left = Notice.objects.filter(member__in=members, read_at=None)
        counts = dict(left.values("member_id").annotate(n=Count("pk")).values_list("member_id", "n"))
        for member_id in members:
            Member.objects.filter(pk=member_id).update(unread_notices=counts.get(member_id, 0))
        return gone


def _by_mail(notice: Notice, contact: MemberContact | None, *, now: datetime) -> None:
    """Employees have no address here: they see their page, and cases reach the inbox."""
    if contact is None or not contact.is_email_confirmed or contact.bounce_count >= MOST_BOUNCES:
        return
    how = how_told(notice.kind, contact.notices)
    if how == NOW and notice.mail_due_at is None:
        notice.mail_due_at = mail_due(now=now, mailed_at=notice.mailed_at, mail_count=notice.mail_count)
    elif how == DIGEST:
        notice.in_digest = True


def _by_question(follows: Sequence[Follow]) -> dict[int, list[Follow]]:
    found: dict[int, list[Follow]] = {}
    for one in follows:
        found.setdefault(one.question_id, []).append(one)
    return found


def _alike(
    follows: Sequence[Follow], said: Sequence[tuple[int, int]]
) -> dict[tuple[int, int, int], list[int]]:
    """(first new position, last, how many) → members for whom it is that. Nobody is told of their own words."""
    found: dict[tuple[int, int, int], list[int]] = {}
    for one in follows:
        new = [place for place, author in said if place > one.told_position and author != one.member_id]
        if new:
            found.setdefault((min(new), max(new), len(new)), []).append(one.member_id)
    return found


def _silent(question: Question | None, members: set[int]) -> set[int]:
    """Who said that they want to hear nothing of this question."""
    if question is None or not members:
        return set()
    quiet = Follow.objects.filter(question=question, member__in=members, is_wanted=False)
    return set(quiet.values_list("member_id", flat=True))
