"""Why something was not kept on a record, in words: the codes of logic/refusals.py."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.logic.refusals import NotKept

# By code alone, or by "field:code" where the field says more.
SENTENCES: dict[str, Any] = {
    "name-missing": _("It needs a name."),
    "name-taken": _("This name is taken. Capitals and accents do not make another name."),
    "organization:name-taken": _(
        "Several organisations have this name. Rename one, for example with its town."
    ),
    "number-taken": _("Another one has this number. Look it up instead of making it twice."),
    "organization-in-use": _("People belong to it, or belonged to it. Take their roles away first."),
    "position-known": _("This role is there already."),
    "ends-before-it-begins": _("The end lies before the beginning."),
    "not-two-persons": _("A relationship needs two different people."),
    "relationship-known": _("This relationship is there already."),
    "basis-missing": _("Say on what basis you may keep who knows whom, and how you know it."),
    "kind-unknown": _("Choose one of the kinds that are offered."),
    "choices-missing": _("A field to choose from needs at least one choice."),
    "field-retired": _("This field was retired a moment ago. What stood in it is kept."),
    "field-unknown": _("There is no such field any more."),
    "field-in-use": _("Retire the field first; delete it for good afterwards."),
    "not-a-number": _("This is not a number, such as 12 or 3.50."),
    "number-of-two-readings": _("With this comma it could be thousands or a decimal: write 1234 or 1.234."),
    "not-a-date": _("This is not a date, such as 2026-03-31 or 31/03/2026."),
    "not-yes-or-no": _("Write yes or no."),
    "not-a-choice": _("Choose one of the words that are offered."),
    "currency:not-a-choice": _("A currency is three letters, such as EUR."),
    "not-a-link": _("This is not the address of a page, such as https://example.org."),
    "too-long": _("This is too long: at most %(most)s characters."),
    "choices:too-long": _("These are too many: at most %(most)s."),
    "tag-unknown": _("There is no such tag any more."),
    "same-tag": _("Choose another tag to merge with."),
    "too-many-tags": _("A record holds at most %(most)s tags."),
    "nothing-written": _("Write something first."),
    "external_id:nothing-written": _("The shop's own number of the purchase is missing."),
    "customer_number:nothing-written": _("Neither a customer number nor an e-mail address stands there."),
    "file-empty": _("The file is empty."),
    "file-too-large": _("The file is too large: at most %(most)s MB."),
    "too-many-files": _("A record holds at most %(most)s files."),
    "owner-unfit": _("This colleague cannot see records, or has left."),
    "product-in-use": _("It was bought: rename it, or leave it."),
    "columns-missing": _(
        "Say which columns hold the purchase's number, the date, the amount, and who bought it."
    ),
    "not-a-table": _("This is no CSV file with a line of column names."),
    # What becomes of single rows of purchases.
    "unknown-person": _("No record has this customer number or e-mail address; none was made."),
    "several-persons": _(
        "Several records share this e-mail address; a customer number would tell them apart."
    ),
    "others-purchase": _("This purchase belongs to somebody else already."),
}
KIND_WORDS: dict[str, Any] = {
    "text": pgettext_lazy("kind of field", "text"),
    "number": pgettext_lazy("kind of field", "number"),
    "date": pgettext_lazy("kind of field", "date"),
    "boolean": pgettext_lazy("kind of field", "yes or no"),
    "choice": pgettext_lazy("kind of field", "one of several words"),
    "link": pgettext_lazy("kind of field", "link"),
}
TONE_WORDS: dict[str, Any] = {
    "neutral": pgettext_lazy("tone of a tag", "grey"),
    "accent": pgettext_lazy("tone of a tag", "blue-green"),
    "success": pgettext_lazy("tone of a tag", "green"),
    "warning": pgettext_lazy("tone of a tag", "amber"),
    "danger": pgettext_lazy("tone of a tag", "red"),
    "information": pgettext_lazy("tone of a tag", "blue"),
}
WAY_WORDS: dict[str, Any] = {
    "household": pgettext_lazy("relationship", "same household"),
    "colleague": pgettext_lazy("relationship", "colleague"),
    "knows": pgettext_lazy("relationship", "knows"),
    "referred_by": pgettext_lazy("relationship", "recommended us to them"),
    "referred": pgettext_lazy("relationship", "came on their recommendation"),
}
COLUMN_WORDS: dict[str, Any] = {
    "external_id": _("The purchase's own number"),
    "customer_number": _("Customer number"),
    "email": _("E-mail of the customer"),
    "bought_at": _("Date"),
    "amount": _("Amount"),
    "currency": _("Currency"),
    "quantity": _("Quantity"),
    "reference": _("Product reference"),
    "product_name": _("Product name"),
    "family": _("Product family"),
    "order_number": _("Order number"),
    "channel": _("Where it was sold"),
    "returned_at": _("Sent back"),
}


def not_kept(error: NotKept) -> str:
    return sentence(error.code, error.about, error.detail)


def sentence(code: str, about: str = "", detail: dict[str, Any] | None = None) -> str:
    """What is wrong, and what to do."""
    words = SENTENCES.get(f"{about}:{code}") or SENTENCES.get(code)
    if words is None:
        return code
    try:
        return str(words) % (detail or {})
    except KeyError:
        return str(words)
