"""Moderation for programs: what waits and was decided, words that are watched, the figures against censorship.

Deciding is for persons at the desk: an author reads that a person decided, and that has to be true.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.look import rules
from parvis.community.actions.watch import set_rules, stop_watching, watch
from parvis.community.api.endpoints import ENDPOINTS, MAY_NOT, MODERATES, UNWRITTEN
from parvis.community.models import (
    Appeal,
    Ground,
    ModerationRules,
    Restriction,
    WatchedWord,
)
from parvis.community.reads.looks import decisions, texts_of_looks, waiting, watched_words
from parvis.community.reads.moderation import grounds, open_appeals
from parvis.community.reads.moderation_figures import moderation_figures
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples
from parvis.foundation.logic.intervals import Estimate


class NewWatchedWord(Body):
    words: Annotated[str, Field(min_length=2, max_length=80)]
    act: Literal["hold", "flag"] = "flag"
    language: Literal["", "fr", "en"] = ""
    ground: Annotated[int, Field(ge=1, le=999)]

    model_config = examples({"words": "casino", "act": "hold", "ground": 4})


class ModerationRulesIn(Body):
    first_posts: Annotated[int, Field(ge=0, le=50)]
    first_posts_are: Literal["show", "hold"]
    hold_from: Annotated[int, Field(ge=20, le=99)]
    withhold_from: Annotated[int, Field(ge=80, le=101, description="101: never by machine.")]

    model_config = examples(
        {"first_posts": 2, "first_posts_are": "show", "hold_from": 60, "withhold_from": 90}
    )


class ModerationRulesOut(Answer):
    first_posts: int
    first_posts_are: str
    hold_from: int
    withhold_from: int


class LookOut(Answer):
    """A text that waits. reasons: first-post, words, spam, report, notice. points: towards advertising, by name."""

    kind: str
    text_id: int
    author_id: int
    text: str
    url: str
    reasons: list[str]
    score: int
    points: dict[str, int]
    is_held: bool
    at: datetime


class LookList(Answer):
    items: list[LookOut]


class RestrictionOut(Answer):
    """text_id: null where a member is kept from writing. is_automated: decided by a machine."""

    id: int
    measure: str
    kind: str
    text_id: int | None
    member_id: int
    ground: int
    facts: str
    found_by: str
    is_automated: bool
    at: datetime
    until: datetime | None
    undone_at: datetime | None
    undone_why: str


class RestrictionList(Answer):
    items: list[RestrictionOut]


class AppealOut(Answer):
    id: int
    restriction_id: int
    words: str
    state: str
    judgement: str
    at: datetime


class AppealList(Answer):
    items: list[AppealOut]


class WatchedWordOut(Answer):
    """caught: texts; upheld, shown: what people then decided."""

    id: int
    words: str
    act: str
    language: str
    ground: int
    caught: int
    upheld: int
    shown: int


class WatchedWordList(Answer):
    items: list[WatchedWordOut]


class CommunityShareOut(Answer):
    value: float
    low: float | None
    high: float | None
    n: int


class ModerationFiguresOut(Answer):
    """Of the days asked for. censorship_difference: share withheld, negative less positive texts."""

    reports: int
    notices: int
    found_by_machine: int
    decided: int
    let_stay: int
    withheld: int
    suspended: int
    median_hours: CommunityShareOut | None
    machine_decided: CommunityShareOut | None
    appeals: int
    appeals_granted: CommunityShareOut | None
    censorship_difference: CommunityShareOut | None


@ENDPOINTS.get("/community/looks", **MODERATES)
def list_looks(caller: Caller) -> LookList:
    """Texts that wait for a decision: held and notified ones first, then the longest waiting."""
    return LookList(
        items=[
            LookOut(
                kind=one.kind, text_id=one.text_id, author_id=one.author_id, text=text.text, url=text.url,
                reasons=one.reasons, score=one.score, points=one.points, is_held=one.is_held, at=one.at,
            )
            for one, text in texts_of_looks(waiting())
        ]
    )  # fmt: skip


@ENDPOINTS.get("/community/restrictions", **MODERATES)
def list_restrictions(caller: Caller, before: Id | None = None) -> RestrictionList:
    """Decisions, the newest first, fifty at a time; before: the id of the last one that is known."""
    return RestrictionList(items=[_restriction(one) for one in decisions(before=before or 0)])


@ENDPOINTS.get("/community/appeals", **MODERATES)
def list_appeals(caller: Caller) -> AppealList:
    """Appeals that wait, the oldest first."""
    return AppealList(items=[_appeal(one) for one in open_appeals()[:200]])


@ENDPOINTS.get("/community/watched-words", **MODERATES)
def list_watched_words(caller: Caller) -> WatchedWordList:
    """Words that are watched, with what each caught."""
    return WatchedWordList(
        items=[_word(one.word, one.caught, one.upheld, one.shown) for one in watched_words()]
    )


@ENDPOINTS.post("/community/watched-words", **MODERATES, status=201, problems={**UNWRITTEN, **MAY_NOT})
def create_watched_word(caller: Caller, given: NewWatchedWord) -> WatchedWordOut:
    """Texts with it are held, or shown and looked at."""
    made = watch(
        given.words,
        language=given.language,
        act=given.act,
        ground=_ground(given.ground),
        by=caller.user,
        now=caller.now,
    )
    return _word(made, 0, 0, 0)


@ENDPOINTS.delete("/community/watched-words/{word_id}", **MODERATES)
def delete_watched_word(caller: Caller, word_id: Id) -> None:
    """Watch for it no longer."""
    found = WatchedWord.objects.filter(pk=word_id).first()
    if found is None:
        raise not_found()
    stop_watching(found, by=caller.user, now=caller.now)


@ENDPOINTS.get("/community/moderation-rules", **MODERATES)
def get_moderation_rules(caller: Caller) -> ModerationRulesOut:
    """How new texts are looked at."""
    return _rules(rules())


@ENDPOINTS.put("/community/moderation-rules", permission="community.manage", problems=MAY_NOT)
def replace_moderation_rules(caller: Caller, given: ModerationRulesIn) -> ModerationRulesOut:
    """Set them."""
    return _rules(
        set_rules(
            first_posts=given.first_posts, first_posts_are=given.first_posts_are, hold_from=given.hold_from,
            withhold_from=given.withhold_from, by=caller.user, now=caller.now,
        )
    )  # fmt: skip


@ENDPOINTS.get("/community/moderation-figures", **MODERATES)
def get_moderation_figures(
    caller: Caller, days: Annotated[int, Field(ge=1, le=1000)] = 90
) -> ModerationFiguresOut:
    """What was received and decided, and whether criticism is withheld more often than praise."""
    found = moderation_figures(caller.now - timedelta(days=days), caller.now)
    return ModerationFiguresOut(
        reports=found.reports, notices=found.notices, found_by_machine=found.found_by_machine, decided=found.decided,
        let_stay=found.let_stay, withheld=found.withheld, suspended=found.suspended,
        median_hours=share_out(found.hours), machine_decided=share_out(found.machine_decided), appeals=found.appeals,
        appeals_granted=share_out(found.appeals_granted), censorship_difference=share_out(found.moods.difference),
    )  # fmt: skip


def _ground(number: int) -> Ground:
    found = grounds().filter(number=number).first()
    if found is None:
        raise not_found()
    return found


def _restriction(one: Restriction) -> RestrictionOut:
    return RestrictionOut(
        id=one.pk, measure=one.measure, kind=one.kind, text_id=one.text_id, member_id=one.author_id,
        ground=one.ground.number, facts=one.facts, found_by=one.found_by, is_automated=one.is_automated, at=one.at,
        until=one.until, undone_at=one.undone_at, undone_why=one.undone_why,
    )  # fmt: skip


def _appeal(one: Appeal) -> AppealOut:
    return AppealOut(
        id=one.pk, restriction_id=one.restriction_id, words=one.words, state=one.state, judgement=one.judgement,
        at=one.at,
    )  # fmt: skip


def _word(one: WatchedWord, caught: int, upheld: int, shown: int) -> WatchedWordOut:
    return WatchedWordOut(
        id=one.pk, words=one.words, act=one.act, language=one.language, ground=one.ground.number, caught=caught,
        upheld=upheld, shown=shown,
    )  # fmt: skip


def _rules(one: ModerationRules) -> ModerationRulesOut:
    return ModerationRulesOut(
        first_posts=one.first_posts, first_posts_are=one.first_posts_are, hold_from=one.hold_from,
        withhold_from=one.withhold_from,
    )  # fmt: skip


def share_out(found: Estimate | None) -> CommunityShareOut | None:
    return CommunityShareOut(value=found.value, low=found.low, high=found.high, n=found.n) if found else None
