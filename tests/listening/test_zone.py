"""Days of figures follow the installation's zone when somebody has them counted again; old copies are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from parvis.foundation.audit import SYSTEM
from parvis.listening.actions.count_again import ask_to_count_again, count_some_again
from parvis.listening.actions.fold import fold_deltas
from parvis.listening.actions.forget_copies import forget_old_copies
from parvis.listening.models import Copy, DayTotal, Mention
from parvis.listening.reads.zone import zone_state
from parvis.listening.web.today import cards
from tests.factories.accounts import make_user
from tests.factories.channels import NOON, hear, make_connection, make_item
from tests.factories.listening import make_mention

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def days():
    return {row.day.isoformat(): row.mentions for row in DayTotal.objects.filter(query_id=0, mentions__gt=0)}


def test_another_zone_is_offered_and_counted(settings, client):
    with connection.cursor() as cursor:
        cursor.execute("SELECT listening_set_zone('UTC')")
    make_mention(published_at=LATE)
    fold_deltas()
    assert days() == {"2026-03-02": 1}
    settings.TIME_ZONE = "Asia/Tokyo"
    administrator = make_user(roles=("administrator",))
    client.force_login(administrator)
    assert "figures.zone" in [card.key for card in cards(administrator, now=NOON)]
    assert "Count the figures again" in client.get("/listen/days/").content.decode()
    assert ask_to_count_again(by=SYSTEM, now=NOON)
    assert zone_state().share == 0 and zone_state().of_figures == "Asia/Tokyo"
    while count_some_again():
        pass
    assert days() == {"2026-03-03": 1}
    assert zone_state().share is None and not ask_to_count_again(by=SYSTEM, now=NOON)
    make_mention(published_at=LATE + timedelta(minutes=1))  # triggers know it too
    fold_deltas()
    assert days() == {"2026-03-03": 2}


def test_a_zone_that_is_none_is_refused():
    with connection.cursor() as cursor, pytest.raises(Exception, match="no zone"):
        cursor.execute("SELECT listening_set_zone('x''; DROP TABLE listening_mention; --')")


def test_old_copies_are_forgotten_and_young_groups_stay():
    source = make_connection()
    old = NOON - timedelta(days=300)
    for text in (
        "The old slogan that nobody repeats any more",
        "The slogan that is still repeated every day",
    ):
        hear(source, make_item(text, published_at=old), make_item(f"RT {text}", published_at=old))
    hear(source, make_item("The slogan that is still repeated every day", published_at=NOON))
    assert Copy.objects.count() == 5
    assert forget_old_copies(now=NOON) == 2
    assert Copy.objects.count() == 3 and Mention.objects.filter(is_repeat=True).count() == 3
    assert forget_old_copies(now=NOON) == 0
