"""`{% load people %}`: the disclosure "why do we know this?", the same wherever a link is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from parvis.people.logic.evidence import EVIDENCE
from parvis.people.models import Identity
from parvis.people.reads.links import Decision
from parvis.people.web import timeline_words
from parvis.people.web.entry_html import entries_html
from parvis.people.web.person_rows_html import person_rows_html
from parvis.people.web.sentences import LEGAL_BASES

register = template.Library()
register.simple_tag(timeline_words.money, name="money")
register.simple_tag(entries_html, name="timeline_entries")
register.simple_tag(person_rows_html, name="person_rows")

EXACT = {code for code, one in EVIDENCE.items() if one.is_exact}


@register.inclusion_tag("people/_why.html")
def why(
    identity: Identity, decision: Decision | None, can_unlink: bool = False, is_open: bool = False
) -> dict[str, Any]:
    """The evidence as a sentence, who decided, when, on what legal basis, and the way to take it back."""
    return {
        "identity": identity,
        "decision": decision,
        "legal_basis": LEGAL_BASES.get(decision.legal_basis, decision.legal_basis) if decision else "",
        # Only such evidence is compared by a machine; elsewhere a name stands, or none.
        "is_exact": decision is not None and decision.evidence in EXACT,
        "can_unlink": can_unlink,
        "is_open": is_open,
    }


@register.filter
def cell(row: Mapping[str, Any], name: str) -> Any:
    """One value of a row by its name, for tables whose columns are not known beforehand."""
    return row.get(name)


@register.inclusion_tag("people/_evidence.html")
def evidence_sentence(decision: Decision, handle: str = "") -> dict[str, Any]:
    return {"decision": decision, "handle": handle}
