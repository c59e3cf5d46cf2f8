"""Tags, and who looks after a record."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Name, examples
from parvis.people.actions.owners import set_owner
from parvis.people.actions.tags import (
    change_tag,
    create_tag,
    merge_tags,
    put_tag,
    remove_tag,
    tag_named,
    take_tag_off,
)
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.refusals import NotKept, problems
from parvis.people.models import Person, Tag
from parvis.people.permissions import person_for, purpose_of
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.tags import tags_of

MANAGE: dict[str, Any] = {"permission": "people.manage", "purpose": "legal_duty"}
WRITE: dict[str, Any] = {"permission": "people.edit", "purpose": purpose_of}
Tone = Literal["neutral", "accent", "success", "warning", "danger", "information"]


class NewTag(Body):
    name: Annotated[Name, Field(max_length=60)]
    tone: Tone = "neutral"

    model_config = examples({"name": "VIP", "tone": "accent"})


class TagChanges(Body):
    """Only what is sent is changed."""

    name: Annotated[Name, Field(max_length=60)] | None = None
    tone: Tone | None = None

    model_config = examples({"tone": "warning"})


class TagMerge(Body):
    into_id: Id


class TagPut(Body):
    name: Annotated[Name, Field(max_length=60, description="One that is not known yet is made.")]


class NewOwner(Body):
    user_id: Id | None = Field(description="null: nobody in particular.")


class TagOut(Answer):
    id: int
    name: str
    tone: str


class TagList(Answer):
    items: list[TagOut]


class OwnerOut(Answer):
    user_id: int | None


@ENDPOINTS.get("/tags", permission="people.view", purpose=purpose_of)
def list_tags(caller: Caller) -> TagList:
    """All tags of the house."""
    return TagList(items=[TagOut.model_validate(one) for one in Tag.objects.all()])


@ENDPOINTS.post("/tags", status=201, problems=problems("name-missing", "name-taken"), **MANAGE)
def create_one_tag(caller: Caller, given: NewTag) -> TagOut:
    """Make a tag."""
    return TagOut.model_validate(create_tag(given.name, tone=given.tone, by=caller.actor, now=caller.now))


@ENDPOINTS.patch("/tags/{tag_id}", problems=problems("name-missing", "name-taken"), **MANAGE)
def change_one_tag(caller: Caller, tag_id: Id, given: TagChanges) -> TagOut:
    """Rename a tag or give it another colour, on every record at once."""
    found = _found(tag_id)
    name, tone = given.name or found.name, given.tone or found.tone
    change_tag(found, name=name, tone=tone, by=caller.actor, now=caller.now)
    return TagOut.model_validate(found)


@ENDPOINTS.post("/tags/{tag_id}/merge", problems=problems("same-tag"), **MANAGE)
def merge_one_tag(caller: Caller, tag_id: Id, given: TagMerge) -> TagOut:
    """Let a tag become another one, on every record; it is gone afterwards."""
    into = _found(given.into_id)
    with purpose("legal_duty"):
        merge_tags(_found(tag_id), into=into, by=caller.actor, now=caller.now)
    return TagOut.model_validate(into)


@ENDPOINTS.delete("/tags/{tag_id}", **MANAGE)
def delete_tag(caller: Caller, tag_id: Id) -> None:
    """Take a tag off every record and delete it."""
    with purpose("legal_duty"):
        remove_tag(_found(tag_id), by=caller.actor, now=caller.now)


@ENDPOINTS.get("/people/{person_id}/tags", permission="people.view", purpose=purpose_of)
def list_person_tags(caller: Caller, person_id: Id) -> TagList:
    """What is on a record now."""
    person = person_for(caller.user, person_id)
    return _tags(person)


@ENDPOINTS.post("/people/{person_id}/tags", problems=problems("name-missing", "too-many-tags"), **WRITE)
def put_tag_on_person(caller: Caller, person_id: Id, given: TagPut) -> TagList:
    """Put a tag on a record, by its name."""
    person = person_for(caller.user, person_id)
    put_tag(person, tag_named(given.name, by=caller.actor, now=caller.now), by=caller.actor, now=caller.now)
    return _tags(person)


@ENDPOINTS.delete("/people/{person_id}/tags/{tag_id}", **WRITE)
def take_tag_off_person(caller: Caller, person_id: Id, tag_id: Id) -> None:
    """Take a tag off a record."""
    person, tag = person_for(caller.user, person_id), _found(tag_id)
    for one in Person.objects.filter(pk__in=record_ids(person.pk)):
        take_tag_off(one, tag, by=caller.actor, now=caller.now)


@ENDPOINTS.get("/people/{person_id}/owner", permission="people.view", purpose=purpose_of)
def get_person_owner(caller: Caller, person_id: Id) -> OwnerOut:
    """Who looks after a record."""
    return OwnerOut(user_id=person_for(caller.user, person_id).owner_id)


@ENDPOINTS.put("/people/{person_id}/owner", problems=problems("owner-unfit"), **WRITE)
def set_person_owner(caller: Caller, person_id: Id, given: NewOwner) -> OwnerOut:
    """Say who looks after a record."""
    person = person_for(caller.user, person_id)
    owner = User.objects.filter(pk=given.user_id).first() if given.user_id else None
    if given.user_id and owner is None:
        raise NotKept("owner-unfit", about="user_id")
    set_owner(person, owner, by=caller.actor, now=caller.now)
    return OwnerOut(user_id=owner.pk if owner else None)


def _tags(person: Person) -> TagList:
    return TagList(items=[TagOut.model_validate(one) for one in tags_of(record_ids(person.pk))])


def _found(tag_id: int) -> Tag:
    found = Tag.objects.filter(pk=tag_id).first()
    if found is None:
        raise not_found()
    return found
