"""A filled-in contact form into an item."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.channels.connectors.form.parse import parse_form, stated_customer_number
from parvis.channels.logic.protocol import ConnectorError

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
FIELDS = {
    "name": " Zoé  Lefèvre ",
    "email": " Zoe@Example.NET ",
    "subject": "Ma commande",
    "text": "Où est-elle ?\r\n<script>alert(1)</script>",
    "customer_number": " C-42 ",
    "page_url": "https://shop.example/contact",
}


def test_a_form_is_one_addressed_item() -> None:
    item = parse_form(FIELDS, submission_id="s1", now=NOW)
    assert (item.external_id, item.addressed, item.outbound) == ("form:s1", True, False)
    assert (item.author.handle, item.author.display_name) == ("zoe@example.net", "Zoé Lefèvre")
    assert item.text == "Où est-elle ?\n<script>alert(1)</script>"
    assert (item.title, item.url, item.published_at) == ("Ma commande", "https://shop.example/contact", NOW)
    assert stated_customer_number(FIELDS) == "C-42"


@pytest.mark.parametrize(
    ("changes", "at_fault"),
    [
        ({"email": "zoe"}, "email"),
        ({"email": "zoe@example.net\r\nBcc: x@y.z"}, "email"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 100_001}, "text"),
        ({"email": "", "text": ""}, "email, text"),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, str], at_fault: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        parse_form({**FIELDS, **changes}, submission_id="s1", now=NOW)
    assert (caught.value.code, caught.value.detail, caught.value.permanent) == ("malformed", at_fault, True)


def test_a_double_click_is_one_message_and_two_visits_are_two() -> None:
    first, again = (parse_form(FIELDS, submission_id="s1", now=NOW) for _ in range(2))
    other = parse_form(FIELDS, submission_id="s2", now=NOW)
    assert first.external_id == again.external_id != other.external_id


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=80)), st.text(max_size=300))
def test_any_fields_give_an_item_or_a_connector_error(fields: dict[str, str], submission_id: str) -> None:
    try:
        item = parse_form(fields, submission_id=submission_id, now=NOW)
    except ConnectorError:
        return
    assert 0 < len(item.external_id) <= 200
    assert "\x00" not in item.text + item.title + item.author.display_name
