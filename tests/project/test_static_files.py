"""Static files: kept for ever under their hash, found under any other release's."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import Client

from parvis.project.static_files import static_address

pytestmark = pytest.mark.django_db


def body_of(answer) -> bytes:  # type: ignore[no-untyped-def]
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def test_a_file_is_kept_for_ever_under_its_hash(client: Client) -> None:
    answer = client.get(static("foundation/tokens.css"))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert b":root" in body_of(answer)


@pytest.mark.parametrize("earlier", ["/static/0123456789ab/", "/static/"])
def test_a_page_of_another_release_finds_its_files_and_does_not_keep_them(client: Client, earlier: str) -> None:
    answer = client.get(f"{earlier}foundation/tokens.css")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=60")
    assert b":root" in body_of(answer)
    assert client.get(f"{earlier}foundation/../../settings.py").status_code == 404
    assert client.get(f"{earlier}nothing.css").status_code == 404


def test_the_address_changes_with_any_file(tmp_path: Path) -> None:
    file = tmp_path / "a" / "static" / "a" / "x.css"
    file.parent.mkdir(parents=True)
    file.write_text("one")
    first = static_address(tmp_path)
    assert static_address(tmp_path) == first
    file.write_text("two")
    assert static_address(tmp_path) != first
    assert static_address(settings.PACKAGE) == settings.STATIC_URL
