"""Tags: making, renaming, merging them, and putting them on records."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from parvis.foundation.audit import Actor, record
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept
from parvis.people.models import Person, Tag, Tagging

MOST_ON_A_RECORD = 50


def create_tag(name: str, *, tone: str = "neutral", by: Actor, now: datetime) -> Tag:
    """Raises NotKept: no name, a name that is taken (case and accents do not make another), an unknown tone."""
    made = Tag(tone=_tone(tone), created_at=now, **_named(name))
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise NotKept("name-taken", about="name", name=made.name) from error
        record("tag.created", made, by=by, now=now, name=made.name)
        return made


def change_tag(tag: Tag, *, name: str, tone: str, by: Actor, now: datetime) -> bool:
    """Rename it or give it another tone, on every record at once. Raises NotKept."""
    fields = {"tone": _tone(tone), **_named(name)}
    with transaction.atomic():
        held = Tag.objects.select_for_update(no_key=True).get(pk=tag.pk)
        changed = [field for field, value in fields.items() if getattr(held, field) != value]
        if not changed:
            return False
        before = held.name
        for field in changed:
            setattr(held, field, fields[field])
            setattr(tag, field, fields[field])
        try:
            with transaction.atomic():
                held.save(update_fields=changed)
        except IntegrityError as error:
            raise NotKept("name-taken", about="name", name=fields["name"]) from error
        record("tag.changed", held, by=by, now=now, name=held.name, was=before)
        return True


def merge_tags(tag: Tag, *, into: Tag, by: Actor, now: datetime) -> int:
    """Every record with `tag` has `into` from now on, and `tag` is gone. Returns on how many records it was put.

    The caller declares a legal duty: records that are withheld from the service carry tags too.
    """
    if tag.pk == into.pk:
        raise NotKept("same-tag")
    with transaction.atomic():
        list(Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk]).order_by("pk"))
        has_already = Tagging.objects.filter(tag=into, ended_at=None).values("person_id")
        open_ = Tagging.objects.filter(tag=tag, ended_at=None)
        open_.filter(person_id__in=has_already).update(ended_at=now, ended_by_name=by.name)
        moved = open_.update(tag=into)
        Tagging.objects.filter(tag=tag).update(tag=into)  # what was, was
        record("tag.merged", into, by=by, now=now, name=into.name, was=tag.name, count=moved)
        tag.delete()
        return moved


def remove_tag(tag: Tag, *, by: Actor, now: datetime) -> int:
    """Delete the tag and take it off every record. Returns off how many. The caller declares a legal duty."""
    with transaction.atomic():
        count = Tagging.objects.filter(tag=tag, ended_at=None).count()
        record("tag.removed", tag, by=by, now=now, name=tag.name, count=count)
        tag.delete()
        return count


def put_tag(person: Person, tag: Tag, *, by: Actor, now: datetime) -> bool:
    """Returns whether it was not on the record yet. Raises NotKept when the record has too many."""
    with transaction.atomic():
        if Tagging.objects.filter(person=person, ended_at=None).count() >= MOST_ON_A_RECORD:
            raise NotKept("too-many-tags", about="tag", most=MOST_ON_A_RECORD)
        try:
            with transaction.atomic():
                Tagging.objects.create(person=person, tag=tag, at=now, by_name=by.name)
        except IntegrityError:
            return False
        record("person.tagged", person, by=by, now=now, tag=tag.name)
        return True


def take_tag_off(person: Person, tag: Tag, *, by: Actor, now: datetime) -> bool:
    """Returns whether it was on the record."""
    with transaction.atomic():
        ended = Tagging.objects.filter(person=person, tag=tag, ended_at=None, at__lte=now)
        if not ended.update(ended_at=now, ended_by_name=by.name):
            return False
        record("person.untagged", person, by=by, now=now, tag=tag.name)
        return True


def tag_named(name: str, *, by: Actor, now: datetime) -> Tag:
    """The tag of this name, made where there is none. Raises NotKept without a name."""
    key = _named(name)["name_key"]
    return Tag.objects.filter(name_key=key).first() or create_tag(name, by=by, now=now)


def _named(name: str) -> dict[str, str]:
    shown = tidy(name, most=60)
    if not shown:
        raise NotKept("name-missing", about="name")
    return {"name": shown, "name_key": name_key(shown)[:60]}


def _tone(tone: str) -> str:
    if tone not in Tag.TONES:
        raise NotKept("kind-unknown", about="tone")
    return tone
