"""Every code that can be shown has a sentence, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from parvis.channels.logic.rejections import SENTENCES
from parvis.channels.reads.connectors import connector, connector_kinds
from parvis.channels.reads.layouts import FIELDS
from parvis.channels.web.words import ADDABLE, CHANNEL_OF_KIND, FIELD_WORDS, IMPORT_FIELDS, KIND_NAMES

SOURCE = Path(settings.PACKAGE)
_RAISED = re.compile(r'(?:ConnectorError|FetchError)\(\s*"([a-z-]+)"')
_CHOSEN = re.compile(r"^\s+code = (.*)$", re.M)


def error_codes() -> set[str]:
    files = [*SOURCE.glob("channels/**/*.py"), SOURCE / "foundation/http.py"]
    texts = [path.read_text() for path in files]
    chosen = [line for text in texts for line in _CHOSEN.findall(text)]
    return {code for text in texts for code in _RAISED.findall(text)} | {
        code for line in chosen for code in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', line)
    }


def sentence(template: str, code: str, language: str) -> str:
    with translation.override(language):
        return render_to_string(template, {"code": code}).strip()


def test_the_codes_are_found() -> None:
    assert {"login-refused", "address-forbidden", "not-found", "unreachable", "empty-file"} <= error_codes()


@pytest.mark.parametrize("code", sorted(error_codes()))
def test_every_connector_error_has_a_sentence(code: str) -> None:
    unknown = {language: sentence("channels/_error.html", "?", language) for language in ("en", "fr")}
    english, french = (sentence("channels/_error.html", code, language) for language in ("en", "fr"))
    assert english not in unknown.values() and french not in unknown.values()
    assert english != french


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_rejection_has_a_sentence(code: str) -> None:
    english, french = (sentence("channels/_rejection.html", code, language) for language in ("en", "fr"))
    assert english and english != code
    assert french != english


def test_kinds_fields_and_columns_have_words() -> None:
    assert set(ADDABLE) == set(CHANNEL_OF_KIND)
    assert set(connector_kinds()) <= set(KIND_NAMES)
    shown = {field.name for kind in ADDABLE for field in connector(kind).fields} - {"answer_connection"}
    assert shown <= set(FIELD_WORDS)
    assert set(FIELDS) == set(IMPORT_FIELDS)
