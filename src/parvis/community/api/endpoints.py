"""What the endpoints of the community have in common: their list, whom they serve and how they refuse."""

from __future__ import annotations

from typing import Any

from parvis.community.logic.errors import (
    ChangedMeanwhile,
    EmptyText,
    MayNot,
    NameRefused,
    NameTaken,
    SaidMeanwhile,
    Suspended,
    TextTooLong,
    TitleTooShort,
    WrongDates,
)
from parvis.community.logic.formulas import FormulaRefused
from parvis.foundation.api.endpoints import Endpoints
from parvis.foundation.api.problems import Problem

TAKES_PART: dict[str, Any] = {"permission": "community.answer"}
MODERATES: dict[str, Any] = {"permission": "community.moderate"}
MANAGES: dict[str, Any] = {"permission": "community.manage"}
MAY_NOT = {"may-not": (409, "This act is not possible here.")}
UNWRITTEN = {"empty-text": (422, "Nothing was written.")}


def refusal(error: Exception) -> Problem | None:
    """Codes of the community's errors."""
    if isinstance(error, EmptyText):
        return Problem(422, "empty-text", "Nothing was written.")
    if isinstance(error, TextTooLong):
        return Problem(422, "text-too-long", "The text is too long.", limit=error.limit, length=error.length)
    if isinstance(error, TitleTooShort):
        return Problem(422, "title-too-short", "The title says too little.", limit=error.limit)
    if isinstance(error, NameTaken):
        return Problem(409, "name-taken", "Another has this name, or one that looks like it.")
    if isinstance(error, NameRefused):
        return Problem(422, "name-refused", "Nobody can take this name here.")
    if isinstance(error, SaidMeanwhile):
        return Problem(
            409, "said-meanwhile", "A colleague has answered since: read it, then send its number as `seen`."
        )
    if isinstance(error, WrongDates):
        return Problem(422, "wrong-dates", "It would end before it begins.")
    if isinstance(error, ChangedMeanwhile):
        return Problem(409, "changed-meanwhile", "Somebody saved a newer revision.", newest=error.newest)
    if isinstance(error, Suspended):
        return Problem(409, "suspended", "This member may not write now.")
    if isinstance(error, FormulaRefused):
        return Problem(
            422,
            "formula-refused",
            "This formula cannot be read.",
            why=error.code,
            at=error.at,
            word=error.word,
        )
    if isinstance(error, MayNot):
        return Problem(409, "may-not", "This act is not possible here.", act=error.what)
    return None


ENDPOINTS = Endpoints(
    "Community",
    explain="Questions, answers, articles, ideas and reviews, and what employees do at their desk.",
    refusal=refusal,
)
