"""Themes that take ideas for a time: made, changed, and what came of them published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from parvis.community.actions.text_pictures import note_shown
from parvis.community.events import IdeaSessionOutcome
from parvis.community.logic.errors import EmptyText, TextTooLong, TitleTooShort, WrongDates
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned, html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.titled import TITLE_SHORTEST
from parvis.community.models import IdeaSession
from parvis.foundation.audit import Actor, record
from parvis.foundation.events import publish

TITLE_LONGEST = 120


@dataclass(frozen=True, slots=True)
class SessionWords:
    title: str
    about: str
    language: str
    opens_at: datetime
    closes_at: datetime


def create_idea_session(words: SessionWords, *, by: Actor, now: datetime) -> IdeaSession:
    """Raises TitleTooShort, TextTooLong, WrongDates."""
    fields = _checked(words)
    with transaction.atomic():
        session = IdeaSession.objects.create(**fields, created_at=now, created_by_id=by.id)
        note_shown("idea_session", session.pk, session.about_html)
        record("idea_session.made", session, by=by, now=now)
        return session


def change_idea_session(session: IdeaSession, words: SessionWords, *, by: Actor, now: datetime) -> bool:
    """Returns whether anything changed. Raises TitleTooShort, TextTooLong, WrongDates."""
    fields = _checked(words)
    with transaction.atomic():
        held = IdeaSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        names = [name for name, value in fields.items() if getattr(held, name) != value]
        for name in names:
            setattr(held, name, fields[name])
        if names:
            held.save(update_fields=names)
            note_shown("idea_session", held.pk, held.about_html)
            record("idea_session.changed", held, by=by, now=now, fields=names)
        return bool(names)


def publish_outcome(session: IdeaSession, *, outcome: str, by: Actor, now: datetime) -> bool:
    """Say on the theme's page what came of it. Returns whether it changed. Raises EmptyText, TextTooLong."""
    outcome = cleaned(outcome)
    if not outcome:
        raise EmptyText
    if len(outcome) > MOST_CHARACTERS:
        raise TextTooLong(limit=MOST_CHARACTERS, length=len(outcome))
    with transaction.atomic():
        held = IdeaSession.objects.select_for_update(no_key=True).get(pk=session.pk)
        if held.outcome == outcome:
            return False
        is_first = held.outcome_at is None
        held.outcome, held.outcome_html = outcome, html_of(outcome)
        held.outcome_at = held.outcome_at or now
        held.save(update_fields=["outcome", "outcome_html", "outcome_at"])
        note_shown("idea_session", held.pk, held.outcome_html)
        record("idea_session.outcome", held, by=by, now=now)
        if is_first:
            publish(IdeaSessionOutcome(held.pk), by=by)
        return True


def _checked(words: SessionWords) -> dict[str, object]:
    title, about = " ".join(cleaned(words.title).split()), cleaned(words.about)
    if len(title) < TITLE_SHORTEST:
        raise TitleTooShort(limit=TITLE_SHORTEST)
    if len(title) > TITLE_LONGEST:
        raise TextTooLong(limit=TITLE_LONGEST, length=len(title))
    if len(about) > MOST_CHARACTERS:
        raise TextTooLong(limit=MOST_CHARACTERS, length=len(about))
    if words.closes_at <= words.opens_at:
        raise WrongDates
    return {
        "title": title, "slug": slug_of(title), "about": about, "about_html": html_of(about) if about else "",
        "language": words.language, "opens_at": words.opens_at, "closes_at": words.closes_at,
    }  # fmt: skip
