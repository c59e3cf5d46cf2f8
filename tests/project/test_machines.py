"""Two web and two worker machines on one PostgreSQL: some fail under load, nothing is lost or done twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.load.machines import are_possible

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(
    not os.environ.get("PARVIS_LONG_TESTS"), reason="takes a minute: PARVIS_LONG_TESTS=1, or python -m bench.load"
)
@pytest.mark.skipif(not are_possible(), reason="machines need root, ip and network namespaces")
def test_machines_that_fail_under_load_lose_nothing() -> None:
    """A web machine and a worker killed, the database restarted; `python -m bench.load` has all eight faults."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load", "--short"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout[: done.stdout.rindex("}") + 1])
    assert figures["accepted_writes"] > 20
    assert figures["failed_attempts"] > 0, "the faults were felt"
    assert [fault["what"] for fault in figures["faults"]] == ["w1 killed", "j1 killed", "database restarted"]
