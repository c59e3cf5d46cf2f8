"""The builder of conditions as a form: every state of it is a set of fields, so that it works without JavaScript.

Names: match; g0-match; g0-0-field, g0-0-is, g0-0-value; g0-add chooses what is added. A button says what to do: act
is save, count, block, add:<block>, drop:<block>:<condition> or unblock:<block>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import pgettext_lazy

from parvis.people.logic.segments import (
    ALL,
    ANY,
    MOST_CONDITIONS,
    MOST_GROUPS,
    WITHOUT_VALUE,
    Condition,
    Definition,
    Group,
    SegmentField,
)
from parvis.people.web.group_words import OPERATORS

_INPUTS = {"number": "text", "amount": "text", "recency": "text", "day": "date"}


@dataclass(frozen=True, slots=True)
class Line:
    """One condition as it is shown."""

    name: str
    field: SegmentField | None
    condition: Condition
    operators: list[tuple[str, Any]]
    has_value: bool
    kind_of_input: str
    problem: str = ""


def definition_typed(typed: QueryDict) -> Definition:
    """What stands in the form now."""
    groups = []
    for at in range(MOST_GROUPS):
        if f"g{at}-match" not in typed:
            continue
        conditions = [
            Condition(
                typed.get(f"g{at}-{n}-field", "")[:80],
                typed.get(f"g{at}-{n}-is", "")[:20],
                typed.get(f"g{at}-{n}-value", "").replace("\x00", "")[:200],
            )
            for n in range(MOST_CONDITIONS)
            if f"g{at}-{n}-field" in typed
        ]
        groups.append(Group(_match(typed.get(f"g{at}-match", "")), tuple(conditions)))
    return Definition(_match(typed.get("match", "")), tuple(groups))


def acted(definition: Definition, act: str, typed: QueryDict, fields: dict[str, SegmentField]) -> Definition:
    """After a button that changes the form itself."""
    verb, *places = act.split(":")
    at, n = ([int(place) if place.isdigit() else -1 for place in places] + [-1, -1])[:2]
    groups = list(definition.groups)
    if verb == "block" and len(groups) < MOST_GROUPS:
        groups.append(Group(ANY))
    elif verb == "unblock" and 0 <= at < len(groups):
        del groups[at]
    elif verb == "drop" and 0 <= at < len(groups):
        left = [one for number, one in enumerate(groups[at].conditions) if number != n]
        groups[at] = Group(groups[at].match, tuple(left))
    elif verb == "add" and 0 <= at < len(groups) and len(groups[at].conditions) < MOST_CONDITIONS:
        field = fields.get(typed.get(f"g{at}-add", ""))
        if field is not None:
            first = field.choices[0][0] if field.choices else ""
            added = Condition(field.key, field.operators[0], first)
            groups[at] = Group(groups[at].match, (*groups[at].conditions, added))
    return Definition(definition.match, tuple(groups))


def shown(
    definition: Definition,
    fields: dict[str, SegmentField],
    *,
    problem: str = "",
    place: tuple[int, int] | None = None,
) -> list[dict[str, Any]]:
    """The blocks of the form."""
    return [
        {
            "at": at,
            "match": group.match,
            "lines": [
                _line(f"g{at}-{n}", one, fields, problem if place == (at, n) else "")
                for n, one in enumerate(group.conditions)
            ],
        }
        for at, group in enumerate(definition.groups)
    ]


def offered(fields: dict[str, SegmentField]) -> list[tuple[Any, list[SegmentField]]]:
    """(heading, fields) for the choice of what to ask."""
    found: dict[str, tuple[Any, list[SegmentField]]] = {}
    for one in fields.values():
        found.setdefault(str(one.heading), (one.heading, []))[1].append(one)
    return list(found.values())


def said(definition: Definition, fields: dict[str, SegmentField]) -> list[dict[str, Any]]:
    """The conditions as words, for whoever only reads them."""
    found = []
    for group in definition.groups:
        lines = []
        for one in group.conditions:
            field = fields.get(one.field)
            value = dict(field.choices).get(one.value, one.value) if field else one.value
            label = field.label if field else pgettext_lazy("conditions", "a field that is gone")
            lines.append(
                {
                    "label": label,
                    "operator": OPERATORS.get(one.operator, one.operator),
                    "value": "" if one.operator in WITHOUT_VALUE else value,
                }
            )
        if lines:
            found.append({"match": group.match, "lines": lines})
    return found


def _line(name: str, one: Condition, fields: dict[str, SegmentField], problem: str) -> Line:
    field = fields.get(one.field)
    operators = [(code, OPERATORS[code]) for code in field.operators] if field else []
    return Line(
        name,
        field,
        one,
        operators,
        bool(field) and one.operator not in WITHOUT_VALUE,
        _INPUTS.get(field.kind, "text") if field else "text",
        problem,
    )


def _match(written: str) -> str:
    return ANY if written == ANY else ALL
