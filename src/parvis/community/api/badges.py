"""Badges and ranks: their formulas, versions, and who would have one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.badges import retire_badge, save_badge
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, TAKES_PART, UNWRITTEN
from parvis.community.models import Badge
from parvis.community.reads.badge_preview import holders_of
from parvis.community.reads.facts import FACTS
from parvis.community.reads.member_page import all_badges
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples

NAMED = {"name-taken": (409, "Another has this name, or one that looks like it.")}
FORMULA = {"formula-refused": (422, "This formula cannot be read.")}
BadgeWords = Annotated[str, Field(min_length=1, max_length=60, pattern=r"\S")]


class NewBadge(Body):
    """A badge that was earned stays; a rank is the highest whose formula holds."""

    kind: Literal["badge", "rank"] = Field("badge", description="Of one that is there it does not change.")
    name_en: BadgeWords
    name_fr: BadgeWords
    about_en: Annotated[str, Field(max_length=200)] = ""
    about_fr: Annotated[str, Field(max_length=200)] = ""
    formula: Annotated[str, Field(min_length=1, max_length=300, description=f"Over: {', '.join(FACTS)}.")]
    position: Annotated[int, Field(ge=0, le=9999)] = 1

    model_config = examples(
        {"name_en": "Sure hand", "name_fr": "Valeur sûre", "formula": "accepted / answers >= 0.5"}
    )


class FormulaPreview(Body):
    formula: Annotated[str, Field(min_length=1, max_length=300)]

    model_config = examples({"formula": "accepted >= 10 and accepted / answers >= 0.3"})


class BadgeOut(Answer):
    id: int
    slug: str
    kind: str
    name_en: str
    name_fr: str
    about_en: str
    about_fr: str
    formula: str
    version: int
    position: int
    is_retired: bool


class BadgeCounted(BadgeOut):
    holders: int


class BadgeList(Answer):
    items: list[BadgeCounted]


class FormulaPreviewOut(Answer):
    count: int
    members: int


@ENDPOINTS.get("/community/badges", **TAKES_PART)
def list_badges(caller: Caller) -> BadgeList:
    """Badges and ranks with how many hold each."""
    return BadgeList(items=[BadgeCounted.model_validate(one) for one in all_badges()])


@ENDPOINTS.post("/community/badges", status=201, problems=FORMULA | UNWRITTEN | NAMED, **MANAGES)
def create_badge(caller: Caller, given: NewBadge) -> BadgeOut:
    """A new badge or rank; it is given with the next count."""
    return BadgeOut.model_validate(save_badge(None, **given.model_dump(), by=caller.user, now=caller.now))


@ENDPOINTS.put("/community/badges/{badge_id}", problems=FORMULA | UNWRITTEN | NAMED, **MANAGES)
def replace_badge(caller: Caller, badge_id: Id, given: NewBadge) -> BadgeOut:
    """Another version of a badge; who has it keeps it."""
    saved = save_badge(_badge(badge_id), **given.model_dump(), by=caller.user, now=caller.now)
    return BadgeOut.model_validate(saved)


@ENDPOINTS.post("/community/badges/{badge_id}/retire", **MANAGES)
def retire_one_badge(caller: Caller, badge_id: Id) -> BadgeOut:
    """No longer given nor shown."""
    retire_badge(_badge(badge_id), is_retired=True, by=caller.user, now=caller.now)
    return BadgeOut.model_validate(_badge(badge_id))


@ENDPOINTS.post("/community/badges/{badge_id}/restore", **MANAGES)
def restore_one_badge(caller: Caller, badge_id: Id) -> BadgeOut:
    """Given again."""
    retire_badge(_badge(badge_id), is_retired=False, by=caller.user, now=caller.now)
    return BadgeOut.model_validate(_badge(badge_id))


@ENDPOINTS.post("/community/badges/preview", problems=FORMULA, **MANAGES)
def preview_badge_formula(caller: Caller, given: FormulaPreview) -> FormulaPreviewOut:
    """How many would have a badge by this formula now; nothing is kept."""
    found = holders_of(given.formula)
    return FormulaPreviewOut(count=found.count, members=found.members)


def _badge(badge_id: int) -> Badge:
    found = Badge.objects.filter(pk=badge_id).first()
    if found is None:
        raise not_found()
    return found
