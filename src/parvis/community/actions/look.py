"""The first look at a new text: shown at once, shown and put before a moderator, held for one, or withheld.

Points and watched words bring a text before a person; only from a high, stated threshold on is one withheld by
machine, with its ground told and an appeal to a person. There is no third way: no text is shown to its author
alone without their knowing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from parvis.community.actions.looks import open_look
from parvis.community.actions.moderate import withhold
from parvis.community.events import TextHeld
from parvis.community.logic.spam import (
    Circumstances,
    Lesson,
    print_of,
    spam_points,
    spam_score,
)
from parvis.community.logic.watched import caught_by
from parvis.community.models import (
    KINDS,
    Ground,
    Look,
    Member,
    ModerationRules,
    Restriction,
    Said,
    WatchedWord,
    WordCatch,
)
from parvis.community.permissions import is_house
from parvis.foundation.audit import Actor
from parvis.foundation.events import publish
from parvis.foundation.prepared import columns_of, kept, read_as

ADVERTISING = 4  # the number of the charter's ground
LEAST_PRINT = 30  # letters: "thank you" is said often
# What was learnt is read where it is asked for: it weighs as much as a page, and most writers are known.
_LONG = ("lesson",)
_RULES = f"SELECT {columns_of(ModerationRules, 'r', without=_LONG)} FROM community_moderation_rules r WHERE r.id = 1"  # noqa: S608
_WATCHED = f"""
    SELECT {columns_of(WatchedWord, "w")} FROM community_watched_word w
    WHERE w.retired_at IS NULL AND w.language IN ('', %s) ORDER BY w.words, w.id
"""  # noqa: S608 -- names of a model


def rules() -> ModerationRules:
    """How new texts are looked at; what is not set is the default."""
    with kept() as cursor:
        cursor.execute(_RULES)
        row = cursor.fetchone()
    return read_as(ModerationRules, row, without=_LONG) if row else ModerationRules(pk=1)


def look_first(text: Said, *, by: Member, now: datetime, is_new: bool = True) -> bool:
    """Look at a text that was just written (or changed: is_new False, which is never hidden by it but flagged).

    Call it in the transaction that made the row, in a state that is shown. Returns whether it is shown: then it is
    counted and told of (actions/first_shown.py), else that happens when a person shows it.
    """
    if by.staff_id is not None:
        return True
    set_rules = rules()
    words = _caught(text)
    # Who has been here for long, and whom the house has named, is trusted with links.
    is_known = is_house(by) or by.trust >= Member.KNOWN
    points = {} if is_known else _points(text, by=by, now=now, watched=len(words), set_rules=set_rules)
    score = spam_score(points)
    is_first = (
        by.trust == Member.NEW and not is_known and is_new and _shown_before(by) < set_rules.first_posts
    )
    reasons = [
        *(["words"] if words else []),
        *(["spam"] if score >= set_rules.hold_from else []),
        *(["first-post"] if is_first else []),
    ]
    if not reasons:
        return True
    is_held = is_new and (
        score >= set_rules.hold_from
        or any(word.act == WatchedWord.HOLD for word in words)
        or (is_first and set_rules.first_posts_are == ModerationRules.HOLD)
    )
    look = open_look(
        text, reasons=reasons, now=now, is_held=is_held,
        priority=Look.HELD if is_held else Look.FLAGGED if words else Look.FIRST,
    )  # fmt: skip
    Look.objects.filter(pk=look.pk).update(points=points, score=score, text_print=_digest(text.text))
    WordCatch.objects.bulk_create([WordCatch(word=word, look=look) for word in words], ignore_conflicts=True)
    if not is_held:
        return True
    type(text)._default_manager.filter(pk=text.pk).update(state=Said.HELD)
    text.state = Said.HELD
    if score >= set_rules.withhold_from:
        withhold(
            text, ground=Ground.objects.get(number=ADVERTISING), found_by=Restriction.MACHINE, by=None, now=now,
            facts=_facts(by, score),
        )  # fmt: skip
        text.state = Said.WITHHELD
    else:
        publish(TextHeld(text.kind, text.pk), by=Actor("system"))
    return False


def _caught(text: Said) -> list[WatchedWord]:
    with kept() as cursor:
        cursor.execute(_WATCHED, [text.language])
        watched = cursor.fetchall()
    if not watched:
        return []
    by_key: dict[str, list[WatchedWord]] = {}
    for word in (read_as(WatchedWord, row) for row in watched):
        by_key.setdefault(word.key, []).append(word)
    title = str(getattr(text, "title", ""))
    return [word for key in sorted(caught_by(f"{title} {text.text}", by_key)) for word in by_key[key]]


def _points(
    text: Said, *, by: Member, now: datetime, watched: int, set_rules: ModerationRules
) -> dict[str, int]:
    recent: list[tuple[datetime, str]] = []
    for model in KINDS.values():
        own = model._default_manager.filter(author=by).order_by("-pk")[:20]
        recent += [(one.written, one.text) for one in own if (one.kind, one.pk) != (text.kind, text.pk)]
    mark = print_of(text.text)
    is_long = len(mark) >= LEAST_PRINT
    known = Circumstances(
        hours_here=(now - by.joined_at).total_seconds() / 3600,
        last_ten_minutes=sum(now - written < timedelta(minutes=10) for written, _ in recent),
        said_by_them_before=is_long and any(print_of(said) == mark for _, said in recent),
        withheld_before=is_long
        and Look.objects.filter(text_print=_digest(text.text), outcome=Look.WITHHELD).exists(),
        watched=watched,
    )
    kept = set_rules.lesson
    lesson = Lesson(kept["words"], kept["spam"], kept["fine"]) if kept else None
    return spam_points(f"{getattr(text, 'title', '')} {text.text}", known, lesson)


def _shown_before(member: Member) -> int:
    looked_at = Look.objects.filter(author=member, outcome=Look.SHOWN).exclude(
        kind__in=("question", "answer")
    )
    return member.question_count + member.answer_count + looked_at.count()


def _facts(author: Member, score: int) -> str:
    with translation.override(author.language):
        return _("It looks like advertising: %(score)d of 100 points.") % {"score": score}


def _digest(text: str) -> str:
    return hashlib.sha256(print_of(text).encode()).hexdigest()
