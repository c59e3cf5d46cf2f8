"""What is too large or too much is refused before it is read whole."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import make_user
from tests.factories.channels import make_connection

pytestmark = pytest.mark.django_db


def test_a_body_above_the_limit_is_refused(client: Client) -> None:
    slug = make_connection("form", channel="form").slug
    body = "message=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    answer = client.post(
        reverse("contact-form", args=[slug]), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_more_fields_than_any_form_has_are_refused(client: Client) -> None:
    slug = make_connection("form", channel="form").slug
    fields = {f"field{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert client.post(reverse("contact-form", args=[slug]), fields).status_code == 400


def test_more_files_than_the_limit_are_refused(client: Client) -> None:
    client.force_login(make_user(roles=("administrator",)))
    files = {f"f{n}": SimpleUploadedFile(f"{n}.txt", b"x") for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FILES + 1)}
    assert client.post(reverse("import-start"), files).status_code == 400
