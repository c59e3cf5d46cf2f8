"""Addresses of purposes, consents and choices. What begins with /choices/ needs no log-in."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web.views import (
    choices,
    consent_proofs,
    consents,
    network_proof,
    privacy_model,
    proof_networks,
    purposes,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("choices/back/", network_proof.choices_back, name="choices-back"),
    path("choices/<str:token>/", choices.choices, name="choices"),
    path("choices/<str:token>/stop/", choices.choices_stop, name="choices-stop"),
    path("choices/<str:token>/show/", network_proof.choices_show, name="choices-show"),
    path("people/<int:person_id>/consents/", consents.person_consents, name="person-consents"),
    path("people/<int:person_id>/consents/link/", consents.person_choices_link, name="person-choices-link"),
    path(
        "people/<int:person_id>/consents/close/", consents.person_choices_close, name="person-choices-close"
    ),
    path(
        "people/<int:person_id>/consents/<int:consent_id>/proof/",
        consent_proofs.consent_proof,
        name="person-consent-proof",
    ),
    path(
        "people/<int:person_id>/consents/<int:consent_id>/proof.txt",
        consent_proofs.consent_proof_file,
        name="person-consent-proof-file",
    ),
    path("settings/proofs/", proof_networks.proof_networks, name="proof-networks"),
    path("settings/proofs/provider/", proof_networks.proof_provider, name="proof-provider-add"),
    path("settings/proofs/<int:network_id>/", proof_networks.proof_network, name="proof-network"),
    path(
        "settings/proofs/<int:network_id>/remove/",
        proof_networks.proof_network_remove,
        name="proof-network-remove",
    ),
    path("settings/privacy/", privacy_model.privacy_model, name="privacy-model"),
    path("settings/purposes/", purposes.purposes, name="purposes"),
    path("settings/purposes/<str:purpose_code>/", purposes.purpose, name="purpose"),
]
