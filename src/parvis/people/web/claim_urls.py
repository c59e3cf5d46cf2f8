"""Addresses of the proofs that a handle is a person's."""

from __future__ import annotations

from django.urls import path

from parvis.people.web.views import claims

urlpatterns = [
    path("people/identities/<int:identity_id>/claim/", claims.identity_claim, name="identity-claim"),
    path("people/identities/<int:identity_id>/refuse/", claims.link_refuse, name="link-refuse"),
    path("people/claims/<int:claim_id>/check/", claims.claim_check, name="claim-check"),
    path("people/claims/<int:claim_id>/withdraw/", claims.claim_withdraw, name="claim-withdraw"),
]
