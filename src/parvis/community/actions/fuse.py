"""Two boards become one: nothing is moved, the other board shows what both hold, so that it can be undone."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from parvis.accounts.models import User
from parvis.community.logic.errors import MayNot
from parvis.community.models import Board, WeekOfHealth
from parvis.community.reads.boards import board_that_took_in
from parvis.foundation.audit import Actor, record
from parvis.foundation.jobs import enqueue_once

COUNT_JOB = "community.count_weeks"


def fuse(board: Board, *, into: Board, by: User, now: datetime) -> bool:
    """From now on the address of `board` leads to `into`, which lists its questions too.

    Returns whether anything changed. Raises MayNot("fuse"): with itself, private with public, or one fused already.
    """
    with transaction.atomic():
        held = {
            one.pk: one
            for one in Board.objects.select_for_update(no_key=True)
            .filter(pk__in=(board.pk, into.pk))
            .order_by("pk")
        }
        if len(held) < 2:
            raise MayNot("fuse")
        one, other = held[board.pk], held[into.pk]
        if one.fused_into_id == other.pk:
            return False
        if one.is_private != other.is_private or one.fused_into_id or other.fused_into_id:
            raise MayNot("fuse")
        Board.objects.filter(pk=one.pk).update(fused_into=other)
        _count_anew(one, other)
        record("board.fused", one, by=Actor("user", by.pk, str(by)), now=now, into=other.name)
        return True


def take_apart(board: Board, *, by: User, now: datetime) -> bool:
    """The board is a place of its own again, with its questions. Returns whether it was fused."""
    with transaction.atomic():
        held = Board.objects.select_for_update(no_key=True).select_related(None).get(pk=board.pk)
        if held.fused_into_id is None:
            return False
        Board.objects.filter(pk=held.pk).update(fused_into=None)
        _count_anew(held, board_that_took_in(Board.objects.get(pk=held.fused_into_id)))
        record("board.unfused", board, by=Actor("user", by.pk, str(by)), now=now)
        return True


def _count_anew(*boards: Board) -> None:
    """Their weeks held other questions; they are counted again from the first on, and soon."""
    WeekOfHealth.objects.filter(board__in=boards).delete()
    enqueue_once(COUNT_JOB, lock="community_count_weeks", timestamp=0)
