"""What a segment says: groups of conditions, and what each condition may be put on. Pure.

A condition becomes SQL over the row `p` of people_person. Words of SQL are ours alone, fixed in the fields below and
in settings.SEGMENT_CONDITIONS; what somebody typed is only ever a value beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from parvis.people.logic.custom_fields import read_number
from parvis.people.logic.refusals import NotKept

ALL, ANY = "all", "any"
MOST_GROUPS, MOST_CONDITIONS = 10, 20
MOST_VALUE = 200
Compiled = tuple[str, list[Any]]

# Kind → operators, in the order they are offered; a condition without a value has none to compare with.
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "text": ("is", "is_not", "contains", "begins", "is_known", "is_unknown"),
    "number": ("at_least", "at_most", "is"),
    "amount": ("at_least", "at_most", "is", "is_known", "is_unknown"),
    "recency": ("within", "older", "never"),
    "day": ("from", "until", "is", "is_known", "is_unknown"),
    "choice": ("is", "is_not"),
    "known": ("is_known", "is_unknown"),
}
WITHOUT_VALUE = frozenset({"is_known", "is_unknown", "never"})


class SegmentUnclear(Exception):
    """code: what is wrong; place: (group, condition) it is wrong in, or None."""

    def __init__(self, code: str, place: tuple[int, int] | None = None) -> None:
        super().__init__(code, place)
        self.code, self.place = code, place


@dataclass(frozen=True, slots=True)
class SegmentField:
    """What a condition can be put on.

    sql(operator, value, now) → a condition over `p` with its values; value is what `read` made of the text.
    heading groups the fields where one is chosen. choices: (value, word) of the kind "choice".
    """

    key: str
    label: Any
    heading: Any
    kind: str
    sql: Callable[[str, Any, datetime], Compiled]
    choices: tuple[tuple[str, Any], ...] = ()
    unit: Any = ""

    @property
    def operators(self) -> tuple[str, ...]:
        return OPERATORS[self.kind]

    def read(self, operator: str, written: str) -> Any:
        """The value as it is compared. Raises SegmentUnclear."""
        if operator not in self.operators:
            raise SegmentUnclear("operator-unknown")
        if operator in WITHOUT_VALUE:
            return None
        text = written.replace("\x00", "").strip()
        if not text or len(text) > MOST_VALUE:
            raise SegmentUnclear("value-missing" if not text else "value-too-long")
        if self.kind == "choice":
            if text not in {value for value, _ in self.choices}:
                raise SegmentUnclear("choice-unknown")
            return text
        if self.kind in ("number", "amount"):
            return _number(text)
        if self.kind == "recency":
            days = _number(text)
            if days != days.to_integral_value() or not 0 <= days <= 36_500:
                raise SegmentUnclear("days-unreadable")
            return int(days)
        if self.kind == "day":
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise SegmentUnclear("day-unreadable") from None
        return text


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    operator: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all, or any one, must hold."""

    match: str = ALL
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    match: str = ALL
    groups: tuple[Group, ...] = field(default_factory=tuple)

    def as_json(self) -> dict[str, Any]:
        return {
            "match": self.match,
            "groups": [
                {
                    "match": group.match,
                    "conditions": [
                        {"field": one.field, "operator": one.operator, "value": one.value}
                        for one in group.conditions
                    ],
                }
                for group in self.groups
            ],
        }


def definition_of(kept: Any) -> Definition:
    """The inverse of as_json, for what a program sends too. Raises SegmentUnclear for another shape."""
    try:
        groups = tuple(
            Group(
                group["match"],
                tuple(
                    Condition(str(one["field"]), str(one["operator"]), str(one.get("value", "")))
                    for one in group["conditions"]
                ),
            )
            for group in kept["groups"]
        )
        found = Definition(kept["match"], groups)
    except (KeyError, TypeError, AttributeError) as error:
        raise SegmentUnclear("shape-unknown") from error
    check_size(found)
    return found


def check_size(definition: Definition) -> None:
    """Raises SegmentUnclear for what nobody can read any more."""
    if any(
        match not in (ALL, ANY) for match in (definition.match, *(one.match for one in definition.groups))
    ):
        raise SegmentUnclear("shape-unknown")
    if len(definition.groups) > MOST_GROUPS or any(
        len(group.conditions) > MOST_CONDITIONS for group in definition.groups
    ):
        raise SegmentUnclear("too-many-conditions")


def compiled(definition: Definition, fields: Mapping[str, SegmentField], *, now: datetime) -> Compiled:
    """The definition as one condition over `p`. No conditions: everybody. Raises SegmentUnclear with the place."""
    parts: list[Compiled] = []
    for at, group in enumerate(definition.groups):
        if group.conditions:
            parts.append(
                _joined(
                    group.match,
                    [
                        _condition(one, fields, now, (at, number))
                        for number, one in enumerate(group.conditions)
                    ],
                )
            )
    return _joined(definition.match, parts) if parts else ("true", [])


def _condition(
    one: Condition, fields: Mapping[str, SegmentField], now: datetime, place: tuple[int, int]
) -> Compiled:
    known = fields.get(one.field)
    if known is None:
        raise SegmentUnclear("field-unknown", place)
    try:
        return known.sql(one.operator, known.read(one.operator, one.value), now)
    except SegmentUnclear as error:
        raise SegmentUnclear(error.code, place) from error


def _joined(match: str, parts: Sequence[Compiled]) -> Compiled:
    word = " AND " if match == ALL else " OR "
    return f"({word.join(f'({sql})' for sql, _ in parts)})", [
        value for _, values in parts for value in values
    ]


def _number(text: str) -> Decimal:
    try:
        return read_number(text)
    except NotKept:
        raise SegmentUnclear("number-unreadable") from None


# ---- the ways in which fields become SQL, for people's own and for those of upper capabilities

# All records of the human whose row is `p`: most have one.
IDS = (
    "(CASE WHEN p.joined_id IS NULL THEN ARRAY[p.id] "
    "ELSE ARRAY(SELECT q.id FROM people_person q WHERE q.joined_id = p.joined_id) END)"
)


def exists(rows: str, where: str, values: Sequence[Any] = ()) -> Compiled:
    """That the human has such a row. rows: a table or subquery with person_id; where: about its alias `x`."""
    found = (
        f"EXISTS (SELECT FROM (SELECT x.person_id FROM {rows} x WHERE {where} UNION ALL "  # noqa: S608 -- our own text
        f"SELECT q.id FROM {rows} x JOIN people_person o ON o.id = x.person_id JOIN people_person q "
        f"ON q.joined_id = o.joined_id WHERE o.joined_id IS NOT NULL AND {where}) hit WHERE hit.person_id = p.id)"
    )
    return found, [*values, *values]


def text_condition(expression: str, operator: str, value: Any) -> Compiled:
    """Case and accents make no difference."""
    folded = f"lower(parvis_fold({expression}))"
    match operator:
        case "is":
            return f"{folded} = lower(parvis_fold(%s))", [value]
        case "is_not":
            return f"{folded} <> lower(parvis_fold(%s))", [value]
        case "contains":
            return f"strpos({folded}, lower(parvis_fold(%s))) > 0", [value]
        case "begins":
            return f"starts_with({folded}, lower(parvis_fold(%s)))", [value]
        case "is_known":
            return f"{expression} <> ''", []
    return f"{expression} = ''", []


def number_condition(expression: str, operator: str, value: Any) -> Compiled:
    sign = {"at_least": ">=", "at_most": "<=", "is": "="}[operator]
    return f"{expression} {sign} %s", [value]


def recency_condition(
    rows: str, moment: str, where: str = "true"
) -> Callable[[str, Any, datetime], Compiled]:
    """Rows with a moment: one within so many days; the last one longer ago; none ever."""

    def sql(operator: str, value: Any, now: datetime) -> Compiled:
        if operator == "never":
            found, values = exists(rows, where)
            return f"NOT {found}", values
        since = now - timedelta(days=value)
        within, values = exists(rows, f"{where} AND {moment} >= %s", [since])
        if operator == "within":
            return within, values
        ever, _ = exists(rows, where)
        return f"{ever} AND NOT {within}", values

    return sql


def presence_condition(rows: str, where: str) -> Callable[[str, Any, datetime], Compiled]:
    """A choice whose value stands in a row of the human; where has one %s, the value."""

    def sql(operator: str, value: Any, now: datetime) -> Compiled:
        found, values = exists(rows, where, [value])
        return (found, values) if operator == "is" else (f"NOT {found}", values)

    return sql
