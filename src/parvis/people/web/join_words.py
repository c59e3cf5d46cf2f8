"""What speaks for one human and against it, in words; refusals of joining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from parvis.people.logic.errors import AlreadyJoined, NotJoined, PeopleError, SameRecord
from parvis.people.logic.joins import NotSuggested

JoinRefused = (AlreadyJoined, NotJoined, NotSuggested, SameRecord)

FIELDS: dict[str, Any] = {
    "given_name": gettext_lazy("First name"),
    "family_name": gettext_lazy("Family name"),
    "surname": gettext_lazy("Family name"),
    "city": gettext_lazy("Town"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "handle": pgettext_lazy("record", "Handles"),
    "customer_number": gettext_lazy("Customer number"),
    "language": gettext_lazy("Language"),
}
LEVELS: dict[str, Any] = {
    "same": pgettext_lazy("likeness", "the same"),
    "one begins with the other": pgettext_lazy("likeness", "one begins with the other"),
    "one letter differs": pgettext_lazy("likeness", "one letter differs"),
    "two letters differ": pgettext_lazy("likeness", "two letters differ"),
    "one digit differs": pgettext_lazy("likeness", "one digit differs"),
    "two digits differ": pgettext_lazy("likeness", "two digits differ"),
    "sounds the same": pgettext_lazy("likeness", "sounds the same"),
    "shares a word": pgettext_lazy("likeness", "shares a word"),
    "stands in another field": pgettext_lazy("likeness", "stands in the other field"),
    "same before the @": pgettext_lazy("likeness", "the same before the @"),
    "similar": pgettext_lazy("likeness", "similar"),
    "different": pgettext_lazy("likeness", "different"),
}
_START = "any two records"
LIKENESS: dict[str, Any] = {
    "same": pgettext_lazy("likeness", "the same"),
    "nearly": pgettext_lazy("likeness", "written otherwise"),
    "different": pgettext_lazy("likeness", "different"),
    "one-sided": pgettext_lazy("likeness", "in one record only"),
}

# The drawing: a column of bars, each beginning where the one above ended, on a line of bits.
WIDTH, ROW, BAR = 320, 22, 12


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One step of the waterfall; x and width are of its bar in the drawing, y of its row."""

    label: str
    said: str
    bits: float
    is_for: bool
    x: float
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """lines in their order; zero: where "as likely as not" lies in the drawing."""

    lines: tuple[ReasonLine, ...]
    zero: float
    height: int
    width: int = WIDTH
    bar: int = BAR


def waterfall(reasons: Sequence[Sequence[Any]]) -> Waterfall:
    """From [[field, level, bits], …]; the first is where any two records start."""
    ends, at = [0.0], 0.0
    for _field, _level, bits in reasons:
        at += float(bits)
        ends.append(at)
    low, high = min(ends), max(ends)
    scale = WIDTH / max(high - low, 1.0)
    lines = tuple(
        ReasonLine(
            _label(field, level),
            str(LEVELS.get(level, "")) if field else "",
            float(bits),
            bits > 0,
            round((min(ends[at], ends[at + 1]) - low) * scale, 1),
            at * ROW,
            round(max(abs(float(bits)) * scale, 1.0), 1),
        )
        for at, (field, level, bits) in enumerate(reasons)
    )
    return Waterfall(lines, round(-low * scale, 1), len(lines) * ROW)


def _label(field: str, level: str) -> str:
    if field:
        return str(FIELDS.get(field, field))
    return _("Any two records") if level == _START else _("May be another member of the household")


def join_refusal(error: PeopleError) -> str:
    match error:
        case AlreadyJoined():
            return _("These two are joined already: a colleague may have done it a moment ago.")
        case NotJoined():
            return _("These two are not joined any more: a colleague may have taken them apart.")
        case NotSuggested():
            return _("This pair is decided already: a colleague may have done it a moment ago.")
        case SameRecord():
            return _("A record cannot be joined with itself. Choose another one.")
    raise error
