"""The language that a post's markup declares, for screen readers."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.accounts import make_user
from tests.factories.listening import make_mention


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "declares"), [("fr", True), ("unknown", False), ("", False)])
def test_a_language_that_is_not_known_is_not_declared(client: Client, language: str, declares: bool) -> None:
    client.force_login(make_user(roles=("administrator",)))
    mention = make_mention(language=language)
    page = client.get(f"/listen/mentions/{mention.pk}/").content.decode().split("<main", 1)[1]
    assert (f'lang="{language}"' in page) is declares
