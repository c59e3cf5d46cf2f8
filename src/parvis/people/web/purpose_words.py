"""What purposes, channels, bases and acts are called on screens."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PURPOSE_TITLES: dict[str, Any] = {
    "satisfaction": _("Being asked how satisfied I am"),
    "prospecting": _("Receiving offers"),
    "profiling": _("An estimate of what I like"),
    "research": _("Studies"),
    "contacts": _("Telling people I know"),
}
CHANNELS: dict[str, Any] = {
    "email": pgettext_lazy("consent", "by e-mail"),
    "sms": pgettext_lazy("consent", "by text message"),
    "phone": pgettext_lazy("consent", "by phone"),
    "post": pgettext_lazy("consent", "by post"),
    "network": pgettext_lazy("consent", "on social networks"),
}
# What a "yes" that the person never said themselves rests on, told to them.
BASES_TOLD: dict[str, Any] = {
    "legitimate_interest": _(
        "Allowed without asking, because we weighed our interest against yours. You can say no."
    ),
    "existing_customer": _("Allowed because you bought something similar from us. You can say no."),
    "professional": _("Allowed because this is about your profession. You can say no."),
}
BASES: dict[str, Any] = {
    "contract": _("contract with the customer (art. 6(1)(b) GDPR)"),
    "consent": _("consent of the person (art. 6(1)(a) GDPR)"),
    "legitimate_interest": _("legitimate interest, weighed and written down (art. 6(1)(f) GDPR)"),
    "legal_duty": _("legal duty (art. 6(1)(c) GDPR)"),
    "existing_customer": _(
        "existing customer, similar products (L34-5 CPCE; by phone: current contract, L223-1)"
    ),
    "professional": _("in their profession, about their profession (L34-5 CPCE)"),
}
ACTS: dict[str, Any] = {
    "ticked": _("ticked it on the page of choices"),
    "clicked": _("pressed the button on the page of choices"),
    "one_click": _("pressed “unsubscribe” in the mail program"),
    "said": _("said it"),
    "wrote": _("wrote it"),
    "signed": _("signed it"),
    "noted": _("said it to a colleague, who noted it"),
    "imported": _("taken over from another system"),
    "kept_refusal": _("had refused under the same address before"),
}
VERDICTS: dict[str, Any] = {
    "intact": _("The seal is intact: this row and those before it are as they were written."),
    "emptied": _("The seal is intact; the details were erased as the person's right."),
    "unsealed": _("Written before rows were sealed."),
    "broken": _("The seal is broken: this row, or one before it, is not what was written."),
}
RULE_REFUSALS: dict[str, Any] = {
    "basis-not-possible": _("This purpose cannot rest on that."),
    "exception-not-possible": _("The law knows no such exception for this purpose and channel."),
    "reason-missing": _(
        "Write down why first: at least a sentence. Without it nothing beyond consent is allowed."
    ),
    "jurisdiction-missing": _("Name the country whose law you checked."),
    "months": _("Between 1 and 120 months for a consent, between 1 and 600 for keeping."),
    "language": _("The words are asked for in English and in French."),
    "words-missing": _("Write the words that a person is shown."),
    "words-too-long": _("At most 2,000 characters: what is longer nobody reads."),
}
