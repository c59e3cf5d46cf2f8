"""The words that are watched, and the rules by which new texts are looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from parvis.accounts.models import User
from parvis.community.actions.look import ADVERTISING
from parvis.community.logic.errors import EmptyText, MayNot
from parvis.community.logic.spam import Lesson, learn
from parvis.community.logic.watched import LONGEST, watched_key
from parvis.community.models import Ground, Look, ModerationRules, Restriction, WatchedWord, said_of
from parvis.foundation.audit import Actor, changed, record

MOST_WORDS = 1000
MOST_LESSONS = 2000  # decisions of either kind that are learned from, the newest


def watch(words: str, *, language: str, act: str, ground: Ground, by: User, now: datetime) -> WatchedWord:
    """From now on texts with these words are held or flagged. Raises EmptyText, MayNot("watched" | "watched-many")."""
    words = " ".join(words.split())[:LONGEST]
    key = watched_key(words)
    if len(key) < 2:
        raise EmptyText
    if WatchedWord.objects.filter(retired_at=None).count() >= MOST_WORDS:
        raise MayNot("watched-many")
    try:
        with transaction.atomic():
            made = WatchedWord.objects.create(
                words=words,
                key=key,
                language=language,
                act=act,
                ground=ground,
                added_by_id=by.pk,
                added_at=now,
            )
            record("word.watched", made, by=_actor(by), now=now, act=act)
            return made
    except IntegrityError as error:
        raise MayNot("watched") from error


def stop_watching(word: WatchedWord, *, by: User, now: datetime) -> bool:
    """Texts with it are no longer stopped; what it caught stays known. Returns whether it was watched."""
    if not WatchedWord.objects.filter(pk=word.pk, retired_at=None).update(retired_at=now):
        return False
    record("word.unwatched", word, by=_actor(by), now=now)
    return True


def set_rules(
    *, first_posts: int, first_posts_are: str, hold_from: int, withhold_from: int, by: User, now: datetime
) -> ModerationRules:
    """Raises MayNot("thresholds"): a machine withholds from 80 points on at the least, and people see all between."""
    if not (0 <= first_posts <= 50 and 20 <= hold_from < withhold_from <= 101 and withhold_from >= 80):
        raise MayNot("thresholds")
    wanted = {
        "first_posts": first_posts, "first_posts_are": first_posts_are, "hold_from": hold_from,
        "withhold_from": withhold_from,
    }  # fmt: skip
    with transaction.atomic():
        rules, _ = ModerationRules.objects.select_for_update().get_or_create(pk=1)
        before = {name: getattr(rules, name) for name in wanted}
        ModerationRules.objects.filter(pk=1).update(**wanted)
        record("moderation_rules.set", rules, by=_actor(by), now=now, **changed(before, wanted))
        rules.refresh_from_db()
        return rules


def learn_from_decisions(*, now: datetime) -> Lesson:
    """Each night: what people decided about texts that came before them teaches the points, once it is enough."""
    spam = Restriction.objects.filter(
        ground__number=ADVERTISING, undone_at=None, by_id__isnull=False, text_id__isnull=False
    )
    fine = Look.objects.filter(outcome=Look.SHOWN, decided_by_id__isnull=False)
    lesson = learn(*(_texts(rows.order_by("-pk").values_list("kind", "text_id")) for rows in (spam, fine)))
    ModerationRules.objects.get_or_create(pk=1)
    ModerationRules.objects.filter(pk=1).update(
        lesson={"words": dict(lesson.words), "spam": lesson.spam, "fine": lesson.fine}, lesson_at=now
    )
    return lesson


def _texts(keys: QuerySet[Any, tuple[str, Any]]) -> list[str]:
    return [text.text for text in said_of(list(keys[:MOST_LESSONS])).values()]


def _actor(user: User) -> Actor:
    return Actor("user", user.pk, str(user))
