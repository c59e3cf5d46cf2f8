"""Boards and those that were fused into them."""

from __future__ import annotations

from parvis.community.models import Board


def _parents() -> dict[int, int | None]:
    return dict(Board.objects.values_list("pk", "fused_into_id"))


def _root(board_id: int, parents: dict[int, int | None]) -> int:
    while (into := parents.get(board_id)) is not None:
        board_id = into
    return board_id


def board_that_took_in(board: Board) -> Board:
    """The board itself, or the one that shows its questions since they were fused."""
    if board.fused_into_id is None:
        return board
    return Board.objects.get(pk=_root(board.pk, _parents()))


def family_of(board: Board) -> list[int]:
    """Its id and those of all boards that were fused into it, directly or by way of others."""
    parents = _parents()
    return [board.pk, *(one for one in parents if one != board.pk and _root(one, parents) == board.pk)]


def public_families() -> dict[int, int]:
    """Each board that everybody reads → the one that shows its questions: itself, or what it was fused into."""
    parents = _parents()
    public = set(Board.objects.filter(is_private=False).values_list("pk", flat=True))
    return {one: root for one in public if (root := _root(one, parents)) in public}


def boards_with_health() -> list[Board]:
    """Whose health can be looked at: what everybody reads and no other board has taken in."""
    return list(Board.objects.filter(is_private=False, fused_into=None))


def fused_boards() -> list[Board]:
    return list(Board.objects.filter(fused_into__isnull=False).select_related("fused_into"))


def boards_at_the_desk() -> list[Board]:
    """Every board that is not fused into another, in the order of the list."""
    return list(Board.objects.filter(fused_into=None))
