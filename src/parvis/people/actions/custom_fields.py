"""Fields of the house's own: adding, renaming, ordering, retiring them. A value is never lost by any of these."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from parvis.foundation.audit import Actor, record
from parvis.people.logic.keys import name_key
from parvis.people.logic.names import tidy
from parvis.people.logic.refusals import NotKept
from parvis.people.models import CustomChoice, CustomField, CustomValue

MOST_FIELDS = 100
MOST_CHOICES = 200


def add_custom_field(
    name: str,
    *,
    kind: str,
    is_personal: bool = True,
    help: str = "",
    choices: Sequence[str] = (),
    by: Actor,
    now: datetime,
) -> CustomField:
    """A new field, the last in the order. Raises NotKept."""
    if kind not in CustomField.KINDS:
        raise NotKept("kind-unknown", about="kind")
    labels = _labels(choices)
    if kind == "choice" and not labels:
        raise NotKept("choices-missing", about="choices")
    with transaction.atomic():
        last = CustomField.objects.aggregate(last=Max("place"))["last"] or 0
        made = CustomField(
            kind=kind,
            is_personal=is_personal or kind in ("text", "link"),
            help=tidy(help, most=200),
            place=last + 1,
            created_at=now,
            **_named(name),
        )
        _save(made)
        for place, label in enumerate(labels if kind == "choice" else []):
            CustomChoice.objects.create(field=made, label=label, place=place)
        record("custom_field.added", made, by=by, now=now, name=made.name, kind=kind)
        return made


def change_custom_field(
    field: CustomField,
    *,
    name: str,
    is_personal: bool,
    help: str = "",
    by: Actor,
    now: datetime,
) -> bool:
    """Rename it, word its help, say whether it is erased with the person. Its kind stays. Raises NotKept."""
    after = {
        "is_personal": is_personal or field.kind in ("text", "link"),
        "help": tidy(help, most=200),
        **_named(name),
    }
    with transaction.atomic():
        held = CustomField.objects.select_for_update(no_key=True).get(pk=field.pk)
        changed = [one for one, value in after.items() if getattr(held, one) != value]
        if not changed:
            return False
        was = held.name
        for one in changed:
            setattr(held, one, after[one])
        _save(held, update_fields=changed)
        record(
            "custom_field.changed",
            held,
            by=by,
            now=now,
            name=held.name,
            was=was,
            is_personal=held.is_personal,
        )
        return True


def change_choices(
    field: CustomField, *, labels: dict[int, str], added: Sequence[str] = (), by: Actor, now: datetime
) -> None:
    """labels: id of a choice → its word now; "" retires it, and records that have it keep it. Raises NotKept."""
    with transaction.atomic():
        held = CustomField.objects.select_for_update(no_key=True).get(pk=field.pk)
        known = {one.pk: one for one in held.choices.all()}
        new = [label for label in _labels(added) if not _revived(known, label)]
        if len(known) + len(new) > MOST_CHOICES:
            raise NotKept("too-long", about="choices", most=MOST_CHOICES)
        for pk, label in labels.items():
            one = known.get(pk)
            if one is None:
                continue
            shown = tidy(label)
            if shown:
                one.label, one.retired_at = shown, None
            elif one.retired_at is None:
                one.retired_at = now
        try:
            with transaction.atomic():
                for one in known.values():
                    one.save()
                for place, label in enumerate(new, start=len(known)):
                    CustomChoice.objects.create(field=held, label=label, place=place)
        except IntegrityError as error:
            raise NotKept("name-taken", about="choices") from error
        if not any(one.retired_at is None for one in held.choices.all()):
            raise NotKept("choices-missing", about="choices")
        record("custom_field.choices_changed", held, by=by, now=now, name=held.name)


def order_custom_fields(ids: Sequence[int], *, by: Actor, now: datetime) -> None:
    """The fields in this order; those not named come after, as they stood."""
    with transaction.atomic():
        known = list(CustomField.objects.select_for_update(no_key=True).order_by("place", "pk"))
        rank = {pk: place for place, pk in enumerate(ids)}
        ordered = sorted(known, key=lambda one: rank.get(one.pk, len(rank)))
        for place, one in enumerate(ordered, start=1):
            if one.place != place:
                CustomField.objects.filter(pk=one.pk).update(place=place)
        record("custom_field.ordered", by=by, now=now)


def retire_custom_field(field: CustomField, *, by: Actor, now: datetime) -> bool:
    """Offer it nowhere any more. What stands in it stays and comes back with it."""
    return _set_retired(field, now, by=by, now=now)


def restore_custom_field(field: CustomField, *, by: Actor, now: datetime) -> bool:
    """Offer it again, with every value that stood in it."""
    return _set_retired(field, None, by=by, now=now)


def delete_custom_field(field: CustomField, *, by: Actor, now: datetime) -> int:
    """Delete a retired field for good. Returns how many values went with it. Raises NotKept for one in use.

    The caller declares a legal duty: records that are withheld from the service have values too.
    """
    with transaction.atomic():
        held = CustomField.objects.select_for_update().get(pk=field.pk)
        if held.retired_at is None:
            raise NotKept("field-in-use")
        count, _ = CustomValue.objects.filter(field=held).delete()
        record("custom_field.deleted", held, by=by, now=now, name=held.name, count=count)
        held.delete()
        return count


def _set_retired(field: CustomField, at: datetime | None, *, by: Actor, now: datetime) -> bool:
    with transaction.atomic():
        held = CustomField.objects.select_for_update(no_key=True).get(pk=field.pk)
        if (held.retired_at is None) == (at is None):
            return False
        held.retired_at = field.retired_at = at
        held.save(update_fields=["retired_at"])
        verb = "custom_field.restored" if at is None else "custom_field.retired"
        record(verb, held, by=by, now=now, name=held.name)
        return True


def _named(name: str) -> dict[str, str]:
    shown = tidy(name, most=80)
    if not shown:
        raise NotKept("name-missing", about="name")
    return {"name": shown, "name_key": name_key(shown)[:80]}


def _labels(choices: Sequence[str]) -> list[str]:
    """Tidied, each once whatever its case and accents."""
    shown = [tidy(choice) for choice in choices]
    return list({name_key(label): label for label in reversed(shown) if label}.values())[::-1]


def _revived(known: dict[int, CustomChoice], label: str) -> bool:
    """A choice that is there already is offered again instead of made twice."""
    for one in known.values():
        if name_key(one.label) == name_key(label):
            one.retired_at = None
            return True
    return False


def _save(field: CustomField, **how: object) -> None:
    try:
        with transaction.atomic():
            field.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        raise NotKept("name-taken", about="name", name=field.name) from error
