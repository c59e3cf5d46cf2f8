"""Networks where customers can log in to show that an account is theirs, and the questions that are under way."""

from __future__ import annotations

from django.db import models

from parvis.people.models.claims import Claim
from parvis.people.models.persons import Person


class ProofNetwork(models.Model):
    """One server of Mastodon, or one OpenID provider, at which this installation is registered as an application."""

    MASTODON, OIDC = "mastodon", "oidc"
    KINDS = [(kind, kind) for kind in (MASTODON, OIDC)]

    kind = models.CharField(max_length=10, choices=KINDS)
    name = models.CharField(max_length=120)
    address = models.URLField(
        max_length=300, unique=True
    )  # of the server; of OpenID the issuer, to the letter
    channel = models.CharField(max_length=40)  # of the handles that it proves
    domain = models.CharField(
        max_length=253, blank=True
    )  # of Mastodon: what stands after the @ of its handles
    handle_claim = models.CharField(max_length=60, blank=True)  # of OpenID: the claim that is the handle
    client_id = models.CharField(max_length=300)
    sealed_client_secret = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "people_proof_network"
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class NetworkQuestion(models.Model):
    """One way to a network and back, for one browser, once, within minutes. Its state is nowhere, a hash of it is."""

    network = models.ForeignKey(ProofNetwork, on_delete=models.CASCADE, related_name="questions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, null=True, related_name="+")
    state_hash = models.CharField(max_length=64, unique=True)
    browser_hash = models.CharField(max_length=64)
    sealed = models.TextField()  # verifier, nonce, the link to come back to; over before any key is
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_network_question"
