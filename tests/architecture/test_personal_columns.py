"""A table said to hold no datum of a person has no column that looks like one; each that does is named, with why.

The list of tables alone would miss a column that a later migration adds. Read from PostgreSQL, so that columns
made in SQL are seen as well.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection

from parvis.foundation.plugs import plugged
from tests.architecture.test_models import WITHOUT_PERSONAL_DATA

# What a datum of a person is called. Ids of staff are declared with their table.
LOOKS_PERSONAL = re.compile(
    r"(^|_)(e?mail|phone|handle|author|name|given|family|surname|address|city|text|body|words|subject|preview|excerpt|"
    r"display|birth|iban|ip|agent|customer|requester|note|comment|message|recipient|sender)(_|$|s$)"
)
# "table.column" → what it holds instead.
HARMLESS = {
    "foundation_event.name": "the kind of event",
    "foundation_handled_event.handler": "a function",
    "foundation_live_announcement.audience": "a topic's hearers",
    "foundation_fact.name": "of a fact of the installation",
    "accounts_team.name": "the house's",
    "accounts_role.name": "the house's",
    "accounts_login_provider.name": "the company's log-in",
    "conversations_queue.name": "the house's",
    "listening_market.name": "the house's",
    "community_board.name": "the house's",
    **dict.fromkeys(
        (
            "community_badge.name_en",
            "community_badge.name_fr",
            "community_badge_version.name_en",
            "community_badge_version.name_fr",
        ),
        "a badge's",
    ),
    "community_product_page.name": "of a product",
    "community_ground.text_en": "of the charter",
    "community_watched_word.words": "the house's",
    "community_ground.text_fr": "of the charter",
    "community_site.name": "the place's",
    "community_site_page.text": "the company's",
    "community_text_picture.name": "digest of a picture",
    "people_custom_field.name": "the house's",
    "community_log_in_provider.name_en": "what its button is called",
    "community_log_in_provider.name_fr": "what its button is called",
    "people_custom_field.name_key": "the house's",
    "people_journey_step.name_en": "the house's",
    "people_journey_step.name_fr": "the house's",
    "people_organization.city": "a company's",
    "people_organization.name": "a company's",
    "people_organization.name_key": "a company's",
    "people_product.family": "of products",
    "people_product.name": "of a product",
    "people_proof_network.address": "a network's",
    "people_proof_network.handle_claim": "the name of a claim",
    "people_proof_network.name": "a network's",
    "people_purpose_rule.note": "why a purpose may be used, for everybody",
    "people_segment.name": "the house's",
    "people_tag.name": "the house's",
    "people_tag.name_key": "the house's",
    "people_wording.by_name": "the colleague who wrote the words, as in the audit log",
    "people_wording.text": "the words a consent is asked with",
}
KINDS = ("text", "character varying", "jsonb", "ARRAY", "inet", "citext")


def columns_of(tables: set[str]) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = ANY(%s) AND data_type = ANY(%s) ORDER BY 1, 2",
            [list(tables), list(KINDS)],
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_no_column_that_looks_personal_stands_in_a_table_without_personal_data() -> None:
    found = {
        f"{table}.{name}" for table, name in columns_of(WITHOUT_PERSONAL_DATA) if LOOKS_PERSONAL.search(name)
    }
    assert sorted(found - HARMLESS.keys()) == []


@pytest.mark.django_db
def test_what_is_erased_names_every_table_it_says_it_finds() -> None:
    """A table that a preview counts has a name that people read."""
    for declared in plugged("PERSONAL_DATA"):
        counted = set(declared.find([], [])) if declared.find else set()
        assert counted <= declared.tables.keys()
        assert sorted(counted - declared.titles.keys()) == [], "a preview would show the table's own name"
        assert not declared.find or (declared.export and declared.erase), (
            "what is found is handed over and erased"
        )


@pytest.mark.parametrize(
    ("name", "is_personal"),
    [("email", True), ("display_name", True), ("handle_key", True), ("text", True), ("customer_number", True),
     ("requester_email", True), ("notes", True), ("payload", False), ("state", False), ("context", False),
     ("filename", False), ("rename_at", False)],
)  # fmt: skip
def test_what_looks_personal(name: str, is_personal: bool) -> None:
    assert bool(LOOKS_PERSONAL.search(name)) is is_personal
