from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as some

from parvis.listening.logic.keys import key_of, key_read


@given(some.datetimes(timezones=some.just(UTC)), some.integers(0, 2**63 - 1))
def test_a_key_reads_back_to_the_microsecond(at, mention_id):
    assert key_read(key_of(at, mention_id)) == (at, mention_id)


def test_the_zone_of_the_reader_does_not_matter():
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    assert key_of(at, 5) == key_of(at.astimezone(timezone(timedelta(hours=9))), 5) == "1772452800000000.5"


@pytest.mark.parametrize("key", ["", ".", "5", "5.", ".5", "a.b", "1.2.3", "9" * 30 + ".1", "٣.٤", "' OR 1=1 --.1"])
def test_what_is_no_key(key):
    assert key_read(key) is None
