"""A history of real dialogues comes in at no less than two thousand messages a second."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from parvis.channels.actions.import_file import run_import, start_import
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from tests.conftest import require_data
from tests.factories.channels import make_connection

FILE = "twcs/dialogues_dev.csv.gz"


@require_data(FILE)
@pytest.mark.django_db
def test_two_thousand_a_second(shared_data: Path) -> None:
    """A floor well under what is measured on a quiet machine: bench/import_file.py prints the real figure."""
    source = make_connection("file", channel="twitter")
    with purpose("service"):
        run = start_import(
            source,
            path=shared_data / FILE,
            mode="conversations",
            by=SYSTEM,
            now=utc_now(),
            in_background=False,
        )
        began = time.process_time()
        run = run_import(run.pk, deliver_here=True)
    assert run.count_new / (time.process_time() - began) > 2000
