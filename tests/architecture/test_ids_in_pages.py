"""Ids stand in pages as they are stored. A number that is written for people ("1,061", « 1 061 ») names nothing:
the form that sends it back is refused, the live update that carries it is never heard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.architecture.test_every_url import SCREENS, made_everything, url_of
from tests.factories.accounts import make_user

_WRITTEN_FOR_PEOPLE = re.compile(
    r'\b(?:value|id|for|href|action|hx-get|data-[a-z-]+)="[^"]*\b\d{1,3}(?:[,\u202f\u00a0]\d{3})+\b[^"]*"'
)


@pytest.fixture
def existing(db: None, files_folder: Any) -> dict[str, Any]:
    """One of each kind, beyond the first thousand of each."""
    with connection.cursor() as cursor:
        # The application may take numbers, not set them.
        cursor.execute(
            "SELECT count(nextval(name)) FROM (SELECT format('%I.%I', schemaname, sequencename)::regclass AS name"
            " FROM pg_sequences WHERE schemaname = current_schema()) AS sequence, generate_series(1, 1500)"
            " WHERE has_sequence_privilege(name, 'USAGE')"
        )
    return made_everything()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_id_is_written_as_a_number_for_people(
    client: Client, existing: dict[str, Any], language: str
) -> None:
    assert existing["conversation_id"] > 1_000
    client.force_login(make_user(roles=("administrator",), language=language))
    wrong = {}
    for address in SCREENS:
        if not address.is_post_only:
            response = client.get(url_of(address, existing))
            if response.streaming:  # a stored file: read to its end, which closes it
                b"".join(response.streaming_content)
            elif "html" in response.headers.get("Content-Type", ""):
                found = _WRITTEN_FOR_PEOPLE.findall(response.content.decode())
                if found:
                    wrong[address.name] = found
    assert wrong == {}
