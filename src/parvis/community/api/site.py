"""The set-up of the public square and its boards."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.boards import BoardSettings, change_board, make_board, move_board
from parvis.community.actions.site import (
    ColourRefused,
    OriginRefused,
    SiteSettings,
    set_site,
    write_site_page,
)
from parvis.community.api.desk import CommunityBoardOut, board_out
from parvis.community.api.endpoints import ENDPOINTS, MANAGES
from parvis.community.models import Board
from parvis.community.reads.boards import boards_at_the_desk
from parvis.community.reads.site import the_site
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Name, examples

Language = Literal["", "en", "fr"]
UNNAMED = {"empty-text": (422, "Nothing was written.")}
REFUSED = {
    "colour-not-readable": (422, "Words in this colour, or on it, cannot be read by everybody."),
    "not-an-origin": (422, "This is no origin of a site."),
}


class CommunitySiteOut(Answer):
    """accent: "#rrggbb", or "" for the house's own. pages: which of legal, privacy, terms are written."""

    name: str
    accent: str
    font: str
    logo: str
    welcome_en: str
    welcome_fr: str
    pages: list[str]
    embedded_by: list[str]


class CommunitySiteIn(Body):
    name: Annotated[str, Field(max_length=80)] = ""
    accent: Annotated[str, Field(max_length=7)] = ""
    font: Literal["inter", "system", "serif"] = "inter"
    welcome_en: Annotated[str, Field(max_length=1000)] = ""
    welcome_fr: Annotated[str, Field(max_length=1000)] = ""
    embedded_by: Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=20)] = []

    model_config = examples({"name": "Velo talk", "accent": "#1a6b37", "welcome_en": "Hello, all."})


class SitePageIn(Body):
    """Without a text the page goes."""

    code: Literal["legal", "privacy", "terms"]
    language: Literal["en", "fr"]
    text: Annotated[str, Field(max_length=32_000)]

    model_config = examples(
        {"code": "legal", "language": "fr", "text": "Velostral SA, 1 rue du Port, Nantes."}
    )


class CommunityBoardList(Answer):
    items: list[CommunityBoardOut]


class BoardGiven(Body):
    name: Annotated[Name, Field(max_length=80)]
    about: Annotated[str, Field(max_length=300)] = ""
    language: Language = ""
    is_private: bool = False
    is_closed: bool = False

    model_config = examples({"name": "Batteries", "about": "Charging, range, replacement."})


class BoardMove(Body):
    to: Literal["up", "down"]


@ENDPOINTS.get("/community/site", **MANAGES)
def get_community_site(caller: Caller) -> CommunitySiteOut:
    """Name, look, welcome, which pages are written, who may embed it."""
    return CommunitySiteOut.model_validate(the_site())


@ENDPOINTS.put("/community/site", problems=REFUSED, **MANAGES)
def replace_community_site(caller: Caller, given: CommunitySiteIn) -> CommunitySiteOut:
    """Everything is set as sent; the logo stays as it is."""
    try:
        set_site(SiteSettings(**given.model_dump()), by=caller.actor, now=caller.now)
    except ColourRefused as refused:
        status, sentence = REFUSED["colour-not-readable"]
        raise Problem(status, "colour-not-readable", sentence, nearest=refused.nearest) from None
    except OriginRefused as refused:
        status, sentence = REFUSED["not-an-origin"]
        raise Problem(status, "not-an-origin", sentence, origin=refused.origin) from None
    return CommunitySiteOut.model_validate(the_site())


@ENDPOINTS.put("/community/site/page", **MANAGES)
def replace_page_of_community_site(caller: Caller, given: SitePageIn) -> CommunitySiteOut:
    """Write the legal notice, the privacy page or the terms of use in one language; without a text it goes."""
    write_site_page(given.code, language=given.language, text=given.text, by=caller.actor, now=caller.now)
    return CommunitySiteOut.model_validate(the_site())


@ENDPOINTS.get("/community/boards", permission="community.answer")
def list_community_boards(caller: Caller) -> CommunityBoardList:
    """Boards in the order of the list; those that were fused into others are left out."""
    return CommunityBoardList(items=[board_out(one) for one in boards_at_the_desk()])


@ENDPOINTS.post("/community/boards", status=201, problems=UNNAMED, **MANAGES)
def open_community_board(caller: Caller, given: BoardGiven) -> CommunityBoardOut:
    """Open a board at the end of the list."""
    return board_out(make_board(BoardSettings(**given.model_dump()), by=caller.actor, now=caller.now))


@ENDPOINTS.put("/community/boards/{board_id}", problems=UNNAMED, **MANAGES)
def replace_community_board(caller: Caller, board_id: Id, given: BoardGiven) -> CommunityBoardOut:
    """Change a board; its address stays as it is."""
    board = _board(board_id)
    change_board(board, BoardSettings(**given.model_dump()), by=caller.actor, now=caller.now)
    board.refresh_from_db()
    return board_out(board)


@ENDPOINTS.post("/community/boards/{board_id}/move", **MANAGES)
def move_community_board(caller: Caller, board_id: Id, given: BoardMove) -> CommunityBoardOut:
    """Move a board one place up or down in the list."""
    board = _board(board_id)
    move_board(board, is_up=given.to == "up")
    return board_out(board)


def _board(board_id: int) -> Board:
    found = Board.objects.filter(pk=board_id, fused_into=None).first()
    if found is None:
        raise not_found()
    return found
