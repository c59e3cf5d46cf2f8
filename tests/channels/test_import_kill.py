"""An import that is killed at any moment loses nothing and doubles nothing when it is started again."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from parvis.channels.models import ImportRun, Receipt
from parvis.listening.models import Mention
from tests.jobs import run_waiting_jobs
from tests.processes import environment, wait_until

ROWS = 9_000
SCRIPT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from pathlib import Path
from parvis.channels.actions.import_file import run_import, start_import
from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
run = start_import(Connection.objects.get(), path=Path(sys.argv[1]), mode="mentions", by=SYSTEM, now=utc_now(),
                   in_background=False)
run_import(run.pk, deliver_here=True)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again_every_row_is_there_once(database_addresses, tmp_path: Path):
    from tests.factories.channels import make_connection

    make_connection("file")
    file = tmp_path / "posts.jsonl"
    with file.open("w") as stream:
        for number in range(ROWS):
            date = f"2026-03-{1 + number % 28:02}T10:00:00Z"
            stream.write(json.dumps({"id": f"p{number}", "text": f"Post {number}", "published_at": date}) + "\n")
    dice = random.Random(11)
    kills = 0
    while kills < 4:
        begun = Receipt.objects.count()
        process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(file)], env=environment(database_addresses))
        # Killed after a random number of further rows, wherever in the work that is.
        mark = begun + dice.choice([1, 1, 2_001])
        wait_until(lambda: Receipt.objects.count() >= mark or process.poll() is not None, what="the import works")  # noqa: B023
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
        kills += 1
        if begun >= ROWS - 2_000:
            break
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(file)], env=environment(database_addresses), timeout=60
    )
    assert done.returncode == 0
    # What was received by a process that died before storing it is stored by whoever takes its job.
    run_waiting_jobs(database_addresses)
    run = ImportRun.objects.get()
    assert (run.state, run.count_new, run.count_repeated, run.count_rejected) == ("done", ROWS, 0, 0)
    assert Mention.objects.count() == ROWS
    assert Mention.objects.values("external_id").distinct().count() == ROWS
