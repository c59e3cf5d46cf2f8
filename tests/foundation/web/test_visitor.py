"""Whose request it is behind proxies; what a visitor writes themselves is not believed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from parvis.accounts.models import LoginSession
from parvis.foundation.web.visitor import address_before
from tests.factories.accounts import PASSWORD, log_in, make_user


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("203.0.113.9", 0, ""),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("6.6.6.6, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, ""),
        ("2001:db8::9", 1, "2001:db8::9"),
        ("nonsense", 1, ""),
        ("", 1, ""),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(forwarded: str, proxies: int, address: str) -> None:
    assert address_before(forwarded, proxies=proxies) == address


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.2"), (1, "203.0.113.9")])
def test_sessions_carry_the_visitor_s_address(settings: Any, proxies: int, seen: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    client = Client(REMOTE_ADDR="10.0.0.2", headers={"x-forwarded-for": "6.6.6.6, 203.0.113.9"})
    log_in(client, make_user(password=PASSWORD))
    assert LoginSession.objects.get().address == seen
