"""Making and changing boards. One that is closed takes no questions and stays readable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from parvis.community.logic.errors import EmptyText
from parvis.community.logic.markdown import cleaned
from parvis.community.logic.slugs import slug_of
from parvis.community.models import Board
from parvis.community.reads.boards import family_of
from parvis.foundation.audit import Actor, record


@dataclass(frozen=True, slots=True)
class BoardSettings:
    """language: "" for every language."""

    name: str
    about: str = ""
    language: str = ""
    is_private: bool = False
    is_closed: bool = False


def make_board(given: BoardSettings, *, by: Actor, now: datetime) -> Board:
    """At the end of the list. Raises EmptyText without a name."""
    values = _values(given)
    slug = slug_of(str(values["name"]))
    with transaction.atomic():
        last = Board.objects.aggregate(last=Max("position"))["last"] or 0
        for number in range(1, 1000):
            tried = slug if number == 1 and slug != "-" else f"{slug.strip('-')[:70] or 'board'}-{number}"
            try:
                with transaction.atomic():
                    board = Board.objects.create(**values, slug=tried, position=last + 1, created_at=now)
                break
            except IntegrityError:
                continue
        record("community.board-made", board, by=by, now=now, name=board.name)
        return board


def change_board(board: Board, given: BoardSettings, *, by: Actor, now: datetime) -> None:
    """Its address stays; boards that were fused into it open and close to readers with it. Raises EmptyText."""
    values = _values(given)
    with transaction.atomic():
        Board.objects.filter(pk=board.pk).update(**values)
        Board.objects.filter(pk__in=family_of(board)).update(is_private=given.is_private)
        record("community.board-changed", board, by=by, now=now, name=values["name"])


def move_board(board: Board, *, is_up: bool) -> bool:
    """One place up or down in the list. Returns whether it moved."""
    with transaction.atomic():
        order = list(Board.objects.select_for_update().order_by("position", "pk"))
        at = next((place for place, one in enumerate(order) if one.pk == board.pk), -1)
        to = at - 1 if is_up else at + 1
        if at < 0 or not 0 <= to < len(order):
            return False
        order[at], order[to] = order[to], order[at]
        for position, one in enumerate(order, start=1):
            one.position = position
        Board.objects.bulk_update(order, ["position"])
        return True


def _values(given: BoardSettings) -> dict[str, object]:
    name = " ".join(cleaned(given.name).split())[:80]
    if not name:
        raise EmptyText
    return {
        "name": name,
        "about": cleaned(given.about)[:300],
        "language": given.language if given.language in ("", "en", "fr") else "",
        "is_private": given.is_private,
        "is_closed": given.is_closed,
    }
