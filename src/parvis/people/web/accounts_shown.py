"""What the page of choices shows of accounts on networks: those that are asked about, and where one can log in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from parvis.foundation.clock import utc_now
from parvis.people.actions.proof_networks import serves
from parvis.people.models import Claim, Person, ProofNetwork
from parvis.people.reads.canonical import record_ids

MOST_CLAIMS = 10


def accounts_shown(person: Person, token: str) -> dict[str, Any]:
    """The handles that are asked about, and the networks there are; empty where none is set up."""
    networks = list(ProofNetwork.objects.filter(is_active=True))
    if not networks:
        return {}
    show = reverse("choices-show", args=[token])
    asked = [
        {
            "handle": one.identity.handle,
            "network": network.name,
            "url": f"{show}?network={network.pk}&claim={one.pk}",
        }
        for one in open_claims(person)
        for network in networks
        if serves(network, one.identity)
    ]
    return {
        "asked": asked,
        "networks": [
            {"name": one.name, "host": urlsplit(one.address).hostname, "url": f"{show}?network={one.pk}"}
            for one in networks
        ],
    }  # fmt: skip


def open_claims(person: Person) -> list[Claim]:
    """Proofs that somebody of ours began and that still wait, of all records of this human."""
    return list(
        Claim.objects.select_related("identity")
        .filter(person_id__in=record_ids(person.pk), state=Claim.OPEN, ends_at__gt=utc_now())
        .order_by("pk")[:MOST_CLAIMS]
    )
