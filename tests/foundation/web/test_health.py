"""Whether it answers, and what is shown when it does not."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.utils import translation

from parvis.foundation.web.views.errors import server_error
from tests.factories.accounts import make_user


@pytest.mark.django_db
def test_healthz_needs_no_log_in(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_healthz_says_so_when_the_database_is_away(client: Client) -> None:
    place = connections.settings["default"]
    host, port = place["HOST"], place["PORT"]
    # A thread has connections of its own; port 1 on loopback: nobody listens there.
    place["HOST"], place["PORT"] = "127.0.0.1", "1"
    try:
        with ThreadPoolExecutor(1) as thread:
            response = thread.submit(client.get, "/healthz").result()
    finally:
        place["HOST"], place["PORT"] = host, port
    assert response.status_code == 503
    assert b"database does not answer" in response.content


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "nothing here for you"), ("fr", "404")])
def test_an_unknown_page_stays_in_the_shell(client: Client, language: str, words: str) -> None:
    client.force_login(make_user(language=language))
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert words in response.content.decode() and f'<html lang="{language}"' in response.content.decode()


@pytest.mark.django_db
def test_a_refused_page_says_so(client: Client) -> None:
    client.force_login(make_user(roles=("moderator",)))
    response = client.get("/settings/jobs/")
    assert response.status_code == 403
    assert "This is not open to your account" in response.content.decode()


def test_a_broken_page_asks_the_database_nothing(rf) -> None:  # type: ignore[no-untyped-def]
    with translation.override("fr"):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert '<html lang="fr"' in response.content.decode()
