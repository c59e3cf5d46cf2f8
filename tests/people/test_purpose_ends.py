"""A purpose ends with its transaction: on connections that are used again, and after errors."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, connections, transaction

from parvis.foundation.access import purpose
from parvis.people.models import Person
from tests.factories.people import plant_four_persons


@pytest.fixture(autouse=True)
def planted(transactional_db: None) -> None:
    plant_four_persons()


def test_a_purpose_ends_with_its_transaction_on_a_connection_that_is_used_again() -> None:
    with purpose("legal_duty"):
        assert Person.objects.count() == 4
        used = connection.connection.info.backend_pid
    assert connection.connection.info.backend_pid == used
    assert Person.objects.count() == 0
    with pytest.raises(RuntimeError), purpose("legal_duty"):
        assert Person.objects.count() == 4
        raise RuntimeError
    assert connection.connection.info.backend_pid == used
    assert Person.objects.count() == 0
    with transaction.atomic():
        assert Person.objects.count() == 0


def test_a_failed_statement_takes_the_purpose_with_it() -> None:
    with pytest.raises(DatabaseError), purpose("legal_duty"), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    assert Person.objects.count() == 0
    connections.close_all()
