"""The hour's job killed by the system while it judges: no alarm is lost, none is told twice."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from parvis.foundation.events import deliver_now
from parvis.foundation.models import StoredEvent
from parvis.listening.models import Alarm, AlertClock, AlertSeen
from tests.factories.accounts import make_user
from tests.factories.alerts import hear, make_alert_rule, murmur
from tests.factories.channels import make_connection
from tests.processes import python, wait_until

HOUR = datetime(2026, 3, 31, 13, tzinfo=UTC)
JUDGE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django; django.setup()
from datetime import UTC, datetime
from parvis.listening.actions.judge import judge_hours
judge_hours(now=datetime(2026, 3, 31, 14, 7, tzinfo=UTC))
"""


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'listening_alert_seen'::regclass"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_killed_in_mid_evaluation(database_addresses):
    source = make_connection()
    hear(source, hours=murmur(end=HOUR, days=40))
    hear(source, hours={HOUR: 90})
    marketer = make_user(roles=("marketer",))
    make_alert_rule(now=HOUR, recipient_ids=[marketer.pk])
    with transaction.atomic(), connection.cursor() as cursor:
        # It has judged and written its alarms by the time it wants to note what was seen; there it stands still.
        cursor.execute("LOCK TABLE listening_alert_seen IN SHARE ROW EXCLUSIVE MODE")
        with python("-c", JUDGE, addresses=database_addresses) as process:
            wait_until(waits_for_a_lock, seconds=60, what="the middle of the evaluation")
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
    assert (Alarm.objects.count(), AlertSeen.objects.count(), AlertClock.objects.count()) == (0, 0, 0)
    assert not StoredEvent.objects.filter(name__endswith="AlarmRaised").exists()
    for _ in range(2):  # the job comes again, and once more for good measure
        with python("-c", JUDGE, addresses=database_addresses) as process:
            assert process.wait(timeout=60) == 0
    assert [(one.kind, one.at) for one in Alarm.objects.all()] == [("volume_up", HOUR)]
    (event,) = StoredEvent.objects.filter(name__endswith="AlarmRaised")
    for _ in range(2):
        deliver_now(event.pk)
    assert ProcrastinateJob.objects.filter(task_name="listening.mail_alarm").count() == 1
