"""What a segment's conditions may be put on: the record, the house's own fields, what was bought, when they spoke.

Upper capabilities add theirs through settings.SEGMENT_CONDITIONS: functions that return SegmentFields.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.accounts.models import User
from parvis.foundation.plugs import plugged
from parvis.people.logic.purposes import CONSENT, PURPOSES
from parvis.people.logic.segments import (
    IDS,
    Compiled,
    SegmentField,
    exists,
    number_condition,
    presence_condition,
    recency_condition,
    text_condition,
)
from parvis.people.models import CustomField, Tag
from parvis.people.reads.segment_words import CHANNELS, LANGUAGES

PERSON = pgettext_lazy("conditions", "The person")
OWN = pgettext_lazy("conditions", "Own fields")
CONTACT = pgettext_lazy("conditions", "Contact")
BOUGHT = pgettext_lazy("conditions", "Purchases")
ALLOWS = pgettext_lazy("conditions", "Consent")

_HEARD = (
    "(SELECT l.person_id, i.last_seen_at, i.channel FROM people_current_link l "
    "JOIN people_identity i ON i.id = l.identity_id)"
)
_BOUGHT = "people_purchase"
_KEPT = "x.returned_at IS NULL"
_ORGANIZED = (
    "(SELECT n.person_id, n.role, g.name FROM people_position n JOIN people_organization g ON g.id = n.organization_id "
    "WHERE n.until IS NULL OR n.until >= current_date)"
)


def segment_fields() -> dict[str, SegmentField]:
    """Key → field, in the order they are offered."""
    found = [*_of_person(), *_tags(), *_custom(), *_contact(), *_purchases(), *_consent()]
    for fields_of in plugged("SEGMENT_CONDITIONS"):
        found += fields_of()
    return {one.key: one for one in found}


def _of_person() -> list[SegmentField]:
    def column(name: str) -> Any:
        return lambda operator, value, now: text_condition(f"coalesce(p.{name}, '')", operator, value)

    def language(operator: str, value: Any, now: datetime) -> Compiled:
        return f"p.language {'=' if operator == 'is' else '<>'} %s", [value]

    def owner(operator: str, value: Any, now: datetime) -> Compiled:
        return ("p.owner_id = %s" if operator == "is" else "p.owner_id IS DISTINCT FROM %s"), [int(value)]

    def created(operator: str, value: Any, now: datetime) -> Compiled:
        if operator == "never":
            return "false", []
        return f"p.created_at {'>=' if operator == 'within' else '<'} %s", [now - timedelta(days=value)]

    def organized(operator: str, value: Any, now: datetime) -> Compiled:
        if operator in ("is_known", "is_unknown"):
            found, values = exists(_ORGANIZED, "true")
            return (found if operator == "is_known" else f"NOT {found}"), values
        where, values = text_condition("x.name", "is" if operator == "is_not" else operator, value)
        found, values = exists(_ORGANIZED, where, values)
        return (f"NOT {found}" if operator == "is_not" else found), values

    people = User.objects.filter(is_active=True).order_by("name").values_list("pk", "name")[:200]
    return [
        SegmentField("city", pgettext_lazy("condition", "Town"), PERSON, "text", column("city")),
        SegmentField("language", pgettext_lazy("condition", "Language"), PERSON, "choice", language, LANGUAGES),
        SegmentField("family_name", pgettext_lazy("condition", "Family name"), PERSON, "text", column("family_name")),
        SegmentField("given_name", pgettext_lazy("condition", "First name"), PERSON, "text", column("given_name")),
        SegmentField("customer_number", pgettext_lazy("condition", "Customer number"), PERSON, "text",
            column("customer_number")),
        SegmentField("organization", pgettext_lazy("condition", "Organisation"), PERSON, "text", organized),
        SegmentField("owner", pgettext_lazy("condition", "Colleague in charge"), PERSON, "choice", owner,
            tuple((str(pk), name) for pk, name in people)),
        SegmentField("created", pgettext_lazy("condition", "Record made"), PERSON, "recency", created),
    ]  # fmt: skip


def _tags() -> list[SegmentField]:
    choices = tuple((str(pk), name) for pk, name in Tag.objects.values_list("pk", "name")[:500])
    sql = presence_condition("people_tagging", "x.tag_id = %s::bigint AND x.ended_at IS NULL")
    return (
        [SegmentField("tag", pgettext_lazy("condition", "Tag"), PERSON, "choice", sql, choices)]
        if choices
        else []
    )


def _custom() -> list[SegmentField]:
    found = []
    for field in CustomField.objects.filter(retired_at=None).prefetch_related("choices"):
        choices: tuple[tuple[str, Any], ...] = ()
        if field.kind == "choice":
            choices = tuple((str(one.pk), one.label) for one in field.choices.all())
        elif field.kind == "boolean":
            choices = (("yes", _("yes")), ("no", _("no")))
        kind = {"text": "text", "link": "text", "number": "amount", "date": "day"}.get(field.kind, "choice")
        found.append(SegmentField(f"custom:{field.pk}", field.name, OWN, kind, _custom_sql(field), choices))
    return found


def _custom_sql(field: CustomField) -> Any:
    mine = f"x.field_id = {int(field.pk)}"

    def sql(operator: str, value: Any, now: datetime) -> Compiled:
        is_not = operator in ("is_not", "is_unknown")
        values: list[Any] = []
        if operator in ("is_known", "is_unknown"):
            where = "true"
        elif field.kind in ("text", "link"):
            where, values = text_condition("coalesce(x.text, '')", "is" if is_not else operator, value)
        elif field.kind == "number":
            where, values = number_condition("x.number", operator, value)
        elif field.kind == "date":
            where, values = f"x.day {({'from': '>=', 'until': '<=', 'is': '='})[operator]} %s", [value]
        elif field.kind == "boolean":
            where, values = "x.flag = %s", [value == "yes"]
        else:
            where, values = "x.choice_id = %s::bigint", [value]
        found, values = exists("people_custom_value", f"{mine} AND {where}", values)
        return (f"NOT {found}" if is_not else found), values

    return sql


def _contact() -> list[SegmentField]:
    def address(kind: str) -> Any:
        def sql(operator: str, value: Any, now: datetime) -> Compiled:
            found, values = exists("people_contact_point", "x.kind = %s", [kind])
            return (found if operator == "is_known" else f"NOT {found}"), values

        return sql

    return [
        SegmentField("last_heard", pgettext_lazy("condition", "Last heard of"), CONTACT, "recency",
            recency_condition(_HEARD, "x.last_seen_at")),
        SegmentField("channel", pgettext_lazy("condition", "Speaks on"), CONTACT, "choice",
            presence_condition(_HEARD, "x.channel = %s"), CHANNELS),
        SegmentField("email", pgettext_lazy("condition", "E-mail address"), CONTACT, "known", address("email")),
        SegmentField("phone", pgettext_lazy("condition", "Phone number"), CONTACT, "known", address("phone")),
    ]  # fmt: skip


def _purchases() -> list[SegmentField]:
    def total(expression: str) -> Any:
        rows = (
            f"coalesce((SELECT {expression} FROM {_BOUGHT} x WHERE x.person_id = ANY({IDS}) AND {_KEPT}), 0)"  # noqa: S608
        )
        return lambda operator, value, now: number_condition(rows, operator, value)

    def product(operator: str, value: Any, now: datetime) -> Compiled:
        rows = (
            f"(SELECT x.person_id, d.name, d.reference FROM {_BOUGHT} x JOIN people_product d "  # noqa: S608
            f"ON d.id = x.product_id WHERE {_KEPT})"
        )
        is_not = operator in ("is_not", "is_unknown")
        if operator in ("is_known", "is_unknown"):
            found, values = exists(rows, "true")
        else:
            by_name, name = text_condition("x.name", "is" if is_not else operator, value)
            by_reference, reference = text_condition("x.reference", "is" if is_not else operator, value)
            found, values = exists(rows, f"({by_name} OR {by_reference})", [*name, *reference])
        return (f"NOT {found}" if is_not else found), values

    currency = getattr(settings, "INSTALLATION_CURRENCY", "EUR")
    return [
        SegmentField("purchases", pgettext_lazy("condition", "Number of purchases"), BOUGHT, "number",
            total("count(*)")),
        SegmentField("spent", pgettext_lazy("condition", "Spent in all"), BOUGHT, "number", total("sum(x.amount)"),
            unit=currency),
        SegmentField("last_purchase", pgettext_lazy("condition", "Last purchase"), BOUGHT, "recency",
            recency_condition(_BOUGHT, "x.bought_at", _KEPT)),
        SegmentField("product", pgettext_lazy("condition", "Bought product"), BOUGHT, "text", product),
    ]  # fmt: skip


def _consent() -> list[SegmentField]:
    """What somebody agreed to, as it stands in their choices. Who may be looked at is the purpose's own affair."""
    asked = [one.code for one in PURPOSES if CONSENT in (one.basis, *one.choices)]

    def sql(operator: str, value: Any, now: datetime) -> Compiled:
        name, _dot, channel = value.partition(".")
        where = (
            "x.is_given AND x.purpose = %s AND (x.channel = %s OR x.channel = '') "
            "AND (x.valid_until IS NULL OR x.valid_until > %s)"
        )
        found, values = exists("people_current_consent", where, [name, channel, now])
        return (found if operator == "is" else f"NOT {found}"), values

    choices = tuple((code, settings.PURPOSES[code]) for code in asked if code in settings.PURPOSES)
    return [SegmentField("consent", pgettext_lazy("condition", "Agreed to"), ALLOWS, "choice", sql, choices)]
