"""What listening hears of the community: public texts of customers, in pages after a cursor.

Ids are given before their rows are seen by others, so a page begins a little before the last one ended; what is
heard twice is dropped by the channel's receipts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from parvis.channels.logic.items import Page
from parvis.community.logic.texts_elsewhere import name_of_text
from parvis.community.models import (
    KINDS,
    Answer,
    Idea,
    IdeaComment,
    Question,
    Restriction,
    Review,
    Revision,
    Said,
    said_of,
)
from parvis.community.reads.items import items_of_texts

PAGE = 200
LOOKED_AT_AGAIN = 200  # ids
SLACK = timedelta(minutes=2)
HISTORY = timedelta(
    days=30
)  # what is older when it is first seen was brought in from elsewhere, and is no news


def pages_heard(cursor: Mapping[str, Any], *, now: datetime) -> Iterator[Page]:
    """New texts of each kind; in the first page also what was changed, withheld and shown again since."""
    reached = dict(cursor)
    changed, deleted, back = _changed(reached), _deleted(reached), _shown_again(reached)
    reached["at"] = now.isoformat()
    yield Page(
        tuple(items_of_texts(back, addressed=False)),
        dict(reached),
        changed=tuple(items_of_texts(changed, addressed=False)),
        deleted=tuple(deleted),
    )
    for kind in sorted(KINDS):
        seen = int(reached.get(kind, 0))
        after = max(0, seen - LOOKED_AT_AGAIN)
        while True:
            found = list(public_texts(kind).filter(pk__gt=after).order_by("pk")[:PAGE])
            if found:
                after = found[-1].pk
                if after > seen:
                    reached[kind] = after
                news = [text for text in found if text.written > now - HISTORY]
                yield Page(tuple(items_of_texts(news, addressed=False)), dict(reached))
            if len(found) < PAGE:
                break


def public_texts(kind: str) -> QuerySet[Any]:
    """Of customers, on boards that anybody reads."""
    model = KINDS[kind]
    texts: QuerySet[Any] = model._default_manager.select_related(*model.beside())
    texts = texts.filter(state__in=model.SHOWN_STATES, author__staff=None)
    if kind == Answer.kind:
        return texts.filter(question__board__is_private=False, question__state__in=Question.SHOWN_STATES)
    if kind == Review.kind:
        return texts.filter(page__is_shown=True)
    if kind == IdeaComment.kind:
        return texts.filter(idea__state__in=Idea.SHOWN_STATES).exclude(idea__board__is_private=True)
    return texts.exclude(board__is_private=True) if _has(model, "board") else texts


def _public(keys: list[tuple[str, int]]) -> list[Said]:
    found = []
    for kind in sorted({kind for kind, _ in keys} & KINDS.keys()):
        ids = [text_id for one, text_id in keys if one == kind]
        found += list(public_texts(kind).filter(pk__in=ids))
    return found


def _changed(reached: dict[str, Any]) -> list[Said]:
    """Texts that say something else now; revisions tell of questions and answers, the other kinds their time."""
    last = int(reached.get("revision", 0))
    rows = list(Revision.objects.filter(pk__gt=last).order_by("pk")[:500])
    if rows:
        reached["revision"] = rows[-1].pk
    keys = [
        (Question.kind, one.question_id) if one.question_id else (Answer.kind, one.answer_id or 0)
        for one in rows
    ]
    texts = _public(keys)
    since = _since(reached)
    for kind, model in KINDS.items():
        if since and kind not in (Question.kind, Answer.kind) and _has(model, "edited_at"):
            texts += list(public_texts(kind).filter(edited_at__gt=since)[:500])
    return texts


def _has(model: type[Said], name: str) -> bool:
    return any(field.name == name for field in model._meta.fields)


def _deleted(reached: dict[str, Any]) -> list[str]:
    """Every name of the texts that were withheld or removed since."""
    last = int(reached.get("restriction", 0))
    rows = list(Restriction.objects.filter(pk__gt=last, text_id__isnull=False).order_by("pk")[:500])
    texts = {(one.kind, one.text_id or 0) for one in rows} | _taken_back(_since(reached))
    if not texts:
        return []
    reached["restriction"] = rows[-1].pk if rows else last
    known = Restriction.objects.filter(text_id__in={text_id for _, text_id in texts})
    names = {name_of_text(kind, text_id) for kind, text_id in texts}
    for one in known:
        if (one.kind, one.text_id or 0) in texts:
            names.add(name_of_text(one.kind, one.text_id or 0, restored=one.pk))
    shown = {(text.kind, text.pk) for text in said_of(list(texts)).values() if text.is_shown}
    # Shown again already: it comes back under its other name.
    return sorted(names - {name_of_text(kind, n, restored=_last(known, kind, n)) for kind, n in shown})


def _taken_back(since: datetime | None) -> set[tuple[str, int]]:
    """What its author took back where the kind keeps when."""
    kinds = [kind for kind, model in KINDS.items() if since and _has(model, "withdrawn_at")]
    return {(kind, text_id) for kind in kinds for text_id in _ids_taken_back(KINDS[kind], since)}


def _ids_taken_back(model: Any, since: datetime | None) -> list[int]:
    return list(model.objects.filter(withdrawn_at__gt=since).values_list("pk", flat=True)[:500])


def _last(known: QuerySet[Restriction], kind: str, text_id: int) -> int:
    return max(
        (one.pk for one in known if (one.kind, one.text_id) == (kind, text_id) and one.undone_at), default=0
    )


def _shown_again(reached: dict[str, Any]) -> list[Said]:
    since = _since(reached)
    if since is None:
        return []
    rows = Restriction.objects.filter(undone_at__gt=since, text_id__isnull=False)
    return _public([(one.kind, one.text_id or 0) for one in rows[:500]])


def _since(reached: Mapping[str, Any]) -> datetime | None:
    at = reached.get("at")
    return datetime.fromisoformat(at) - SLACK if at else None
