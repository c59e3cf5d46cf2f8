"""The proof of one consent as lines that anybody can read, for the page and for the file."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from parvis.foundation.installation import company_name
from parvis.people.models import Person
from parvis.people.reads.proofs import Proof
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES
from parvis.people.web.purpose_words import ACTS, BASES, VERDICTS
from parvis.people.web.sentences import LANGUAGES


def proof_lines(person: Person, proof: Proof) -> list[tuple[str, str]]:
    """(what, said) in reading order; what is not known is left out."""
    row = proof.consent
    details: dict[str, Any] = row.proof
    lines = [
        (_("Company"), company_name()),
        (_("Person"), f"{person} · {person.customer_number or f'#{person.pk}'}"),
        (_("Word"), _("given") if row.is_given else _("withdrawn, or objected")),
        (_("What for"), str(CONSENT_PURPOSES.get(row.purpose, row.purpose))),
        (_("How"), str(dict(CONSENT_CHANNELS).get(row.channel, row.channel))),
        (_("Rests on"), str(BASES.get(row.basis, row.basis)) if row.is_given else ""),
        (_("The words"), row.wording),
        (_("Version of the words"), row.wording_version),
        (_("Language"), str(LANGUAGES.get(row.language, row.language))),
        (_("Said at (UTC)"), row.at.strftime("%Y-%m-%d %H:%M:%S")),
        (_("Noted at (UTC)"), row.noted_at.strftime("%Y-%m-%d %H:%M:%S") if row.noted_at else ""),
        (_("Holds until"), date_format(timezone.localtime(row.valid_until)) if row.valid_until else ""),
        (_("What the person did"), str(ACTS.get(row.act, row.act))),
        (_("Where"), row.form or str(details.get("source", "") or details.get("form", ""))),
        (_("Network they came from"), row.address),
        (_("Browser"), row.agent),
        (_("Number in the ledger"), str(row.pk)),
        (_("Seal"), row.seal),
        (_("Checked"), str(VERDICTS[proof.verdict])),
    ]
    return [(what, said) for what, said in lines if said]


def proof_text(person: Person, proof: Proof) -> str:
    title = _("Proof of a consent")
    body = "\n".join(f"{what}: {said}" for what, said in proof_lines(person, proof))
    return f"{title}\n{'=' * len(title)}\n\n{body}\n"
