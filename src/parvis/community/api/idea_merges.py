"""A duplicate of an idea led to the other, and taken apart again."""

from __future__ import annotations

from datetime import datetime

from parvis.community.actions.idea_merge import merge_ideas, undo_idea_merge
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, UNWRITTEN
from parvis.community.api.ideas import Reason, existing_idea
from parvis.community.models import IdeaMerge
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, examples


class NewIdeaMerge(Body):
    into_id: Id
    reason: Reason


class IdeaMergeEnd(Body):
    reason: Reason

    model_config = examples({"reason": "One asks for a bell, the other for a horn."})


class IdeaMergeOut(Answer):
    id: int
    merged_id: int
    into_id: int
    moved_votes: int
    at: datetime
    undone_at: datetime | None


@ENDPOINTS.post("/community/ideas/{idea_id}/merge", status=201, problems={**MAY_NOT, **UNWRITTEN}, **MANAGES)
def merge_one_idea(caller: Caller, idea_id: Id, given: NewIdeaMerge) -> IdeaMergeOut:
    """Lead a duplicate to another idea: each member's vote moves once, and who voted is told."""
    made = merge_ideas(
        existing_idea(idea_id),
        into=existing_idea(given.into_id),
        reason=given.reason,
        by=caller.user,
        now=caller.now,
    )
    return IdeaMergeOut.model_validate(made)


@ENDPOINTS.post("/community/ideas/{idea_id}/unmerge", problems={**MAY_NOT, **UNWRITTEN}, **MANAGES)
def take_ideas_apart(caller: Caller, idea_id: Id, given: IdeaMergeEnd) -> IdeaMergeOut:
    """Undo the merge of a duplicate: exactly the votes that it brought leave the other."""
    merge = IdeaMerge.objects.filter(merged=existing_idea(idea_id), undone_at=None).first()
    if merge is None:
        raise not_found()
    undo_idea_merge(merge, reason=given.reason, by=caller.user, now=caller.now)
    merge.refresh_from_db()
    return IdeaMergeOut.model_validate(merge)
