"""Everything said by and to a person, on every channel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem
from parvis.foundation.api.shapes import Answer, Id, Listed, Moment, Typed
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.timeline import Choice
from parvis.people.permissions import identity_for, person_for, purpose_of
from parvis.people.reads.behind import identity_ids_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.timeline import timeline

EVERYTHING = Choice()


class TimelineItem(Answer):
    at: datetime
    channel: str
    kind: str
    text: str
    by_us: bool
    author_name: str
    sentiment: str
    language: str
    detail: dict[str, Any] = Field(description="Plain values, named by the kind: amount, purpose, tone …")


class TimelinePageOut(Listed):
    items: list[TimelineItem]


@ENDPOINTS.get("/people/{person_id}/timeline", permission="people.view", purpose=purpose_of)
def get_person_timeline(
    caller: Caller,
    person_id: Id,
    kind: Typed = "",
    channel: Typed = "",
    said_by: Literal["", "them", "us"] = "",
    since: Moment | None = None,
    until: Moment | None = None,
    cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 30,
) -> TimelinePageOut:
    """Everything said, bought, noted and decided about a person, on every channel, the newest first.

    kind: said, bought, answered, noted, decided, or one kind of entry; since: the first moment, until: the first one
    after. With filters that fit rarely a page may be empty and have a next one.
    """
    person = person_for(caller.user, person_id)
    choice = Choice(channel=channel, said_by=said_by, kind=kind, since=since, until=until)
    handles, records = identity_ids_of(person.pk), record_ids(person.pk)
    return _timeline(caller.user, handles, cursor, limit, person_ids=records, choice=choice)


@ENDPOINTS.get("/identities/{identity_id}/timeline", permission="people.view", purpose=purpose_of)
def get_identity_timeline(
    caller: Caller, identity_id: Id, cursor: Typed = "", limit: Annotated[int, Field(ge=1, le=100)] = 30
) -> TimelinePageOut:
    """What one handle said and was told, whether or not it has a person."""
    return _timeline(caller.user, [identity_for(caller.user, identity_id).pk], cursor, limit)


def _timeline(
    viewer: User,
    identity_ids: list[int],
    cursor: str,
    limit: int,
    *,
    person_ids: Sequence[int] = (),
    choice: Choice = EVERYTHING,
) -> TimelinePageOut:
    key = key_of(cursor)
    try:
        before = datetime.fromisoformat(key) if key else None
    except ValueError:
        before = None
    if key and (before is None or before.tzinfo is None):
        raise Problem(
            422, "cursor-unreadable", "Send a cursor exactly as a page gave it in next_cursor, or none."
        )
    page = timeline(
        identity_ids, person_ids=person_ids, viewer=viewer, before=before, most=limit, choice=choice
    )
    return TimelinePageOut(
        items=[TimelineItem.model_validate(entry) for entry in page.entries],
        next_cursor=cursor_of(page.before.isoformat() if page.before else None),
    )
