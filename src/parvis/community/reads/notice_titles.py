"""What notices are about, read when they are shown: what their reader may no longer open has no title for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from parvis.community.models import Member, Notice, Said
from parvis.community.permissions import get_said, visible_ideas, visible_questions

# A statement for all of a kind; the others are few and asked one by one.
_TOGETHER: dict[str, Callable[[Member | None], QuerySet[Any]]] = {
    "question": visible_questions,
    "idea": visible_ideas,
}
Key = tuple[str, int]


def key_of(notice: Notice) -> Key | None:
    """(kind, id) of the text that it is about; None: of none."""
    if notice.question_id is not None:
        return "question", notice.question_id
    kept = notice.about.get("text")
    return (str(kept[0]), int(kept[1])) if kept else None


def titles_of(member: Member, notices: Sequence[Notice]) -> dict[int, str | None]:
    """By the notices' ids. None: about something that this member cannot open (any more); "": about no text."""
    keys = {one.pk: key_of(one) for one in notices}
    wanted = {key for key in keys.values() if key is not None}
    titles: dict[Key, str] = {}
    for kind, visible in _TOGETHER.items():
        ids = [number for one, number in wanted if one == kind]
        if ids:
            found = visible(member).filter(pk__in=ids).values_list("pk", "title")
            titles |= {(kind, number): title for number, title in found}
    for kind, number in wanted:
        if kind not in _TOGETHER and (text := _opened(member, kind, number)) is not None:
            titles[kind, number] = text.heading
    return {pk: "" if key is None else titles.get(key) for pk, key in keys.items()}


def readers_of(text: Said, members: Iterable[Member]) -> list[Member]:
    """Those who can open it now. Most texts are everybody's, which one question answers."""
    if _opened(None, text.kind, text.pk) is not None:
        return list(members)
    return [one for one in members if _opened(one, text.kind, text.pk) is not None]


def _opened(member: Member | None, kind: str, number: int) -> Said | None:
    try:
        return get_said(member, kind, number)
    except Http404:
        return None
