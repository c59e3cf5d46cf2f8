"""Words of files of customers: fields, states, and why a file, a step or a row is refused."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.logic.customers.fields import CUSTOM, NAMES, PROOF
from parvis.people.logic.purposes import CONSENT, PURPOSES
from parvis.people.models import CustomField

FIELDS: dict[str, Any] = {
    "external_id": pgettext_lazy("column", "Id in the other system"),
    "customer_number": pgettext_lazy("column", "Customer number"),
    "given_name": pgettext_lazy("column", "First name"),
    "family_name": pgettext_lazy("column", "Last name"),
    "full_name": pgettext_lazy("column", "Whole name"),
    "email": pgettext_lazy("column", "E-mail"),
    "phone": pgettext_lazy("column", "Phone"),
    "city": pgettext_lazy("column", "City"),
    "language": pgettext_lazy("column", "Language"),
    "tags": pgettext_lazy("column", "Tags"),
    "changed_at": pgettext_lazy("column", "Changed there on"),
    "consent_at": pgettext_lazy("column", "Consent: day"),
    "consent_words": pgettext_lazy("column", "Consent: exact words"),
    "consent_source": pgettext_lazy("column", "Consent: where and how"),
    "points": pgettext_lazy("column", "Addresses"),
    "consents": pgettext_lazy("column", "Consents"),
}
RULES: list[tuple[str, Any, Any]] = [
    ("fill", _("Fill what is empty"), _("What stands in a record stays; the file only adds.")),
    ("ask", _("Ask about differences"), _("What differs waits for somebody's word, row by row.")),
    (
        "overwrite",
        _("The file is right"),
        _(
            "Its values replace ours, save those that were changed here after the file was written: they wait."
        ),
    ),
]
FILE_PROBLEMS: dict[str, Any] = {
    "empty": _("The file is empty."),
    "no-rows": _("The file has a header and no rows."),
    "not-text": _("This is no table: it holds bytes that no text has. Export it as CSV or Excel (.xlsx)."),
    "old-excel": _("This is an old Excel file (.xls). Save it as .xlsx or CSV and hand it in again."),
    "not-excel": _("This is no Excel workbook that can be opened. Save it again as .xlsx or CSV."),
    "packed": _("The file is packed. Unpack it and hand in the table itself."),
    "unpacks-too-large": _("The workbook unpacks to more than a workbook holds. Export it as CSV."),
    "too-many-columns": _(
        "The file has %(detail)s columns; 300 are the most. Export only those that are needed."
    ),
    "head-unreadable": _(
        "The first line cannot be read as headers: a quotation mark is open, or it is too long."
    ),
    "field-unknown": _("A column goes to an own field that is not there any more. Choose its field again."),
    "file-gone": _("The file is not kept any more. Hand it in again."),
    "too-large": _("This file is larger than 500 MB. Cut it in two."),
}
STEP_PROBLEMS: dict[str, Any] = {
    "rule-unknown": _("Choose what happens where both say something."),
    "field-twice": _("Two columns go to the same field. Choose one."),
    "nobody-named": _("No column says who it is about: choose one for a name, a number or an address."),
    "consent-without-proof": _(
        "A consent needs its day, its exact words and where it was given: choose those columns too, or none of them."
    ),
    "system-missing": _("Name the system whose ids the file carries, such as “old CRM”."),
    "at-work": _("The file is being worked on. Wait until that is done."),
    "kept-already": _("This import was kept already."),
    "nothing-to-undo": _("Nothing of this import was kept, so there is nothing to take back."),
    "nobody-chosen": _("Choose which person it is."),
    "state-over": _("The rows of this import are not kept any more."),
}
ROW_PROBLEMS: dict[str, Any] = {
    "line-too-long": _("the line is too long"),
    "unclosed-quote": _("a quotation mark opens and never closes"),
    "too-many-cells": _("it has more cells than the header"),
    "formula": _("a cell holds a formula and no value"),
    "too-long": _("a value is too long"),
    "too-many-addresses": _("it has more than 20 addresses"),
    "date-unreadable": _("the date of the change cannot be read, or lies in the future"),
    "nobody": _("it says nothing about who it is"),
    "consent-unreadable": _("the consent is neither a yes nor a no"),
    "consent-without-proof": _("a consent without its day, words and source proves nothing"),
    "consent-refused": _("the consent was refused: the person objected, or the purpose does not allow it"),
    "repeated": _("the same customer stands in line %(detail)s"),
    "restricted": _("the record may not be changed"),
    "number-of-another": _("the customer number belongs to another record"),
    "known-meanwhile": _("the customer was recorded meanwhile"),
    "erased": _("the person asked to be forgotten after the file was written"),
    "left-out": _("left out: %(detail)s"),
}
STATES: dict[str, Any] = {
    "new": pgettext_lazy("rows of a file", "New"),
    "changed": pgettext_lazy("rows of a file", "Changed"),
    "ask": pgettext_lazy("rows of a file", "To choose"),
    "alike": pgettext_lazy("rows of a file", "Perhaps known"),
    "same": pgettext_lazy("rows of a file", "Unchanged"),
    "refused": pgettext_lazy("rows of a file", "Refused"),
}


def field_choices() -> list[tuple[str, Any]]:
    """What a column may hold: fields, own fields, consents with what proves them."""
    found = [(name, FIELDS[name]) for name in NAMES]
    found += [(f"{CUSTOM}{one.pk}", one.name) for one in CustomField.objects.filter(retired_at=None)]
    for fact in PURPOSES:
        if CONSENT in (fact.basis, *fact.choices) and fact.code in settings.PURPOSES:
            name = f"consent:{fact.purpose}" + (f":{fact.channel}" if fact.channel else "")
            found.append(
                (name, translated("Consent: %(purpose)s") % {"purpose": settings.PURPOSES[fact.code]})
            )
    return found + [(name, FIELDS[name]) for name in PROOF]


def field_word(name: str, own: dict[int, str]) -> Any:
    """The word of a difference's field."""
    if name.startswith(CUSTOM) and name.removeprefix(CUSTOM).isdigit():
        return own.get(int(name.removeprefix(CUSTOM)), name)
    return FIELDS.get(name, name)


def said(words: dict[str, Any], code: str, detail: str = "") -> str:
    sentence = str(words.get(code, code))
    return sentence % {"detail": detail} if "%(detail)s" in sentence else sentence
