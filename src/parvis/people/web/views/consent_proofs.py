"""The proof of one word about consent, to read, print and take away."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.web.screens import actor_of
from parvis.people.models import Person
from parvis.people.permissions import person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.proofs import Proof, proofs_of
from parvis.people.web.proof_words import proof_lines, proof_text
from parvis.people.web.screens import person_screen


@person_screen()
def consent_proof(request: HttpRequest, person_id: int, consent_id: int) -> HttpResponse:
    person, proof = _found(request, person_id, consent_id)
    return render(
        request,
        "people/consents/proof.html",
        {"person": person, "proof": proof, "lines": proof_lines(person, proof)},
    )


@person_screen()
def consent_proof_file(request: HttpRequest, person_id: int, consent_id: int) -> HttpResponse:
    """As plain text: readable in twenty years."""
    person, proof = _found(request, person_id, consent_id)
    record("consent.proof_taken", person, by=actor_of(request), now=utc_now(), consent_id=consent_id)
    answer = HttpResponse(proof_text(person, proof), content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="consent-{consent_id}.txt"'
    return answer


def _found(request: HttpRequest, person_id: int, consent_id: int) -> tuple[Person, Proof]:
    person = person_for(account_of(request), person_id)
    for one in record_ids(person.pk):
        for proof in proofs_of(one):
            if proof.consent.pk == consent_id:
                return person, proof
    raise Http404
