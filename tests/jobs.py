"""Running the jobs that wait, in a real worker process, until none is left."""

from __future__ import annotations

import subprocess
import sys

from tests.processes import environment

SCRIPT = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "parvis.project.settings"
import django
django.setup()
from parvis.foundation.jobs import app
app.with_connector(app.connector.get_worker_connector()).run_worker(
    wait=False, install_signal_handlers=False, delete_jobs="successful")
"""


def run_waiting_jobs(addresses: tuple[str, str], **more: str) -> None:
    """Fail with what the worker said when it ended badly."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=environment(addresses, **more),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
