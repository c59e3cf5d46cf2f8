"""Nothing told that was not committed; nothing committed that stays untold; every effect exactly once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.foundation import events
from parvis.foundation.events import NotInTransaction, deliver, publish, publish_all, subscribe
from parvis.foundation.installation import fact, state_fact
from parvis.foundation.models import HandledEvent, StoredEvent
from tests.foundation.outbox_event import SomethingHappened
from tests.processes import python, wait_until


@pytest.fixture
def counter(monkeypatch):
    """A subscriber under the name that the worker process uses too."""
    monkeypatch.setattr(events, "_subscribers", type(events._subscribers)(dict))

    def count_it(event: SomethingHappened) -> None:
        name = f"effect {event.number}"
        state_fact(name, fact(name, 0) + 1)

    count_it.__module__, count_it.__qualname__ = "__main__", "count_it"
    subscribe(SomethingHappened)(count_it)
    return "__main__.count_it"


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused(counter):
    with pytest.raises(NotInTransaction):
        publish(SomethingHappened(number=1))
    assert StoredEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(counter):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(SomethingHappened(number=1))
        raise ZeroDivisionError
    assert StoredEvent.objects.count() == 0
    assert ProcrastinateJob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_told_as_one_by_one_in_their_order(counter):
    many = [SomethingHappened(number=number) for number in range(3)]
    with pytest.raises(NotInTransaction):
        publish_all(many)
    with transaction.atomic():
        publish_all(many)
        publish_all([])
        single = publish(SomethingHappened(number=3))
    stored = list(StoredEvent.objects.order_by("pk"))
    assert [one.payload for one in stored] == [{"number": number} for number in range(4)]
    assert {(one.name, one.actor_kind) for one in stored} == {(single.name, single.actor_kind)}
    told = [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("pk")]
    assert told == [
        ("foundation.handle_event", {"event_id": one.pk, "handler_name": counter}) for one in stored
    ]
    assert [deliver(one.pk, counter) for one in stored] == [True] * 4
    assert [fact(f"effect {number}") for number in range(4)] == [1] * 4


@pytest.mark.django_db
def test_delivering_twice_has_one_effect(counter):
    stored = publish(SomethingHappened(number=1))
    assert [deliver(stored.pk, counter), deliver(stored.pk, counter)] == [True, False]
    assert fact("effect 1") == 1


@pytest.mark.django_db
def test_an_effect_that_fails_leaves_no_trace_and_can_be_repeated(counter):
    stored = publish(SomethingHappened(number=1))
    handlers = events._subscribers[SomethingHappened]
    good = handlers[counter]

    def half_done(event: SomethingHappened) -> None:
        good(event)
        raise ZeroDivisionError

    handlers[counter] = half_done
    with pytest.raises(ZeroDivisionError):
        deliver(stored.pk, counter)
    assert (fact("effect 1"), HandledEvent.objects.count()) == (None, 0)
    handlers[counter] = good
    assert deliver(stored.pk, counter)
    assert fact("effect 1") == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_mid_effect_loses_nothing_and_doubles_nothing(
    counter, database_addresses, tmp_path: Path
):
    for number in range(3):
        with transaction.atomic():
            publish(SomethingHappened(number=number))
    flag = tmp_path / "kill-once"
    flag.touch()
    script = str(Path(__file__).with_name("killed_worker.py"))
    with python(script, addresses=database_addresses, KILL_ONCE=str(flag)) as first:
        assert first.wait(timeout=30) == -9
    # The effect was written but not committed when the process died: it is not there, its job is in limbo.
    assert [fact(f"effect {n}") for n in range(3)] == [None, None, None]
    assert ProcrastinateJob.objects.filter(status="doing").count() == 1
    with python(script, addresses=database_addresses, KILL_ONCE=str(flag)):
        free_when_stalled()
        wait_until(lambda: HandledEvent.objects.count() == 3, what="the second worker delivers all three")
    assert [fact(f"effect {n}") for n in range(3)] == [1, 1, 1]


def free_when_stalled() -> None:
    """What the periodic job foundation.free_stalled_jobs does, with a limit short enough for a test."""
    from asgiref.sync import async_to_sync

    from parvis.foundation.tasks import put_back_stalled_jobs

    def put_back() -> bool:
        return bool(async_to_sync(put_back_stalled_jobs)(seconds_since_heartbeat=1))

    wait_until(put_back, what="the killed worker's heartbeat is missed")
