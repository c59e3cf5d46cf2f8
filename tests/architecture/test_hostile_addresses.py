"""Every page with nonsense in its query: it answers, or refuses, and never breaks.

A page meets three of the ten kinds of nonsense, which three goes by its place in the list, so that each kind meets a
third of the pages: they read their queries by the same few functions. PARVIS_LONG_TESTS=1 brings all together.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import parvis
from tests.architecture.test_every_url import SCREENS, Address, existing, url_of
from tests.factories.accounts import make_user

__all__ = ["existing"]

_ASKED = re.compile(r"""(?:GET|given|asked|parameters)(?:\.get\(|\.getlist\(|\[)["']([a-z_]+)["']""")
_FOLDERS = ("web", "logic", "reads")
NAMES = sorted(
    {
        name
        for folder in _FOLDERS
        for path in Path(parvis.__path__[0]).glob(f"*/{folder}/**/*.py")
        for name in _ASKED.findall(path.read_text())
    }
    | {"verb", "kind", "id", "actor"}
)
NONSENSE = (
    "\x00",
    "²",
    "9" * 30,
    "9" * 5000,
    "-1",
    "2026-13-45",
    "0001-01-01",
    "9999-12-31T23:59:59|1",
    "1~\x00",
    "",
)


def test_names_are_found() -> None:
    assert {"after", "before", "q", "queue", "identity", "current"} <= set(NAMES)


@pytest.mark.django_db
@pytest.mark.parametrize("value", NONSENSE, ids=[ascii(value)[:12] for value in NONSENSE])
def test_nonsense_breaks_no_page(client: Client, existing: dict[str, Any], value: str) -> None:
    client.force_login(make_user(roles=("administrator",)))
    client.raise_request_exception = False

    def answer(address: Address, names: list[str]) -> int:
        response = client.get(url_of(address, existing), dict.fromkeys(names, value))
        if response.streaming:
            b"".join(response.streaming_content)
        return response.status_code

    broken = {}
    pages = [address for address in SCREENS if not address.is_post_only]
    for place, address in enumerate(pages):
        is_met = (place + NONSENSE.index(value)) % 3 == 0 or "PARVIS_LONG_TESTS" in os.environ
        if is_met and answer(address, NAMES) >= 500:
            broken[address.name] = [name for name in NAMES if answer(address, [name]) >= 500]
    assert broken == {}
