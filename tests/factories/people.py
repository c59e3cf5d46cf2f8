"""Persons and identities for tests. Persons need `with purpose("service")` around the call."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from parvis.people.logic.handles import handle_key
from parvis.people.models import Identity, Person
from tests.factories.channels import NOON

_numbers = count(1)


def make_identity(handle: str = "", *, channel: str = "twitter", at: datetime = NOON, **fields: Any) -> Identity:
    handle = handle or f"handle{next(_numbers)}"
    return Identity.objects.create(
        channel=channel,
        handle=handle,
        handle_key=handle_key(channel, handle),
        first_seen_at=at,
        last_seen_at=at,
        **fields,
    )


def make_person(**fields: Any) -> Person:
    number = next(_numbers)
    return Person.objects.create(
        **{
            "given_name": "Camille",
            "family_name": f"Martin{number}",
            "customer_number": f"C{number:06}",
            "created_at": NOON,
            "origin": "agent",
            **fields,
        }
    )
