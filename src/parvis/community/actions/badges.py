"""Badges: changed at the desk in versions, given by a job to whoever their formula holds for."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify

from parvis.accounts.models import User
from parvis.community.events import BadgesGiven
from parvis.community.logic.errors import EmptyText, NameTaken
from parvis.community.logic.formulas import parsed, sql_of
from parvis.community.models import Award, Badge, BadgeVersion
from parvis.community.reads.facts import FACTS
from parvis.foundation.audit import SYSTEM, Actor, record
from parvis.foundation.events import publish

TOLD_AT_ONCE = 500
# Whoever works here earns none: it would be the house praising itself.
_MAY_EARN = "m.left_at IS NULL AND m.staff_id IS NULL"


def save_badge(
    badge: Badge | None, *, kind: str, name_en: str, name_fr: str, about_en: str, about_fr: str, formula: str,
    position: int, by: User, now: datetime,
) -> Badge:  # fmt: skip
    """A new badge, or another version of one; what it asked for before is kept. Who has it keeps it.

    Raises EmptyText without names, FormulaRefused, NameTaken.
    """
    names = [" ".join(name.split())[:60] for name in (name_en, name_fr)]
    if not all(names):
        raise EmptyText
    formula = " ".join(formula.split())
    parsed(formula, facts=FACTS)
    actor = Actor("user", by.pk, str(by))
    given = {
        "name_en": names[0], "name_fr": names[1], "about_en": about_en.strip()[:200],
        "about_fr": about_fr.strip()[:200], "formula": formula, "position": position, "changed_at": now,
    }  # fmt: skip
    with transaction.atomic():
        if badge is None:
            try:
                with transaction.atomic():
                    slug = slugify(names[0])[:40] or "badge"
                    badge = Badge.objects.create(slug=slug, kind=kind, **given)
            except IntegrityError as error:
                raise NameTaken from error
        else:
            badge = Badge.objects.select_for_update().get(pk=badge.pk)
            is_other = (badge.formula, badge.name_en, badge.name_fr) != (formula, *names)
            for name, value in given.items():
                setattr(badge, name, value)
            badge.version += 1 if is_other else 0
            badge.save()
        BadgeVersion.objects.get_or_create(
            badge=badge,
            version=badge.version,
            defaults={
                "formula": formula,
                "name_en": names[0],
                "name_fr": names[1],
                "by_id": by.pk,
                "at": now,
            },
        )
        record("badge.saved", badge, by=actor, now=now, version=badge.version, formula=formula)
        return badge


def retire_badge(badge: Badge, *, is_retired: bool, by: User, now: datetime) -> bool:
    """No longer given, and no longer shown; or given again. Returns whether anything changed."""
    changed = Badge.objects.filter(pk=badge.pk, is_retired=not is_retired).update(
        is_retired=is_retired, changed_at=now
    )
    if changed:
        verb = "badge.retired" if is_retired else "badge.brought_back"
        record(verb, badge, by=Actor("user", by.pk, str(by)), now=now)
    return bool(changed)


def give_badges(*, now: datetime) -> int:
    """Give every badge to those for whom its formula holds, and everybody their rank. Returns how many were given."""
    given = sum(_give(badge, now=now) for badge in Badge.objects.filter(kind=Badge.BADGE, is_retired=False))
    return given + _rank(now=now)


def _give(badge: Badge, *, now: datetime) -> int:
    condition, values = sql_of(parsed(badge.formula, facts=FACTS))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO community_award (badge_id, member_id, version, given_at)"  # noqa: S608 -- by sql_of
            " SELECT %s, m.id, %s, %s FROM community_member m JOIN community_member_facts f ON f.member_id = m.id"
            f" WHERE {_MAY_EARN} AND {condition}"
            " ON CONFLICT (member_id, badge_id) WHERE ended_at IS NULL DO NOTHING RETURNING member_id",
            [badge.pk, badge.version, now, *values],
        )
        members = [row[0] for row in cursor.fetchall()]
        _tell(badge.pk, members)
    return len(members)


def _rank(*, now: datetime) -> int:
    """The highest rank that holds; what held before ends. Nothing is written for whom nothing changed."""
    ranks = list(Badge.objects.filter(kind=Badge.RANK, is_retired=False).order_by("-position", "-pk"))
    held_by: list[float] = []
    cases = ""
    for rank in ranks:
        condition, values = sql_of(parsed(rank.formula, facts=FACTS))
        cases += f" WHEN {condition} THEN %s::bigint"
        held_by += [*values, rank.pk]
    versions = {rank.pk: rank.version for rank in ranks}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "WITH now AS MATERIALIZED (SELECT m.id AS member_id,"  # noqa: S608 -- by sql_of
            f" CASE {cases or 'WHEN FALSE THEN NULL::bigint'} END AS badge_id"
            " FROM community_member m JOIN community_member_facts f ON f.member_id = m.id"
            f" WHERE {_MAY_EARN}), held AS (SELECT w.id, w.member_id, w.badge_id FROM community_award w"
            " JOIN community_badge b ON b.id = w.badge_id WHERE b.kind = 'rank' AND w.ended_at IS NULL),"
            " ended AS (UPDATE community_award w SET ended_at = %s FROM held h LEFT JOIN now n"
            " ON n.member_id = h.member_id WHERE w.id = h.id AND n.badge_id IS DISTINCT FROM h.badge_id)"
            " SELECT n.member_id, n.badge_id FROM now n LEFT JOIN held h ON h.member_id = n.member_id"
            " WHERE n.badge_id IS NOT NULL AND n.badge_id IS DISTINCT FROM h.badge_id",
            (*held_by, now),
        )
        fresh = cursor.fetchall()
        Award.objects.bulk_create(
            [
                Award(member_id=member_id, badge_id=badge_id, version=versions[badge_id], given_at=now)
                for member_id, badge_id in fresh
            ],
            batch_size=1000,
        )
        for badge_id in versions:
            _tell(badge_id, [member_id for member_id, given in fresh if given == badge_id])
    return len(fresh)


def _tell(badge_id: int, member_ids: list[int]) -> None:
    for begun in range(0, len(member_ids), TOLD_AT_ONCE):
        publish(BadgesGiven(badge_id, member_ids[begun : begun + TOLD_AT_ONCE]), by=SYSTEM)
